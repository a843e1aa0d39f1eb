"""Figures that stand in a row, each of another owner: ``12% vs 18%``, ``95%, 60% and 12%, respectively``.

A row is read from its joining words; whose its figures are, from a list of as many names that belongs to it, from
another row (``at 6 and 12 months``), or from what its clause compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from curbside.terminology.quantities import amount, is_time
from curbside.verification.contrasts import Contrast, contrasts
from curbside.verification.figures import Figure, Part, figures
from curbside.verification.names import labels, names
from curbside.verification.said import Said

_ASIDES: Final = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|(?:±|\+/[-−–]|\+-)\s?[\d.·,]*\d|\b(?:out\s)?of\s[\d,]+|/\s?[\d,]+"
)
_UNIT: Final = re.compile(
    r"\A-?(?!and\b|or\b|vs?\b|versus\b|against\b|as\b|compared\b)"
    r"(?:%|[a-zA-Zµμ°]+(?:[/.²\d-]+[a-zA-Zµμ\d²]*)*)?(?=\Z|[\s,&])"
)
_SIGN: Final = re.compile(r"(?:\b[Pp](?:[- ]?values?)?\s?)?[=<>≤≥]?\s?[-−–+$(\[]?\s?\Z")
_AND: Final = re.compile(r"\s*(?:,|,?\s?and|&|,?\s?or)\s*")
_BARE: Final = re.compile(r"\s?%?(?:\s?\([^()]*\))?(?:,|,?\s(?:and|or))\s[-−–]?")
_LAST: Final = re.compile(r"\s*(?:,?\s?and|&|,?\s?or)\s*")
_VERSUS: Final = re.compile(r"\s*,?\s?(?:vs?\.?|versus|against|(?:as\s)?compared\s(?:with|to))\s*")
_PART_OF: Final = re.compile(r"\d\s?(?:(?:out\s)?of\s(?:the\s)?|/\s?)\Z")
_RESPECTIVELY: Final = re.compile(r"\brespectively\b", re.IGNORECASE)
_SENTENCE_ENDS: Final = re.compile(r"(?<!vs)\.\s(?=[A-Z(])|;\s")
_AT_ONCE: Final = 40
"""Characters after *respectively* in which the row that it orders begins."""
_MARK: Final = re.compile(
    r"""(?P<comma>,(?=\s)(?!\s(?:and|or)\s))|,?\s?\b(?P<and>and|or)\b
    |\b(?P<versus>versus|vs\.?(?=\s))|(?P<stop>[;:.](?=\s|\Z))""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME_ENDS: Final = re.compile(
    r"""\b(?:in|of|for|at|with|on|during|after|before|by|from|to|was|were|is|are|be|been|had|has|have|did|who|which|that
    |between|among|when|than|using|showed|receiving|induced|achieved|respectively)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_GROUPS: Final = re.compile(
    r"[\s-]*(?:groups?|arms?|cohorts?|patients|participants|women|men|eyes)\b", re.IGNORECASE
)
_NAMING: Final = re.compile(
    r"\b(?:groups?|arms?|cycles?|years?|weeks?|months?|days?|stages?|thresholds?\sof|treatments?\sof|doses?\sof|at)"
    r"\s[≥≤]?\Z",
    re.IGNORECASE,
)
_GLOSS: Final = re.compile(r"\s?%?\s\((?P<gloss>[^()\d]*)\)")
_ASIDE_AFTER: Final = re.compile(r"(?:/\d+)?[\s\w%]{0,6}(?:\([^()]*\)|\[[^\[\]]*\])?")
_AT: Final = re.compile(
    r"\b(?:at|after|by|within|over|during|for|to|from|the|and|,)\s(?:about\s|the\s|a\s)?\Z", re.IGNORECASE
)


class Row(NamedTuple):
    """Two or more figures of one kind, with the keys of each one's name in ``owners``: empty where none is readable.

    ``time`` is that of all of them; ``is_ordered`` says that their order tells, as it does with *respectively*.
    ``[low, high)`` are the characters of the sentence that speak of no other row.
    """

    figures: tuple[Figure, ...]
    owners: tuple[frozenset[str], ...]
    time: frozenset[str]
    is_ordered: bool
    low: int
    high: int

    def owner_of(self, text: str, figure: Figure) -> frozenset[str] | None:
        """Whose a figure is: one of the row, or one in brackets after it; None where it is neither.

        A p value in brackets is of the whole row, and nobody's.
        """
        starts = [figure.start for figure in self.figures]
        aside = _ASIDE_AFTER.match(text, self.figures[-1].end)
        end = aside.end() if aside else self.figures[-1].end
        if not starts[0] <= figure.start < end:
            return None
        if figure.part is not self.figures[0].part:
            return frozenset()
        number = sum(start <= figure.start for start in starts) - 1
        return self.owners[number] | self.time if self.owners else self.time


def rows(said: Said) -> list[Row]:
    """Every row of a text whose figures each stand for another owner, in order."""
    text = said.text
    runs = sorted(_runs(text), key=lambda run: run[0].start)
    cuts = [0, *(end.end() for end in _SENTENCE_ENDS.finditer(text)), len(text)]
    compared = contrasts(said)
    return [
        row
        for low, high in pairwise(cuts)
        for row in _rows_between(
            said, [run for run in runs if low <= run[0].start < high], compared, low=low, high=high
        )
    ]


def _rows_between(
    said: Said, runs: Sequence[tuple[Figure, ...]], compared: Sequence[Contrast], *, low: int, high: int
) -> Iterator[Row]:
    marks = [mark.start() for mark in _RESPECTIVELY.finditer(said.text, low, high)]
    named: tuple[frozenset[str], ...] = ()
    begins, began = low, 0
    for at, run in enumerate(runs):
        until = runs[at + 1][0].start if at + 1 < len(runs) else high
        closing = _closing(run, runs[at + 1 :], marks, begins)
        is_ordered = closing is not None or _is_opposed(said.text, run)
        if not is_ordered and not _is_bare(said.text, run):
            continue
        if closing is not None and _names_the_next(said.text, run, runs[at + 1 :]):
            named = tuple(key_of(replace(figure, unit=run[-1].unit)) for figure in run)
            began = at + 1
            yield Row(figures=run, owners=named, time=frozenset(), is_ordered=True, low=begins, high=until)
            begins = run[-1].end
            continue
        own = named if is_ordered and len(named) == len(run) else ()
        own = _owners(said, run, (begins, until), closing, compared) or own
        time = times(said.text, begins, run[0].start)
        if began and len(named) != len(run) and at - began < len(named):
            time = named[at - began]
        named = named if began else own or named
        yield Row(
            figures=run,
            owners=own,
            time=time if len(time) == 1 else frozenset(),
            is_ordered=is_ordered,
            low=begins,
            high=until,
        )
        begins = run[-1].end


def times(text: str, low: int, high: int) -> frozenset[str]:
    """The keys of the times at which something was measured, as ``[low, high)`` says: ``at 12 months``."""
    return frozenset(
        key
        for one in figures(text)
        if low <= one.start < high and is_time(one.unit) and _AT.search(text, 0, one.start)
        for key in key_of(one)
    )


def key_of(figure: Figure) -> frozenset[str]:
    """The key of a figure that names others, as 6 months do: equal for equal times, a year and 12 months."""
    if is_time(figure.unit):
        return frozenset({" ".join(map(str, amount(figure.value, figure.unit)))})
    return frozenset({f"{figure.value.normalize():f}"})


def _closing(
    run: Sequence[Figure], later: Sequence[Sequence[Figure]], marks: Sequence[int], begins: int
) -> int | None:
    """Where the *respectively* of a row stands: after it and rows as long as it, or right before it."""
    for mark in marks:
        between = [other for other in later if other[0].start < mark]
        if mark >= run[-1].end and (
            len(between) == len(run) or all(len(other) == len(run) for other in between)
        ):
            return mark
        if begins <= mark and 0 < run[0].start - mark <= _AT_ONCE:
            return mark
    return None


def _runs(text: str) -> Iterator[tuple[Figure, ...]]:
    """The longest chains of figures that only commas, *and* and *versus* stand between, in and out of brackets."""
    bracket, labelled = _brackets(text), labels(text)
    counted = [
        one
        for one in figures(text)
        if one.part in (Part.NUMBER, Part.ESTIMATE, Part.P_VALUE)
        and one.start not in labelled
        and not _PART_OF.search(text, 0, one.start)
    ]
    inside_first = sorted(counted, key=lambda one: (bracket[one.start], one.start))
    for _, grouped in groupby(inside_first, key=lambda one: bracket[one.start]):
        chain: list[Figure] = []
        for figure in grouped:
            if chain and not _goes_on(text, chain[-1], figure):
                yield from _rows_of(text, chain)
                chain = []
            chain.append(figure)
        yield from _rows_of(text, chain)


def _rows_of(text: str, chain: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    """A chain as one row, or as several: ``85% vs 93%, 79% vs 88% and 70% vs 82%`` are three."""
    joins = [_VERSUS.fullmatch(_between(text, one, other)) is not None for one, other in pairwise(chain)]
    begins = 0
    for at, is_versus in enumerate(joins):
        if any(joins) and not is_versus:
            yield tuple(chain[begins : at + 1])
            begins = at + 1
    last = chain[begins:]
    if len(last) > 1 and _is_row(text, last):
        yield tuple(last)


def _brackets(text: str) -> list[int]:
    """For every character where the innermost bracket around it opens; -1 outside of all."""
    opened = [-1]
    found = []
    for place, mark in enumerate(text):
        if mark in ")]" and len(opened) > 1:
            opened.pop()
        found.append(opened[-1])
        if mark in "([":
            opened.append(place)
    return found


def _between(text: str, one: Figure, other: Figure) -> str:
    """What joins two figures: not their units, spreads, asides and signs."""
    between = _SIGN.sub("", _ASIDES.sub("", text[one.end : other.start])).strip()
    return _UNIT.sub("", between).strip()


def _goes_on(text: str, one: Figure, other: Figure) -> bool:
    between = _between(text, one, other)
    is_joined = _AND.fullmatch(between) or _VERSUS.fullmatch(between)
    return bool(is_joined) and one.part is other.part and len({one.unit, other.unit} - {""}) < 2


def _is_row(text: str, chain: Sequence[Figure]) -> bool:
    last = _between(text, chain[-2], chain[-1])
    return _LAST.fullmatch(last) is not None or _VERSUS.fullmatch(last) is not None


def _is_opposed(text: str, run: Sequence[Figure]) -> bool:
    return all(_VERSUS.fullmatch(_between(text, one, other)) for one, other in pairwise(run))


def _is_bare(text: str, run: Sequence[Figure]) -> bool:
    """Do the figures stand by themselves, ``12, 18 and 25%``, so that no name is between them?"""
    return all(_BARE.fullmatch(text, one.end, other.start) for one, other in pairwise(run))


def _names_the_next(text: str, run: Sequence[Figure], later: Sequence[Sequence[Figure]]) -> bool:
    """Are these the weeks, groups or doses that the next row has a figure for each of, or that have a row each?"""
    have_each = bool(later) and (len(later[0]) == len(run) or len(later) == len(run))
    if not have_each or run[0].unit == "%":
        return False
    is_naming = _NAMING.search(text, 0, run[0].start) is not None or is_time(run[-1].unit)
    return is_naming and run[-1].unit != later[0][-1].unit


def _owners(
    said: Said,
    run: Sequence[Figure],
    around: tuple[int, int],
    closing: int | None,
    compared: Sequence[Contrast],
) -> tuple[frozenset[str], ...]:
    """A list after the row, the only one before it, or the two that its clause compares."""
    if all(beside := [_glossed(said, figure) for figure in run]):
        return _apart(beside)
    low, high = around
    start, end = run[0].start, run[-1].end
    until = closing if closing is not None and closing > end else high
    is_opposed = _is_opposed(said.text, run)
    for region in ((end, until), (low, start)):
        lists = [
            members
            for members, is_of_groups in _lists(said, *region, len(run))
            if is_of_groups or closing is not None or (not is_opposed and len(run) > 2)
        ]
        if len(lists) == 1:
            return _apart(lists[0])
    if closing is None and not is_opposed:
        return ()
    here = [one for one in compared if one.start <= start < one.end and one.name and one.reference]
    return _compared(run, here[0]) if len(run) == 2 and len(here) == 1 else ()


def _compared(run: Sequence[Figure], one: Contrast) -> tuple[frozenset[str], ...]:
    """What is compared has the first figure; with the reference in front, the one that the words say is its own."""
    if not one.fronted:
        return one.name, one.reference
    if not one.is_plain:
        return ()
    is_first = (run[0].value > run[1].value) == (one.way > 0)
    return (one.name, one.reference) if is_first else (one.reference, one.name)


def _glossed(said: Said, figure: Figure) -> frozenset[str]:
    """What stands in brackets right after a figure: ``95% (PCR)``."""
    gloss = _GLOSS.match(said.text, figure.end)
    return names(said, gloss.start("gloss"), gloss.end("gloss")) if gloss else frozenset()


def _lists(said: Said, low: int, high: int, length: int) -> Iterator[tuple[list[frozenset[str]], bool]]:
    """Lists of as many names, each with whether it says that they are groups: ``A and B groups``, ``A vs. B``."""
    marks = list(_MARK.finditer(said.text, low, high))
    for at, mark in enumerate(marks):
        if not (mark["and"] or mark["versus"]) or at < length - 2:
            continue
        before = marks[at - length + 2 : at]
        if not all(one["comma"] or one["versus"] for one in before):
            continue
        after = marks[at + 1].start() if at + 1 < len(marks) else high
        until = _name_end(said, mark.end(), after)
        first = before[0].start() if before else mark.start()
        floor = marks[at - length + 1].end() if at >= length - 1 else low
        spans = [
            (_name_start(said, floor, first), first),
            *((one.end(), other.start()) for one, other in pairwise([*before, mark])),
            (mark.end(), until),
        ]
        members = [names(said, *span) for span in spans]
        if all(members):
            yield members, bool(mark["versus"]) or _OF_GROUPS.search(said.text, mark.end(), until) is not None


def _name_end(said: Said, low: int, high: int) -> int:
    for ends in _NAME_ENDS.finditer(said.text, low, high):
        if names(said, low, ends.start()):
            return ends.start()
    return high


def _name_start(said: Said, low: int, high: int) -> int:
    for ends in reversed(list(_NAME_ENDS.finditer(said.text, low, high))):
        if names(said, ends.end(), high):
            return ends.end()
    return low


def _apart(members: Sequence[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Each name without what all of them have; nothing where one has no more than that."""
    shared = frozenset.intersection(*members)
    own = tuple(member - shared for member in members)
    return own if all(own) else ()
