"""Faults in figures: what a tired reader, or a model, writes down in place of what a sentence prints.

Every planter yields the sentence with one figure made wrong. A figure that would still be right (``P < .01`` for
``P < .001``, 40 ng/mL for 100 nmol/L) is never planted, nor one that the sentence prints elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.·]\d+)?|(?<!\d)[.]\d+"
_FREE = re.compile(
    rf"""(?: (?<!\d\s) (?<=[\s(\[=<>≤≥±~∼≈/]) [-−–+]? | ^ ) (?P<digits>{_DIGITS})
        (?! \d | [.,·]\d | [-–]?[A-Za-z_] | \s?[×x]\s?10 | \s?\(?OH\b | \s\d{3}\b )
    | (?<=\d[-–]) (?P<second>{_DIGITS}) (?! \d | [.,·]\d | [-–]?[A-Za-z_] )""",
    re.VERBOSE,
)
"""A number that stands by itself: not the 6 of IL-6, the 12 of B12 or the 36 of SF-36."""

_NAMED_BEFORE = re.compile(
    r"""(?: \b(?:types?|grades?|stages?|phases?|class|classes|groups?|arms?|levels?|cohorts?|days?|weeks?|months?|years?
        |steps?|parts?|visits?|table|fig|figure|chapter|section|item|items|studies|study|experiments?|cycles?|lines?|no
        |per|every|vitamin|factor|interleukin|omega|chromosome|exon|version|model|criterion|question|dose\slevel|protein|CYP
        |NCT|ISRCTN|ICD|DSM|HPV|G|aged|age|ages)\.?\s*(?:\d+\s(?:and|or|to)\s)? | \d\s?[x×]\s? | [A-Za-z]=?[-–] )\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_P_BEFORE = re.compile(r"\b[pP](?:[-\s]?values?)?\s?(?:for\s\w+)?\s?(?:of\s)?[=<>≤≥]+\s?\Z")
_CHANCE_AFTER = re.compile(r"\s?%\s?(?:CI|confidence|credible|limit|level)", re.IGNORECASE)
_TIME = r"(?P<span>seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b(?!\s?(?:of\sage|old)|-old)"
_TIME_AFTER = re.compile(rf"[-–\s]?{_TIME}|[-–\s]?(?:min|h|hrs?|wk|wks|yrs?|mo|d)\b", re.IGNORECASE)
_DOSED = r"(?:mg|g|µg|μg|ug|mcg|IU|international\sunits|units|U|MIU|mmol|mEq|MBq|Gy|cGy)"
_PER_BODY = r"(?:\s?/\s?(?:kg|m2|m²|day|d|h|min|week|dose)|\s(?:per|a)\s(?:kg|day|dose|week|kilogram))*"
_DOSE_AFTER = re.compile(
    rf"\s?{_DOSED}{_PER_BODY}(?!\s?/\s?|\s?per\s(?:d?L|m[lL]|lit)|\s?[·.]\s?(?:d?L|m[lL])|\w)"
)
_INTERVAL = re.compile(
    rf"""(?P<level>\d\d(?:\.\d)?)\s?%\s?(?:CIs?|confidence\sintervals?|credible\sintervals?)\b [\]\s)]{{0,2}}
    [:=,]?\s?[(\[]?\s?(?:\w{{2,5}}\s)? (?P<low>[-−–]?(?:{_DIGITS}))\s?%? (?:\s?[-–—,;]\s?|\sto\s)
    (?P<high>[-−–]?(?:{_DIGITS}))(?![\d.])""",
    re.VERBOSE | re.IGNORECASE,
)
_ESTIMATE_BEFORE = re.compile(rf"(?P<estimate>[-−–]?(?:{_DIGITS}))%?\s?[,;:]?\s?[(\[]?\s?\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")
_P = re.compile(
    r"\b(?P<name>[pP](?:[-\s]?values?)?)(?P<gap>\s?)(?P<sign>[=<>≤≥])(?P<gap2>\s?)(?P<value>0?\.\d+)(?![\d.])"
)
_MOST_PER_CENT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a sentence, at ``[start, end)``, with what it is a number of."""

    start: int
    end: int
    text: str
    kind: str

    @property
    def value(self) -> Decimal:
        """As a number."""
        return Decimal(self.text.replace(",", "").replace("·", "."))


def figures(text: str) -> list[Figure]:
    """The numbers that stand by themselves, in order; those in names (IL-6, type 2) are none."""
    bounds = {match.start(part) for match in _INTERVAL.finditer(text) for part in ("low", "high")}
    found = []
    for match in _FREE.finditer(text):
        part = "digits" if match["digits"] else "second"
        start, end = match.span(part)
        if _NAMED_BEFORE.search(text[:start]) or _is_reference(text, start, end):
            continue
        sign = start - 1 if start and text[start - 1] in "-−–" else start
        is_bound = start in bounds or sign in bounds
        found.append(
            Figure(start=start, end=end, text=match[part], kind=_kind(text, start, end, is_bound=is_bound))
        )
    return found


def _is_reference(text: str, start: int, end: int) -> bool:
    """``[12]`` is a source, and ``(1)`` a member of a list."""
    around = text[start - 1 : start] + text[end : end + 1]
    return around == "[]" or (around == "()" and end - start < 3)


def _kind(text: str, start: int, end: int, *, is_bound: bool) -> str:
    after = text[end:]
    if is_bound:
        return "bound"
    if _P_BEFORE.search(text[:start]):
        return "p"
    if _CHANCE_AFTER.match(after):
        return "level"
    if _TIME_AFTER.match(after):
        return "time"
    if _DOSE_AFTER.match(after):
        return "dose"
    if _YEAR.fullmatch(text[start:end]):
        return "year"
    return "per cent" if re.match(r"\s?%|\sper\s?cent", after) else "number"


def number(text: str) -> Iterator[str]:
    """A count, a share, a mean, an estimate, a time or a year with two digits exchanged or one misread."""
    for figure in figures(text):
        if figure.kind in ("number", "per cent", "time", "year"):
            yield from _with(text, figure, _misread(figure))


def number_word(text: str) -> Iterator[str]:
    """A number in words as another: two for three, halved for doubled."""
    for match in _NUMBER_WORD.finditer(text):
        for other in _OTHER_NUMBER_WORDS[match[0].lower()]:
            if not re.search(rf"\b{other}\b", text, re.IGNORECASE):
                yield text[: match.start()] + _cased(match[0], other) + text[match.end() :]


def from_elsewhere(text: str, around: str) -> Iterator[str]:
    """A figure of another sentence of the same abstract, of the same kind, in place of this sentence's."""
    there = figures(around)
    for figure in figures(text):
        if figure.kind in ("number", "per cent"):
            has_point = bool(re.search("[.·]", figure.text))
            others = [
                one.text
                for one in there
                if one.kind == figure.kind
                and bool(re.search("[.·]", one.text)) == has_point
                and len(one.text) == len(figure.text)
                and one.value != figure.value
            ]
            yield from _with(text, figure, others)


def sign(text: str) -> Iterator[str]:
    """A change without its minus sign. Nothing where a word says already that it fell."""
    if _FALLING.search(text):
        return
    for match in _MINUS.finditer(text):
        yield text[: match.start()] + text[match.end() :]


def limit(text: str) -> Iterator[str]:
    """A limit from the other side: at most for at least."""
    for match in _LIMIT.finditer(text):
        if _OF_CHANCE.search(text[: match.start()]) is None:
            other = _OTHER_LIMITS[match["limit"].lower()]
            yield text[: match.start("limit")] + _cased(match["limit"], other) + text[match.end("limit") :]


def decimal(text: str) -> Iterator[str]:
    """A figure with its decimal point one place off: 0.84 as 8.4, 150 as 15."""
    for figure in figures(text):
        if figure.kind in ("number", "per cent", "dose"):
            yield from _with(text, figure, _shifted(figure))


def interval(text: str) -> Iterator[str]:
    """A bound of a confidence interval misread, without its sign, or put in place of the estimate."""
    for match in _INTERVAL.finditer(text):
        low, high = (_value(match[part]) for part in ("low", "high"))
        if low >= high:
            continue
        for part in ("low", "high"):
            start, end = match.span(part)
            sign = len(match[part]) - len(match[part].lstrip("-−–"))
            bound = Figure(start=start + sign, end=end, text=match[part][sign:], kind="bound")
            for other in _misread(bound):
                value = _value(match[part][:sign] + other)
                if (value < high) if part == "low" else (value > low):
                    yield from _with(text, bound, [other])
            if sign and (part == "high" or -low < high):
                yield text[:start] + text[start + sign :]
        before = _ESTIMATE_BEFORE.search(text[: match.start()])
        if before is not None and low < _value(before["estimate"]) < high:
            start, end = before.span("estimate")
            for part in ("low", "high"):
                taken = match.span(part)
                yield "".join(
                    (
                        text[:start],
                        match[part],
                        text[end : taken[0]],
                        before["estimate"],
                        text[taken[1] :],
                    )
                )


def p_value(text: str) -> Iterator[str]:
    """A p value on the other side of its limit, or ten times as large or small. Never one that still holds."""
    for match in _P.finditer(text):
        value = Decimal(match["value"])
        if not value:
            continue
        sign, start, end = match["sign"], match.start("sign"), match.end("value")
        if sign in "<≤":
            yield f"{text[:start]}>{match['gap2']}{match['value']}{text[end:]}"
            yield f"{text[:start]}<{match['gap2']}{_point(match['value'], _plain(value / 10))}{text[end:]}"
        elif sign in ">≥":
            yield f"{text[:start]}<{match['gap2']}{match['value']}{text[end:]}"
        else:
            for other in (value * 10, value / 10):
                if other < 1:
                    yield f"{text[:start]}={match['gap2']}{_point(match['value'], _plain(other))}{text[end:]}"


def dose(text: str) -> Iterator[str]:
    """A dose doubled, halved or ten times as high, or given at another interval."""
    for figure in figures(text):
        if figure.kind == "dose" and figure.value:
            others = (figure.value * 2, figure.value / 2, figure.value * 10)
            yield from _with(text, figure, [_as_printed(figure.text, other) for other in others])
    for match in _OFTEN.finditer(text):
        for other in _OTHERWISE_OFTEN[match[0].lower()]:
            yield text[: match.start()] + _cased(match[0], other) + text[match.end() :]


def unit(text: str) -> Iterator[str]:
    """A figure with the unit that is taken for its own: mg for micrograms, nmol/L for ng/mL."""
    for match in _UNIT.finditer(text):
        for other in _OTHER_UNITS[match["unit"]]:
            yield text[: match.start("unit")] + other + text[match.end("unit") :]
    for match in _POINTS.finditer(text):
        yield text[: match.start("gap")] + "%" + text[match.end() :]
    for match in _RATES.finditer(text):
        yield (
            text[: match.start("per")] + _OTHER_RATE[match["per"].replace(",", "")] + text[match.end("per") :]
        )


def time_frame(text: str) -> Iterator[str]:
    """Weeks as months, or twice as many of them."""
    for match in _LASTING.finditer(text):
        for other in _OTHER_SPANS[match["span"].lower().removesuffix("s")]:
            plural = "s" if match["span"].endswith("s") else ""
            yield text[: match.start("span")] + other + plural + text[match.end("span") :]
    for figure in figures(text):
        is_span = _SPAN_BEFORE.search(text[: figure.start]) is not None
        if figure.kind == "time" and figure.value > 1 and is_span:
            yield from _with(text, figure, [_as_printed(figure.text, figure.value * 2)])
    for match in _TERM.finditer(text):
        yield text[: match.start()] + _cased(match[0], _OTHER_TERM[match[0].lower()]) + text[match.end() :]


def exchanged(text: str) -> Iterator[str]:
    """The figures of two arms, each given to the other: ``12% vs 18%`` as ``18% vs 12%``."""
    if not _ONE_IS_MORE.search(text):
        return
    for match in chain(_SIDE_BY_SIDE.finditer(text), _RESPECTIVELY.finditer(text)):
        first, second = match["first"], match["second"]
        if _value(first) != _value(second):
            yield "".join(
                (
                    text[: match.start("first")],
                    second,
                    text[match.end("first") : match.start("second")],
                    first,
                    text[match.end("second") :],
                )
            )


_SIDE_BY_SIDE = re.compile(
    rf"""(?<![\w.,<>=≤≥±/–−-])(?P<first>(?:{_DIGITS})) (?:\s?(?:%|[a-zA-Zµ]{{1,5}}(?:/[a-zA-Z]{{1,4}})?))?
    \s?(?:vs?\.?|versus|against|compared\s(?:with|to))\s (?P<second>(?:{_DIGITS})) (?![\w.,]\d|\w)""",
    re.VERBOSE,
)
_ONE_IS_MORE = re.compile(
    r"""\b(?:higher|lower|more|fewer|less|greater|smaller|larger|longer|shorter|better|worse|poorer|superior|inferior|faster|slower
    |earlier|later|respectively|increas\w+|decreas\w+|reduc\w+|improv\w+|prevented|halved|doubled|lowered|raised)\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Without such a word it may not be said whose figure is whose: "similar in both groups (43% vs 45%)"."""
_RESPECTIVELY = re.compile(
    rf"""(?<![\w.,<>=≤≥±/–−-])(?P<first>(?:{_DIGITS}))\s?%?\sand\s(?P<second>(?:{_DIGITS}))(?![\w.]\d)
    [^\d.;]{{0,25}}[,(]\s?respectively""",
    re.VERBOSE | re.IGNORECASE,
)
_SPAN_BEFORE = re.compile(
    r"\b(?:after|over|for|at|of|within|during|in|every|next|first|last|past|to|by|from|follow-up)\s(?:about\s|a\s|the\s|least\s)?\Z",
    re.IGNORECASE,
)
_NUMBER_WORDS: Final = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_OTHER_NUMBER_WORDS: Final = {
    **{word: (other,) for word, other in pairwise(_NUMBER_WORDS)},
    "twelve": ("eleven",),
    "half": ("a third",),
    "twice": ("three times",),
    "halved": ("doubled",),
    "doubled": ("halved", "tripled"),
    "two-thirds": ("one-third",),
    "one-third": ("two-thirds",),
    "twofold": ("fivefold",),
    "two-fold": ("five-fold",),
    "threefold": ("twofold",),
    "three-fold": ("two-fold",),
}
_NUMBER_WORD = re.compile(
    r"(?<![\w-])(?<!\bthe\s)(?:"
    + "|".join(sorted(_OTHER_NUMBER_WORDS, key=len, reverse=True))
    + r")(?![\w-]|\sof\s(?:these|them)\b|\s(?:a|per)\s(?:day|week|month|year)|\s(?:daily|weekly|monthly|yearly))",
    re.IGNORECASE,
)
_MINUS = re.compile(rf"(?<=[\s(=])[-−–](?=(?:{_DIGITS}))(?<!\d\s[-−–])")
_FALLING = re.compile(
    r"\b(?:decreas|reduc|lower|loss|los[te]|fell|fall|declin|drop|diminish|less|shrink|shrank|fewer|eased|relie|improv|sav"
    r"|interval|CI\b|C\.I\.|t\d*\s?=|\w+\sof\s-)",
    re.IGNORECASE,
)
_OTHER_LIMITS: Final = {
    "at least": "at most",
    "at most": "at least",
    "≥": "≤",
    "≤": "≥",
    ">": "<",
    "<": ">",
    "up to": "at least",
    "more than": "less than",
    "fewer than": "more than",
    "no more than": "no less than",
    "above": "below",
    "below": "above",
    "or more": "or less",
    "or less": "or more",
    "or older": "or younger",
    "or younger": "or older",
    "or over": "or under",
    "or above": "or below",
    "or below": "or above",
}
_OF_CHANCE = re.compile(r"\b[pP](?:[-\s]?values?)?\W{0,3}\Z|\bprobability\W{0,3}\Z")
_LIMIT = re.compile(
    rf"""(?:(?<![\w-])|(?<=[<>≤≥]))(?P<limit>
      (?:at\sleast|at\smost|no\smore\sthan|(?<!no\s)more\sthan|fewer\sthan|up\sto|above|below|[≥≤<>])
        (?=\s?(?:about\s)?(?:{_DIGITS})(?!\s?[-–]fold))
      | (?<=\d\s)or\s(?:more|less|older|younger|over|above|below)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_LASTING = re.compile(rf"\b(?:\d+|one|two|three|four|five|six|eight|ten|twelve)[-–\s]?{_TIME}", re.IGNORECASE)
_OTHER_SPANS: Final = {
    "second": ("minute",),
    "minute": ("hour",),
    "hour": ("day",),
    "day": ("week", "month"),
    "week": ("month", "day"),
    "month": ("year", "week"),
    "year": ("month",),
}
_OTHER_TERM: Final = {
    "short-term": "long-term",
    "long-term": "short-term",
    "short term": "long term",
    "long term": "short term",
}
_TERM = re.compile(r"\b(?:short|long)[-\s]term\b", re.IGNORECASE)
_OTHERWISE_OFTEN: Final = {
    "once daily": ("twice daily", "once weekly"),
    "twice daily": ("once daily", "four times daily"),
    "once a day": ("twice a day", "once a week"),
    "twice a day": ("once a day",),
    "three times a day": ("once a day",),
    "three times daily": ("once daily",),
    "once weekly": ("once daily",),
    "once a week": ("once a day",),
    "twice weekly": ("twice daily",),
    "twice a week": ("twice a day",),
    "once a month": ("once a week",),
    "once monthly": ("once weekly",),
    "mg daily": ("mg weekly",),
    "mg/day": ("mg/week",),
    "mg/d": ("mg/week",),
    "mg per day": ("mg per week",),
    "mg a day": ("mg a week",),
    "iu daily": ("IU weekly",),
    "iu/day": ("IU/week",),
    "iu/d": ("IU/week",),
    "iu a day": ("IU a week",),
    "iu a week": ("IU a day",),
}
_OFTEN = re.compile(
    r"(?<=\b)(?:" + "|".join(sorted(_OTHERWISE_OFTEN, key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_OTHER_UNITS: Final = {
    "mg": ("g", "µg"),
    "µg": ("mg",),
    "μg": ("mg",),
    "mcg": ("mg",),
    "g": ("mg",),
    "kg": ("g",),
    "IU": ("mg", "µg"),
    "mL": ("L",),
    "ml": ("L",),
    "cm": ("mm",),
    "mm": ("cm",),
    "ng/mL": ("nmol/L", "µg/mL"),
    "ng/ml": ("nmol/L", "µg/ml"),
    "pg/mL": ("ng/mL",),
    "pg/ml": ("ng/ml",),
    "nmol/L": ("ng/mL", "mmol/L"),
    "nmol/l": ("ng/ml", "mmol/l"),
    "µmol/L": ("mmol/L",),
    "μmol/L": ("mmol/L",),
    "mmol/L": ("mg/dL", "µmol/L"),
    "mmol/l": ("mg/dl", "µmol/l"),
    "mg/dL": ("mmol/L",),
    "mg/dl": ("mmol/l",),
    "g/dL": ("mg/dL",),
    "g/dl": ("mg/dl",),
    "g/L": ("g/dL",),
    "mL/min": ("L/min",),
    "ml/min": ("L/min",),
    "mg/kg": ("g/kg", "µg/kg"),
    "mm Hg": ("kPa",),
    "mmHg": ("kPa",),
    "kcal": ("kJ",),
    "°C": ("°F",),
}
_UNIT = re.compile(
    r"(?<=\d)(?:\s|-)?(?P<unit>"
    + "|".join(map(re.escape, sorted(_OTHER_UNITS, key=len, reverse=True)))
    + r")(?![\w/·²³°]|\s?/\s?\w|\s?per\s|\s[a-z]+-1|\s?[·.]\s?(?:L|m|k))"
)
_POINTS = re.compile(r"(?<=\d)(?P<gap>\s|-)percentage[-\s]points?\b")
_OTHER_RATE: Final = {"100": "1000", "1000": "100", "10000": "1000", "100000": "1000"}
_RATES = re.compile(
    r"\b(?:per|of|in)\s(?P<per>100|1,?000|10,?000|100,?000)(?=[\s-](?:person|patient|women|men|live|birth|child|people|inhab|pop))"
)


def _with(text: str, figure: Figure, others: Iterator[str] | list[str]) -> Iterator[str]:
    """The sentence with the figure replaced by each of these that it does not print anywhere yet."""
    printed = {
        Decimal(match.replace(",", ""))
        for match in re.findall(r"\d[\d,]*(?:\.\d+)?|\.\d+", text)
        if not match.endswith(",")
    }
    for other in others:
        if _value(other) not in printed:
            yield text[: figure.start] + other + text[figure.end :]


def _misread(figure: Figure) -> list[str]:
    """Two neighbouring digits exchanged, or one of the first two read as another; a year as one nearby."""
    if figure.kind == "year":
        return [str(int(figure.text) + years) for years in (1, -1, 3, -3)]
    digits = [place for place, mark in enumerate(figure.text) if mark.isdigit()]
    significant = [place for place in digits if figure.text[: place + 1].strip("0.,·")][:2]
    made = []
    if len(significant) == 2:
        first, second = significant
        exchanged_digits = list(figure.text)
        exchanged_digits[first], exchanged_digits[second] = figure.text[second], figure.text[first]
        if figure.text[second] != "0":
            made.append("".join(exchanged_digits))
    for place in significant:
        for step in (1, 3, -1):
            digit = int(figure.text[place]) + step
            if (1 if place == significant[0] else 0) <= digit <= 9:
                made.append(figure.text[:place] + str(digit) + figure.text[place + 1 :])
    return [other for other in made if _is_other(figure, _value(other))]


def _shifted(figure: Figure) -> list[str]:
    """Ten times and a tenth; never the tenth of a count that would be no whole number."""
    made = [figure.value * 10, figure.value / 10]
    if figure.kind == "number" and "." not in figure.text and figure.value % 10:
        made.pop()
    return [_as_printed(figure.text, other) for other in made if _is_other(figure, other)]


def _is_other(figure: Figure, other: Decimal) -> bool:
    return other != figure.value and not (figure.kind == "per cent" and other > _MOST_PER_CENT)


def _value(text: str) -> Decimal:
    value = Decimal(text.lstrip("-−–+").replace(",", "").replace("·", "."))
    return -value if text[:1] in "-−–" else value


def _plain(value: Decimal) -> str:
    """Without an exponent, and without noughts at the end of a fraction."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _as_printed(text: str, value: Decimal) -> str:
    """A number as the sentence prints such: with commas for thousands where it has them."""
    plain = _plain(value)
    if "," in text and value >= 1000:
        whole, point, rest = plain.partition(".")
        return f"{int(whole):,}{point}{rest}"
    return _point(text, plain)


def _point(text: str, plain: str) -> str:
    return plain.removeprefix("0") if text.startswith(".") and plain.startswith("0.") else plain


def _cased(like: str, word: str) -> str:
    return word[0].upper() + word[1:] if like[0].isupper() else word
