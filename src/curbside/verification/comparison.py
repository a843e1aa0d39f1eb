"""How a claim is held against what it rests on: what a comparison sees, and what it may say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from curbside.literature.sentences import sentences
from curbside.verification.said import Said, said, short_forms_of


class Mismatch(NamedTuple):
    """Why quotes do not carry a claim. A ``conflict``: they say otherwise; else they do not say it."""

    reason: str
    conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim beside what it rests on. ``around`` is where the quotes stand: titles, which name the subject.

    ``source`` is all that is known of the text the quotes are from; empty where nothing but they is.
    """

    claim: Said
    quoted: Said
    around: Said
    source: str = ""


class Comparison(Protocol):
    """One way in which a claim may not be carried by its quotes. One a file in `curbside.verification.checks`."""

    name: str

    def mismatch(self, held: Held) -> Mismatch | None:
        """What the quotes do not carry, in a sentence; None when this comparison has nothing against the claim."""
        ...


def each_sentence(
    claim: str, quotes: tuple[str, ...], *, title: str = "", source: str = ""
) -> Iterator[Held]:
    """The sentences of a claim, each laid out by itself, but those that a quote says word for word.

    One that is carried does not carry the next: "It did not relieve pain. It works."
    """
    quoted = {text[start:end] for text in quotes for start, end in sentences(text)}
    for start, end in sentences(claim):
        if claim[start:end] not in quoted:
            yield hold(claim[start:end], quotes, title=title, source=source)


# Every comparison asks for the same claim in turn.
@lru_cache(maxsize=64)
def hold(claim: str, quotes: tuple[str, ...], *, title: str = "", source: str = "") -> Held:
    """A claim laid out beside its quotes. ``source`` is the text around them: it explains short forms, and says of
    whom it speaks.
    """
    explained = dict(short_forms_of(f"{title}. {source or ' '.join(quotes)}"))
    return Held(
        claim=said(claim, explained),
        quoted=said(" ".join(quotes), explained),
        around=said(title, explained),
        source=source,
    )
