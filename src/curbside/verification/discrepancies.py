"""Figures of a source that cannot all be right: an interval without its estimate, 5% less beside RR 0.84.

A claim says what its source says, so it is upheld all the same; its reader is told. Everything is allowed for that
printing does to sound figures: rounding, a minus that words stand for, a ratio the other way up. In doubt, nothing is
said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.appraisal.estimates import Effect, Ends, Measure, PValue, estimates, printed_ends
from curbside.literature.sentences import sentences
from curbside.terminology.numerals import number_of

_HUNDRED: Final = Decimal(100)
_TENTH: Final = Decimal("0.1")
_GROUPED: Final = re.compile(r"\d,\d{3}(?!\d)")
_BESIDE: Final = 4
"""Characters between an interval and the p value that belongs to it: ``(RR 0.84, 95% CI 0.7 to 0.9; P = .03)``."""
_OF_SOMETHING_ELSE: Final = re.compile(
    r"heterogen|I\s?2|I²|interaction|trend|one[- ](?:sided|tailed)|inferior|equivalen|Bonferroni|corrected"
    r"|overall|global|adjusted p\b|p[- ]?adj|multipl|FDR|Holm|Hochberg|Tukey|Dunnett|Benjamini",
    re.IGNORECASE,
)
_AROUND: Final = 40
_USUAL_LEVEL: Final = 95
_HARDLY_CHANCE: Final = Decimal("0.01")
_WELL_CHANCE: Final = Decimal("0.1")
"""An interval and a p value may come from two tests, so they are held to disagree only where they are far apart."""

_SHARE: Final = r"(?P<share>\d{1,3}(?:[.·]\d+)?) ?%"
_LESS: Final = r"lower|less|fewer|smaller|reduc\w+|decreas\w+|declin\w+|fall"
_MORE: Final = r"higher|more|greater|larger|increas\w+|rise"
_HOW: Final = (
    r"(?:(?:relative|risk|odds|hazard|rate|significant(?:ly)?|(?:non-?|in)significant|further) ){0,3}?"
)
_KEEPS_ON: Final = r"[^;:.%\d()\[\]]"
_OPENS: Final = r"(?:[(\[,;:] ?| with an? )(?:[a-z]+ )?\Z"
_CHANGED: Final = (
    re.compile(
        rf"{_SHARE} {_HOW}(?:(?P<less>{_LESS})|{_MORE})\b{_KEEPS_ON}{{0,80}}{_OPENS}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:(?P<less>lower|reduc|decreas|declin|fell)|increas|rose|rais)\w*\b"
        rf"{_KEEPS_ON}{{0,60}}\bby {_SHARE}{_KEEPS_ON}{{0,30}}{_OPENS}",
        re.IGNORECASE,
    ),
)
_CHANGED_AFTER: Final = re.compile(
    r"[)\]]?, (?:or |i\.e\.,? |corresponding to |representing |meaning )?an? (?:relative )?"
    rf"{_SHARE} {_HOW}(?:(?P<less>{_LESS})|{_MORE})\b"
    r"(?= (?:in|of) (?:the )?(?:relative )?(?:risk|rate|odds|hazard|mortality|death)|[.;,)]| risk|\s*\Z)",
    re.IGNORECASE,
)
_ABSOLUTE: Final = re.compile(r"absolut|points?\b|differen|from\s|versus|\bvs\b|\bto\s\d", re.IGNORECASE)
_ODDS: Final = re.compile(r"\bodds\b", re.IGNORECASE)
_PER: Final = re.compile(r"\b(?:per|each|every|for an?)\b", re.IGNORECASE)
_GOES_WITH: Final = re.compile(r"associat|predict|link|correlat|relat(?:ed|ion)", re.IGNORECASE)
"""``Each 10% increase in weight (HR 1.05)``, ``a 10% increase in weight was associated with``: no change of risk."""
_CLAUSE: Final = 120
_SOON: Final = 25

_SOME: Final = r"(?<![\w/.,·-])(?P<some>\d{1,6})"
_ALL: Final = r"(?P<all>\d{1,6})(?![.,·]?\d| ?[/%])"
_OUT_OF: Final = r" (?:out )?of (?:the )?"
_OF_ALL: Final = rf"(?: ?/ ?|{_OUT_OF}){_ALL}"
_OF_THESE: Final = (
    re.compile(rf"{_SOME}{_OF_ALL}(?: [a-z]+){{0,3}}(?: ?[(\[]|[,;] ){_SHARE}(?=[);,\]])"),
    re.compile(rf"{_SHARE} ?[(\[](?:n ?= ?)?{_SOME}{_OF_ALL}[)\]]"),
    re.compile(rf"{_SOME} ?[(\[]{_SHARE}[)\]]{_OUT_OF}{_ALL}"),
)
_NO_SHARE: Final = re.compile(
    r"\b(?:grades?|stages?|class|NYHA|ECOG|scores?|types?|phases?|HPV|levels?|categor\w+|ratio|m/f|male/female|men/women"
    r"|sex|days?|weeks?|BP|pressure)[\s:(=of]*\Z",
    re.IGNORECASE,
)
_LEAST: Final = 5
"""``3/4 toxicity`` is a grade; of as few nobody gives a share."""
_EYESIGHT: Final = re.compile(r"vision|acuity|snellen|visual", re.IGNORECASE)


def discrepancies_around(text: str, start: int, end: int) -> tuple[str, ...]:
    """Those of every sentence of a text that characters ``[start, end)`` are from, for half a sentence tells little."""
    near = (text[one:other] for one, other in sentences(text) if one < end and start < other)
    return tuple(dict.fromkeys(why for sentence in near for why in discrepancies(sentence)))


@lru_cache(maxsize=4096)
def discrepancies(text: str) -> tuple[str, ...]:
    """What of a sentence's figures cannot be right together, in a few words each; empty where all of them may be."""
    looks = (_beside_their_interval, _the_wrong_way_round, _against_their_p, _against_their_ratio, _shares)
    return tuple(dict.fromkeys(why for look in looks for why in look(text)))


def _beside_their_interval(text: str) -> Iterator[str]:
    for effect in _effects(text):
        ends = _ends_of(effect, text)
        if ends is None or effect.value is None or _GROUPED.search(text, effect.start, ends.end + _BESIDE):
            continue
        if effect.measure is None and re.search(r"\d", _clause_before(text, effect.start)):
            continue  # "lowered it by 32% over 10.7 years (95% CI 13 to 47)": which figure it is of is not said.
        printed = text[effect.start : ends.end]
        if not any(_lies_within(value, ends) for value in _readings(effect.value, printed)):
            yield f"the interval {ends.first} to {ends.second} does not contain {effect.value}"


def _the_wrong_way_round(text: str) -> Iterator[str]:
    for ends in printed_ends(text):
        is_shortened = (
            len(f"{ends.second}") < len(f"{ends.first}") and "." not in f"{ends.first}{ends.second}"
        )
        # Below zero some print the end nearer to it first; of "102-8" the second is 108.
        if ends.first <= ends.second or ends.second < 0 or is_shortened:
            continue
        if not _GROUPED.search(text, ends.start, ends.end + _BESIDE):
            yield f"the interval {ends.first} to {ends.second} has its greater end first"


def _against_their_p(text: str) -> Iterator[str]:
    for p in (one for one in estimates(text) if isinstance(one, PValue) and one.value is not None):
        if _OF_SOMETHING_ELSE.search(text, max(0, p.start - _AROUND), p.end + _AROUND):
            continue
        for effect in _effects(text):
            if effect.start <= p.start <= effect.end + _BESIDE and (why := _against_p(effect, p)):
                yield why


def _against_p(effect: Effect, p: PValue) -> str | None:
    if effect.measure is None or effect.interval is None or p.value is None:
        return None
    low, high, level = effect.interval.low, effect.interval.high, effect.interval.level
    if level not in {None, _USUAL_LEVEL}:
        return None
    none = effect.measure.of_no_effect
    leaves_out = not low - _half(low) <= none <= high + _half(high)
    includes = low + _half(low) < none < high - _half(high)
    interval = f"the interval {low} to {high}"
    if leaves_out and p.relation in "=≥>" and p.value >= _WELL_CHANCE:
        return f"by {interval} there is a difference, and by {p} there may be none"
    if includes and p.relation in "<≤=" and p.value <= _HARDLY_CHANCE:
        return f"by {interval} there may be no difference, and by {p} there is one"
    return None


def _against_their_ratio(text: str) -> Iterator[str]:
    for effect in _effects(text):
        measure, value = effect.measure, effect.value
        if measure is None or not measure.is_ratio or not value:
            continue
        before, after = text[max(0, effect.start - _CLAUSE) : effect.start], text[effect.end :]
        found = [*(one.search(before) for one in _CHANGED), _CHANGED_AFTER.match(after)]
        for changed in (one for one in found if one is not None):
            said = before[: changed.end()] if changed.string is before else changed[0]
            is_odds = measure is Measure.ODDS_RATIO
            if _ABSOLUTE.search(said) or is_odds != (_ODDS.search(said) is not None):
                continue
            if _is_of_exposure(changed) or _PER.search(after[:_SOON]):
                continue
            share = number_of(changed["share"])
            if not any(_comes_to(share, low, high) for low, high in _changes(value)):
                less = "less" if changed["less"] else "more"
                means = f"{abs(_HUNDRED * (1 - value)).normalize():f}% {'less' if value < 1 else 'more'}"
                yield f"{measure} {value} means {means}, and {share}% {less} stands beside it"


def _is_of_exposure(changed: re.Match[str]) -> bool:
    start, end = changed.span("share")
    is_per = _PER.search(changed.string, max(0, start - _SOON), start)
    return bool(is_per or _GOES_WITH.search(changed.string, end, changed.end()))


def _shares(text: str) -> Iterator[str]:
    if _EYESIGHT.search(text):
        return  # 20/40 is how well somebody sees.
    for pattern in _OF_THESE:
        for found in pattern.finditer(text):
            some, of_all, share = Decimal(found["some"]), Decimal(found["all"]), number_of(found["share"])
            is_slashed = "/" in found[0]
            if some > of_all or not of_all or (is_slashed and of_all <= _LEAST) or _is_no_share(text, found):
                continue
            exact = _HUNDRED * some / of_all
            # Some round and some cut off.
            if abs(exact - share) >= 2 * _half(share):
                yield f"{some} of {of_all} are {exact.quantize(share if share % 1 else _TENTH)}%, not {share}%"


def _is_no_share(text: str, found: re.Match[str]) -> bool:
    return _NO_SHARE.search(text, max(0, found.start("some") - _SOON), found.start("some")) is not None


def _effects(text: str) -> list[Effect]:
    return [one for one in estimates(text) if isinstance(one, Effect)]


def _ends_of(effect: Effect, text: str) -> Ends | None:
    """The interval printed with an estimate, whether it contains the estimate or not."""
    if effect.interval is not None:
        return Ends(effect.interval.low, effect.interval.high, effect.start, effect.end)
    following = (ends for ends in printed_ends(text) if ends.start == effect.end)
    ends = next(following, None)
    # "HR 0.84 [12-14]" cites something.
    is_interval = (
        ends is not None and ends.first < ends.second and "." in f"{ends.first}" and "." in f"{ends.second}"
    )
    return ends if is_interval else None


def _readings(value: Decimal, printed: str) -> Iterator[Decimal]:
    """What a value may stand for beside its interval: less of it, or the same on the scale of shares or of ratios."""
    yield from (value, -value)
    if "%" in printed:
        yield from (value / _HUNDRED, value * _HUNDRED, 1 - value / _HUNDRED, 1 + value / _HUNDRED)


def _lies_within(value: Decimal, ends: Ends) -> bool:
    allowed = _half(value)
    return ends.first - _half(ends.first) - allowed <= value <= ends.second + _half(ends.second) + allowed


def _changes(ratio: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """The relative changes, in per cent, that a rounded ratio may stand for, seen from either side."""
    low, high = ratio - _half(ratio), ratio + _half(ratio)
    for one, other in ((low, high), (1 / high, 1 / low)):
        changes = sorted((abs(_HUNDRED * (1 - one)), abs(_HUNDRED * (1 - other))))
        yield (changes[0], changes[1])


def _comes_to(share: Decimal, low: Decimal, high: Decimal) -> bool:
    return low - _half(share) <= share <= high + _half(share)


def _clause_before(text: str, at: int) -> str:
    return re.split(r"[;:.]\s", text[max(0, at - _CLAUSE) : at])[-1]


def _half(number: Decimal) -> Decimal:
    """Half a unit in the last place printed: what rounding may have hidden."""
    return Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2
