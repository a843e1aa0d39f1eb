"""Where a statement of ours and the publication it summarises disagree.

Once a library holds the publication too, the two can be held against each other: every figure of the statement should
stand in it, and no sentence of it with the same figures should point the other way. What is found here is for the
statement's author to look at, and decides nothing. So it is kept to what is most likely a slip: a conclusion drawn
from words alone is left to people, and of an abstract nothing more is said than that a figure is not in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from curbside.appraisal.design import Design
from curbside.appraisal.direction import Direction, direction
from curbside.appraisal.estimates import Effect, Interval, PValue, estimates
from curbside.appraisal.finding import findings
from curbside.appraisal.role import Role
from curbside.literature.figures import is_negated, measured, numbers
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Kind, Passage, Publication, Read, Statement
from curbside.terminology.numerals import number_of


class DisagreementKind(StrEnum):
    """What a statement and its original disagree on, the gravest first.

    ``unseen`` is no slip by itself: a figure that the statement's author may have read in the full text, where the
    library holds less of it.
    """

    IDENTITY = "identity"
    DIRECTION = "direction"
    UNIT = "unit"
    NUMBER = "number"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One thing to look at, in a sentence (``what``).

    ``statement`` is the id of its passage, of its publication where the two records are not of one work;
    ``original`` is the id of the publication it was held against.
    """

    kind: DisagreementKind
    statement: str
    original: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How many statements were held against their originals, and where they disagree, the gravest first."""

    compared: int
    disagreements: tuple[Disagreement, ...]

    @property
    def disagreeing(self) -> int:
        """How many statements there is something to look at in."""
        return len(self._statements(seen=True))

    @property
    def unseen(self) -> int:
        """How many more have figures that could only be looked for in an abstract, and were not found there."""
        return len(self._statements(seen=False) - self._statements(seen=True))

    def _statements(self, *, seen: bool) -> set[str]:
        return {
            one.statement
            for one in self.disagreements
            if (one.kind is not DisagreementKind.UNSEEN) is seen and "#" in one.statement
        }


def compared(pairs: Iterable[tuple[Publication, Publication]]) -> Agreement:
    """Each publication of statements held against its original."""
    count = 0
    found: list[Disagreement] = []
    for summary, original in pairs:
        count += len(summary.passages)
        found += disagreements(summary, original)
    gravest = list(DisagreementKind)
    found.sort(key=lambda one: gravest.index(one.kind))
    return Agreement(compared=count, disagreements=tuple(found))


def fullest(publications: Iterable[Publication]) -> Publication | None:
    """The one of which most is held; None when there is none with more than a title. Of equals the first."""
    with_text = [one for one in publications if any(passage.kind in _TEXT for passage in one.passages)]
    return max(with_text, key=lambda one: _FULLNESS[one.read], default=None)


def disagreements(summary: Publication, original: Publication) -> Iterator[Disagreement]:
    """Where the statements of ``summary`` and the publication they summarise disagree, statement by statement."""
    if differing := _differing_credits(summary, original):
        yield Disagreement(
            kind=DisagreementKind.IDENTITY, statement=summary.id, original=original.id, what=differing
        )
    printed = _printed(original)
    reported = list(_reported(original))
    years = {str(one.published.year) for one in (summary, original)}
    for passage in summary.passages:
        held = _is_held(passage, original)
        for kind, what in (
            (DisagreementKind.DIRECTION, _contradiction(passage, reported)),
            (DisagreementKind.UNIT if held else DisagreementKind.UNSEEN, _other_unit(passage, printed)),
            (
                DisagreementKind.NUMBER if held else DisagreementKind.UNSEEN,
                _not_found(passage, printed, years, original.read),
            ),
        ):
            if what:
                yield Disagreement(kind=kind, statement=passage.id, original=original.id, what=what)


_TEXT: Final = frozenset({Kind.ABSTRACT, Kind.BODY, Kind.TABLE})
_TIMES: Final = frozenset({"minute", "hour", "day", "week", "month", "year"})
_FULLNESS: Final = {Read.STATEMENT: 0, Read.ABSTRACT: 1, Read.SECTION: 2, Read.FULL_TEXT: 3}


# Whether it is the same work ---------------------------------------------------------------------------------


def _differing_credits(summary: Publication, original: Publication) -> str:
    """A first author or a year that cannot be of one work: an identifier was then copied from another's."""
    ours, theirs = _first_author(summary), _first_author(original)
    # "van der Berg" is filed under B by some; an unknown author ends every name.
    same_author = ours.endswith(theirs) or theirs.endswith(ours)
    year, other_year = summary.published.year, original.published.year
    # A work is often printed the year after it appeared.
    same_year = year is None or other_year is None or abs(year - other_year) <= 1
    if same_author and same_year:
        return ""
    return (
        f"the reference is {_called(summary)}, and its identifier leads to {_called(original)}, "
        f"“{original.title}”"
    )


def _first_author(publication: Publication) -> str:
    """The first author's family name without accents and signs; empty for a group."""
    family = publication.authors[0].family if publication.authors else ""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", family).casefold())


def _called(publication: Publication) -> str:
    author = publication.authors[0].name if publication.authors else "without an author"
    return f"{author}, {publication.published.year or 'no year'}"


# Numbers and units -------------------------------------------------------------------------------------------


def _printed(original: Publication) -> Mapping[str, frozenset[str]]:
    """Every number of a publication, by its spelling, with the units it is printed with; "" where without one."""
    units: dict[str, set[str]] = {}
    for passage in original.passages:
        for text in _readings(passage.text):
            for number, unit in measured(text):
                units.setdefault(_spelling(number), set()).add(unit)
    return {number: frozenset(found) for number, found in units.items()}


def _is_held(passage: Passage, original: Publication) -> bool:
    """Is as much of the publication held as the statement was written from?"""
    written_from = passage.statement.source_read if passage.statement else ""
    return original.read is Read.FULL_TEXT or written_from == original.read.value


def _not_found(
    passage: Passage, printed: Mapping[str, frozenset[str]], years: set[str], read: Read
) -> str | None:
    """The numbers of a statement that its original prints neither so nor more exactly."""
    wanted = ((number, unit) for number, unit in measured(_comparable(passage.text)) if number not in years)
    missing = dict.fromkeys(
        _as_written(number, unit)
        for number, unit in wanted
        if not _is_printed(number, unit, printed) and not any(_rounds_to(number, exact) for exact in printed)
    )
    if not missing:
        return None
    verb = "are" if len(missing) > 1 else "is"
    held = "text" if read is Read.FULL_TEXT else f"{read.value}, which is all the library holds of it"
    return f"{_listed(missing)} {verb} not found in the {held}"


def _is_printed(number: str, unit: str, printed: Mapping[str, frozenset[str]]) -> bool:
    """Is the number printed with this unit, with one it may be mistaken for, or without one?"""
    known = printed.get(_spelling(number), frozenset())
    kinds = {_dimension(other) for other in known}
    return bool(known) and (not unit or "" in known or _dimension(unit) in kinds)


def _other_unit(passage: Passage, printed: Mapping[str, frozenset[str]]) -> str | None:
    """A number that the original prints in other units of the same kind alone: weeks for months, ng/mL for nmol/L."""
    for number, unit in measured(_comparable(passage.text)):
        known = printed.get(_spelling(number), frozenset())
        alike = {_dimension(other) for other in known} == {_dimension(unit)}
        rounded = any(unit in units and _rounds_to(number, exact) for exact, units in printed.items())
        if unit and alike and unit not in known and not rounded:
            return f"{number} is in {unit} here, and in {' and '.join(sorted(known))} in the original"
    return None


def _as_written(number: str, unit: str) -> str:
    if unit in _TIMES and number != "1":
        return f"{number} {unit}s"
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".rstrip()


def _dimension(unit: str) -> str:
    """Units of one dimension are mistaken for each other; 12 minutes and 12 mg are two figures."""
    if unit in _TIMES:
        return "time"
    if unit in ("", "%", "mL/min"):
        return unit
    return "concentration" if "/" in unit else "amount"


def _rounds_to(number: str, exact: str) -> bool:
    """Is ``number`` what a more exact one comes to in as many decimals? Either way for a five."""
    decimals, more = len(number.partition(".")[2]), len(exact.partition(".")[2])
    if more <= decimals:
        return False
    return abs(Decimal(exact) - number_of(number)) <= Decimal(5).scaleb(-decimals - 1)


def _spelling(number: str) -> str:
    return next(iter(numbers(number)), number)


def _listed(items: Iterable[str]) -> str:
    *others, last = items
    return f"{', '.join(others)} and {last}" if others else last


_CHEMICAL = re.compile(r"\b\d{1,2}(?:,\d{1,2})*-?(?:\(OH\)|(?:di|tri)?hydroxy|OH)\w*", re.IGNORECASE)
"""The figures of "25-hydroxyvitamin D" are places in a molecule."""

_BODY_SURFACE = re.compile(r"/\s?1\.73\s?m(?:2|²|\^2)")
_CONFIDENCE = re.compile(r"\b9[059](?:\.\d)?\s?%(?=\s?-?\s?(?:C[Ir]?I\b|confidence|credible))", re.IGNORECASE)
_REWRITTEN: Final = tuple(
    (re.compile(pattern), printed)
    for pattern, printed in (
        (r"(?<=\d)·(?=\d)", "."),
        (r"(?<![\w.])\.(?=\d)", "0."),
        (r"μ", "µ"),
        (r"(?<=\d) ?per ?cent\b", "%"),
        (r"(?i)\binternational units\b", "IU"),
        (r"(?<=g)/ml\b", "/mL"),
        (r"(?<=g)/dl\b", "/dL"),
        (r"(?<=[gl])/l\b", "/L"),
        (r"(?<=\d)[ -](?:yrs?|y)\b", " years"),
        (r"(?<=\d)[ -]wks?\b", " weeks"),
        (r"(?<=\d)[ -]mos?\b", " months"),
        (r"(?<=\d)[ -]hrs?\b", " hours"),
        (r"(?<=\d) U\b", " IU"),
    )
)
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ \u2009\u202f]\d{3})+)(?!\d)")


def _comparable(text: str) -> str:
    """The text in the spellings that statements are written in, and without figures that are part of a name."""
    for name in (_CHEMICAL, _BODY_SURFACE, _CONFIDENCE):
        text = name.sub(" ", text)
    for pattern, printed in _REWRITTEN:
        text = pattern.sub(printed, text)
    return text


def _readings(text: str) -> Iterator[str]:
    """The text as it can be read: ``4 000`` is two numbers or one, and "Sixty women" are 60."""
    comparable = _comparable(text)
    yield comparable
    if joined := " ".join(found[1] + re.sub(r"\D", "", found[2]) for found in _SPACED.finditer(comparable)):
        yield joined
    if words := " ".join(str(number) for number in _in_words(comparable)):
        yield words


_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: Final = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_NUMBER_WORD = rf"(?:{'|'.join((*_VALUES, 'hundred', 'thousand'))})"
_NUMBER_WORDS = re.compile(rf"\b{_NUMBER_WORD}(?:(?:[ -]| and ){_NUMBER_WORD})*\b", re.IGNORECASE)


def _in_words(text: str) -> Iterator[int]:
    """Numbers written out, below a million: ``one hundred and sixty-one`` is 161."""
    for found in _NUMBER_WORDS.finditer(text):
        whole = part = 0
        for word in re.split(r"[ -]+", found[0].casefold()):
            if word == "hundred":
                part = max(part, 1) * 100
            elif word == "thousand":
                whole, part = whole + max(part, 1) * 1000, 0
            else:
                part += _VALUES.get(word, 0)
        yield whole + part


# Directions --------------------------------------------------------------------------------------------------

_POINTING: Final = frozenset({"benefit", "harm", "no difference"})
_COMPARING = re.compile(r"\b(?:than|versus|vs|compared|against|placebo|controls?)\b", re.IGNORECASE)
"""Beside these, "higher" may be of either side: only "no difference" can then be told from a difference."""

_SIGNIFICANT = re.compile(r"(?<!non-)\bsignifican(?:t|ce)", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:trend|tend(?:s|ed|ency)?|similar(?:ly)?|comparable|respectively)\b", re.IGNORECASE
)
_TURNING = re.compile(r"\b(?:but|however|although|though|while|whereas|except|only)\b|;", re.IGNORECASE)
"""After one of these a sentence goes on to say something else."""

_SMALL_COUNT: Final = 12
_SAYING: Final = frozenset({Role.RESULTS, Role.CONCLUSION, Role.UNKNOWN})


def _reported(original: Publication) -> Iterator[str]:
    """The sentences that say what was found."""
    for passage in original.passages:
        if passage.kind in _TEXT:
            for finding in findings(passage, design=Design.NOT_STATED):
                if finding.role in _SAYING:
                    yield finding.text


def _contradiction(passage: Passage, reported: Sequence[str]) -> str | None:
    """A sentence with the statement's figures that points the other way, where none with them points its way."""
    said = passage.statement
    if said is None or said.direction not in _POINTING:
        return None
    own = direction(passage.text, outcome=said.outcome)
    if own is None or (own is Direction.NO_DIFFERENCE) != (said.direction == "no difference"):
        # The statement itself is worded in a way that is not understood here, so neither may the original be.
        return None
    same = [sentence for sentence in reported if _is_of_the_same(passage.text, said, sentence)]
    against = [sentence for sentence in same if _says_the_opposite(own, passage.text, sentence, said.outcome)]
    if not against or len(against) < len(same):
        return None
    return f"it says {said.direction}, and the original seems to say otherwise: “{against[0]}”"


def _says_the_opposite(own: Direction, text: str, sentence: str, outcome: str) -> bool:
    """Does the sentence say the opposite, and nothing else that could be meant?"""
    way = direction(sentence, outcome=outcome)
    if way is None or way is own:
        return False
    if own is Direction.NO_DIFFERENCE:
        hedged = is_negated(sentence) or _HEDGED.search(sentence) or False in _significances(sentence)
        stated = True in _significances(sentence) or _SIGNIFICANT.search(sentence)
        return bool(stated and not hedged)
    if way is Direction.NO_DIFFERENCE:
        return True not in _significances(sentence) and not _TURNING.search(sentence)
    return not _COMPARING.search(f"{text} {sentence}")


def _significances(sentence: str) -> frozenset[bool | None]:
    """What each test of a sentence says: that chance would hardly do, that it would do, or nothing."""
    return frozenset(
        figure.is_significant if isinstance(figure, PValue) else figure.excludes_no_effect
        for figure in estimates(sentence)
        if isinstance(figure, PValue | Effect)
    )


def _is_of_the_same(text: str, said: Statement, sentence: str) -> bool:
    """Does a sentence speak of the outcome, and share two telling figures, or an exact p value or an interval?"""
    outcome = set(terms(said.outcome))
    if 2 * len(outcome & set(terms(sentence))) < len(outcome):
        return False
    return len(_telling(text) & _telling(sentence)) >= 2 or bool(_tests(text) & _tests(sentence))


def _telling(text: str) -> frozenset[str]:
    """Its numbers without times and small counts, which sentences on different things have in common."""
    return frozenset(
        _spelling(number)
        for number, unit in measured(_comparable(text))
        if unit not in _TIMES and ("." in number or unit or int(number.replace(",", "")) > _SMALL_COUNT)
    )


def _tests(text: str) -> frozenset[PValue | Interval]:
    """Those hardly met twice by chance: ``P = 0.0045``, and an interval; never ``P < 0.001`` or ``P = 0.05``."""
    figures = estimates(text)
    exact = (
        one
        for one in figures
        if isinstance(one, PValue)
        and one.relation == "="
        and one.value is not None
        and len(one.value.normalize().as_tuple().digits) > 1
    )
    intervals = (one.interval for one in figures if isinstance(one, Effect) and one.interval is not None)
    return frozenset((*exact, *intervals))
