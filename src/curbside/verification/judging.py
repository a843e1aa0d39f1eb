"""Does a text bear a claim out? The same comparisons that hold a draft's claims to their quotes, for anybody's claim.

The claim is held against the sentences that share most with it, one by one and two together. One sentence that
carries all of it supports it; one that speaks of the same and says otherwise contradicts it; else there is not enough.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from curbside.appraisal.role import Role, roles
from curbside.literature.sentences import sentences
from curbside.verification.checks import COMPARISONS
from curbside.verification.comparison import Comparison, Mismatch, each_sentence
from curbside.verification.discrepancies import discrepancies
from curbside.verification.figures import figures
from curbside.verification.further import FurtherComparison
from curbside.verification.said import Said, said, short_forms_of

_LOOKED_AT: Final = 6
_TOGETHER: Final = 4
_SPEAKS_OF_IT: Final = 0.5
"""From this share of a claim's weight on, a sentence that says otherwise contradicts it."""
_CARRIES: Final = 0.7
_A_FIGURE: Final = 1.5


class Judgement(StrEnum):
    """What a text is to a claim."""

    SUPPORTED = "SUPPORTED"
    CONTRADICTED = "CONTRADICTED"
    NOT_ENOUGH_INFORMATION = "NOT_ENOUGH_INFORMATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text to hold a claim against.

    ``title`` is empty where it has none, ``caution`` where none is called for. ``around`` is what else is known of it,
    such as the abstract that it is part of.
    """

    id: str
    text: str
    title: str = ""
    caution: str = ""
    around: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rationale:
    """The characters ``[start, end)`` of a source that a judgement rests on."""

    passage: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedCheck:
    """What a check had against the claim, of the sentence that came nearest to it."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim's verdict. ``checks`` is empty when it is supported; ``rationale`` when nothing speaks of it.

    ``discrepancies`` are figures of the rationale that contradict themselves, whatever the verdict; ``cautions`` what
    was said of the sources it stands in: doubted, replaced, corrected.
    """

    verdict: Judgement
    rationale: tuple[Rationale, ...] = ()
    checks: tuple[FailedCheck, ...] = ()
    discrepancies: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    source: Source
    start: int
    end: int
    share: float

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def rationale(self) -> Rationale:
        return Rationale(passage=self.source.id, start=self.start, end=self.end, quote=self.text)


def judge(claim: str, sources: Iterable[Source], *, further: Sequence[Comparison] = ()) -> Judged:
    """Hold a claim against these texts. Of several sentences that support it, the nearest is the rationale.

    Aims and questions carry nothing. Without a text, or with none that shares a word, there is not enough information.
    ``further`` comparisons can take support away from a claim, and give it none.
    """
    near = _nearest(claim, tuple(sources))
    if not near:
        return Judged(verdict=Judgement.NOT_ENOUGH_INFORMATION)
    against = {(one.source.id, one.start): _mismatches(claim, [one]) for one in near}
    refused: Judged | None = None
    for supporting in _supports(claim, near, against):
        objections = _mismatches(claim, supporting, tuple(map(FurtherComparison, further)))
        if not objections:
            return _resting_on(Judgement.SUPPORTED, supporting)
        refused = refused or _told(
            Judgement.CONTRADICTED if _conflicts(objections) else Judgement.NOT_ENOUGH_INFORMATION,
            supporting,
            objections,
        )
    if refused is not None:
        return refused
    for one in near:
        if one.share >= _SPEAKS_OF_IT and _conflicts(found := against[one.source.id, one.start]):
            return _told(Judgement.CONTRADICTED, [one], found)
    return _told(Judgement.NOT_ENOUGH_INFORMATION, near[:1], against[near[0].source.id, near[0].start])


def _supports(
    claim: str, near: Sequence[_Sentence], against: Mapping[tuple[str, int], Sequence[tuple[str, Mismatch]]]
) -> Iterator[Sequence[_Sentence]]:
    """The sentences that carry the claim, one by one, and then two of one source together."""
    for one in near:
        if one.share >= _CARRIES and not against[one.source.id, one.start]:
            yield [one]
    for pair in combinations(near[:_TOGETHER], 2):
        if pair[0].source.id != pair[1].source.id or any(
            _conflicts(against[p.source.id, p.start]) for p in pair
        ):
            continue
        together = sorted(pair, key=lambda one: one.start)
        if not _mismatches(claim, together):
            yield together


def _told(
    verdict: Judgement, rationale: Sequence[_Sentence], found: Sequence[tuple[str, Mismatch]]
) -> Judged:
    checks = tuple(FailedCheck(check=name, reason=mismatch.reason) for name, mismatch in found)
    return _resting_on(verdict, rationale, checks=checks)


def _resting_on(
    verdict: Judgement, rationale: Sequence[_Sentence], *, checks: tuple[FailedCheck, ...] = ()
) -> Judged:
    return Judged(
        verdict=verdict,
        rationale=tuple(one.rationale for one in rationale),
        checks=checks,
        discrepancies=tuple(dict.fromkeys(why for one in rationale for why in discrepancies(one.text))),
        cautions=tuple(dict.fromkeys(one.source.caution for one in rationale if one.source.caution)),
    )


def _conflicts(found: Sequence[tuple[str, Mismatch]]) -> bool:
    return any(mismatch.conflict for _, mismatch in found)


def _mismatches(
    claim: str, held_against: Sequence[_Sentence], comparisons: Sequence[Comparison] = COMPARISONS
) -> list[tuple[str, Mismatch]]:
    source = held_against[0].source
    texts = [one.text for one in held_against]
    if any(claim.strip() == text.strip() for text in texts):
        return []
    around = f"{source.text} {source.around}".strip()
    held = tuple(each_sentence(claim, tuple(texts), title=source.title, source=around))
    return [
        (comparison.name, mismatch)
        for comparison in comparisons
        for sentence in held
        if (mismatch := comparison.mismatch(sentence)) is not None
    ]


def _nearest(claim: str, sources: Sequence[Source]) -> list[_Sentence]:
    """The sentences that share most of the claim, the weight of a word falling with how many have it."""
    laid_out: list[tuple[Source, int, int, Said]] = []
    for source in sources:
        spans = sentences(source.text)
        explained = dict(short_forms_of(f"{source.title}. {source.text}"))
        doing = roles([source.text[start:end] for start, end in spans], heading="")
        for (start, end), role in zip(spans, doing, strict=True):
            text = source.text[start:end]
            if role is not Role.OBJECTIVE and not text.rstrip().endswith("?"):
                laid_out.append((source, start, end, said(text, explained)))
    explained = {short: long for one in sources for short, long in short_forms_of(f"{one.title}. {one.text}")}
    wanted = [token for token in said(claim, explained).tokens if token.tells]
    wanted = wanted or list(said(claim, explained).tokens)
    having = Counter(key for *_, one in laid_out for key in one.keys)
    weights = [
        math.log(1 + (1 + len(laid_out)) / (1 + max(having[key] for key in token.keys))) for token in wanted
    ]
    printed = {figure.value for figure in figures(claim)}
    whole = sum(weights) or 1.0
    found = []
    for source, start, end, one in laid_out:
        keys = one.keys
        shared = sum(weight for token, weight in zip(wanted, weights, strict=True) if token.keys & keys)
        same = len(printed & {figure.value for figure in figures(one.text)})
        if shared:
            sentence = _Sentence(source=source, start=start, end=end, share=shared / whole)
            found.append((shared + _A_FIGURE * same, sentence))
    found.sort(key=lambda scored: -scored[0])
    return [sentence for _, sentence in found[:_LOOKED_AT]]
