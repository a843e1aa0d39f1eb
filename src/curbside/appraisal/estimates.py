"""The figures of a sentence: effect estimates with their intervals, p values, percentages, numbers, doses.

A grammar of what is printed, not of what was meant: nothing is calculated, and a figure whose wording the
grammar does not know is left alone. ``str`` of an estimate is its plain form, which reads back as the same
estimate; two estimates are equal when they say the same, wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from curbside.terminology.numerals import MINUSES, number_of


class Measure(StrEnum):
    """The measures of effect this literature prints, by their usual short forms."""

    RISK_RATIO = "RR"
    ODDS_RATIO = "OR"
    HAZARD_RATIO = "HR"
    RATE_RATIO = "IRR"
    PREVALENCE_RATIO = "PR"
    MEAN_DIFFERENCE = "MD"
    STANDARDISED_MEAN_DIFFERENCE = "SMD"
    WEIGHTED_MEAN_DIFFERENCE = "WMD"
    RISK_DIFFERENCE = "RD"
    DIFFERENCE = "difference"

    @property
    def is_ratio(self) -> bool:
        """Is it one figure divided by another, rather than less another?"""
        return self in _RATIOS

    @property
    def of_no_effect(self) -> int:
        """The value that says that nothing differs: 1 for ratios, 0 for differences."""
        return 1 if self.is_ratio else 0


_RATIOS = frozenset(
    {
        Measure.RISK_RATIO,
        Measure.ODDS_RATIO,
        Measure.HAZARD_RATIO,
        Measure.RATE_RATIO,
        Measure.PREVALENCE_RATIO,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """``low`` to ``high``, both ends included, at a confidence (or credibility) of ``level`` per cent.

    None where no level is printed: it is 95 most often, and nobody has said so.
    """

    low: Decimal
    high: Decimal
    level: Decimal | None = None

    def __str__(self) -> str:
        level = "" if self.level is None else f"{_plain(self.level)}% "
        return f"{level}CI {_plain(self.low)} to {_plain(self.high)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An effect estimate: a measure, an interval or both; ``value`` may be left to the interval."""

    measure: Measure | None
    value: Decimal | None
    interval: Interval | None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def excludes_no_effect(self) -> bool | None:
        """Does the interval leave out 1 (ratios) or 0 (differences)? None when that cannot be told.

        An end that touches the value of no effect does not leave it out.
        """
        if self.measure is None or self.interval is None:
            return None
        return not self.interval.low <= self.measure.of_no_effect <= self.interval.high

    def __str__(self) -> str:
        named = " ".join(
            part for part in (self.measure or "", "" if self.value is None else _plain(self.value)) if part
        )
        if self.interval is None:
            return named
        return f"{named} ({self.interval})" if named else str(self.interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class PValue:
    """``relation`` is one of ``< ≤ = ≥ >``; without a value it was printed as not significant (``NS``)."""

    relation: str
    value: Decimal | None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def is_significant(self) -> bool | None:
        """At 0.05, the convention the sentence was most likely written under; None for ``P < 0.10``."""
        if self.value is None:
            return False
        if self.relation in "<≤=" and self.value <= _CONVENTION:
            return True
        return False if self.relation in ">≥=" and self.value >= _CONVENTION else None

    def __str__(self) -> str:
        return "P = NS" if self.value is None else f"P {self.relation} {_plain(self.value)}"


_CONVENTION = Decimal("0.05")


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentage:
    """A share or a relative change, in per cent."""

    value: Decimal
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{_plain(self.value)}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSize:
    """A printed ``n = …``: people, or whatever the sentence counts."""

    count: int
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"n = {self.count}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """An amount in ``unit`` (``IU``, ``mg``, ``µg`` …), ``per`` ``kg`` or ``m²`` where printed.

    ``frequency`` is empty, or how often, in plain words: ``daily``, ``twice daily``,
    ``weekly``, ``every 2 weeks``.
    """

    amount: Decimal
    unit: str
    per: str = ""
    frequency: str = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    def __str__(self) -> str:
        per = f"/{self.per}" if self.per else ""
        frequency = f" {self.frequency}" if self.frequency else ""
        return f"{_plain(self.amount)} {self.unit}{per}{frequency}"


Estimate = Effect | PValue | Percentage | SampleSize | Dose


def estimates(text: str) -> tuple[Estimate, ...]:
    """Every figure the grammar knows, in the order printed.

    None overlaps another but for a p value printed within an effect: ``HR 0.8; P = .04; 95% CI 0.6-0.9``.
    """
    if _DIGIT.search(text) is None and "NS" not in text:
        return ()
    effects = list(_effects(text))
    taken = [(effect.start, effect.end) for effect in effects]
    found: list[Estimate] = [
        *effects,
        *(
            figure
            for figure in _figures(text)
            if isinstance(figure, PValue)
            or not any(figure.start < end and start < figure.end for start, end in taken)
        ),
    ]
    return tuple(sorted(found, key=lambda estimate: estimate.start))


class Ends(NamedTuple):
    """The two ends of an interval in the order printed, whichever is the greater, at ``[start, end)``."""

    first: Decimal
    second: Decimal
    start: int
    end: int


def printed_ends(text: str) -> Iterator[Ends]:
    """The ends of every interval that is called one, or stands in brackets right after the value of a named measure.

    `estimates` leaves out those that contradict themselves or their value, for it takes figures to be sound.
    """
    called = [*_INTERVAL.finditer(text)]
    bare = [
        interval
        for named in _NAMED.finditer(text)
        if (value := _VALUE.match(text, named.end()))
        and (interval := _BARE_INTERVAL.match(text, value.end()))
    ]
    for printed in (*called, *bare):
        yield Ends(number_of(printed["low"]), number_of(printed["high"]), printed.start(), printed.end())


# Numbers ----------------------------------------------------------------------------------------------------

_DIGIT = re.compile(r"\d")
_DASH = re.escape(MINUSES)
_DECIMAL = r"(?:\d+(?:[.·]\d+)?|[.·]\d+)"
_SIGNED = rf"(?:[{_DASH}+]\s?)?{_DECIMAL}"
_GROUPED = r"(?:\d{1,3}(?:[, ]\d{3})+(?!\d)(?:[.·]\d+)?|\d+(?:[.·]\d+)?|[.·]\d+)"


def _plain(number: Decimal) -> str:
    return f"{number:f}"


# Effects ----------------------------------------------------------------------------------------------------

_NAMES: dict[Measure, str] = {
    Measure.STANDARDISED_MEAN_DIFFERENCE: (
        r"[Ss]tandardi[sz]ed [Mm]ean [Dd]ifferences?|SMD|Hedges['’]s? g|Cohen['’]s d"
    ),
    Measure.WEIGHTED_MEAN_DIFFERENCE: r"[Ww]eighted [Mm]ean [Dd]ifferences?|WMD",
    Measure.MEAN_DIFFERENCE: r"[Mm]ean [Dd]ifferences?|MD",
    Measure.RISK_DIFFERENCE: r"(?:[Aa]bsolute )?[Rr]isk [Dd]ifferences?|RD",
    Measure.RATE_RATIO: r"(?:[Ii]ncidence )?[Rr]ate [Rr]atios?|a?IRR",
    Measure.RISK_RATIO: r"[Rr]elative [Rr]isks?|[Rr]isk [Rr]atios?|[aA]?RR",
    Measure.HAZARD_RATIO: r"[Hh]azards? [Rr]atios?|[aA]?HR",
    Measure.ODDS_RATIO: r"[Oo]dds [Rr]atios?|[aA]?OR",
    Measure.PREVALENCE_RATIO: r"[Pp]revalence [Rr]atios?|a?PR",
    Measure.DIFFERENCE: r"[Dd]ifferences?",
}
_NAME_OF = {measure: re.compile(names) for measure, names in _NAMES.items()}
_LONGEST_SHORT_FORM = 4
_RESPIRATORY_RATE = 10
"""Without an interval a bare ``RR`` or ``HR`` this high counts breaths or heart beats, not risk."""

_NAMED = re.compile(
    rf"(?<![A-Za-z])(?P<name>{'|'.join(_NAMES.values())})(?![A-Za-z])"
    r"(?:,? ?[(\[](?:95% ?CI|[A-Za-z]{1,5})[)\]])?"
)
_VALUE = re.compile(
    r"(?: (?:for|in|between|comparing|associated with)\b[^.;:()\[\]\d]{1,80}?(?:was|were|of|=|:|,))?"
    rf"(?: ?(?:[=:,]|of|was|were|is|[{_DASH}—](?= )|\()){{0,3}} ?"
    rf"(?P<value>{_SIGNED})"
    rf"(?!\d|[.·]\d|[{_DASH}]\d| ?% ?(?:CI|CrI|C\.I|[Cc]onf|[Cc]red)| ?(?:bpm|beats|/min))"
)
_UNIT_WORDS = r"(?: ?(?:%|[A-Za-zµμ][A-Za-zµμ²/]{0,14}[23]?(?: [A-Za-zµμ²/]{1,10}){0,2}))?"
_GAP = re.compile(rf"{_UNIT_WORDS}(?:[\s,;:(\[]*[Pp] ?[<=>] ?[\d.·]+)?[\s,;:(\[]*(?:with )?(?:an? )?")
_TO = rf" ?(?:to|and|[,;:{_DASH}—]) ?"
_LOW_TO_HIGH = (
    rf"(?P<low>{_SIGNED})(?: ?(?:%|(?!to\b|and\b)[A-Za-zµμ][A-Za-zµμ²/]{{0,9}}\d?))?{_TO}"
    rf"(?P<high>{_SIGNED})(?!\d|[.·]\d)(?: ?%)?"
)
_INTERVAL = re.compile(
    r"(?:(?P<level>\d\d(?:[.·]\d+)?) ?% ?-? ?)?"
    r"(?:CIs?|CrIs?|C\.I\.|[Cc]onfidence (?:intervals?|limits?)|[Cc]redible intervals?)(?![A-Za-z])"
    r"(?: ?(?P<level_after>\d\d) ?%)?(?:,? ?[(\[](?:95% ?)?(?:CI|CrI)[)\]])?"
    rf"[\s:=,(\[]*(?:(?:of|from|was|is|ranged|between) ){{0,2}}[(\[]? ?{_LOW_TO_HIGH}"
)
_BARE_INTERVAL = re.compile(rf"{_UNIT_WORDS},? ?[(\[] ?{_LOW_TO_HIGH} ?(?=[)\];,])")
_VALUE_BEFORE = re.compile(rf"(?<![\w.·])(?P<value>{_SIGNED}){_UNIT_WORDS}[\s,;:(\[]*\Z")
_P_BEFORE = re.compile(r"[Pp](?:[- ]?values?)? ?[<=>≤≥:]? ?\Z")
_REACH = 48
"""Characters. How far before an interval its value is looked for."""


def _effects(text: str) -> Iterator[Effect]:
    free = {interval.start(): interval for interval in _INTERVAL.finditer(text)}
    taken = 0
    for named in _NAMED.finditer(text):
        if named.start() < taken:
            continue
        effect = _named_effect(text, named, free)
        if effect is not None:
            taken = effect.end
            yield effect
    for printed in free.values():
        interval = _interval(printed)
        if interval is not None:
            value, start = _value_before(text, printed.start())
            yield Effect(measure=None, value=value, interval=interval, start=start, end=printed.end())


def _named_effect(text: str, named: re.Match[str], free: dict[int, re.Match[str]]) -> Effect | None:
    """The effect that a measure's name announces; its interval is taken out of `free`."""
    measure = next(measure for measure, name in _NAME_OF.items() if name.fullmatch(named["name"]))
    printed = _VALUE.match(text, named.end())
    value = None if printed is None else number_of(printed["value"])
    end = named.end() if printed is None else printed.end()
    # "HR - 0.78": the dash joins, for no ratio is below zero.
    value = abs(value) if value is not None and measure.is_ratio else value

    gap = _GAP.match(text, end)
    following = None if gap is None else _next_interval(free, end, gap.end())
    interval = None
    if following is not None:
        interval = _interval(free.pop(following.start()))
        end = following.end()
    elif value is not None and (bare := _BARE_INTERVAL.match(text, end)):
        # "OR (95% CI) 2.3 (1.1 to 4.8)" says the level beside the name.
        interval = _interval(bare, level="95" if "95%" in named[0] else "")
        if interval is not None and interval.low <= value <= interval.high:
            end = bare.end()
        else:
            interval = None
    if interval is None and not _stands_alone(measure, named["name"], value):
        return None
    return Effect(measure=measure, value=value, interval=interval, start=named.start(), end=end)


def _next_interval(free: dict[int, re.Match[str]], end: int, reach: int) -> re.Match[str] | None:
    return next((free[start] for start in range(end, reach + 1) if start in free), None)


def _stands_alone(measure: Measure, name: str, value: Decimal | None) -> bool:
    """Is a value without an interval worth reading as this measure?"""
    if value is None or measure is Measure.DIFFERENCE:
        return False
    if len(name) > _LONGEST_SHORT_FORM:
        return True
    return measure.is_ratio and measure is not Measure.PREVALENCE_RATIO and value < _RESPIRATORY_RATE


def _interval(printed: re.Match[str], *, level: str = "") -> Interval | None:
    """None when the ends are the wrong way round: then it is no interval but two figures side by side."""
    low, high = number_of(printed["low"]), number_of(printed["high"])
    if low > high:
        return None
    groups = printed.groupdict()
    level = groups.get("level") or groups.get("level_after") or level
    return Interval(low=low, high=high, level=number_of(level) if level else None)


def _value_before(text: str, interval_start: int) -> tuple[Decimal | None, int]:
    """The figure an unnamed interval belongs to (``4.3% (95% CI 3.1 to 5.5)``), and where the pair begins."""
    begin = max(0, interval_start - _REACH)
    printed = _VALUE_BEFORE.search(text, begin, interval_start)
    if printed is None or _P_BEFORE.search(text, begin, printed.start()):
        return None, interval_start
    return number_of(printed["value"]), printed.start()


# The other figures ------------------------------------------------------------------------------------------

_UNITS: dict[str, str] = {
    "international units": "IU",
    "UI": "IU",
    "IU": "IU",
    "units": "U",
    "unit": "U",
    "U": "U",
    "mg": "mg",
    "g": "g",
    "µg": "µg",
    "μg": "µg",
    "mcg": "µg",
    "ug": "µg",
    "ng": "ng",
    "ml": "mL",
    "mL": "mL",
    "mmol": "mmol",
    "mEq": "mEq",
    "Gy": "Gy",
}
_PER: dict[str, str] = {"kg": "kg", "m2": "m²", "m²": "m²"}
_FREQUENCIES: dict[str, str] = {
    "four times daily": r"(?:four|4) times[- ](?:daily|a day|per day)|q\.?i\.?d\b\.?",
    "three times daily": r"(?:three times|3 times|thrice)[- ](?:daily|a day|per day)|t\.?i\.?d\b\.?",
    "twice daily": r"(?:twice|two times|2 times)[- ](?:daily|a day|per day)|b\.?i\.?d\b\.?",
    "twice weekly": r"(?:twice|two times|2 times)[- ](?:weekly|a week|per week)",
    "daily": r"/ ?d(?:ay)?\b|(?:once[- ])?daily\b|(?:once )?(?:per|a|each|every) day\b|q\.?d\b\.?",
    "weekly": r"/ ?w(?:ee)?k\b|(?:once[- ])?weekly\b|(?:once )?(?:per|a|each|every) week\b",
    "monthly": r"/ ?month\b|(?:once[- ])?monthly\b|(?:once )?(?:per|a|each|every) month\b",
    "yearly": r"/ ?year\b|(?:once[- ])?yearly\b|annually\b|(?:once )?(?:per|a|each|every) year\b",
}
_FREQUENCY_OF = {frequency: re.compile(words) for frequency, words in _FREQUENCIES.items()}
_COUNTS = {"two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12, "other": 2}
_EVERY = re.compile(rf"every (\d+|{'|'.join(_COUNTS)})[ -](hour|day|week|month|year)s?\b")
_ANY_FREQUENCY = "|".join([*_FREQUENCIES.values(), _EVERY.pattern])

_RELATIONS: dict[str, str] = {
    "<": "<",
    ">": ">",
    "=": "=",
    ":": "=",
    "≤": "≤",
    "<=": "≤",
    "≥": "≥",
    ">=": "≥",
    "less than": "<",
    "greater than": ">",
}
_P_NUMBER = r"0,\d+|\d+(?:[.·]\d+)?|[.·]\d+"
_FIGURE = re.compile(
    r"(?<![A-Za-z])[Pp](?:[- ]?[Vv]alues?)?(?: for (?:trend|interaction)|[- ]?(?:trend|interaction))?"
    rf"(?: was| of| is)? ?(?P<relation>{'|'.join(sorted(_RELATIONS, key=len, reverse=True))}) ?"
    rf"(?:(?P<p>{_P_NUMBER})(?!\d)(?: ?[×x*] ?10 ?\^? ?[{_DASH}] ?(?P<exponent>\d\d?))?"
    r"|(?:NS|ns|n\.s\.)(?!\w))"
    r"|\((?P<not_significant>NS|n\.s\.)\)"
    r"|(?<![A-Za-z])[nN] ?[=:] ?(?P<count>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?![.·]?\d)"
    rf"|(?<![\w.·%])(?P<percentage>{_SIGNED}) ?%(?! ?-? ?(?:CI|CrI|C\.I|[Cc]onf|[Cc]red))"
    rf"|(?<![\w.·])(?P<amount>{_GROUPED})[ -]?(?P<unit>{'|'.join(_UNITS)})(?![A-Za-z\d])"
    r"(?! ?/ ?(?:[dm]?[lL]|100|g\b|mm?ol|cm|min|24))(?: ?(?:/|per) ?(?P<per>kg|m2|m²)(?![A-Za-z]))?"
    rf"(?:(?:,? [A-Za-z][\w-]*){{0,4}}?,? ?(?P<frequency>{_ANY_FREQUENCY}))?"
)
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def _figures(text: str) -> Iterator[PValue | Percentage | SampleSize | Dose]:
    for printed in _FIGURE.finditer(text):
        start, end = printed.span()
        if printed["percentage"]:
            yield Percentage(value=number_of(printed["percentage"]), start=start, end=end)
        elif printed["count"]:
            yield SampleSize(count=int(number_of(printed["count"])), start=start, end=end)
        elif printed["amount"]:
            yield _dose(printed)
        elif (p_value := _p_value(printed)) is not None:
            yield p_value


def _p_value(printed: re.Match[str]) -> PValue | None:
    """None for what no p value can be: more than 1."""
    start, end = printed.span()
    if printed["p"] is None:
        return PValue(relation="=", value=None, start=start, end=end)
    value = number_of(printed["p"].replace(",", ".")).scaleb(-int(printed["exponent"] or 0))
    if value > 1:
        return None
    return PValue(relation=_RELATIONS[printed["relation"]], value=value, start=start, end=end)


def _dose(printed: re.Match[str]) -> Dose:
    amount, unit = printed["amount"], _UNITS[printed["unit"]]
    # International units are never given in thousandths: "20.000 IU" is twenty thousand.
    if unit == "IU" and _IN_THOUSANDS.fullmatch(amount):
        amount = amount.replace(".", "")
    return Dose(
        amount=number_of(amount),
        unit=unit,
        per=_PER[printed["per"]] if printed["per"] else "",
        frequency=_frequency(printed["frequency"] or ""),
        start=printed.start(),
        end=printed.end(),
    )


def _frequency(printed: str) -> str:
    every = _EVERY.fullmatch(printed)
    if every is None:
        return next((name for name, words in _FREQUENCY_OF.items() if words.fullmatch(printed)), "")
    count = _COUNTS.get(every[1]) or int(every[1])
    return f"every {count} {every[2]}s"
