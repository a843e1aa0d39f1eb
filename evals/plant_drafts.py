"""Faults in what a claim rests on: a quote one character off, a citation moved, a source that was never retrieved.

Each takes a claim that is true, word for word its quote, and gives it with that one fault.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from msgspec import structs

from curbside.answer.draft import Claim, Quote
from curbside.literature.publication import Passage
from curbside.literature.sentences import sentences

NO_SUCH_PUBLICATION: Final = "pmid:999999999"
_MOST_WORDS_SHARED = 0.25
_SHORTEST_TELLING = 4
_STEM = 6


def verbatim(passage: Passage, start: int, end: int) -> Claim:
    """The claim that a passage's characters are."""
    text = passage.text[start:end]
    return Claim(
        text=text, kind="verbatim", quotes=(Quote(passage=passage, start=start, end=end, text=text),)
    )


def composed(text: str, claim: Claim) -> Claim:
    """Other words that rest on the same quote."""
    return Claim(text=text, kind="composed", quotes=claim.quotes)


DraftPlanter = Callable[[Claim, Sequence[Passage], random.Random], Claim | None]
"""From a true claim, the other passages that were retrieved, nearest first, and dice, to the faulty one.

None where there is nothing to put the fault in.
"""


def letter(claim: Claim, _: Sequence[Passage], dice: random.Random) -> Claim | None:
    """One letter of the quote is another."""
    return _misquoted(
        claim, r"[a-z]", dice, lambda mark: chr((ord(mark) - 97 + dice.randint(1, 25)) % 26 + 97)
    )


def digit(claim: Claim, _: Sequence[Passage], dice: random.Random) -> Claim | None:
    """One digit of the quote is another."""
    return _misquoted(claim, r"\d", dice, lambda mark: str((int(mark) + dice.randint(1, 9)) % 10))


def case(claim: Claim, _: Sequence[Passage], dice: random.Random) -> Claim | None:
    """One letter of the quote is a capital, or is none."""
    return _misquoted(claim, r"[A-Za-z]", dice, str.swapcase)


def dropped(claim: Claim, _: Sequence[Passage], dice: random.Random) -> Claim | None:
    """One character of the quote is left out."""
    return _misquoted(claim, r"\w", dice, lambda mark: "")


def offsets_shifted(claim: Claim, _: Sequence[Passage], dice: random.Random) -> Claim | None:
    """The quote stands a few characters before or after where it is said to."""
    quote = claim.quotes[0]
    shifts = [
        by
        for by in (-3, -2, -1, 1, 2, 3)
        if quote.start + by >= 0 and quote.passage.text[quote.start + by : quote.end + by] != quote.text
    ]
    by = dice.choice(shifts)
    return replace(claim, quotes=(replace(quote, start=quote.start + by, end=quote.end + by),))


def citation_moved(claim: Claim, others: Sequence[Passage], dice: random.Random) -> Claim | None:
    """The quote is said to stand in another passage that was retrieved."""
    quote = claim.quotes[0]
    elsewhere = [one for one in others if quote.text not in one.text and one.id != quote.passage.id]
    if not elsewhere:
        return None
    return replace(claim, quotes=(replace(quote, passage=dice.choice(elsewhere[:8])),))


def resting_on_another(claim: Claim, others: Sequence[Passage], dice: random.Random) -> Claim | None:
    """The claim cites a sentence that stands where it is said to, and says something else."""
    elsewhere = [
        (passage, span)
        for passage in others[:8]
        if passage.id != claim.quotes[0].passage.id
        for span in sentences(passage.text)
        if not _says_much_of(claim.text, passage.text[slice(*span)])
    ]
    if not elsewhere:
        return None
    passage, (start, end) = dice.choice(elsewhere)
    return composed(claim.text, verbatim(passage, start, end))


def no_such_passage(claim: Claim, _: Sequence[Passage], dice: random.Random) -> Claim | None:
    """The passage is none of its publication's."""
    passage = claim.quotes[0].passage
    return _citing(claim, structs.replace(passage, id=f"{passage.id}.{dice.randint(20, 90)}"))


def no_such_publication(claim: Claim, _: Sequence[Passage], dice: random.Random) -> Claim | None:
    """Nobody ever published it."""
    passage = claim.quotes[0].passage
    place = passage.id.rpartition("#")[2]
    return _citing(claim, structs.replace(passage, id=f"{NO_SUCH_PUBLICATION}#{place}"))


def altered_passage(claim: Claim, others: Sequence[Passage], dice: random.Random) -> Claim | None:
    """The quote agrees with the passage as the writer gives it, and the passage was altered."""
    wrong = digit(claim, others, dice) or letter(claim, others, dice)
    if wrong is None:
        return None
    quote = claim.quotes[0]
    text = quote.passage.text[: quote.start] + wrong.text + quote.passage.text[quote.end :]
    return _citing(wrong, structs.replace(quote.passage, text=text))


DRAFT_PLANTERS: Final[Mapping[str, DraftPlanter]] = {
    "misquote, letter": letter,
    "misquote, digit": digit,
    "misquote, case": case,
    "misquote, character lost": dropped,
    "misquote, passage altered": altered_passage,
    "offsets shifted": offsets_shifted,
    "citation moved": citation_moved,
    "quote of something else": resting_on_another,
    "invented passage": no_such_passage,
    "invented publication": no_such_publication,
}
"""Kinds of fault in what a claim rests on, each with its planter."""


def _misquoted(claim: Claim, where: str, dice: random.Random, other: Callable[[str], str]) -> Claim | None:
    text = claim.text
    places = [match.start() for match in re.finditer(where, text)]
    if not places:
        return None
    at = dice.choice(places)
    wrong = text[:at] + other(text[at]) + text[at + 1 :]
    return replace(claim, text=wrong, quotes=(replace(claim.quotes[0], text=wrong),))


def _citing(claim: Claim, passage: Passage) -> Claim:
    return replace(claim, quotes=(replace(claim.quotes[0], passage=passage),))


def _says_much_of(text: str, other: str) -> bool:
    """Does another sentence hold so many of the telling words that it may say the same?"""
    words, there = _telling(text), _telling(other)
    return not words or len(words & there) > _MOST_WORDS_SHARED * len(words)


def _telling(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"\w+", text.lower()) if len(word) >= _SHORTEST_TELLING}
