"""Follow-ups: "and in renal impairment?" made a whole question from the one before it.

A follow-up leaves out what the last question has said. What it does say fills a slot of that question: a dose takes
the place of the dose, a medicine of the medicine, a value of the same value; a state such as pregnancy is added, or
takes the place of another of its kind; "what dose?" asks something else of the same treatment in the same people.

The one rule above all others: every word of the follow-up that says something stands in the completed question, its
numbers and its negations first. Where that cannot be had, or where it is not clear what a word stands for, nothing is
completed and the reader is told why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from curbside.literature.library.analysis import terms
from curbside.literature.text import fold
from curbside.question.follow_up.asking import Typed, of_a_kind, sentence, small, why_or_why_not, why_that
from curbside.question.follow_up.filling import filled
from curbside.question.follow_up.last_question import LastQuestion, Unclear, find
from curbside.question.follow_up.parts import parts
from curbside.question.follow_up.telling import WORDS, is_short_for, telling
from curbside.question.read import LONGEST
from curbside.terminology.medicines import medicines_named
from curbside.terminology.synonyms import same_as

How = Literal["completed", "new topic", "whole"]
About = Literal["question", "reasons", "sources"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the last question leaves behind for the next.

    ``asked`` is the question in words, its short forms written out and, if it was a follow-up itself, completed:
    that is what makes a chain of follow-ups hold. ``bottom_line`` is the first sentence of its answer, empty when
    there was none.
    """

    asked: str
    intervention: str | None
    population: str | None
    outcomes: tuple[str, ...]
    kind: str
    bottom_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A question after another, to be read as ``completed``. ``why`` is for the reader, who has to see it.

    ``how`` is "whole" for a question of its own on the same subject, and for what could not be completed. ``about``
    says whether it asks anew or for the reasons or sources of the last answer.
    """

    asked: str
    completed: str
    how: How
    why: str
    about: About = "question"


def complete(asked: str, context: Context) -> Completion:
    """What was asked after the question of ``context``, completed from it where it leaves something out."""
    if len(asked) > LONGEST:
        why = "a question of its own, too long to be completed from another"
        return Completion(asked=asked, completed=asked, how="whole", why=why)
    typed = fold(asked)
    said = _said(typed)
    about = _about(said.words)
    try:
        words = _completed(said, _last(context), about)
        if words is not None:
            _refuse_loss(typed, words, about)
    except Unclear as unclear:
        why = f"'{typed}' could not be completed from the last question: {unclear}; it was read as it stands"
        return Completion(asked=asked, completed=asked, how="whole", why=why, about=about)
    if words is not None:
        why = f"'{typed}' was completed from the last question"
        return Completion(asked=asked, completed=_as_question(words), how="completed", why=why, about=about)
    if _same_subject(typed, context):
        why = "a question of its own on the same subject: nothing was carried over"
        return Completion(asked=asked, completed=asked, how="whole", why=why)
    why = "a question of its own on another subject: nothing was carried over"
    return Completion(asked=asked, completed=asked, how="new topic", why=why)


def _last(context: Context) -> LastQuestion:
    return LastQuestion(
        # Behind "which trial was that: ..." stands the question whose answer was asked about.
        words=_unmarked(_ABOUT_THE_ANSWER.sub("", fold(context.asked))),
        named=context.intervention,
        people=context.population,
        outcomes=context.outcomes,
        kind=context.kind,
        is_answered=bool(context.bottom_line),
    )


# What was said


_END: Final = re.compile(r"[\s?!.,;:…]+$")
_LEAD_IN: Final = re.compile(
    r"(?:and|but|so|then|now|also|well|ok(?:ay)?|yes|no(?=,)|thanks|thank you|hm+|alright|right"
    r"|sorry)\b[\s,.:;-]*|(?:what|how|and) about(?: (?:giving|using|adding|a dose of|doses of))?\b\s*"
    r"|what (?=if\b)|(?:is (?:it|that|this) )?(?:(?:the )?same|similarly)(?: (?:question|thing|again|but"
    r"|answer|true|then))*\b[\s,:]*|(?:does|would|is) (?:that|this|it) (?:also |still )?(?:apply|hold|go"
    r"|true|the case)(?: true)?(?: (?:to|of))?\b\s*",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(
    r"[\s,]+(?:then|though|too|as well|instead|please|either|again)$", re.IGNORECASE
)


def _said(typed: str) -> Typed:
    words = rest = _unmarked(typed)
    while (lead := _LEAD_IN.match(rest)) and lead.end():
        rest = rest[lead.end() :]
    rest = _TRAILING.sub("", rest)
    return Typed(words=rest, carries_on=rest != words)


def _unmarked(text: str) -> str:
    return _END.sub("", text)


def _as_question(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}?"


# What kind of follow-up it is


_WORK: Final = (
    r"(?:trial|study|studies|trials|paper|publication|guideline|source|reference|citation|evidence)s?"
)
_THAT: Final = r"(?:that|this|it|those|these|so)"
_SOURCES: Final = re.compile(
    rf"(?:which|what|whose) {_WORK}(?: (?:was|is|were|are) {_THAT}| (?:showed|found|says|said|did"
    rf"|shows) {_THAT})?|who (?:found|showed|says|said|did|wrote|published) {_THAT}|(?:what|which"
    rf"|where) (?:is|was|are|were) (?:the|your|its) {_WORK}(?: (?:for|of|behind) {_THAT})?|(?:any |your "
    rf"|the )?(?:sources?|references?|citations?)|says who|according to (?:whom|who|what)|based on what"
    rf"|where (?:does|did) {_THAT} come from|where (?:is|was) {_THAT} from|how do (?:you"
    rf"|we) know(?: {_THAT})?|(?:can|could) you cite {_THAT}",
    re.IGNORECASE,
)
_REASONS: Final = re.compile(
    rf"(?P<why>why|how come|how so|for what reasons?)(?P<not> not)?(?: (?:is|was|would"
    rf"|should) {_THAT}(?: (?:so|be|the case))?)?"
    r"|(?:what (?:is|was|are) the )?reasons?|explain(?: why| that)?|because of what",
    re.IGNORECASE,
)
_ABOUT_THE_ANSWER: Final = re.compile(rf"(?:{_SOURCES.pattern}|why(?: not)?): ", re.IGNORECASE)
_WHY: Final = re.compile(r"(?:why|how come)\b(?P<not> not\b)?\s*", re.IGNORECASE)
_SENTENCE: Final = re.compile(
    r"(?:(?:for|in|from|at|to|by) )?(?:what|which|who|whom|whose|when|where|why|how|is|are|does|do|did"
    r"|can|could|should|would|will|may|might|must|has|have|was|were|shall|isn['’]t|doesn['’]t|can['’]t"
    r"|shouldn['’]t)\s+\S",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 14
"""A follow-up without a verb is no longer than this; what is longer says all it means."""


def _about(words: str) -> About:
    if _SOURCES.fullmatch(words):
        return "sources"
    return "reasons" if _REASONS.fullmatch(words) or _WHY.match(words) else "question"


def _completed(said: Typed, last: LastQuestion, about: About) -> str | None:
    """The whole question without its mark; None for a question of its own. Raises `Unclear`."""
    words = said.words
    if not words:
        raise Unclear("there are no words in it")
    if about == "sources":
        _refuse_unanswered(last, "name the source of")
        return f"{words}: {small(last.words)}"
    if _REASONS.fullmatch(words):
        _refuse_unanswered(last, "give reasons for")
        return why_or_why_not(last, negated="not" in words.casefold().split())
    if (why := _WHY.match(words)) and not _SENTENCE.match(words[why.end() :]):
        # "Why is warfarin monitored?" goes on with a verb, and is a sentence like others.
        return why_that(words[why.end() :], last, negated=bool(why["not"]))
    if (asked := of_a_kind(words, last)) is not None:
        return asked
    if _SENTENCE.match(words):
        return sentence(said, last)
    if _is_whole(said, last):
        return None
    return filled(words, last).words


def _refuse_unanswered(last: LastQuestion, what: str) -> None:
    if not last.is_answered:
        raise Unclear(f"it had no answer to {what}")


def _is_whole(said: Typed, last: LastQuestion) -> bool:
    """Words in no sentence, yet with all that a question needs: "metformin lactic acidosis"."""
    words = said.words
    if len(words.split()) > _MOST_WORDS:
        return True
    if said.carries_on or not medicines_named(words):
        return False
    own = {term for term in telling(words) if term not in telling(" ".join(medicines_named(words)))}
    told = {term for part in parts(words) for term in terms(part.body)}
    # "Warfarin in CKD", after a question on apixaban, goes on; "metformin lactic acidosis" does not.
    return bool(own - telling(last.words)) and not (own <= told and last.treatment)


# Nothing is lost, and nothing is taken for the same that is not


_MAY_GO: Final = frozenset(
    (
        "a about again also alright an and answer any applies apply are as at been being but case cases come for form "
        "go has have he her hers him his hold how hm hmm i if in is it its it's just my now of ok okay on one ones or "
        "patient patients person people please question right route same she she's he's they're similarly so sorry "
        "still thank thanks that the their them then these they thing this those though to too true using giving "
        "adding was we well were what when which who would yes you instead either dose doses with than is it's adults "
        "reason reasons explain because disease level levels year years old women are's does do"
    ).split()
)
"""Words of a follow-up that join it to the last question and say nothing that a completed one could lose."""


_NEGATED: Final = re.compile(
    r"\b(not|no|without|never)\s+(?:(?:on|in|with|a|an|the|any)\s+)*([^\W_]+)", re.IGNORECASE
)


def _refuse_loss(typed: str, completed: str, about: About) -> None:
    """Everything said must be said still, and denied of the same. Raises `Unclear` with the word that has no place."""
    kept = {word.casefold() for word in WORDS.findall(completed)} | _MAY_GO
    if completed.startswith("Why is there no "):
        kept |= {"not"}
    said = _TRAILING.sub("", _unmarked(typed))
    for word in WORDS.findall(said):
        if word.casefold() not in kept and not any(find(other, completed) for other in same_as(word)):
            raise Unclear(f"it has no place for '{word}'")
    for no, what in _NEGATED.findall(said) if about == "question" else ():
        if not re.search(rf"\b{no}(?:\s+\S+){{0,3}}?\s+{re.escape(what)}\b", completed, re.IGNORECASE):
            raise Unclear(f"it has no place for '{no} {what}'")


def _same_subject(typed: str, context: Context) -> bool:
    """Do the two questions share a telling word, in its own form, in one that means the same, or by its short form?"""
    before = " ".join(
        (context.asked, context.intervention or "", context.population or "", *context.outcomes)
    )
    meant = {term for word in WORDS.findall(typed) for other in same_as(word) for term in telling(other)}
    if (telling(typed) | meant) & telling(before):
        return True
    return is_short_for(typed, before) or is_short_for(before, typed)
