"""Weighing the results on one outcome: which way they point together, and how sure that is, by written rules.

The rules follow GRADE as far as a program can, are documented with their sources in ``docs/certainty.md``, and are
printed with every verdict. They are no panel's judgement: what only a reader of the studies can judge (the conduct
of a trial, whether a difference matters to a patient, what was never published) is not judged here, and says so.

Sources: Guyatt and others, GRADE guidelines: 3. rating the quality of evidence (J Clin Epidemiol 2011;64:401),
4. risk of bias (:407), 6. imprecision (:1283), 7. inconsistency (:1294), 8. indirectness (:1303).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from curbside.appraisal.design import Design, strength
from curbside.appraisal.estimates import Effect
from curbside.appraisal.result import CONCERN, StudyResult, Way
from curbside.literature.publication import Kind

CertaintyWord = Literal["high", "moderate", "low", "very low"]


class Certainty(IntEnum):
    """How sure a body of evidence makes one of its direction: the four words of GRADE, in order."""

    VERY_LOW = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4

    @property
    def word(self) -> CertaintyWord:
        """As it is printed."""
        return _WORDS[self]


_WORDS: dict[Certainty, CertaintyWord] = {
    Certainty.VERY_LOW: "very low",
    Certainty.LOW: "low",
    Certainty.MODERATE: "moderate",
    Certainty.HIGH: "high",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingRules:
    """Where the lines are drawn. Part of the configuration hash that answers carry.

    ``agreement`` is the share of the weight that must point one way for the whole to; ``dissent`` the share that
    makes results inconsistent; ``serious`` the share that must be flagged, or be in other people, to lower the
    certainty; ``enough_people`` the number below which a result is imprecise (GRADE's rule of thumb for
    continuous outcomes), and ``few_people`` that below which it is very much so; ``appreciable`` the relative benefit
    or harm that an interval which holds no effect must leave out to be precise (GRADE's default). ``lesser`` is the
    part of its weight that a study keeps which speaks by a subgroup or an afterthought alone.
    """

    agreement: float = 0.75
    dissent: float = 0.1
    serious: float = 0.5
    enough_people: int = 400
    few_people: int = 100
    appreciable: float = 0.25
    lesser: float = 0.5


RULES = WeighingRules()

BIASED = frozenset(
    {
        *("open label", "high attrition", "stopped early", "uncontrolled", "confounded"),
        *("post hoc", "subgroup", "secondary endpoint", "conference abstract", "preprint"),
        CONCERN,
    }
)
"""The flags that count as risk of bias."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """The results on one outcome, against one treatment or none, weighed.

    ``why`` is each rule that was applied, in a sentence. ``is_direct`` says whether most of what decided was found in
    the people asked about. ``deciding`` are the results that made the verdict; ``favouring`` and ``opposing`` are all
    of them by whether they speak for a benefit, the most telling first.
    """

    outcome: str
    against: str
    direction: Way
    certainty: Certainty
    why: tuple[str, ...]
    is_direct: bool
    deciding: tuple[StudyResult, ...]
    favouring: tuple[StudyResult, ...]
    opposing: tuple[StudyResult, ...]


def weigh(outcome: str, results: Sequence[StudyResult], *, rules: WeighingRules = RULES) -> Appraisal | None:
    """The verdict on an outcome, from results against one and the same treatment; None when no study says any.

    The strongest kind of study that says anything decides alone: an association never outvotes a trial. Among
    results of that kind, those of the treatment by itself decide before those of it together with another. Every
    study has one vote, by its main results, weighing as the square root of its people, as precision does. Where the
    strongest kind of study looked and could not tell, that is the verdict, whatever weaker ones say.
    """
    telling = [result for result in results if result.way is not Way.UNCLEAR]
    if not telling:
        return None
    tier = max(map(_tier, results))
    of_tier = [result for result in telling if _tier(result) == tier]
    could_not_tell = not of_tier
    of_tier = of_tier or [result for result in results if _tier(result) == tier]
    alone = [result for result in of_tier if result.is_alone]
    deciding = alone or of_tier
    studies = _votes(deciding, rules)
    shares = _shares(studies)
    direction = Way.UNCLEAR if could_not_tell else _direction(shares, rules)
    too_few = direction is Way.NO_DIFFERENCE and _too_few(studies, rules)
    if too_few:
        direction = Way.UNCLEAR
    one_harm = (
        direction is Way.NO_DIFFERENCE
        and outcome.casefold() in _OF_MANY
        and any(result.way is Way.HARM for result in telling)
    )
    if one_harm:
        direction = Way.MIXED
    contradicted = not could_not_tell and _contradicted(telling, deciding, direction)
    if contradicted:
        direction = Way.MIXED
    certainty, why = _certainty(tier, studies, shares, direction, rules)
    if too_few:
        why.append("too few people to tell no difference from a missed one")
    if one_harm:
        why.append(
            "different harms stand together here, and that one was not seen is no word against another that was"
        )
    if could_not_tell:
        why.append("the strongest studies could not tell, and weaker designs do not decide in their place")
    if contradicted:
        why.append("the only studies in the people asked about are of a weaker design and point another way")
    if not could_not_tell and len(deciding) < len(telling):
        why.append(_left_aside(telling, deciding, of_tier))
    # A mixed result stands where it would be quoted without the rest: with the benefit, where anybody claims one.
    for_it = {Way.BENEFIT, Way.MIXED} if any(r.way is Way.BENEFIT for r in telling) else {Way.BENEFIT}
    return Appraisal(
        outcome=outcome,
        against=telling[0].against,
        direction=direction,
        certainty=certainty,
        why=tuple(why),
        is_direct=_share_of(studies, _is_direct) >= rules.serious,
        deciding=tuple(deciding),
        favouring=_ordered(result for result in telling if result.way in for_it),
        opposing=_ordered(
            result for result in (*telling, *(deciding if could_not_tell else ())) if result.way not in for_it
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Study:
    """One publication's vote. ``weight`` is of the square root of its people, or a guess where nobody says."""

    results: tuple[StudyResult, ...]
    way: Way
    people: int | None
    weight: float


_OF_MANY = frozenset({"harms", "adverse events", "adverse effects", "side effects", "safety"})
"""Outcomes that gather many: unlike any other, no difference in one says nothing of the next."""

_TRIALS, _OTHER_STUDIES, _WEAKEST = 3, 2, 1
_DESIGNS_OF_TRIALS = {Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW, Design.RANDOMISED_TRIAL}
_DESIGNS_OF_STUDIES = {
    *(Design.NON_RANDOMISED_TRIAL, Design.COHORT, Design.CASE_CONTROL, Design.CROSS_SECTIONAL),
    Design.OBSERVATIONAL,
}
_POOLED_OBSERVATIONS = re.compile(
    r"\b(?:cohorts?|observational|case-control|cross-sectional|registr\w+)\b", re.I
)

_POOLED_TRIALS = re.compile(r"(?<!no )(?<!non-)(?<!non)\brandomi[sz]", re.I)


def _tier(result: StudyResult) -> int:
    design = result.design
    if "uncontrolled" in result.flags:
        return _WEAKEST
    if design in _DESIGNS_OF_TRIALS:
        if design is not Design.RANDOMISED_TRIAL and _pooled_observations(result):
            return _OTHER_STUDIES
        return _TRIALS
    return _OTHER_STUDIES if design in _DESIGNS_OF_STUDIES else _WEAKEST


def _pooled_observations(result: StudyResult) -> bool:
    """Does a review say that what it pooled were not trials?"""
    said = result.finding.passage.statement
    words = f"{result.publication.title} {result.finding.text} {said.population if said else ''}"
    return _POOLED_OBSERVATIONS.search(words) is not None and not _POOLED_TRIALS.search(words)


def _votes(results: Sequence[StudyResult], rules: WeighingRules) -> list[_Study]:
    by_publication: defaultdict[str, list[StudyResult]] = defaultdict(list)
    for result in results:
        by_publication[result.publication.id].append(result)
    people = {name: _people(own) for name, own in by_publication.items()}
    known = [count for count in people.values() if count]
    return [
        _Study(
            results=tuple(own),
            way=_way_of(own),
            people=people[name],
            weight=math.sqrt(people[name] or _supposed(own, known))
            * (1 if any(result.is_main for result in own) else rules.lesser),
        )
        for name, own in by_publication.items()
    ]


def _people(results: Sequence[StudyResult]) -> int | None:
    return max((result.sample_size for result in results if result.sample_size), default=None)


def _supposed(results: Sequence[StudyResult], known: Sequence[int]) -> int:
    """Where nobody says how many: a pooled analysis as the largest study beside it, any other as the smallest."""
    if not known:
        return 1
    pooled = any(result.design is not Design.RANDOMISED_TRIAL for result in results)
    return max(known) if pooled else min(known)


def _way_of(results: Sequence[StudyResult]) -> Way:
    """What a study says as a whole: by its main results, if it has any."""
    main = [result for result in results if result.is_main] or list(results)
    ways = {result.way for result in main}
    return ways.pop() if len(ways) == 1 else Way.MIXED


def _shares(studies: Sequence[_Study]) -> dict[Way, float]:
    total = math.fsum(study.weight for study in studies)
    return {
        way: math.fsum(study.weight for study in studies if study.way is way) / total
        for way in (Way.BENEFIT, Way.HARM, Way.NO_DIFFERENCE, Way.MIXED)
    }


def _direction(shares: Mapping[Way, float], rules: WeighingRules) -> Way:
    way = max((Way.NO_DIFFERENCE, Way.BENEFIT, Way.HARM), key=lambda way: shares[way])
    return way if shares[way] >= rules.agreement else Way.MIXED


def _certainty(
    tier: int, studies: Sequence[_Study], shares: Mapping[Way, float], direction: Way, rules: WeighingRules
) -> tuple[Certainty, list[str]]:
    level, why = _start(tier, studies)
    for lowered, reason in (
        _for_bias(studies, rules),
        _for_inconsistency(studies, shares, direction, rules),
        _for_imprecision(studies, rules),
        _for_indirectness(studies, rules),
        _for_reading(studies, rules),
    ):
        level -= lowered
        if reason:
            why.append(reason)
    why.append("publication bias: not assessed")
    return Certainty(max(level, Certainty.VERY_LOW)), why


def _start(tier: int, studies: Sequence[_Study]) -> tuple[int, list[str]]:
    match tier:
        case 3:
            return Certainty.HIGH, ["starts high: randomised trials"]
        case 2:
            return Certainty.LOW, ["starts low: no randomised trial, only observation"]
    if any(result.design is Design.NOT_STATED for study in studies for result in study.results):
        return Certainty.VERY_LOW, ["starts very low: the design of the study could not be told"]
    return Certainty.VERY_LOW, ["starts very low: no comparison with people left untreated"]


def _for_bias(studies: Sequence[_Study], rules: WeighingRules) -> tuple[int, str]:
    flags = {id(study): _flags(study) for study in studies}
    share = _share_of(studies, lambda study: bool(flags[id(study)]))
    if share < rules.serious:
        return 0, ""
    named = sorted(set().union(*flags.values()))
    return 1, f"lowered for risk of bias: {', '.join(named)}"


def _flags(study: _Study) -> frozenset[str]:
    """What counts against a study whichever of its main results is looked at."""
    main = [result for result in study.results if result.is_main] or list(study.results)
    return frozenset.intersection(*(result.flags for result in main)) & BIASED


def _for_inconsistency(
    studies: Sequence[_Study], shares: Mapping[Way, float], direction: Way, rules: WeighingRules
) -> tuple[int, str]:
    if direction is Way.MIXED or (direction in shares and 1 - shares[direction] >= rules.dissent):
        return 1, "lowered for inconsistency: studies disagree"
    if _share_of(studies, _is_heterogeneous) >= rules.serious:
        return 1, "lowered for inconsistency: the pooled studies differ widely"
    return 0, ""


def _is_heterogeneous(study: _Study) -> bool:
    return any("heterogeneous" in result.flags for result in study.results)


def _for_imprecision(studies: Sequence[_Study], rules: WeighingRules) -> tuple[int, str]:
    if _share_of(studies, lambda study: _is_imprecise(study, rules)) >= rules.serious:
        return 1, "lowered for imprecision: wide intervals"
    known = [study.people for study in studies if study.people]
    if not known:
        if any(_is_pooled(study) for study in studies):
            return 0, ""
        return 1, "lowered for imprecision: the number of people is not given"
    if any(_is_pooled(study) and not study.people for study in studies) or sum(known) >= rules.enough_people:
        return 0, ""
    if sum(known) < rules.few_people:
        return 2, f"lowered twice for imprecision: fewer than {rules.few_people} people"
    return 1, f"lowered for imprecision: fewer than {rules.enough_people} people"


def _for_reading(studies: Sequence[_Study], rules: WeighingRules) -> tuple[int, str]:
    """What a program reads from an abstract is right about two times in three: no reader has said what was found."""
    if _share_of(studies, _is_read_by_program) < rules.serious:
        return 0, ""
    return 2, "lowered twice: read from abstracts by a program, and by no reader"


def _is_read_by_program(study: _Study) -> bool:
    return any(result.is_read_by_program for result in study.results)


def _is_imprecise(study: _Study, rules: WeighingRules) -> bool:
    """Is it flagged so, or does its interval hold no effect and an appreciable one both?"""
    return any("imprecise" in result.flags or _is_wide(result.effect, rules) for result in study.results)


def _is_wide(effect: Effect | None, rules: WeighingRules) -> bool:
    if effect is None or effect.measure is None or effect.interval is None or not effect.measure.is_ratio:
        return False
    low, high = float(effect.interval.low), float(effect.interval.high)
    appreciable = low <= 1 - rules.appreciable or high >= 1 + rules.appreciable
    return effect.excludes_no_effect is False and appreciable


def _is_pooled(study: _Study) -> bool:
    return study.results[0].design in (Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW)


def _for_indirectness(studies: Sequence[_Study], rules: WeighingRules) -> tuple[int, str]:
    reasons = []
    if _share_of(studies, _is_direct) < rules.serious:
        reasons.append("most people studied are not those asked about")
    if not any(result.is_alone for study in studies for result in study.results):
        reasons.append("it was tested only together with another treatment")
    if (
        _share_of(studies, lambda study: any("surrogate outcome" in r.flags for r in study.results))
        >= rules.serious
    ):
        reasons.append("what was measured stands in for what matters")
    return bool(reasons), f"lowered for indirectness: {'; '.join(reasons)}" if reasons else ""


def _is_direct(study: _Study) -> bool:
    return any(result.is_direct for result in study.results)


def _share_of(studies: Sequence[_Study], holds: Callable[[_Study], bool]) -> float:
    total = math.fsum(study.weight for study in studies)
    return math.fsum(study.weight for study in studies if holds(study)) / total


def _too_few(studies: Sequence[_Study], rules: WeighingRules) -> bool:
    """Were so few people studied that finding no difference says little?"""
    if any(_is_pooled(study) and not study.people for study in studies):
        return False
    known = [study.people for study in studies if study.people]
    return bool(known) and sum(known) < rules.few_people


def _contradicted(telling: Sequence[StudyResult], deciding: Sequence[StudyResult], direction: Way) -> bool:
    """Did all that decides look at other people, while those asked about were seen to fare otherwise?"""
    if any(result.is_direct for result in deciding):
        return False
    return any(result.is_direct and result.way is not direction for result in telling)


def _left_aside(
    telling: Sequence[StudyResult], deciding: Sequence[StudyResult], of_tier: Sequence[StudyResult]
) -> str:
    reasons = []
    if len(of_tier) < len(telling):
        reasons.append("weaker designs are shown and did not decide")
    if len(deciding) < len(of_tier):
        reasons.append("results of it together with another treatment are shown and did not decide")
    return "; ".join(reasons)


def _ordered(results: Iterable[StudyResult]) -> tuple[StudyResult, ...]:
    """The most telling first: by kind of study, then main results, then directness, then people."""
    return tuple(
        sorted(
            results,
            key=lambda r: (
                -_tier(r),
                not r.is_main,
                not r.is_direct,
                not r.is_alone,
                -strength(r.design) if r.finding.passage.kind is not Kind.STATEMENT else 0,
                -(r.sample_size or 0),
            ),
        )
    )
