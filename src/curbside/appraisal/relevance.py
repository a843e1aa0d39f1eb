"""How likely a sentence is to answer the question: scored as a finding, before anything is said with it.

A question has a few telling words and many ordinary ones. Squaring a word's inverse document frequency makes
the telling ones count: a sentence with "apixaban" and "dialysis" answers before one with "patients", "dose"
and "use". A word that stands only near the sentence, in its title or elsewhere in the same abstract, counts
in part, since an abstract names its subject once and then speaks of "the drug".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from curbside.appraisal.design import Design, design_of, strength
from curbside.appraisal.role import Role, roles
from curbside.literature.library.index import terms
from curbside.literature.publication import Kind, Passage, Publication
from curbside.literature.sentences import sentences
from curbside.retrieval.ranking import Found, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceWeights:
    """A logistic model of "this sentence answers the question", small enough to read.

    ``rank`` weighs the publication's retrieval score against the best one's, ``coverage`` the share of the
    question's squared term weights that the sentence carries, ``nearby`` how much of a word counts when only
    the sentence's surroundings carry it. Fitted on one half of a biomedical question set by
    ``evals/answers.py --fit`` and reported on the other; the role and design terms are set by hand, since
    that set has neither.
    """

    intercept: float = -5.3
    rank: float = 3.4
    coverage: float = 5.8
    nearby: float = 0.5
    design: float = 0.15


_ROLE = {
    Role.CONCLUSION: 0.6,
    Role.RESULTS: 0.4,
    Role.UNKNOWN: 0.0,
    Role.BACKGROUND: -0.5,
    Role.METHODS: -1.6,
    Role.OBJECTIVE: -1.8,
}

WEIGHTS = RelevanceWeights()

SHORTLIST = 40
"""More sentences than any answer says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that might be said. ``relevance`` is a probability; ``coverage`` and ``terms`` explain it."""

    publication: Publication
    passage: Passage
    start: int
    end: int
    role: Role
    design: Design
    rank: int
    relevance: float
    coverage: float
    terms: frozenset[str]

    @property
    def text(self) -> str:
        """The sentence, exactly as its passage has it."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence scored by its words alone."""

    found: Found
    passage: Passage
    place: int
    start: int
    end: int
    terms: frozenset[str]
    coverage: float
    logit: float


def candidates(ranking: Ranking, found: Sequence[Found]) -> tuple[Candidate, ...]:
    """The sentences of what was found that may answer, most relevant first; equal ones in reading order.

    At most `SHORTLIST`: all sentences are scored by their words, and only the best are looked at for what
    part they play in what kind of study. Titles stand only for publications that hold nothing else. Empty
    when the question has no searchable word.
    """
    importance = {term: weight * weight for term, weight in ranking.weights.items()}
    total = sum(importance.values())
    if not found or not total:
        return ()
    best = max(one.hit.score for one in found)
    scored = [
        sentence
        for one in found
        for sentence in _sentences_of(one, importance, total, one.hit.score / best if best else 0.0)
    ]
    scored.sort(key=lambda sentence: -sentence.logit)
    judged = _judged(scored[:SHORTLIST])
    return tuple(sorted(judged, key=lambda candidate: -candidate.relevance))


def _sentences_of(
    found: Found, importance: dict[str, float], total: float, standing: float
) -> list[_Sentence]:
    told = [p for p in found.passages if p.kind is not Kind.TITLE] or list(found.passages)
    cut = [
        (passage, place, start, end, frozenset(terms(passage.text[start:end])))
        for passage in told
        for place, (start, end) in enumerate(_spans(passage))
    ]
    around = frozenset(terms(found.publication.title)).union(*(said for *_, said in cut))
    nearby = _share(around, importance) / total
    made = []
    for passage, place, start, end, said in cut:
        own = _share(said, importance) / total
        coverage = own + WEIGHTS.nearby * (nearby - own)
        made.append(
            _Sentence(
                found=found,
                passage=passage,
                place=place,
                start=start,
                end=end,
                terms=said,
                coverage=coverage,
                logit=WEIGHTS.intercept + WEIGHTS.rank * standing + WEIGHTS.coverage * coverage,
            )
        )
    return made


def _judged(shortlist: Sequence[_Sentence]) -> list[Candidate]:
    designs = {one.found.publication.id: design_of(one.found.publication) for one in shortlist}
    parts = {one.passage.id: _roles(one.passage) for one in shortlist}
    judged = []
    for one in shortlist:
        role, design = parts[one.passage.id][one.place], designs[one.found.publication.id]
        judged.append(
            Candidate(
                publication=one.found.publication,
                passage=one.passage,
                start=one.start,
                end=one.end,
                role=role,
                design=design,
                rank=one.found.hit.rank,
                relevance=_probability(one.logit + _ROLE[role] + WEIGHTS.design * (strength(design) - 1)),
                coverage=one.coverage,
                terms=one.terms,
            )
        )
    return judged


def _spans(passage: Passage) -> list[tuple[int, int]]:
    """A statement is one finding and is never cut; anything else is cut into sentences."""
    return [(0, len(passage.text))] if passage.kind is Kind.STATEMENT else sentences(passage.text)


def _roles(passage: Passage) -> Sequence[Role]:
    cut = _spans(passage)
    if passage.kind is Kind.STATEMENT:
        return [Role.RESULTS]
    return roles([passage.text[start:end] for start, end in cut], heading=passage.heading)


def _share(said: frozenset[str], importance: dict[str, float]) -> float:
    return sum(weight for term, weight in importance.items() if term in said)


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
