"""Everything gathered for one question before a word is written: what was found, the topic it belongs to, what else
the question may mean, and what a careful reader would look up besides.

A topic's statements are read whole, because an answer needs more of them than a search returns: what a statement
must not be shown without, what it rests on, the steps, the slots. Statements of other topics stay out, and so, once
a short form has been read one way, do sources that speak only of the other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Protocol

from curbside.literature.figures import numbers
from curbside.literature.library.analysis import terms
from curbside.literature.publication import Passage
from curbside.literature.text import fold
from curbside.literature.topic import Topic, TopicQuestion
from curbside.question.constraints import Constraints
from curbside.question.read import read_question
from curbside.question.reading import ClinicalQuestion, SenseChoice
from curbside.question.states import states
from curbside.question.values import stated_values
from curbside.retrieval.ordinary import is_ordinary
from curbside.retrieval.ranking import Found, Ranking, Retriever
from curbside.retrieval.succession import yielding
from curbside.terminology.medicines import medicines_named
from curbside.terminology.senses import Inventory, SenseInventory, one_wording, same_sense
from curbside.terminology.synonyms import SYNONYMS, same_as

SLOT_WORDS: Final[dict[str, str]] = {
    "contraindications": "contraindicated contraindication contraindications avoid avoided unsafe unsuitable precludes",
    "renal impairment": "renal kidney dialysis nephropathy creatinine eGFR",
    "pregnancy": "pregnancy pregnant breastfeeding breast lactation fetal unborn placenta contraception conceive",
    "interactions": "interaction interactions interacts coadministration combined together concomitant potentiates",
    "monitoring": "monitoring monitored monitor checked measured weekly monthly",
    "stop rule": "discontinue discontinued discontinuation stopped stopping withdrawal tapered",
}
"""The words that fill a slot from a document, where no author has said which statements do."""

ABOUT_TREATMENT: Final = frozenset(
    "effect dose harm monitoring contraindication interaction comparison".split()
)
"""The kinds of question whose answer leads to somebody being treated."""

KIND_WORDS: Final[dict[str, str]] = {
    "dose": "dose doses dosing dosage much many take takes given",
    "monitoring": "monitor monitored monitoring often check checked recheck measured",
    "contraindication": "contraindication contraindications contraindicated avoid avoided used take taken given not",
    "interaction": "interaction interactions interact interacts together combined",
    "harm": "safe safety harm harms side effects adverse toxic toxicity risks",
}
"""The words by which a kind of question is told, and which tell no more once it is."""

_EITHER_DOSE: Final = re.compile(
    r"\d[\d.,]*\s*(?:mg\s+)?(?:or|versus|vs\.?)\s+\d[\d.,]*\s*(?:mg|IU|mcg|g)\b", re.I
)
_TREATMENT, _PEOPLE = "<treatment>", "<people>"
_OF_AGE: Final = frozenset(terms("year years old aged age"))
"""Words around an age, which is itself compared as a number."""
_UNITS: Final = frozenset(terms("mg dL mL min L µmol nmol ng kg IU"))
_SWITCH: Final = frozenset(terms("switch"))
_OF_A_SIGN = 2.0
_WORTH_AN_ASIDE = 0.4
_LOOKED_UP = 10
"""Publications read for a slot."""
_SAME_QUESTION = 0.72
_SAME_OTHER_WAY = 0.5
_SAME_NAME = 0.5


class TopicRetriever(Retriever, Protocol):
    """A retriever whose library may hold topics."""

    def shelf(self, topic: Topic) -> tuple[Found, ...]:
        """Every statement of a topic, by publication, in the order of their ids."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What is answered apart: another sense of a short form, or the second topic of a question that names two."""

    title: str
    ranking: Ranking
    found: tuple[Found, ...]
    topic: Topic | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What an answer may be written from.

    ``topic`` is the one the question belongs to, None when it belongs to none; ``elsewhere`` are sources that were
    retrieved and belong to another topic, ``in_other_sense`` those that mean something else by a short form of the
    question, each with that short form; ``slots`` holds for each of
    `curbside.literature.topic.SLOTS` what a search for it found, where no topic says.
    """

    ranking: Ranking
    found: tuple[Found, ...]
    topic: Topic | None = None
    elsewhere: tuple[Found, ...] = ()
    in_other_sense: tuple[tuple[Found, str], ...] = ()
    asides: tuple[Aside, ...] = ()
    slots: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)

    @property
    def everything(self) -> tuple[Found, ...]:
        """Each publication once, with every passage of it that was gathered anywhere."""
        merged: dict[str, Found] = {}
        for one in (*self.found, *(f for a in self.asides for f in a.found), *self.of_slots):
            known = merged.get(one.publication.id)
            merged[one.publication.id] = one if known is None else _with(known, one.passages)
        return tuple(merged.values())

    @property
    def of_slots(self) -> tuple[Found, ...]:
        """What the searches for slots found."""
        return tuple(one for found in self.slots.values() for one in found)


def gather(
    question: ClinicalQuestion,
    *,
    retriever: TopicRetriever,
    topics: Sequence[Topic],
    senses: SenseInventory,
    depth: int,
) -> Dossier:
    """Search, and read what belongs to what was found."""
    ranking = retriever.rank(question, limit=depth)
    found, in_other_sense = gated(retriever.read(ranking), question, senses)
    asked = sorted(
        ((_belonging(question, topic, ranking), topic) for topic in topics), key=lambda scored: -scored[0]
    )
    topic = asked[0][1] if asked and asked[0][0] >= 1 else None
    mine = [one for one in found if not _is_of_another(one, topic, topics)]
    elsewhere = [one for one in found if _is_of_another(one, topic, topics)]
    if topic is not None:
        mine = _joined(mine, retriever.shelf(topic))
    mine = list(yielding(mine, ranking))
    second = [other for score, other in asked[1:] if topic is not None and score >= 2]
    asides = [_of_topic(other, question, retriever) for other in second]
    for short, long, other in _other_readings(question):
        reading = read_question(question.words, senses=senses.settled(short, other))
        apart, mine = _parted(mine, long, other)
        of_reading = retriever.rank(reading, limit=depth)
        asides.append(
            Aside(
                title=f"If {short} means {other}",
                ranking=of_reading,
                found=yielding(apart, of_reading),
                topic=topic,
            )
        )
    return Dossier(
        ranking=ranking,
        found=tuple(mine),
        topic=topic,
        elsewhere=tuple(elsewhere),
        in_other_sense=in_other_sense,
        asides=tuple(aside for aside in asides if aside.found),
        slots={} if topic is not None else _slots(question, retriever),
    )


def gated(
    found: Sequence[Found], question: ClinicalQuestion, senses: Inventory
) -> tuple[tuple[Found, ...], tuple[tuple[Found, str], ...]]:
    """What may support a claim, and what may not, as it uses a short form of the question in another sense.

    A publication that defines a short form means by it what it says, wherever it uses it.
    """
    kept, others = [], []
    for one in found:
        meant = ((choice, one.meant.get(choice.short)) for choice in question.senses)
        short = next((choice.short for choice, long in meant if means_another(long, choice, senses)), None)
        if short is None:
            kept.append(one)
        else:
            others.append((one, short))
    return tuple(kept), tuple(others)


def means_another(meant: str | None, choice: SenseChoice, senses: Inventory) -> bool:
    """Is a long form another sense than the chosen one?

    Not when the two are wordings of one, or known to say one thing. Of what nobody has judged, when few of their words
    are the same: *intermittent pneumatic compression device* is no other thing than *pneumatic compression*.
    """
    if meant is None or any(same_sense(wording, choice.long) for wording in same_as(meant)):
        return False
    judged = (sense.long for sense in senses.of(choice.short) if sense.specialty)
    if any(same_sense(meant, long) for long in judged if not same_sense(long, choice.long)):
        return True
    mine, theirs = set(terms(one_wording(choice.long))), set(terms(one_wording(meant)))
    return len(mine & theirs) < _SAME_NAME * len(mine | theirs)


def asked_before(
    question: ClinicalQuestion, topic: Topic, weights: Mapping[str, float]
) -> TopicQuestion | None:
    """The question of a topic that this one asks in other words; None when there is none.

    Most of what this one says must be in that one and the other way round, by the weights of the words, and every
    number must be there: an eGFR of 25 is not an eGFR of 40.
    """
    best = max(
        ((_likeness(question, one, topic, weights), place) for place, one in enumerate(topic.questions)),
        key=lambda scored: (scored[0], -scored[1]),
        default=(0.0, 0),
    )
    return topic.questions[best[1]] if best[0] >= _SAME_QUESTION else None


def nearness(
    question: ClinicalQuestion, other: TopicQuestion, topic: Topic, weights: Mapping[str, float]
) -> float:
    """How much two questions of a topic share beyond its treatment and its people; 0 for nothing."""
    shared = essence(question.terms, question.kind, topic) & _essence_of(other, topic)
    return math.fsum(weights.get(word, _OF_A_SIGN) ** 2 for word in shared - {_TREATMENT, _PEOPLE})


def names(phrases: Iterable[str], text: str) -> bool:
    """Does the text have all the words of any of these phrases?"""
    said = set(terms(text))
    return any(wanted <= said for phrase in phrases if (wanted := set(terms(phrase))))


def _likeness(
    question: ClinicalQuestion, other: TopicQuestion, topic: Topic, weights: Mapping[str, float]
) -> float:
    """The weighted share of this question that the other holds.

    0 where the other asks much besides, of another state or medicine, of a value this one does not give or not of one
    that it gives, or of no treatment where this one names the topic's.
    """
    if not numbers(_EITHER_DOSE.sub("", question.read_as)) <= numbers(other.ask):
        return 0.0
    if not states(other.ask) <= states(question.read_as):
        return 0.0
    own = " ".join((other.ask, *topic.intervention, *topic.population))
    if not all(names(same_as(name), own) for name in medicines_named(question.read_as)):
        return 0.0
    if not _asks_of_the_same_values(question.read_as, other.ask):
        return 0.0
    mine = essence(question.terms, question.kind, topic)
    theirs = _essence_of(other, topic)
    another = question.kind == "dose" and medicines_named(question.read_as)
    if _TREATMENT in mine - theirs or (_TREATMENT in theirs - mine and another):
        return 0.0
    if (mine & _SWITCH) != (theirs & _SWITCH):
        return 0.0
    telling = {word: weights.get(word, _OF_A_SIGN) ** 2 for word in mine}
    total = math.fsum(telling.values())
    covered = math.fsum(weight for word, weight in telling.items() if word in theirs) / (total or 1.0)
    wanted = {word for word in theirs - _UNITS if not word.startswith("<") and not is_ordinary(word)}
    met = len(wanted & mine) / len(wanted) if wanted else 1.0
    return covered if met >= _SAME_OTHER_WAY else 0.0


def _asks_of_the_same_values(asked: str, other: str) -> bool:
    """Does it give each exact value of the other, and is any it gives of the same thing the same, and no wider?

    Where it names nothing that it gives values of, their numbers are enough: "take her from 18 ng/mL to 40".
    """
    mine = {one.thing: (one.low, one.high) for one in stated_values(asked)}
    unnamed = frozenset() if mine else numbers(asked)
    for one in stated_values(other):
        if one.is_exact and one.thing not in mine and one.printed not in unnamed:
            return False
        if mine.get(one.thing, (one.low, one.high)) != (one.low, one.high):
            return False
    return True


def essence(words: Iterable[str], kind: str, topic: Topic) -> frozenset[str]:
    """What a question asks within a topic: its terms, with a sign each for the treatment, the people and the kind.

    "What dose of vitamin D on letrozole" and "how much ergocalciferol does a woman on an aromatase inhibitor take" are
    the same but for the woman.
    """
    said = {term for word in words for term in terms(word)}
    signs = set()
    for sign, phrases in ((_TREATMENT, topic.intervention), (_PEOPLE, topic.population)):
        wanted = [found for phrase in phrases if (found := set(terms(phrase)))]
        if any(phrase <= said for phrase in wanted):
            signs.add(sign)
            # "aromatase inhibitor musculoskeletal syndrome" names the longer phrase too, but for a word.
            said -= set().union(*(phrase for phrase in wanted if 2 * len(phrase & said) > len(phrase)))
    if kind in KIND_WORDS:
        signs.add(f"<{kind}>")
        said -= set(terms(KIND_WORDS[kind]))
    said -= _OF_AGE
    return frozenset({_one_word_for().get(term, term) for term in said} | signs)


def _essence_of(other: TopicQuestion, topic: Topic) -> frozenset[str]:
    # An author's question stands as it is written: a short form in it is one of the topic's.
    read = read_question(other.ask, senses=SenseInventory())
    return essence(read.terms, read.kind, topic)


@cache
def _one_word_for() -> dict[str, str]:
    """One term of each group of single words that mean the same, by every one of them."""
    one: dict[str, str] = {}
    for group in SYNONYMS:
        words = [found[0] for phrase in group if len(found := terms(phrase)) == 1]
        for word in words:
            one.setdefault(word, words[0])
    return one


def _belonging(question: ClinicalQuestion, topic: Topic, ranking: Ranking) -> float:
    """2 for naming the treatment, 1 for naming the people, and as much again as it is like a question of the topic."""
    likeness = max((_likeness(question, one, topic, ranking.weights) for one in topic.questions), default=0.0)
    return (
        2.0 * names(topic.intervention, question.read_as)
        + names(topic.population, question.read_as)
        + 2.0 * likeness * (likeness >= _SAME_QUESTION)
    )


def _is_of_another(found: Found, topic: Topic | None, topics: Sequence[Topic]) -> bool:
    """Once a question belongs to a topic, statements of the other topics are kept out of its answer."""
    others = [other for other in topics if topic is not None and other.id != topic.id]
    return any(found.publication.id.startswith(f"{other.id}:") for other in others)


def _joined(found: Sequence[Found], shelf: Sequence[Found]) -> list[Found]:
    """What was found, and after it the rest of the shelf; a publication of the shelf with all its passages."""
    whole = {one.publication.id: one for one in shelf}
    first = [
        replace(one, passages=whole[one.publication.id].passages) if one.publication.id in whole else one
        for one in found
    ]
    known = {one.publication.id for one in found}
    return first + [one for one in shelf if one.publication.id not in known]


def _of_topic(topic: Topic, question: ClinicalQuestion, retriever: TopicRetriever) -> Aside:
    ranking = retriever.rank(question, limit=1)
    return Aside(
        title=topic.title,
        ranking=ranking,
        found=yielding(retriever.shelf(topic), ranking),
        topic=topic,
    )


def _other_readings(question: ClinicalQuestion) -> list[tuple[str, str, str]]:
    """(short form, sense chosen, other sense) for each other sense that is written out or nearly as likely."""
    asked = fold(question.words).casefold()
    return [
        (choice.short, choice.long, other.long)
        for choice in question.senses
        for other in choice.alternatives
        if other.probability >= _WORTH_AN_ASIDE or other.long.casefold() in asked
    ]


def _parted(found: Sequence[Found], long: str, other: str) -> tuple[list[Found], list[Found]]:
    """What speaks of the other sense and not of the chosen one, and all the rest."""
    apart, rest = [], []
    for one in found:
        theirs = [passage for passage in one.passages if _speaks_only_of(other, long, passage)]
        mine = [passage for passage in one.passages if passage not in theirs]
        if theirs:
            apart.append(replace(one, passages=tuple(theirs)))
        if mine:
            rest.append(replace(one, passages=tuple(mine)))
    return apart, rest


def _speaks_only_of(other: str, long: str, passage: Passage) -> bool:
    said = passage.statement
    words = f"{passage.text} {said.outcome} {said.population}" if said is not None else passage.text
    return names((other,), words) and not names((long,), words)


def _slots(question: ClinicalQuestion, retriever: Retriever) -> dict[str, tuple[Found, ...]]:
    if question.intervention is None or question.kind not in ABOUT_TREATMENT:
        return {}
    found = {}
    for slot, words in SLOT_WORDS.items():
        looked_up = replace(
            question,
            terms=(*words.split(), question.intervention),
            phrases=(question.intervention,),
            expansions=(),
            constraints=Constraints(),
        )
        ranking = retriever.rank(looked_up, limit=_LOOKED_UP)
        found[slot] = yielding(retriever.read(ranking), ranking)
    return found


def _with(one: Found, passages: Sequence[Passage]) -> Found:
    known = {passage.id for passage in one.passages}
    return replace(one, passages=(*one.passages, *(p for p in passages if p.id not in known)))
