"""Which sentences are said, and which of them first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from curbside.answer.settings import ExtractiveSettings
from curbside.appraisal.design import Design, strength
from curbside.appraisal.fit import is_example
from curbside.appraisal.relevance import Candidate
from curbside.appraisal.role import Role
from curbside.appraisal.subject import Subject, meanings
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Statement
from curbside.question.reading import ClinicalQuestion
from curbside.question.states import affirmed, denied, ruled_out, states
from curbside.question.values import stated_values
from curbside.retrieval.dossier import Dossier, names
from curbside.retrieval.ordinary import is_ordinary


def applicable(ranked: Sequence[Candidate], question: ClinicalQuestion) -> list[Candidate]:
    """Without the statements that are for other people: for a value this question leaves out, or a state besides it.

    A question that gives no value may be asked of anybody, and what is for a state besides it only stands last.
    """
    gives_values = bool(stated_values(question.read_as))
    denied = ruled_out(question.read_as)
    fitting = [
        one
        for one in ranked
        if one.finding.passage.statement is None
        or (
            one.fits >= 0
            and not (gives_values and is_of_others(one, question))
            and states(one.finding.passage.statement.population).isdisjoint(denied)
        )
    ]
    return sorted(fitting, key=lambda one: is_of_others(one, question))


def is_of_others(candidate: Candidate, question: ClinicalQuestion) -> bool:
    """Is a statement on people in a state that the question does not put its own in, such as dialysis?

    So is one that works a case out for values which the question does not give.
    """
    said = candidate.finding.passage.statement
    if said is None:
        return False
    if is_example(said.population) and candidate.fits < 1:
        return True
    if _is_on_what_is_denied(said, question.read_as):
        return True
    asked = states(question.read_as)
    # "At a clearance of 20 without dialysis" says in its words, and not in its people, whom it is not for.
    excluded = ruled_out(f"{said.population}. {candidate.finding.text}")
    return not states(said.population) <= asked or not asked.isdisjoint(excluded)


def _is_on_what_is_denied(said: Statement, question: str) -> bool:
    """Is it for people, or on an outcome, that the question says it is not about?"""
    about = f"{said.population}. {said.outcome}"
    if not states(about).isdisjoint(ruled_out(question)):
        return True
    conditions = [one for condition in denied(question) for one in (condition, *meanings(condition))]
    return names(conditions, affirmed(about))


def choose(
    ranked: Sequence[Candidate], dossier: Dossier, settings: ExtractiveSettings
) -> tuple[list[Candidate], dict[str, str]]:
    """The sentences to say, most relevant first, and why the best of each other publication was passed over."""
    telling = _telling(dossier)
    chosen: list[Candidate] = []
    passed_over: dict[str, str] = {}
    publications: Counter[str] = Counter()
    sections: Counter[str] = Counter()
    for candidate in ranked:
        publication, section = candidate.publication.id, heading_of(candidate)
        if chosen and not (
            _answers(candidate, chosen[0], settings) and _carries_the_point(candidate, chosen[0], telling)
        ):
            passed_over.setdefault(publication, "")
        elif (twin := _twin(candidate, chosen, settings)) is not None:
            passed_over.setdefault(publication, f"says what {twin.publication.id} says")
        elif sections[section] >= settings.in_section or publications[publication] >= settings.of_publication:
            passed_over.setdefault(publication, "more relevant sources of its kind say enough")
        else:
            chosen.append(candidate)
            publications[publication] += 1
            sections[section] += 1
    return chosen, passed_over


def _answers(candidate: Candidate, best: Candidate, settings: ExtractiveSettings) -> bool:
    """May it be said beside a better one?

    Every word of a statement was chosen, so few may be enough; but of statements on one subject, those that
    carry far less of the question than the best one are on something else.
    """
    if candidate.relevance < settings.answering:
        return False
    if candidate.finding.passage.statement is None:
        return candidate.coverage >= settings.beside
    return candidate.coverage >= settings.of_best * best.coverage


def _twin(
    candidate: Candidate, chosen: Iterable[Candidate], settings: ExtractiveSettings
) -> Candidate | None:
    return next((other for other in chosen if _are_alike(candidate, other, settings)), None)


def _are_alike(one: Candidate, other: Candidate, settings: ExtractiveSettings) -> bool:
    shorter = min(len(one.terms), len(other.terms))
    return len(one.terms & other.terms) >= settings.alike * shorter


def bottom_line_of(
    chosen: Sequence[Candidate], dossier: Dossier, subject: Subject | None, settings: ExtractiveSettings
) -> list[Candidate]:
    """The most relevant finding, and beside it one that goes another way, when there is one.

    Evidence for is never shown alone where the same outcome has evidence against, and of the two the
    larger study speaks first. Otherwise the strongest design among the nearly as relevant stands beside.
    A statement that sums others up goes before those it sums up, and after one that keeps from harm.
    """
    findings = [one for one in chosen if _is_found(one)] or chosen[:1]
    question = dossier.ranking.question
    findings = [one for one in findings if not is_of_others(one, question)] or findings
    findings = _on_the_value(findings, _telling(dossier))
    exact = [one for one in findings if one.fits == 1][:1]
    findings = _on_what_is_asked(findings, dossier)
    if exact:
        return [*exact, *(one for one in findings if one not in exact)][: settings.in_bottom_line]
    summing = [one for one in findings if _sums_up(one, findings, settings)]
    if summing:
        cautions = subject.cautions if subject is not None else ()
        led = [one for one in findings if one.finding.passage.heading in cautions and one not in summing]
        led = [one for one in led if one.coverage >= settings.summing * findings[0].coverage]
        summed = sorted(summing, key=lambda one: -one.fits)
        return [*led[:1], *summed][: settings.summing_up]
    first, *others = findings
    near = [other for other in others if other.relevance >= settings.near * first.relevance]
    near.sort(key=lambda other: (-strength(other.finding.design), -other.relevance))
    against = _against(first, near[: settings.looked_at])
    if against is not None and settings.in_bottom_line > 1:
        return sorted((first, against), key=_size, reverse=True)
    return [first, *near[: settings.in_bottom_line - 1]]


def _on_the_value(findings: Sequence[Candidate], telling: Mapping[str, float]) -> list[Candidate]:
    """Once a rule speaks of the very value asked about, one that speaks of no value can wait.

    Unless it alone speaks of what the question tells most by: the mechanical valve of a man of 82.
    """
    about = sorted((one for one in findings if one.fits > 0), key=lambda one: one.fits < 1)
    said = frozenset().union(*(one.carried for one in findings)) & telling.keys()
    if not about or not said:
        return about or list(findings)
    point = max(said, key=lambda term: (telling[term], term))
    if any(point in one.carried for one in about):
        return about
    return [*(one for one in findings if one.fits == 0 and point in one.carried), *about]


def _on_what_is_asked(findings: Sequence[Candidate], dossier: Dossier) -> list[Candidate]:
    """Of a value or a dose, what is filed under the very thing asked: a dose, or starting, and not how often to check.

    Unless it leaves out what the question tells most by: an interacting drug is filed under interactions.
    """
    ranking, topic = dossier.ranking, dossier.topic
    kind = ranking.question.kind
    if topic is None or not (kind == "dose" or any(one.fits > 0 for one in findings)):
        return list(findings)
    telling = _telling(dossier)
    said = frozenset().union(*(one.carried for one in findings)) & telling.keys()
    point = max(said, key=lambda term: (telling[term], term), default="")
    asked = ranking.weights.keys() | set(terms(kind))
    filed = [one for one in findings if (words := set(terms(heading_of(one)))) and words <= asked]
    if any(not point or point in one.carried or one.fits > 0 for one in filed):
        return filed
    besides = {outcome for slot, outcomes in topic.slots.items() if slot in _BESIDES for outcome in outcomes}
    return [one for one in findings if heading_of(one) not in besides or point in one.carried] or list(
        findings
    )


_BESIDES = frozenset({"monitoring", "interactions", "pregnancy", "stop rule"})


def _sums_up(candidate: Candidate, findings: Sequence[Candidate], settings: ExtractiveSettings) -> bool:
    """Was it worked out from others to answer, and does it carry nearly as much of the question as any?"""
    if candidate.finding.design is not Design.DERIVED:
        return False
    as_whole = candidate.coverage >= settings.summing * max(one.coverage for one in findings)
    return as_whole and candidate.log_odds >= max(one.log_odds for one in findings) - settings.behind


def _telling(dossier: Dossier) -> dict[str, float]:
    """The weights of the terms that tell a question of a topic from others of it; empty where there is no topic."""
    topic = dossier.topic
    if topic is None:
        return {}
    own = set(terms(" ".join((*topic.intervention, *topic.population))))
    return {
        term: weight
        for term, weight in dossier.ranking.weights.items()
        if term not in own and not is_ordinary(term)
    }


def _carries_the_point(candidate: Candidate, best: Candidate, telling: Mapping[str, float]) -> bool:
    """Does a statement say the most telling thing that the best one says: the liver, and not just failure?"""
    said = best.carried & telling.keys()
    if candidate.finding.passage.statement is None or not said:
        return True
    return max(said, key=lambda term: (telling[term], term)) in candidate.carried


def reports(candidate: Candidate) -> bool:
    """Does it report something? What a study asked, and how it went about it, is not what it found."""
    return candidate.finding.role not in (Role.OBJECTIVE, Role.METHODS)


def _is_found(candidate: Candidate) -> bool:
    """Was it found by its own source, or worked out from what was? What was known before was not."""
    return candidate.finding.role is not Role.BACKGROUND and reports(candidate)


def _against(first: Candidate, others: Iterable[Candidate]) -> Candidate | None:
    """The first finding on the same outcome, or of the same kind of evidence, that goes another way."""
    same = [
        other for other in others if heading_of(other) == heading_of(first) and _share_subject(first, other)
    ]
    way = _way(first) if same else None
    if way is None:
        return None
    return next((other for other in same if _way(other) not in (None, way)), None)


def _share_subject(one: Candidate, other: Candidate) -> bool:
    """Are two evidence statements on one intervention? Of documents, nobody has said what they are on."""
    said = one.finding.passage.statement, other.finding.passage.statement
    if said[0] is None or said[1] is None:
        return True
    return not set(terms(said[0].intervention)).isdisjoint(terms(said[1].intervention))


def _size(candidate: Candidate) -> int:
    """How many people an evidence statement is on; 0 where nobody has said."""
    said = candidate.finding.passage.statement
    return (said.sample_size or 0) if said is not None else 0


def _way(candidate: Candidate) -> str | None:
    """Which way a finding goes: an evidence statement's own word, or what the sentence says; None if neither."""
    said = candidate.finding.passage.statement
    if said is not None:
        return said.direction if said.direction in _WAYS else None
    return candidate.finding.direction()


_WAYS = ("benefit", "harm", "no difference", "mixed")

BY_KIND = (
    ("Guidelines and reviews", {Design.GUIDELINE, Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW}),
    ("Trials", {Design.RANDOMISED_TRIAL, Design.NON_RANDOMISED_TRIAL}),
    (
        "Observational studies",
        {
            Design.COHORT,
            Design.CASE_CONTROL,
            Design.CROSS_SECTIONAL,
            Design.OBSERVATIONAL,
            Design.CASE_REPORT,
        },
    ),
    ("Laboratory and animal studies", {Design.LABORATORY, Design.ANIMAL}),
)
OTHERWISE = "Further findings"


def heading_of(candidate: Candidate) -> str:
    """What a finding is filed under: a statement's outcome, or the kind of evidence a document is."""
    said = candidate.finding.passage.statement
    if said is not None and said.outcome:
        return said.outcome
    return next((title for title, designs in BY_KIND if candidate.finding.design in designs), OTHERWISE)
