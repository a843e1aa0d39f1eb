"""The figures of a text with the part each plays: an estimate, the end of an interval, a p value, a dose, a time.

A bound of an interval is no estimate, and 12 weeks are no 12 per cent. Numbers that belong to a name (vitamin D3,
25-hydroxyvitamin, SF-36) are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from curbside.appraisal.estimates import Effect, Measure, PValue, estimates
from curbside.terminology.numerals import number_of
from curbside.terminology.quantities import unit_named


class Part(StrEnum):
    """What a figure is in its sentence."""

    ESTIMATE = "an effect estimate"
    BOUND = "an end of an interval"
    LEVEL = "the level of an interval"
    P_VALUE = "a p value"
    SPREAD = "a spread"
    NUMBER = "a number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as printed at ``[start, end)``; ``unit`` and ``relation`` (``< ≤ ≥ >``) are empty where none is.

    ``measure`` names what an estimate measures (RR, HR), ``frequency`` how often an amount is given; empty where it is
    not said. ``sign`` is the one printed, ``-`` or ``+``, and ``?`` where a dash may be one; a plain ``value`` is
    without it. ``spread`` is what is printed after ``±``; None where that is nothing.
    """

    value: Decimal
    part: Part
    start: int
    end: int
    unit: str = ""
    relation: str = ""
    measure: str = ""
    frequency: str = ""
    sign: str = ""
    spread: Decimal | None = None

    @property
    def is_of_ratio(self) -> bool:
        """Is it, or does it belong to, one figure divided by another: RR, HR, OR?"""
        return bool(self.measure) and Measure(self.measure).is_ratio


_DASHES: Final = "-−–‐‑"
_LEADS_ON: Final = re.compile(r"[\d%]\s*\Z|\d\s?(?P<unit>[^\d\s]+)\s+\Z")
"""What a dash follows that may be the hyphen of a range: a number, or a number with the unit that comes after, too."""
_NUMBER: Final = re.compile(
    r"(?<![\w.·])(?P<sign>(?:(?<=[\s(\[=:])|^)[−–-](?=\d))?(?P<digits>\d{1,3}(?:,\d{3})+(?:[.·]\d+)?|\d+(?:[.·]\d+)?|[.·]\d+)"
)
_UNITS: Final = (
    r"percentage[ -]points?|%|per ?cent|percent"
    r"|(?:kilo|milli|micro)?grams?(?![A-Za-z])|(?:milli)?lit(?:re|er)s?(?![A-Za-z])"
    r"|IU/(?:day|d|kg|mL|week)|(?:IU|UI|international units?|units?|U)(?![A-Za-z])"
    r"|(?:[kmµμnp]|mc|u)?g(?:/(?:[mdµμ]?[lL]|kg|day|d|week|m2|m²|min|h|g)(?:/(?:day|d|min|h|week))?)?(?![A-Za-z])"
    r"|(?:[mµμnpu])?mol/(?:[mdµμ]?[lL]|day)|mmol|mEq/L|mm ?Hg|mL/min|(?:[mdµμu]?[lL])(?:/(?:min|kg|day|h))?(?![A-Za-z])"
    r"|cc(?![A-Za-z])|ms(?![A-Za-z])|s(?![A-Za-z])|lbs?(?![A-Za-z])|pounds?|kcal|kPa|[ckm]?m(?:²|2)?(?![A-Za-z\d])|Gy|[kM]?Hz|°C|points?|seconds?|sec(?![A-Za-z])|minutes?|min(?![A-Za-z])|hours?|hrs?(?![A-Za-z])"
    r"|h(?![A-Za-z])|days?|weeks?|wks?(?![A-Za-z])|months?|mo(?![A-Za-z])|years?|yrs?(?![A-Za-z])|beats|bpm|fold|times(?!\s(?:daily|weekly|monthly|a\s|per\s|each\s|every\s))"
)
_UNIT: Final = re.compile(rf"[ -]?(?P<unit>{_UNITS})")
_ON_TO: Final = re.compile(r"\s*(?:to|and|or|[-−–‐‑,]|vs?\.?|versus|through|\(?±|\+/-)\s*(?:[<>≤≥]\s?)?\Z")
_IN_A_NAME: Final = re.compile(r"(?:[A-Z]|\b[Oo]mega)[-‐‑]\Z")
"""Before the number of a name: SF-36, IL-6."""
_P_VALUE: Final = re.compile(
    r"""\b[Pp](?:[- ]?values?)?[\s,:]{0,2}(?:\b(?:of|was|were|is|at|being)\s)?
    (?:\b(?:below|under|above|over|less\sthan|more\sthan|greater\sthan)\s|[<>≤≥=]\s?)?\Z
    | \b[Ss]ignificant\sat\s(?:the\s)?\Z""",
    re.VERBOSE,
)
_INTERVAL_BEFORE: Final = re.compile(
    r"(?:\bCIs?\b|\bC\.I\.|\bCrIs?\b|\b(?:confidence|credible|uncertainty)\s(?:interval|limit)s?|\d\s?%\s(?:interval|confidence))"
    r"(?:\s?\(\d\d\s?%\))?[^\d.;]{0,40}?[-−–]?\Z"
)
_CALLED: Final = re.compile(
    r"\s?%?[\s-]?(?:CIs?\b|C\.I\.|CrIs?\b|(?:confidence|credible|uncertainty)\b|interval)"
)
_TO: Final = re.compile(r"[\s%]*(?:up\sto|to|and|through|[-−–,;])\s?[-−–]?\Z")
_RANGE_TO: Final = re.compile(r"\s?(?:to|[-−–])\s?")
_FROM: Final = re.compile(r"\bfrom\s\Z", re.IGNORECASE)
_AND_P: Final = re.compile(r"\s?(?:,|,?\s?and|or|vs\.?|versus)\s[<>≤≥=]?\s?\Z")
_ROMAN: Final = re.compile(
    r"\b(?P<label>[Tt]ype|[Ss]tage|[Gg]rade|[Pp]hase|[Cc]lass|[Cc]ategory)\s(?P<numeral>IV|I{1,3}|V)\b|\bT(?P<type>[12])DM?\b"
)
_NUMERALS: Final = ("I", "II", "III", "IV", "V")
_LABELLED: Final = re.compile(
    r"\b(?P<label>weeks?|months?|days?|years?|hours?|type|stage|grade|phase|class|age|aged|category)\s\Z",
    re.IGNORECASE,
)
_RELATIONS: Final = (
    (
        "<",
        re.compile(
            r"(?:<|\b(?:less|lower|fewer|younger|shorter|smaller)\sthan|\bbelow|\bunder)\s?\Z", re.IGNORECASE
        ),
    ),
    ("≤", re.compile(r"(?:≤|<=|\bat\smost|\bup\sto|\bno\smore\sthan|\bnot\smore\sthan)\s?\Z", re.IGNORECASE)),
    ("≥", re.compile(r"(?:≥|>=|\bat\sleast|\bno\sless\sthan|\bminimum\sof)\s?\Z", re.IGNORECASE)),
    (
        ">",
        re.compile(
            r"(?:>|\b(?:more|greater|higher|older|longer|larger)\sthan|\babove|\bexceed(?:s|ed|ing)?)\s?\Z",
            re.IGNORECASE,
        ),
    ),
)
_AFTERWARDS: Final = (
    (
        "≥",
        re.compile(
            r"\s?(?:[a-zA-Z/%µ]+\s)?(?:or\s(?:more|older|above|higher|greater|over)|and\s(?:above|older|over))\b"
        ),
    ),
    ("≤", re.compile(r"\s?(?:[a-zA-Z/%µ]+\s)?(?:or\s(?:less|younger|below|lower|fewer|under))\b")),
)
_BETWEEN: Final = re.compile(r"\bbetween\s?\Z", re.IGNORECASE)
_TO_HIGH: Final = re.compile(r"\s?(?:[a-zA-Z/%µ]+\s)?and\s")
_FROM_LOW: Final = re.compile(r"\bbetween\s[\d.,]+\s?(?:[a-zA-Z/%µ]+\s)?and\s?\Z", re.IGNORECASE)
_FREQUENCY: Final = re.compile(
    r"\s?(?:\([^()]*\)\s?)?(?:of\s)?(?:(?!once|twice|two|three|every|each|per|a\s)[a-z]+\s(?:[A-Z\d]+\s)?)?,?\s?(?:(?P<thrice>three\stimes\s(?:daily|a\sday)|t\.?i\.?d\b)"
    r"|(?P<twice>(?:twice|(?:two|2)\stimes)\s(?:daily|a\sday|per\sday)|b\.?i\.?d\b)|(?P<fortnightly>every\s(?:two|2|other)\sweeks?)"
    r"|(?P<daily>(?:once\s)?(?:daily|a\sday|per\sday|each\sday|every\sday)|/d(?:ay)?\b)"
    r"|(?P<weekly>(?:once\s)?(?:weekly|a\sweek|per\sweek|each\sweek|every\sweek)|/w(?:ee)?k\b)"
    r"|(?P<monthly>(?:once\s)?(?:monthly|a\smonth|per\smonth|each\smonth|every\smonth)))"
)
_OPENS: Final = re.compile(r"(?:\A|[(\[=:,;])\s*\Z")
_HYPHENATED: Final = re.compile(r"[\w)\]%]\Z")
_PLUS_MINUS: Final = re.compile(r"\s?[(\[]?\s?(?:±|\+/[-−–]|\+-)\s?\Z")
_PER_TIME: Final = re.compile(r"/(?:day|week)\Z")
_REACH: Final = 40
_TO_NINETEEN: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS: Final = (
    {word: Decimal(number) for number, word in enumerate(_TO_NINETEEN, start=1) if number > 1}
    | {word: Decimal(10 * number) for number, word in enumerate(_TENS, start=2)}
    | {
        f"{word}-{one}": Decimal(10 * tens + number)
        for tens, word in enumerate(_TENS, start=2)
        for number, one in enumerate(_TO_NINETEEN[:9], start=1)
    }
)
_ONE: Final = re.compile(r"\bone(?=[ -](?:day|week|month|year|hour)s?\b)", re.IGNORECASE)
_SPELT: Final = re.compile(
    rf"\b(?<!-)(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b"
    r"(?!-(?!(?:hour|day|week|month|year)\b)|\s(?:quarters|thirds|fifths|fold|hundred|thousand|million|times\s(?:daily|a|per)\b))",
    re.IGNORECASE,
)
_PART_OF: Final = re.compile(
    r"(?<![\d.,/])(?P<part>\d+(?:,\d{3})*)\s?(?:/|(?:out\s)?of\s(?:the\s|all\s)?)\s?(?P<whole>\d+(?:,\d{3})*)(?![\d.,]\d|/)"
)
_ABOUT: Final = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|approx\.|some|nearly|almost|close\sto|just\s(?:over|under))\s|[~≈∼])\Z",
    re.IGNORECASE,
)
_SHARES: Final = (
    (
        re.compile(
            r"(?<!and\s)(?<!and\sa\s)\b(?:a\s|one[- ])?half(?!-|\san?\s)\b|\bhalv(?:ed?|es|ing)\b",
            re.IGNORECASE,
        ),
        Decimal(50),
        "%",
    ),
    (re.compile(r"(?<!two\s)\b(?:a|one)[ -]third\b", re.IGNORECASE), Decimal(33), "%"),
    (re.compile(r"\btwo[ -]thirds\b", re.IGNORECASE), Decimal(67), "%"),
    (re.compile(r"\b(?:a|one)[ -]quarter\b", re.IGNORECASE), Decimal(25), "%"),
    (re.compile(r"\b(?:a|one)[ -]fifth\b", re.IGNORECASE), Decimal(20), "%"),
    (re.compile(r"\btwo[ -]fifths\b", re.IGNORECASE), Decimal(40), "%"),
    (re.compile(r"\b(?:a|one)[ -]tenth\b", re.IGNORECASE), Decimal(10), "%"),
    (re.compile(r"\bthree[ -]quarters\b", re.IGNORECASE), Decimal(75), "%"),
    (
        re.compile(r"\b(?:doubl(?:ed?|es|ing)|twice\s(?:as|that|the)\b|two-?fold)\b", re.IGNORECASE),
        Decimal(2),
        "fold",
    ),
    (
        re.compile(r"\b(?:tripl(?:ed?|es|ing)|three\stimes\s(?:as|that|the)\b|three-?fold)\b", re.IGNORECASE),
        Decimal(3),
        "fold",
    ),
)


_IN_EVERY: Final = re.compile(
    r"\b(?P<part>one|two|three|four|five|six|seven|eight|nine)\s(?:(?!of)\w+\s)?(?:in(?:\severy)?|out\sof(?:\severy)?|of\severy)\s"
    r"(?P<whole>two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b(?!-|\s(?:days?|weeks?|months?|years?|hours?|groups?)\b)",
    re.IGNORECASE,
)
_MORE_OR_LESS: Final = re.compile(r"\b(?:more\sthan|over|less\sthan|under)\s\Z", re.IGNORECASE)


@lru_cache(maxsize=1024)
def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in order; those in words from two to ninety-nine too."""
    taken: dict[int, Figure] = {}
    for effect in (one for one in estimates(text) if isinstance(one, Effect | PValue)):
        taken |= {figure.start: figure for figure in _of_estimate(text, effect)}
    plain = [figure for figure in _plain(text) if figure.start not in taken]
    spelt = [
        Figure(
            value=_WORDS[word["word"].lower()],
            part=Part.NUMBER,
            start=word.start(),
            end=word.end(),
            unit=_unit(text, word.end()),
        )
        for word in _SPELT.finditer(text)
    ]
    spelt += [
        Figure(
            value=Decimal(1), part=Part.NUMBER, start=one.start(), end=one.end(), unit=_unit(text, one.end())
        )
        for one in _ONE.finditer(text)
    ]
    spelt += _numerals(text)
    plain = _with_spreads(text, _ends_of_ranges(text, _units_shared(text, plain)))
    return tuple(_in_company(text, sorted((*taken.values(), *plain, *spelt), key=lambda one: one.start)))


class Share(NamedTuple):
    """A share or a multiple in words. ``is_rough`` where the words say so: *nearly half*, *more than doubled*."""

    value: Decimal
    unit: str
    is_rough: bool


@lru_cache(maxsize=1024)
def shares(text: str) -> tuple[Share, ...]:
    """Shares and multiples in words: *half* is 50%, *doubled* is 2-fold."""
    called = tuple(
        Share(value, unit, _is_rough(text, found.start()))
        for words, value, unit in _SHARES
        if (found := words.search(text))
    )
    counted = tuple(
        Share(100 * _counted(found["part"]) / _counted(found["whole"]), "%", _is_rough(text, found.start()))
        for found in _IN_EVERY.finditer(text)
    )
    return (*called, *counted)


def is_of_a_share(text: str, figure: Figure) -> bool:
    """Is it the three or the ten of ``three in every ten``?"""
    return any(one.start() <= figure.start < one.end() for one in _IN_EVERY.finditer(text))


def _is_rough(text: str, at: int) -> bool:
    return any(words.search(text, max(0, at - _REACH), at) for words in (_ABOUT, _MORE_OR_LESS))


def _counted(word: str) -> Decimal:
    return Decimal(1) if word.lower() == "one" else _WORDS.get(word.lower()) or Decimal(word)


@lru_cache(maxsize=1024)
def parts_of(text: str) -> tuple[Decimal, ...]:
    """The shares, in per cent and not rounded, that a text has as counts: 60 of 107, or 60/107."""
    return tuple(
        100 * Decimal(found["part"].replace(",", "")) / whole
        for found in _PART_OF.finditer(text)
        if (whole := Decimal(found["whole"].replace(",", "")))
    )


def is_about(text: str, figure: Figure) -> bool:
    """Does a word before it say that the figure is rounded?"""
    return _ABOUT.search(text, max(0, figure.start - _REACH), figure.start) is not None


def _of_estimate(text: str, one: Effect | PValue) -> Iterator[Figure]:
    printed = [(found, _value(found)) for found in _NUMBER.finditer(text, one.start, one.end)]
    if isinstance(one, PValue):
        for found, value in printed[-1:]:
            relation = {"=": ""}.get(one.relation, one.relation)
            yield Figure(
                value=value,
                part=Part.P_VALUE,
                start=found.start("digits"),
                end=found.end(),
                relation=relation,
            )
        return
    bounds = (one.interval.low, one.interval.high) if one.interval else ()
    level = one.interval.level if one.interval else None
    seen_value = False
    for found, value in printed:
        if one.value is not None and not seen_value and abs(value) == abs(one.value):
            seen_value = True
            part, measure = Part.ESTIMATE, str(one.measure or "")
        elif any(abs(value) == abs(bound) for bound in bounds) and not _is_level(text, found, level):
            part, measure = Part.BOUND, str(one.measure or "")
        elif level is not None and value == level:
            part, measure = Part.LEVEL, ""
        else:
            continue
        yield Figure(
            value=-abs(value) if _is_negative(one, value, part) else abs(value),
            sign="-" if _is_negative(one, value, part) else "",
            part=part,
            start=found.start("digits"),
            end=found.end(),
            measure=measure,
            unit=_unit(text, found.end()),
        )


def _is_negative(one: Effect, value: Decimal, part: Part) -> bool:
    """An estimate and its interval keep their signs; all other figures are compared without."""
    if part is Part.ESTIMATE:
        return one.value is not None and one.value < 0
    return one.interval is not None and -abs(value) in (one.interval.low, one.interval.high)


def _is_level(text: str, found: re.Match[str], level: Decimal | None) -> bool:
    return level is not None and _value(found) == level and text[found.end() :].lstrip()[:1] == "%"


def _plain(text: str) -> Iterator[Figure]:
    for found in _NUMBER.finditer(text):
        if _IN_A_NAME.search(text, 0, found.start("digits")):
            continue
        following = text[found.end() : found.end() + 1]
        if following.isalpha() and _unit(text, found.end()) == "":
            continue  # A number that goes on in letters is a name: 5FU, 3D.
        if following in {"-", "(", "‐"} and re.match(r"[-(‐](?:OH|hydroxy|HT|FU|LO)", text[found.end() :]):
            continue
        before = text[max(0, found.start() - _REACH) : found.start()]
        label = _LABELLED.search(before)
        unit = _unit(text, found.end()) or (_labelled(label["label"].lower()) if label else "")
        relation = next((sign for sign, words in _RELATIONS if words.search(before)), "") or next(
            (sign for sign, words in _AFTERWARDS if words.match(text, found.end())), ""
        )
        if not relation and _BETWEEN.search(before) and _TO_HIGH.match(text, found.end()):
            relation = "≥"
        elif not relation and _FROM_LOW.search(before):
            relation = "≤"
        yield Figure(
            value=abs(_value(found)),
            part=_part_after(before, _value(found), unit),
            start=found.start("digits"),
            end=found.end(),
            unit=unit,
            relation=relation,
            frequency=_frequency(text, found.end()),
            sign=_sign(text, found.start("digits"), unit),
        )


def _part_after(before: str, value: Decimal, unit: str) -> Part:
    if _PLUS_MINUS.search(before):
        return Part.SPREAD
    return Part.P_VALUE if value < 1 and not unit and _P_VALUE.search(before) else Part.NUMBER


def _numerals(text: str) -> Iterator[Figure]:
    """Grade III is grade 3, and T2DM diabetes of type 2."""
    for found in _ROMAN.finditer(text):
        part = "numeral" if found["numeral"] else "type"
        value = 1 + _NUMERALS.index(found["numeral"]) if found["numeral"] else int(found["type"])
        yield Figure(
            value=Decimal(value),
            part=Part.NUMBER,
            start=found.start(part),
            end=found.end(part),
            unit=unit_named((found["label"] or "type").lower()),
        )


def _labelled(label: str) -> str:
    """Week 12 is 12 weeks, and age 60 is 60 years; grade 3 has a unit of its own."""
    return unit_named("years" if label in {"age", "aged"} else label)


def _ends_of_ranges(text: str, found: list[Figure]) -> list[Figure]:
    """``15 to 29 mL/min`` is 15 or more and 29 or less; what rose from 15 to 29 is a change, and no range."""
    read = list(found)
    for at, (low, high) in enumerate(pairwise(found)):
        joins = _RANGE_TO.fullmatch(text, _after_unit(text, low), high.start) is not None
        is_plain = not low.relation and not high.relation and low.unit == high.unit != ""
        if joins and is_plain and low.value < high.value and not _FROM.search(text, 0, low.start):
            read[at], read[at + 1] = replace(low, relation="≥"), replace(high, relation="≤")
    return read


def _units_shared(text: str, found: list[Figure]) -> list[Figure]:
    """``20 to 30 ng/mL``: the first figure has the unit of the one it runs on to."""
    shared = list(found)
    for at in range(len(found) - 2, -1, -1):
        one, following = shared[at], shared[at + 1]
        if not one.unit and following.unit and _ON_TO.fullmatch(text, one.end, following.start):
            shared[at] = replace(one, unit=following.unit)
    return shared


def _with_spreads(text: str, found: list[Figure]) -> list[Figure]:
    return [
        replace(one, spread=following.value)
        if following.part is Part.SPREAD
        and _PLUS_MINUS.fullmatch(text, _after_unit(text, one), following.start)
        else one
        for one, following in zip(found, [*found[1:], *found[-1:]], strict=True)
    ]


def _in_company(text: str, found: list[Figure]) -> list[Figure]:
    """What a figure is by those beside it: ``the 95% CI ran from 0.38 to 0.66``, ``P of .04 and .002``."""
    read = list(found)
    for at, (low, high) in enumerate(pairwise(found)):
        is_interval = _INTERVAL_BEFORE.search(text, max(0, low.start - 2 * _REACH), low.start)
        if is_interval and _TO.fullmatch(text, _after_unit(text, low), high.start):
            read[at], read[at + 1] = _as_bound(low), _as_bound(high)
        elif (
            read[at].part is Part.P_VALUE and _may_be_p(high) and _AND_P.fullmatch(text, low.end, high.start)
        ):
            read[at + 1] = replace(high, part=Part.P_VALUE)
    return [
        replace(one, part=Part.LEVEL, measure="") if _CALLED.match(text, one.end) else one for one in read
    ]


def _may_be_p(figure: Figure) -> bool:
    return figure.part is Part.NUMBER and not figure.unit and figure.value < 1


def _as_bound(figure: Figure) -> Figure:
    if figure.part is Part.BOUND:
        return figure
    return replace(figure, part=Part.BOUND, value=-abs(figure.value) if figure.sign == "-" else figure.value)


def _after_unit(text: str, figure: Figure) -> int:
    unit = _UNIT.match(text, figure.end)
    return unit.end() if unit else figure.end


def _sign(text: str, at: int, unit: str) -> str:
    """The sign of a number at ``at``: a minus, and no hyphen of a range or of a name; ``?`` where it may be either."""
    if at and text[at - 1] == "+":
        return "+"
    dash = len(text[:at].rstrip()) - 1
    if dash < 0 or text[dash] not in _DASHES or _HYPHENATED.search(text, 0, dash):
        return ""
    if dash < at - 1:  # A dash with a space on either side is a minus only where nothing comes before it.
        return "-" if _OPENS.search(text, max(0, dash - _REACH), dash) else "?"
    leads_on = _LEADS_ON.search(text, max(0, dash - _REACH), dash)
    may_go_on = leads_on is not None and (leads_on["unit"] is None or unit_named(leads_on["unit"]) == unit)
    return "?" if may_go_on else "-"


def _frequency(text: str, at: int) -> str:
    unit = _UNIT.match(text, at)
    if unit and (per := _PER_TIME.search(unit_named(unit["unit"]))):
        return {"/day": "daily", "/week": "weekly"}[per[0]]
    found = _FREQUENCY.match(text, unit.end()) if unit else None
    return next((name for name, printed in found.groupdict().items() if printed), "") if found else ""


def _unit(text: str, at: int) -> str:
    unit = _UNIT.match(text, at)
    # "50 mg/day" is 50 mg, given daily.
    return _PER_TIME.sub("", unit_named(unit["unit"])) if unit else ""


def _value(found: re.Match[str]) -> Decimal:
    return number_of(found["digits"])
