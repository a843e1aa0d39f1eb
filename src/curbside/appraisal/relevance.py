"""How likely a sentence is to answer the question: scored as a finding, before anything is said with it.

A question has a few telling words and many ordinary ones. Squaring a word's inverse document frequency makes
the telling ones count: a sentence with "apixaban" and "dialysis" answers before one with "patients", "dose"
and "use". A word that stands only near the sentence, in its title or elsewhere in the same abstract, counts
in part, since an abstract names its subject once and then speaks of "the drug".
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from curbside.appraisal.design import Design, design_of, strength
from curbside.appraisal.estimates import Effect, PValue
from curbside.appraisal.finding import Finding, cut, findings
from curbside.appraisal.fit import fit
from curbside.appraisal.role import Role
from curbside.appraisal.subject import Subject, concepts_asked, meant, weights_within
from curbside.literature.figures import measured_at
from curbside.literature.library.analysis import located, terms
from curbside.literature.publication import Kind, Passage, Publication
from curbside.question.values import StatedValue, mentions, stated_values
from curbside.retrieval.dossier import KIND_WORDS
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

    ``rank`` weighs the publication's retrieval score against the best one's (of an evidence statement, its own
    share of the question against the best statement's), ``coverage`` the share of the
    question's squared term weights that the sentence carries, ``nearby`` how much of a word counts when only
    the sentence's surroundings carry it. These come from a logistic regression over the passages of one half
    of a biomedical question set (`evals/answers.py` reports the other half), rounded. The rest that set does
    not know, and is set by hand: ``design`` for each step of a study's strength, ``filed`` for a passage
    that stands under the heading the question asks for or names, ``effect`` for a sentence with an effect estimate or
    a p value, ``fit`` for one whose range holds, or leaves out, a value the question gives, and ``role`` for the
    part a sentence plays. Of evidence statements, ``focus`` weighs the share of their words that the question has:
    of two that carry it equally, the one that speaks of less besides; ``caution`` is for one that keeps from harm.
    (A word of direction was tried as well: it changed nothing for the better, and costs more than all the rest.)
    """

    intercept: float = -5.3
    rank: float = 3.4
    coverage: float = 5.8
    nearby: float = 0.5
    design: float = 0.15
    filed: float = 1.0
    effect: float = 0.3
    fit: float = 2.0
    caution: float = 0.6
    focus: float = 1.0
    role: Mapping[Role, float] = field(default_factory=lambda: _ROLE)


WEIGHTS = RelevanceWeights()

_OF_PEOPLE = {
    "age": frozenset(terms("year years old aged age man woman patient patients people person adult adults")),
    "weight": frozenset(
        terms("weigh weighs weighing weighed weight man woman patient patients people person")
    ),
}
"""Words around a value of a person, which is itself compared as a number."""

PASSAGES_CUT = 10
"""More passages than an answer cites: cutting twice as many into sentences changed no measure of it."""

SHORTLIST = 24
"""More sentences than an answer says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A finding that might be said. ``relevance`` is a probability; the others explain it.

    ``coverage`` is the share of the question that the finding carries, its surroundings counting in part,
    ``nearby`` the share that finding and surroundings hold together, and ``fits`` whether its ranges hold (above 0)
    or leave out (below 0) a value that the question gives. ``carried`` are the terms of the question that it says, in
    its own words or in others that mean the same.
    """

    publication: Publication
    finding: Finding
    rank: int
    relevance: float
    coverage: float
    nearby: float
    fits: float
    carried: frozenset[str]
    terms: frozenset[str]

    @property
    def log_odds(self) -> float:
        """Relevance where it does not crowd towards 1."""
        return math.log(self.relevance / (1 - self.relevance)) if self.relevance < 1 else math.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    """A passage with the places where words of the question stand, and the most that a sentence of it can score."""

    found: Found
    passage: Passage
    places: set[tuple[int, str]]
    standing: float
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
    fits: float
    carried: frozenset[str]
    logit: float


def candidates(
    ranking: Ranking, found: Sequence[Found], subject: Subject | None = None
) -> tuple[Candidate, ...]:
    """The sentences of what was found that may answer, most relevant first; equal ones in reading order.

    At most `SHORTLIST`, from evidence statements and at most `PASSAGES_CUT` other passages: those that could
    win if all the words they have of the question stood in one sentence. Only the best sentences by words
    are looked at for what part they play in what kind of study. A title says what was studied and is no
    finding. Empty when nothing but titles has a word of the question.
    """
    values = stated_values(ranking.question.words)
    # A value is met by a range that holds it, and not by the same digits in a figure of something else.
    digits = {term for value in values for term in terms(f"{value.printed} {value.unit}")}
    for value in values:
        digits |= _OF_PEOPLE.get(value.thing, frozenset())
        if subject is not None and _is_held_somewhere(value, found):
            digits |= _name_of(value, ranking.question.words) - subject.terms
    asked = {term: weight for term, weight in ranking.weights.items() if term not in digits}
    if subject is not None:
        asked = _without_words_of(ranking.question.kind, asked)
    places = _places(found, asked, subject, _figures(ranking.question.words))
    if subject is not None:
        stated = [
            [term for _, term in places[passage.id]]
            for one in found
            for passage in one.passages
            if passage.kind is Kind.STATEMENT
        ]
        # Of a topic, a number that no statement says tells nothing: a dose that nobody takes.
        said = {term for terms_said in stated for term in terms_said}
        asked = {
            term: weight for term, weight in asked.items() if not term.isdigit() or term in said
        } or asked
        asked = weights_within(subject, asked, stated)
    importance = {term: weight**2 for term, weight in asked.items()}
    total = math.fsum(importance.values())
    if not found or not total:
        return ()
    shares = {term: weight / total for term, weight in importance.items()}
    best = max(one.hit.score for one in found) or 1.0
    asked_for = frozenset(terms(ranking.question.kind))
    matched = [
        passage for one in found for passage in _matched(one, places, shares, one.hit.score / best, asked_for)
    ]
    matched = _by_their_own_words(matched, cautions=subject.cautions if subject is not None else ())
    matched.sort(key=lambda passage: -passage.most)
    to_cut = [one for one in matched if one.passage.kind is not Kind.STATEMENT][:PASSAGES_CUT]
    whole = [one for one in matched if one.passage.kind is Kind.STATEMENT]
    scored = [sentence for one in (*to_cut, *whole) for sentence in _scored(one, shares, values)]
    scored.sort(key=lambda sentence: -sentence.logit)
    return tuple(sorted(_judged(scored[:SHORTLIST]), key=lambda candidate: -candidate.relevance))


def _name_of(value: StatedValue, question: str) -> set[str]:
    return {
        term
        for start, end, measure in mentions(question)
        if measure.name == value.thing
        for term in terms(f"{measure.name} {question[start:end]}")
    }


def _is_held_somewhere(value: StatedValue, found: Sequence[Found]) -> bool:
    """Is there a rule for the value? Then it tells more than the name of what was measured."""
    return any(
        fit(passage.text, (value,), people=passage.statement.population) > 0
        for one in found
        for passage in one.passages
        if passage.statement is not None
    )


def _without_words_of(kind: str, asked: dict[str, float]) -> dict[str, float]:
    """The terms but for those that only say what kind of question it is: a topic's outcomes answer to that."""
    of_kind = set(terms(KIND_WORDS.get(kind, "")))
    return {term: weight for term, weight in asked.items() if term not in of_kind} or asked


def _figures(question: str) -> dict[str, set[str]]:
    """The numbers of a question, each with the units that it is given in; one of them empty where it has none."""
    figures: dict[str, set[str]] = {}
    for *_, number, unit in measured_at(question):
        figures.setdefault(number, set()).add(unit)
    return figures


def _places(
    found: Sequence[Found], asked: Collection[str], subject: Subject | None, figures: Mapping[str, set[str]]
) -> dict[str, set[tuple[int, str]]]:
    """Where each passage but a title says a term of the question; what a statement only means stands at its start."""
    concepts = concepts_asked(asked, subject)
    return {
        passage.id: _said_in(passage.text, asked, figures)
        | {(0, term) for term in meant(passage, asked, concepts)}
        for one in found
        for passage in one.passages
        if passage.kind is not Kind.TITLE
    }


def _said_in(text: str, asked: Collection[str], figures: Mapping[str, set[str]]) -> set[tuple[int, str]]:
    """Where a text says the terms asked for. Digits count as part of the same number only, in the same unit.

    "25 mg" is neither in 25 mL/min nor in 2.5 mg. A unit left out is no other unit.
    """
    said = located(text, asked)
    if not any(term.isdigit() for _, term in said):
        return said
    others = [
        (start, end)
        for start, end, number, unit in measured_at(text)
        if not any(unit == meant or not unit or not meant for meant in figures.get(number, ()))
    ]
    return {
        (at, term)
        for at, term in said
        if not term.isdigit() or not any(start <= at < end for start, end in others)
    }


def _matched(
    found: Found,
    places: Mapping[str, set[tuple[int, str]]],
    shares: Mapping[str, float],
    standing: float,
    asked_for: frozenset[str],
) -> Iterator[_Matched]:
    told = [p for p in found.passages if p.kind is not Kind.TITLE]
    title = {term for _, term in located(found.publication.title, shares)}
    abstract = {term for p in told if p.kind is Kind.ABSTRACT for _, term in places[p.id]}
    for passage in told:
        if there := places[passage.id]:
            said = {term for _, term in there}
            own = _share(said, shares)
            is_filed = not asked_for.isdisjoint(terms(passage.heading)) or _is_named(passage, shares)
            base = WEIGHTS.intercept + WEIGHTS.rank * standing + WEIGHTS.filed * is_filed
            nearby = _share(_around(passage, said, title=title, abstract=abstract), shares)
            yield _Matched(
                found=found,
                passage=passage,
                places=there,
                standing=standing,
                nearby=nearby,
                base=base,
                most=base + WEIGHTS.coverage * _coverage(own, nearby),
            )


def _is_named(passage: Passage, shares: Mapping[str, float]) -> bool:
    """Does the question name the outcome an evidence statement is on?"""
    outcome = terms(passage.heading) if passage.statement is not None else []
    return bool(outcome) and all(term in shares for term in outcome)


def _by_their_own_words(matched: list[_Matched], *, cautions: Collection[str]) -> list[_Matched]:
    """Evidence statements ranked by what each carries itself: the best of a source says nothing for its others."""
    best = max((one.nearby for one in matched if one.passage.kind is Kind.STATEMENT), default=0.0)
    return [
        _by_its_own(one, best, cautions) if one.passage.kind is Kind.STATEMENT else one for one in matched
    ]


def _by_its_own(one: _Matched, best: float, cautions: Collection[str]) -> _Matched:
    focus = len({term for _, term in one.places}) / (len(set(terms(one.passage.text))) or 1)
    gain = WEIGHTS.rank * (one.nearby / best - one.standing) + WEIGHTS.focus * focus
    gain += WEIGHTS.caution * (one.passage.heading in cautions)
    return replace(one, base=one.base + gain, most=one.most + gain)


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


def _scored(
    matched: _Matched, shares: Mapping[str, float], values: tuple[StatedValue, ...]
) -> Iterator[_Sentence]:
    spans = cut(matched.passage)
    people = matched.passage.statement.population if matched.passage.statement is not None else ""
    for place, (start, end) in enumerate(spans):
        said = {term for at, term in matched.places if start <= at < end}
        if said:
            coverage = _coverage(_share(said, shares), matched.nearby)
            fits = fit(matched.passage.text[start:end], values, people=people)
            yield _Sentence(
                found=matched.found,
                passage=matched.passage,
                cut=spans,
                place=place,
                coverage=coverage,
                nearby=matched.nearby,
                fits=fits,
                carried=frozenset(said),
                logit=matched.base + WEIGHTS.coverage * coverage + WEIGHTS.fit * fits,
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
    # What was worked out from others to answer a question whole stands with the guidance it sums up.
    standing = strength(Design.GUIDELINE if finding.design is Design.DERIVED else finding.design)
    worth = WEIGHTS.role[finding.role] + WEIGHTS.design * (standing - 1) + WEIGHTS.effect * tells_effect
    return Candidate(
        publication=sentence.found.publication,
        finding=finding,
        rank=sentence.found.hit.rank,
        relevance=_probability(sentence.logit + worth),
        coverage=sentence.coverage,
        nearby=sentence.nearby,
        fits=sentence.fits,
        carried=sentence.carried,
        terms=frozenset(terms(finding.text)),
    )


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))
