"""A clinician's question, as this system understood it. Shown beside every answer, so that it can be corrected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherSense:
    """A reading of a short form that was not chosen."""

    long: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SenseChoice:
    """How a short form in the question was read, how sure that is, and why."""

    short: str
    long: str
    probability: float
    why: str
    alternatives: tuple[OtherSense, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalQuestion:
    """``asked`` is what was typed; ``read_as`` what it was taken to mean, in words.

    ``terms`` are the words searched for, in the order asked, without stop words; ``phrases`` those in
    quotation marks, which a source must contain as they stand; ``years`` the span of publication years
    asked for, inclusive, with None for an open end.
    """

    asked: str
    read_as: str
    kind: str
    population: str | None
    intervention: str | None
    outcomes: tuple[str, ...]
    senses: tuple[SenseChoice, ...]
    terms: tuple[str, ...]
    phrases: tuple[str, ...]
    years: tuple[int | None, int | None] | None
