"""One question with all that an answer to it may be made of: what is asked about, and how broadly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

from curbside.answer import article
from curbside.answer.carrying import names_medicine, other_medicines
from curbside.answer.claims import Bookcase
from curbside.answer.draft import Claim, DraftOmission, DraftStep, DraftVerdict
from curbside.answer.verdicts import appraised, stated, summed_up, verdict
from curbside.appraisal.design import Design, strength
from curbside.appraisal.finding import Finding
from curbside.appraisal.fit import fit, is_example
from curbside.appraisal.limit import daily_doses, daily_limits, least
from curbside.appraisal.result import CONCERN, Asked, StudyResult, treatment_of
from curbside.appraisal.study import abstract_results
from curbside.appraisal.subject import Subject, meanings
from curbside.literature.figures import numbers
from curbside.literature.library.analysis import terms
from curbside.literature.topic import Topic, TopicQuestion
from curbside.question.doses import StatedDose, doses
from curbside.question.read import read_question
from curbside.question.reading import ClinicalQuestion
from curbside.question.states import states
from curbside.question.values import StatedValue, mentions, stated_values
from curbside.retrieval.dossier import (
    ABOUT_TREATMENT,
    KIND_WORDS,
    Dossier,
    asked_before,
    essence,
    names,
    nearness,
)
from curbside.retrieval.ordinary import is_ordinary
from curbside.retrieval.ranking import Found
from curbside.terminology.medicines import medicines_named
from curbside.terminology.quantities import Amount

_ABOUT_EFFECT: Final = frozenset({"effect", "comparison", "harm"})
_CAUTIONS: Final = ("contraindications", "interactions", "pregnancy", "stop rule")
_BROAD: Final = frozenset(
    terms(
        """
        role manage management managing treat treating treatment therapy use useful effect effective effectiveness
        efficacy benefit benefits help helpful work works overview summary patient patients woman women adult adults
        people person value place good worth
        """
    )
)
"""What a question as broad as its topic may say besides the topic's own words."""
_WHEN_ASKED_FOR: Final = 6
_SLOT_OF_KIND: Final = {
    "contraindication": "contraindications",
    "interaction": "interactions",
    "monitoring": "monitoring",
}
_TOGETHER: Final = re.compile(r"\b(?:plus|with|and|combined)\b|\+", re.IGNORECASE)
_OF: Final = re.compile(r" (?:\w+ ){0,3}?of (?P<what>[\w -]{3,30})", re.IGNORECASE)
"""Of what a dose is: "500 mg twice a day of metformin"."""
_NEXT: Final = 20
_UNITS: Final = frozenset(terms("mg mcg µg ng kg g IU mL dL L min mmol nmol µmol pmol"))
RULES: Final = (Design.DERIVED, Design.PRODUCT_LABEL, Design.GUIDELINE)
"""What lays down, before what was found: a label's contraindication comes before a trial's exclusion."""
_WITH_STEPS: Final = frozenset({"dose", "monitoring"})


@dataclass(frozen=True, kw_only=True)
class Brief:
    """``known`` is the question of the topic that this one asks in other words, if there is one."""

    question: ClinicalQuestion
    dossier: Dossier
    usable: Sequence[Found]
    bookcase: Bookcase
    asked: Asked
    known: TopicQuestion | None

    @cached_property
    def is_broad(self) -> bool:
        """Does it get the whole article?"""
        topic = self.dossier.topic
        return topic is not None and is_broad(self.question, topic)

    @property
    def names_treatment(self) -> bool:
        """Does the question name the treatment its topic is about?"""
        topic = self.dossier.topic
        return topic is not None and names(topic.intervention, self.question.read_as)

    @property
    def treatment(self) -> str:
        """What the treatment asked about is called; empty when none is."""
        return self.asked.intervention[0] if self.asked.intervention else ""

    @property
    def asks_for_effect(self) -> bool:
        """Does it ask what a treatment does, and not how it is given?"""
        return self.question.kind in _ABOUT_EFFECT

    def outcomes_of(self, bottom_line: Iterable[Finding]) -> tuple[str, ...]:
        """The outcomes to judge: those the question names, or, of an effect, the one that the answer begins with."""
        topic = self.dossier.topic
        if topic is None:
            return self.question.outcomes
        named = outcomes_named(self.question, topic)
        if not named and self.question.kind != "effect":
            return ()
        first = next((one.passage.statement for one in bottom_line), None)
        return tuple(named) or (
            (first.outcome,) if first is not None and first.outcome in topic.judged else ()
        )

    def verdicts(self, outcomes: Iterable[str]) -> list[DraftVerdict]:
        """The verdicts on these outcomes, where any study speaks to them.

        A question about people of its own, such as those with sarcoidosis, gets none that was found in others.
        """
        topic = self.dossier.topic
        outcomes = tuple(outcomes)
        results = [
            self._as_it_stands(one)
            for one in (*stated(self.bookcase, self.asked), *self._of_abstracts(outcomes))
            if self._is_on_people(one.finding)
        ]
        results = [one for one in results if self._fit(one.finding) > 0] or results
        plain = topic.outcomes if topic is not None else {}
        own_people = topic is not None and self.asked.population not in ((), topic.population)
        appraisals = appraised(self._against_what_is_asked(results), outcomes)
        return [
            verdict(one, self.bookcase, plain_outcome=plain.get(one.outcome, ""))
            for one in appraisals
            if one.is_direct or not own_people
        ]

    def _as_it_stands(self, result: StudyResult) -> StudyResult:
        """The result, flagged where a concern was raised about its publication."""
        if result.publication.id not in self._doubted:
            return result
        return replace(result, flags=result.flags | {CONCERN})

    @cached_property
    def _doubted(self) -> frozenset[str]:
        return frozenset(one.publication.id for one in self.usable if one.standing.concern_raised_by)

    def _is_on_people(self, finding: Finding) -> bool:
        """Was it found in people of the state and the values the question gives, as far as it says?"""
        said = finding.passage.statement
        if said is None:
            return True
        in_state = states(self.question.read_as) <= states(f"{said.population} {finding.text} {said.outcome}")
        return in_state and self._fit(finding) >= 0

    def line_of(self, verdicts: Sequence[DraftVerdict]) -> Claim | None:
        """The line that sums verdicts up, for a question of effect. One study of a document speaks for itself."""
        studies = {
            q.passage.publication for v in verdicts for c in (*v.supporting, *v.opposing) for q in c.quotes
        }
        if not self.asks_for_effect or (self.dossier.topic is None and len(studies) < 2):
            return None
        return summed_up(verdicts, intervention=self.treatment)

    def _of_abstracts(self, outcomes: Sequence[str]) -> Iterator[StudyResult]:
        """What the documents that were retrieved say of these outcomes."""
        if self.asked.intervention and outcomes:
            for one in self.usable:
                for result in abstract_results(one.publication, self.asked, outcomes):
                    # A trial in another disease says nothing of this one.
                    if result.is_direct:
                        yield result

    def _against_what_is_asked(self, results: Sequence[StudyResult]) -> Sequence[StudyResult]:
        """The results against the treatment the question compares with, when it names one that was compared with."""
        asked = [one for one in results if one.against and names((one.against,), self.question.read_as)]
        together = self._together
        combined = [one for one in results if together and names(together, _given(one.finding))]
        return combined or asked or results

    @cached_property
    def _together(self) -> tuple[str, ...]:
        """What the question gives together with the topic's treatment: calcium plus vitamin D."""
        topic = self.dossier.topic
        if topic is None or not _TOGETHER.search(self.question.read_as):
            return ()
        return self._others

    @cached_property
    def _others(self) -> tuple[str, ...]:
        """The medicines that the question names beside the topic's treatment and what its people take."""
        return other_medicines(self.dossier)

    @cached_property
    def names_outcome(self) -> bool:
        """Does the question name what it hopes for or fears?"""
        topic = self.dossier.topic
        return bool(self.question.outcomes or (topic is not None and outcomes_named(self.question, topic)))

    def of_its_slot(self) -> list[Finding]:
        """What fills a slot, when the question asks for nothing but that: "interactions of apixaban"."""
        topic = self.dossier.topic
        if topic is None or not self.names_treatment:
            return []
        asked = essence(self.question.terms, self.question.kind, topic)
        if any(not word.startswith("<") and not is_ordinary(word) for word in asked):
            return []
        # Of a value it is asked what holds there.
        if self._values and not self.barred:
            return []
        filling = partial(
            article.filling,
            topic=topic,
            bookcase=self.bookcase,
            asked=self.asked,
            is_on_named=self._is_on_named,
        )
        if self.question.kind == "harm":
            return [*filling("contraindications"), *article.harms(self.bookcase, self.asked)]
        slot = _SLOT_OF_KIND.get(self.question.kind)
        return filling(slot, most=_WHEN_ASKED_FOR) if slot is not None else []

    @cached_property
    def barred(self) -> list[Finding]:
        """The contraindications that a value of the question itself meets: they come before anything else."""
        # 1 is for a value named exactly, and "exactly 30 is not below the limit" bars nothing. Whom a study left out
        # is told of its people, and lays down nothing.
        return [
            one
            for one in self._contraindications()
            if 0 < self._fit(one) < 1 and (one.design in RULES or fit(one.text, self._values) > 0)
        ]

    def cautioned(self) -> list[Finding]:
        """The contraindications in the very condition that a question names beside the treatment.

        None for a question the topic's author has answered.
        """
        topic = self.dossier.topic
        if topic is None or self.known is not None or self.question.kind not in ABOUT_TREATMENT:
            return []
        measured = {term for *_, measure in mentions(self.question.read_as) for term in terms(measure.name)}
        own = {*measured, *_UNITS, *terms(" ".join((*topic.intervention, *topic.population)))}
        own |= set(
            terms(" ".join((KIND_WORDS.get(self.question.kind, ""), *medicines_named(self.question.read_as))))
        )
        asked = {term for word in self.question.terms for term in terms(word)}
        telling = {term for term in asked - own if not is_ordinary(term)}
        return [
            one
            for one in self._contraindications()
            if telling and self._fit(one) >= 0 and telling <= _meant_by(one, telling)
        ]

    def beyond(self) -> list[Finding]:
        """What says how much is taken, where the question has a dose above all that any of it allows.

        The limits at the value asked about, if there are any, or else those for everybody; where none is stated, the
        rule of dose that the topic's author gives first.
        """
        given = self._given_in_a_day
        if given is None:
            return []
        stated = [one for one in self.bookcase if self._lays_down_doses(one)]
        at_value = [one for one in stated if self._fit(one) > 0 and daily_limits(one.text)]
        limits = {
            one.passage.id: limit
            for one in at_value or [one for one in stated if not mentions(one.text)]
            if (limit := least(daily_limits(one.text), given.dimension)) is not None
        }
        if limits:
            reached = min(limits.values()) if at_value else max(limits.values())
            passed = [one for one in stated if limits.get(one.passage.id, given) < given]
            passed.sort(
                key=lambda one: (-self._fit(one), one.design is not Design.DERIVED, -strength(one.design))
            )
            return passed if reached < given else []
        return self._usual_dose() if self._is_above_the_usual(given, stated) else []

    @cached_property
    def _given_in_a_day(self) -> Amount | None:
        """The most a day of the topic's treatment that the question speaks of."""
        topic = self.dossier.topic
        if topic is None or not self.names_treatment or self.question.kind not in ABOUT_TREATMENT:
            return None
        asked = self.question.read_as
        # Who took too much is not to be told how much to take.
        if "poisoning" in states(asked):
            return None
        amounts = [one.in_a_day for one in doses(asked) if self._is_of_treatment(one, topic)]
        return max(amounts, key=lambda one: one.magnitude, default=None)

    def _is_of_treatment(self, dose: StatedDose, topic: Topic) -> bool:
        """Is it a dose of the topic's treatment? It is of what is named right after it, or else last before it."""
        asked = self.question.read_as.casefold()
        if of := _OF.match(asked, dose.end):
            return names(topic.intervention, of["what"])
        own = max(asked[: dose.start].rfind(name.casefold()) for name in topic.intervention)
        other = max((asked[: dose.start].rfind(name.casefold()) for name in self._others), default=-1)
        if own < 0 and other < 0:
            return not names_medicine(self._others, asked[dose.end : dose.end + _NEXT])
        return own > other

    def _lays_down_doses(self, finding: Finding) -> bool:
        said = finding.passage.statement
        return (
            said is not None
            and self._fit(finding) >= 0
            and not is_example(said.population)
            and states(said.population) <= states(self.question.read_as)
            and self.asked.names_intervention(f"{said.intervention} {finding.text}")
        )

    def _is_above_the_usual(self, given: Amount, stated: Sequence[Finding]) -> bool:
        usual = [
            amount
            for one in stated
            if _is_filed_under_dose(one)
            for amount in daily_doses(one.text)
            if amount.dimension == given.dimension
        ]
        return bool(usual) and max(usual) < given

    def _usual_dose(self) -> list[Finding]:
        """What answers the questions of the topic's author, in turn, as far as it is a rule of dose."""
        topic = self.dossier.topic
        answers = [name for one in topic.questions for name in one.answered_by] if topic is not None else []
        found = self.bookcase.named(dict.fromkeys(answers))
        return [one for one in found if _is_filed_under_dose(one) and self._lays_down_doses(one)][:1]

    def is_effect(self, finding: Finding) -> bool:
        """Is it on what the treatment does? Where it is barred, that it seldom harms is not the next thing to read."""
        said, topic = finding.passage.statement, self.dossier.topic
        return said is not None and topic is not None and said.outcome in topic.judged

    def is_idle(self, finding: Finding) -> bool:
        """Is it a rule of use, and not on the value asked about? Where the treatment is barred, it is of no use."""
        said, topic = finding.passage.statement, self.dossier.topic
        if said is None or topic is None or said.direction != "not applicable":
            return False
        cautions = {outcome for slot in _CAUTIONS for outcome in topic.slots.get(slot, ())}
        return said.outcome not in cautions and self._fit(finding) <= 0

    def _contraindications(self) -> list[Finding]:
        topic = self.dossier.topic
        outcomes = topic.slots.get("contraindications", ()) if topic is not None else ()
        return [
            one
            for one in self.bookcase
            if (said := one.passage.statement) is not None
            and said.outcome in outcomes
            and self.names_treatment
            and self.asked.names_intervention(f"{said.intervention} {one.text}")
        ]

    @property
    def states_values(self) -> bool:
        """Does the question give values of somebody: an age, a weight, a creatinine?"""
        return bool(self._values)

    @cached_property
    def _values(self) -> tuple[StatedValue, ...]:
        return stated_values(self.question.read_as)

    def _fit(self, finding: Finding) -> float:
        said = finding.passage.statement
        return fit(finding.text, self._values, people=said.population if said is not None else "")

    def claims(self, part: Sequence[Finding], *, after: Sequence[Finding] = ()) -> tuple[Claim, ...]:
        """The claims of a part, with what they must not be shown without, unless the bottom line has said it."""
        said = {finding.passage.id for finding in self.bookcase.in_company(after)}
        return tuple(self.bookcase.claim(finding) for finding in self.bookcase.in_company(part, said=said))

    def steps(self, *, after: Sequence[Finding]) -> tuple[DraftStep, ...]:
        """The topic's steps, for a question of how the treatment is given."""
        topic = self.dossier.topic
        if topic is None or not self.names_treatment or self.question.kind not in _WITH_STEPS:
            return ()
        return article.steps(topic, self.bookcase, after=after)

    def omissions(self) -> tuple[DraftOmission, ...]:
        """What a careful reader looks for in every answer about a treatment."""
        topic = self.dossier.topic
        if topic is None:
            return article.looked_up(self.dossier.slots, self.asked, is_on_named=self._is_on_named)
        if not self.names_treatment or self.question.kind not in ABOUT_TREATMENT:
            return ()
        return article.omissions(
            topic,
            self.bookcase,
            self.asked,
            barred=self.barred,
            applies=lambda finding: self._fit(finding) >= 0,
            is_on_named=self._is_on_named,
        )

    def _is_on_named(self, finding: Finding) -> bool:
        """Does it speak of a medicine that the question names beside the treatment, or of a state it names?"""
        return names_medicine(self._others, finding.text) or not states(finding.text).isdisjoint(
            states(self.question.read_as)
        )

    def follow_ups(self) -> tuple[str, ...]:
        """Questions that may come next and that the library can answer."""
        topic = self.dossier.topic
        if topic is None:
            return article.asked_of_slots(self.omissions(), self.treatment)
        weights = self.dossier.ranking.weights
        return article.follow_ups(
            topic,
            self.bookcase,
            asked_now=self.known,
            nearness=lambda other: nearness(self.question, other, topic, weights),
        )


def _is_filed_under_dose(finding: Finding) -> bool:
    said = finding.passage.statement
    return said is not None and set(terms(said.outcome)) <= set(terms(KIND_WORDS["dose"]))


def _given(finding: Finding) -> str:
    return finding.passage.statement.intervention if finding.passage.statement is not None else ""


def _meant_by(finding: Finding, asked: Iterable[str]) -> set[str]:
    """Which of the terms asked for a statement says, in its own words or in others that mean the same."""
    said = finding.passage.statement
    spoken = set(terms(f"{finding.text} {said.population if said is not None else ''}"))
    return {
        term
        for term in asked
        if term in spoken or any(set(terms(phrase)) <= spoken for phrase in meanings(term))
    }


def asked_of(question: ClinicalQuestion, topic: Topic | None, bookcase: Bookcase) -> Asked:
    """The treatment and the people a question is about, in every phrase they go by.

    A question that names a topic's own treatment is about that. Else it is about a treatment that some statement
    of the topic is on and the question names; else about what the question's own grammar says.
    """
    if topic is None:
        return Asked(
            intervention=(question.intervention,) if question.intervention else (),
            population=(question.population,) if question.population else (),
        )
    own = (question.population,) if question.population else ()
    # Being on dialysis is told by `states`, and does not make them other people.
    mine = names(topic.population, question.read_as) or bool(states(question.population or ""))
    population = topic.population if mine else own
    if names(topic.intervention, question.read_as):
        return Asked(intervention=topic.intervention, population=population)
    others = dict.fromkeys(
        treatment_of(said.intervention)
        for finding in bookcase
        if (said := finding.passage.statement) is not None and said.intervention
    )
    named = tuple(
        name
        for name in others
        if names((name,), question.read_as) and not names((name,), " ".join(topic.population))
    )
    return Asked(intervention=named, population=population)


def subject_of(topic: Topic | None) -> Subject | None:
    """What the statements of a topic share, and what tells them apart."""
    if topic is None:
        return None
    cautions = (outcome for slot in _CAUTIONS for outcome in topic.slots.get(slot, ()))
    return Subject(
        concepts=(topic.intervention, topic.population),
        outcomes=tuple(topic.outcomes),
        cautions=tuple(cautions),
    )


def known_question(question: ClinicalQuestion, dossier: Dossier) -> TopicQuestion | None:
    """The question of the topic that this one asks in other words; of a broad one, the broadest the topic has."""
    topic = dossier.topic
    if topic is None:
        return None
    if (known := asked_before(question, topic, dossier.ranking.weights)) is not None:
        return known
    if not is_broad(question, topic):
        return None
    return next((one for one in topic.questions if is_broad(read_question(one.ask), topic)), None)


def is_broad(question: ClinicalQuestion, topic: Topic) -> bool:
    """Is a question as broad as the topic: in no words but those of its title, its treatment and its people?"""
    if not topic.sections or question.outcomes or outcomes_named(question, topic):
        return False
    if numbers(question.words) or question.kind != "effect":
        return False
    own = set(terms(" ".join((topic.title, *topic.intervention, *topic.population))))
    asked = {term for word in question.terms for term in terms(word)}
    return names(topic.intervention, question.read_as) and asked <= own | _BROAD


def outcomes_named(question: ClinicalQuestion, topic: Topic) -> list[str]:
    """The outcomes that get a verdict and that a question names."""
    asked = {term for word in question.terms for term in terms(word)}
    named = {
        outcome: words
        for outcome in topic.judged
        if (words := set(terms(outcome))) <= asked
        or any(set(terms(phrase)) <= asked for phrase in meanings(outcome))
    }
    # "Mortality on dialysis" is not asked of mortality at large.
    return [one for one, words in named.items() if not any(words < other for other in named.values())]
