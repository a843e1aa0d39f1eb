"""How likely a sentence is to answer the question: scored as a finding, before anything is said with it.

A question has a few telling words and many ordinary ones. Squaring a word's inverse document frequency makes
the telling ones count: a sentence with "apixaban" and "dialysis" answers before one with "patients", "dose"
and "use". A word that stands only near the sentence, in its title or elsewhere in the same abstract, counts
in part, since an abstract names its subject once and then speaks of "the drug".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from curbside.appraisal.design import design_of, strength
from curbside.appraisal.estimates import Effect, PValue
from curbside.appraisal.finding import Finding, cut, findings
from curbside.appraisal.role import Role
from curbside.literature.library.analysis import located, terms
from curbside.literature.publication import Kind, Passage, Publication
from curbside.retrieval.ranking import Found, Ranking

_ROLE = {
    Role.CONCLUSION: 0.6,
    Role.RESULTS: 0.4,
    Role.UNKNOWN: 0.0,
    Role.BACKGROUND: -0.5,
    Role.METHODS: -1.6,
    Role.OBJECTIVE: -1.8,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceWeights:
    """A logistic model of "this sentence answers the question", small enough to read.

    ``rank`` weighs the publication's retrieval score against the best one's, ``coverage`` the share of the
    question's squared term weights that the sentence carries, ``nearby`` how much of a word counts when only
    the sentence's surroundings carry it. These come from a logistic regression over the passages of one half
    of a biomedical question set (`evals/answers.py` reports the other half), rounded. The rest that set does
    not know, and is set by hand: ``design`` for each step of a study's strength, ``filed`` for a passage
    that stands under the heading the question asks for, ``effect`` for a sentence with an effect estimate or
    a p value, and ``role`` for the part a sentence plays. (A word of direction was tried as well: it changed
    nothing for the better, and costs more than all the rest.)
    """

    intercept: float = -5.3
    rank: float = 3.4
    coverage: float = 5.8
    nearby: float = 0.5
    design: float = 0.15
    filed: float = 0.8
    effect: float = 0.3
    role: Mapping[Role, float] = field(default_factory=lambda: _ROLE)


WEIGHTS = RelevanceWeights()

PASSAGES_CUT = 10
"""More passages than an answer cites: cutting twice as many into sentences changed no measure of it."""

SHORTLIST = 24
"""More sentences than an answer says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A finding that might be said. ``relevance`` is a probability; the others explain it.

    ``coverage`` is the share of the question that the finding carries, its surroundings counting in part, and
    ``nearby`` the share that finding and surroundings hold together.
    """

    publication: Publication
    finding: Finding
    rank: int
    relevance: float
    coverage: float
    nearby: float
    terms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    """A passage with the places where words of the question stand, and the most that a sentence of it can score."""

    found: Found
    passage: Passage
    places: set[tuple[int, str]]
    nearby: float
    base: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence scored by its words alone: the one at ``place`` among those its passage was ``cut`` into."""

    found: Found
    passage: Passage
    cut: Sequence[tuple[int, int]]
    place: int
    coverage: float
    nearby: float
    logit: float


def candidates(ranking: Ranking, found: Sequence[Found]) -> tuple[Candidate, ...]:
    """The sentences of what was found that may answer, most relevant first; equal ones in reading order.

    At most `SHORTLIST`, from evidence statements and at most `PASSAGES_CUT` other passages: those that could
    win if all the words they have of the question stood in one sentence. Only the best sentences by words
    are looked at for what part they play in what kind of study. A title says what was studied and is no
    finding. Empty when nothing but titles has a word of the question.
    """
    importance = {term: weight * weight for term, weight in ranking.weights.items()}
    total = sum(importance.values())
    if not found or not total:
        return ()
    shares = {term: weight / total for term, weight in importance.items()}
    best = max(one.hit.score for one in found) or 1.0
    asked_for = frozenset(terms(ranking.question.kind))
    matched = [passage for one in found for passage in _matched(one, shares, one.hit.score / best, asked_for)]
    matched.sort(key=lambda passage: -passage.most)
    to_cut = [one for one in matched if one.passage.kind is not Kind.STATEMENT][:PASSAGES_CUT]
    whole = [one for one in matched if one.passage.kind is Kind.STATEMENT]
    scored = [sentence for one in (*to_cut, *whole) for sentence in _scored(one, shares)]
    scored.sort(key=lambda sentence: -sentence.logit)
    return tuple(sorted(_judged(scored[:SHORTLIST]), key=lambda candidate: -candidate.relevance))


def _matched(
    found: Found, shares: Mapping[str, float], standing: float, asked_for: frozenset[str]
) -> Iterator[_Matched]:
    told = [p for p in found.passages if p.kind is not Kind.TITLE]
    places = [located(passage.text, shares) for passage in told]
    title = {term for _, term in located(found.publication.title, shares)}
    abstract = {
        term for p, there in zip(told, places, strict=True) if p.kind is Kind.ABSTRACT for _, term in there
    }
    for passage, there in zip(told, places, strict=True):
        if there:
            said = {term for _, term in there}
            own = _share(said, shares)
            is_filed = not asked_for.isdisjoint(terms(passage.heading))
            base = WEIGHTS.intercept + WEIGHTS.rank * standing + WEIGHTS.filed * is_filed
            nearby = _share(_around(passage, said, title=title, abstract=abstract), shares)
            yield _Matched(
                found=found,
                passage=passage,
                places=there,
                nearby=nearby,
                base=base,
                most=base + WEIGHTS.coverage * _coverage(own, nearby),
            )


def _around(passage: Passage, said: set[str], *, title: set[str], abstract: set[str]) -> set[str]:
    """What a passage's surroundings say for it.

    An abstract tells one story. The paragraphs of an article share only its title, and an evidence statement
    stands alone: of one trial, one statement may be on pain and the next on drug levels.
    """
    match passage.kind:
        case Kind.ABSTRACT:
            return title | abstract
        case Kind.STATEMENT:
            return said
        case _:
            return title | said


def _scored(matched: _Matched, shares: Mapping[str, float]) -> Iterator[_Sentence]:
    spans = cut(matched.passage)
    for place, (start, end) in enumerate(spans):
        said = {term for at, term in matched.places if start <= at < end}
        if said:
            coverage = _coverage(_share(said, shares), matched.nearby)
            yield _Sentence(
                found=matched.found,
                passage=matched.passage,
                cut=spans,
                place=place,
                coverage=coverage,
                nearby=matched.nearby,
                logit=matched.base + WEIGHTS.coverage * coverage,
            )


def _share(said: set[str], shares: Mapping[str, float]) -> float:
    # Exactly rounded, because a set's order changes from process to process, and an answer's bytes must not.
    return math.fsum(shares[term] for term in said)


def _coverage(own: float, nearby: float) -> float:
    return own + WEIGHTS.nearby * (nearby - own)


def _judged(shortlist: Sequence[_Sentence]) -> list[Candidate]:
    publications = {one.found.publication.id: one.found.publication for one in shortlist}
    designs = {name: design_of(publication) for name, publication in publications.items()}
    cuts = {one.passage.id: one for one in shortlist}
    told = {
        passage_id: findings(one.passage, design=designs[one.found.publication.id], spans=one.cut)
        for passage_id, one in cuts.items()
    }
    return [_candidate(one, told[one.passage.id][one.place]) for one in shortlist]


def _candidate(sentence: _Sentence, finding: Finding) -> Candidate:
    tells_effect = any(isinstance(figure, Effect | PValue) for figure in finding.estimates)
    worth = (
        WEIGHTS.role[finding.role]
        + WEIGHTS.design * (strength(finding.design) - 1)
        + WEIGHTS.effect * tells_effect
    )
    return Candidate(
        publication=sentence.found.publication,
        finding=finding,
        rank=sentence.found.hit.rank,
        relevance=_probability(sentence.logit + worth),
        coverage=sentence.coverage,
        nearby=sentence.nearby,
        terms=frozenset(terms(finding.text)),
    )


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
