"""A claim says when, and for how long, as its quotes do: 46% at 90 days is not 46% at a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from curbside.appraisal.naming import term_of
from curbside.literature.sentences import sentences
from curbside.terminology.quantities import amount
from curbside.verification.comparison import Held, Mismatch
from curbside.verification.figures import Figure, figures
from curbside.verification.named import swapped

_WHEN: Final = {
    "before": r"before|prior to|preceding|pre-?operative(?:ly)?",
    "after": r"after|following|post-?operative(?:ly)?",
    "during": r"during|intra-?operative(?:ly)?",
    "early": r"early",
    "late": r"late",
}
_MOMENT: Final = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _WHEN.items()) + r")"
    r"(?P<of>(?:[ -](?!and |or |but )[a-z][\w-]*){1,3})?",
    re.IGNORECASE,
)
_OPERATION: Final = re.compile(r"operative", re.IGNORECASE)
_OPPOSED: Final = (frozenset(("before", "after")), frozenset(("early", "late")))
_IN_OPERATION: Final = frozenset(map(term_of, ("operation", "surgery")))
"""Of what else goes on for long, "during" says little: what was found after treatment was found during follow-up."""
_NO_EVENT: Final = frozenset(
    "the a an of their his her its these this that treatment you your being having".split()
)

_TIMES: Final = frozenset(("minute", "hour", "day", "week", "month", "year"))
_COUNT: Final = r"\d+(?:\.\d+)?"
_POINTS: Final = re.compile(
    rf"\b(?:at|after|by|in) (?P<counts>(?:{_COUNT},? (?:and |or )?|{_COUNT} to )*{_COUNT})[ -]"
    r"(?P<unit>minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(
    r",? ?(?P<opens>[(\[])(?P<inside>[^()\[\]]*(?:[(\[][^()\[\]]*[)\]][^()\[\]]*)*)[)\]]"
)
_IN_ORDER: Final = re.compile(r",? ?\brespectively\b", re.IGNORECASE)
_NEXT: Final = re.compile(r",\s(?:and\s)?|;\s(?:and\s)?|\sand\s")
_JUST_BEFORE: Final = 12
"""Characters between a figure and the time it was found at: ``46% at 90 days``."""

_FOLLOWED: Final = (
    re.compile(r"\bfollow(?:ed|ing|-?up)\b[^.;,()\d]{0,40}\Z", re.IGNORECASE),
    re.compile(r"[ -](?:minute|hour|day|week|month|year)s?[ -](?:of )?follow-?up", re.IGNORECASE),
)
_TREATED: Final = re.compile(
    r"\b(?:treat\w*|took|taken|taking|given|receiv\w+|therap\w+|supplement\w*|administ\w+|daily|weekly|prescribed)\b"
    r"[^.;()\d]{0,40}\bfor (?:at least |up to |about |a further )?\Z",
    re.IGNORECASE,
)
_EVERY: Final = re.compile(r"\bevery \Z", re.IGNORECASE)
_LASTING: Final = re.compile(r"\bfor (?:at least |up to |about |a further )?\Z", re.IGNORECASE)
_WITHIN: Final = re.compile(
    r"\b(?:within|in) (?:the )?first \Z|\bwithin (?:at most |about )?\Z", re.IGNORECASE
)
_BEYOND: Final = re.compile(r"\b(?:beyond|later than|more than|after) (?:the )?(?:first )?\Z", re.IGNORECASE)
_PLAINLY_AFTER: Final = re.compile(r"\bafter \Z", re.IGNORECASE)
_UNIT_AFTER: Final = 20
_REACH: Final = 80


class _Moment(NamedTuple):
    """A word of before and after, with the terms of what it is before or after."""

    when: str
    of: frozenset[str]


class TimeIsTheSame:
    """Before is not after, and what was found at one time was not found at another."""

    name = "time"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        claim, quoted = held.claim.text, held.quoted.text
        return (
            swapped(held, "times")
            or _at_another_moment(held)
            or _for_another_purpose(claim, quoted)
            or _found_at_another_time(claim, quoted)
        )


def _at_another_moment(held: Held) -> Mismatch | None:
    """``Before surgery`` for ``after surgery``, in a sentence on the same; of other things, both may be true."""
    told = _moments(held.quoted.text)
    near = [one for sentence in _sharing(held) for one in _moments(sentence)]
    for one in _moments(held.claim.text):
        opposed = [other for other in near if other.of & one.of and _are_opposed(one, other)]
        if opposed and not any(other.when == one.when and other.of & one.of for other in told):
            return Mismatch(f"it says {one.when} where its quotes say {opposed[0].when}", conflict=True)
    return None


def _sharing(held: Held) -> Iterator[str]:
    """The sentences of the quotes that hold half of what a claim speaks of."""
    telling = [token for token in held.claim.tokens if token.tells]
    for start, end in sentences(held.quoted.text):
        said = {key for token in held.quoted.tokens if start <= token.start < end for key in token.keys}
        if 2 * sum(bool(token.keys & said) for token in telling) >= len(telling):
            yield held.quoted.text[start:end]


def _are_opposed(one: _Moment, other: _Moment) -> bool:
    if "during" in (one.when, other.when):
        return one.when != other.when and bool(one.of & other.of & _IN_OPERATION)
    return one.when != other.when and any({one.when, other.when} <= names for names in _OPPOSED)


@lru_cache(maxsize=1024)
def _moments(text: str) -> tuple[_Moment, ...]:
    return tuple(_read(text))


def _read(text: str) -> Iterator[_Moment]:
    for found in _MOMENT.finditer(text):
        words = [
            word for word in re.findall(r"[a-z][\w]*", (found["of"] or "").lower()) if word not in _NO_EVENT
        ]
        if _OPERATION.search(found[0]):
            words = ["operation", "surgery"]
        when = next(name for name in _WHEN if found[name])
        yield _Moment(when, frozenset(map(term_of, words)))


def _for_another_purpose(claim: str, quoted: str) -> Mismatch | None:
    """Followed for two years is not treated for two years, and every 12 weeks is not for 12 weeks."""
    told = _purposes(quoted)
    for time, purposes in _purposes(claim).items():
        theirs = told.get(time, frozenset())
        for mine, other, says in _CONFUSED:
            if mine in purposes and other in theirs and mine not in theirs:
                return Mismatch(f"its quotes say {says}", conflict=True)
    return None


_CONFUSED: Final = (
    ("treated", "followed", "how long people were followed, not how long they were treated"),
    ("every", "for", "for how long, not how often"),
    ("for", "every", "how often, not for how long"),
    ("within", "beyond", "later than that"),
    ("beyond", "within", "by then, not later"),
)


@lru_cache(maxsize=1024)
def _purposes(text: str) -> dict[object, frozenset[str]]:
    found: dict[object, frozenset[str]] = {}
    for one in (figure for figure in figures(text) if figure.unit in _TIMES):
        before, after = text[max(0, one.start - _REACH) : one.start], text[one.end : one.end + _UNIT_AFTER]
        purposes = {
            "followed": _FOLLOWED[0].search(before) or _FOLLOWED[1].match(after),
            "treated": _TREATED.search(before),
            "every": _EVERY.search(before),
            "for": _LASTING.search(before),
            "within": _WITHIN.search(before),
            # "After 30 days" may be on day 30, "after the first 30 days" is not.
            "beyond": _BEYOND.search(before) and not _PLAINLY_AFTER.search(before),
        }
        time = amount(one.value, one.unit)
        found[time] = found.get(time, frozenset()) | {name for name, says in purposes.items() if says}
    return found


def _found_at_another_time(claim: str, quoted: str) -> Mismatch | None:
    """``39% at 90 days`` where the quotes say ``at 90 days (46%) and at 1 year (39%)``."""
    told = _by_time(quoted)
    times = {time for time, _, _ in _points(claim)}
    if len(told) <= 1 or len(times) != 1:
        return None
    [time] = times
    if time not in told:
        return None
    elsewhere = {value for other, values in told.items() if other != time for value in values} - told[time]
    for figure in figures(claim):
        if figure.unit not in _TIMES and figure.value in elsewhere:
            shown = claim[figure.start : figure.end]
            return Mismatch(f"its quotes give {shown} at another time", conflict=True)
    return None


def _points(text: str) -> Iterator[tuple[object, int, int]]:
    """Each time that something was found at, with where the words that say so begin and end."""
    for found in _POINTS.finditer(text):
        for count in re.findall(_COUNT, found["counts"]):
            yield amount(Decimal(count), found["unit"].lower()), found.start(), found.end()


@lru_cache(maxsize=1024)
def _by_time(text: str) -> dict[object, frozenset[Decimal]]:
    """The figures that a text plainly gives for each of its times: in brackets after it, or right before it."""
    found: dict[object, frozenset[Decimal]] = {}
    printed = [one for one in figures(text) if one.unit not in _TIMES]
    by_words: dict[tuple[int, int], list[object]] = {}
    for time, start, end in _points(text):
        by_words.setdefault((start, end), []).append(time)
    for (start, end), times in by_words.items():
        for time, values in zip(times, _values(text, start, end, len(times), printed), strict=False):
            found[time] = found.get(time, frozenset()) | values
    return found


def _values(
    text: str, start: int, end: int, times: int, printed: list[Figure]
) -> Iterator[frozenset[Decimal]]:
    bracket = _BRACKET.match(text, end)
    if bracket is not None and times == 1:
        yield frozenset(one.value for one in printed if bracket.start() <= one.start < bracket.end())
    elif bracket is not None and (order := _IN_ORDER.search(bracket["inside"])):
        low = bracket.start("inside")
        parts = _spans(bracket["inside"][: order.start()])
        if len(parts) == times:
            for first, last in parts:
                yield frozenset(one.value for one in printed if low + first <= one.start < low + last)
    elif bracket is None and times == 1:
        near = [one for one in printed if 0 <= start - one.end <= _JUST_BEFORE]
        if near:
            yield frozenset(one.value for one in near)


def _spans(listed: str) -> list[tuple[int, int]]:
    """Where each part of a list begins and ends."""
    breaks = [0, *(at for gap in _NEXT.finditer(listed) for at in gap.span()), len(listed)]
    return list(zip(breaks[::2], breaks[1::2], strict=True))
