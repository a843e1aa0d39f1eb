"""One study's result on one outcome: which way it went for a patient, in how many people, how far it can be trusted.

Made from an evidence statement, whose author has said all of it, or from an abstract, where it is read. Up and down
are of the measured thing (`curbside.appraisal.direction`); benefit and harm are of the patient, and take knowing
whether more of the thing is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curbside.appraisal.design import Design
from curbside.appraisal.estimates import Effect, SampleSize, estimates
from curbside.appraisal.finding import Finding
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Publication
from curbside.retrieval.ordinary import is_ordinary


class Way(StrEnum):
    """Which way a result, or a body of them, points for a patient."""

    BENEFIT = "benefit"
    HARM = "harm"
    NO_DIFFERENCE = "no difference"
    MIXED = "mixed"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks about, in phrases: any one of them stands for the treatment, or for the people.

    Without an intervention nothing is weighed; without a population every population is the one asked about.
    """

    intervention: tuple[str, ...] = ()
    population: tuple[str, ...] = ()

    def names_intervention(self, text: str) -> bool:
        """Does the text speak of the treatment asked about?"""
        return _names_any(self.intervention, text)

    def names_population(self, text: str) -> bool:
        """Does the text speak of the people asked about, in more than half of the words that tell who they are?

        True when nobody in particular was asked about.
        """
        if not self.population:
            return True
        said = set(terms(text))
        telling = [{t for t in terms(phrase) if not is_ordinary(t)} for phrase in self.population]
        return any(2 * len(words & said) > len(words) for words in telling if words)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyResult:
    """What one study found for one outcome.

    ``sample_size`` is None where nobody says. ``flags`` are what lowers trust in it, in the words of
    `curbside.literature.content.FLAGS`. ``is_alone``: the treatment was tested by itself, and not together with
    another; ``is_direct``: in the people asked about; ``is_read_by_program``: its way was read from an abstract, and
    no author has said it. ``against`` names another treatment it was compared with, and
    is empty for a placebo, nothing, or less of the same: results against different treatments answer different
    questions.
    """

    publication: Publication
    finding: Finding
    outcome: str
    way: Way
    sample_size: int | None
    flags: frozenset[str]
    effect: Effect | None
    is_alone: bool
    is_direct: bool
    against: str = ""
    is_read_by_program: bool = False

    @property
    def design(self) -> Design:
        """The design of the study, as its statement or its publication says."""
        return self.finding.design

    @property
    def is_main(self) -> bool:
        """Is it what the study set out to find, rather than what was looked for afterwards or in a part of it?"""
        return self.flags.isdisjoint(LESSER)


CONCERN = "expression of concern"
"""The flag of a result whose publication its journal has raised a concern about."""

LESSER = frozenset({"post hoc", "subgroup", "secondary endpoint"})
"""The flags of a result that does not speak for its study while another does."""


def stated_result(publication: Publication, finding: Finding, asked: Asked) -> StudyResult | None:
    """What an evidence statement says was found; None when it reports no effect of the treatment asked about.

    Guidance, labels, definitions and what was derived report no effect of their own.
    """
    said = finding.passage.statement
    if said is None or said.direction not in _WAYS or said.superseded_by:
        return None
    if finding.design in _NOT_STUDIES or not asked.names_intervention(said.intervention):
        return None
    return StudyResult(
        publication=publication,
        finding=finding,
        outcome=said.outcome,
        way=Way(said.direction),
        sample_size=said.sample_size,
        flags=frozenset(said.flags),
        effect=main_effect(said.effect),
        is_alone=not _other_treatments(said.intervention, asked),
        is_direct=asked.names_population(f"{said.population} {finding.text}"),
        against=_compared_with(said.comparator, asked),
    )


def treatment_of(intervention: str) -> str:
    """What an intervention is called, without its dose; empty when it begins with one."""
    return _DOSE_ON.sub("", intervention)


def main_effect(text: str) -> Effect | None:
    """The first effect estimate of a text that names its measure and has an interval."""
    return next(
        (
            figure
            for figure in estimates(text)
            if isinstance(figure, Effect) and figure.measure is not None and figure.interval is not None
        ),
        None,
    )


_PEOPLE = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d{2,7})\s+(?:\w+[- ]){0,3}?"
    r"(?:patients|participants|women|men|adults|children|people|subjects|individuals|volunteers|infants)\b"
)


def people_in(sentences: Iterable[str]) -> int | None:
    """The largest number of people that sentences speak of; None when they give none."""
    return max((count for text in sentences for count in _people_of(text)), default=None)


def _people_of(text: str) -> Iterator[int]:
    yield from (figure.count for figure in estimates(text) if isinstance(figure, SampleSize))
    yield from (int(found[1].replace(",", "")) for found in _PEOPLE.finditer(text))


_WAYS = frozenset(Way)
_NOT_STUDIES = frozenset(
    {
        *(Design.GUIDELINE, Design.PRODUCT_LABEL, Design.DERIVED, Design.NARRATIVE_REVIEW, Design.EDITORIAL),
        *(Design.PROTOCOL, Design.RETRACTION_NOTICE, Design.NOT_STATED),
    }
)
# "omega-3 fatty acids 3.3 g a day" goes by what stands before its dose.
_DOSE_ON = re.compile(r"(?:^|\s+)(?:\d(?!\w*-)|,|\().*")
_JOINS = re.compile(r"\s+(?:with or without|with|and|plus)\s+|,\s*")
_DOSED_OTHERWISE = re.compile(
    r"(?:or|then|to|by|in|during|at|once|twice|daily|weekly|monthly|one|two|three|four|five|six)\b|\d|all\b|highest\b",
    re.IGNORECASE,
)


_NOTHING_ELSE = re.compile(
    r"(?:no|not|never|without|nothing|usual|standard|background|sham|waiting|placebo)\b|.*\bplacebo\b",
    re.IGNORECASE,
)


def _compared_with(comparator: str, asked: Asked) -> str:
    if not comparator or _NOTHING_ELSE.match(comparator) or asked.names_intervention(comparator):
        return ""
    name = treatment_of(comparator)
    return "other treatment" if name.casefold().startswith("other ") else name


def _other_treatments(intervention: str, asked: Asked) -> list[str]:
    """What was given together with the treatment asked about: "calcium" of "calcium with vitamin D"."""
    parts = [part.strip() for part in _JOINS.split(intervention)]
    return [
        part
        for part in parts
        if part and not asked.names_intervention(part) and not _DOSED_OTHERWISE.match(part)
    ]


def _names_any(phrases: Sequence[str], text: str) -> bool:
    said = terms(text)
    return any(wanted and _stands_in(said, wanted) for wanted in map(terms, phrases))


def _stands_in(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Do the terms stand together, in order? A vitamin here and 500 mg/d there are no vitamin D."""
    length = len(wanted)
    return any(
        all(map(_is_the_same, said[start : start + length], wanted))
        for start in range(len(said) - length + 1)
        if _is_the_same(said[start], wanted[0])
    )


def _is_the_same(said: str, wanted: str) -> bool:
    """``d3`` is a ``d``; nothing longer is taken for what it begins with."""
    return said == wanted or (len(wanted) == 1 and said[:1] == wanted and said[1:].isdigit())
