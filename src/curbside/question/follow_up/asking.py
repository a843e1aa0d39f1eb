"""Asking something else of the last question's treatment and people: its dose, its safety, its reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.literature.text import STOP_WORDS
from curbside.question.follow_up.filling import filled
from curbside.question.follow_up.last_question import (
    LastQuestion,
    Unclear,
    agreeing,
    find,
    is_plural,
    refuse_untreated,
    with_people,
)
from curbside.question.follow_up.telling import telling
from curbside.question.kinds import kind_of
from curbside.question.read import ASKING
from curbside.terminology.medicines import medicines_named

_ASPECT: Final = (
    r"(?:(?:starting|loading|maximum|maintenance|right|best|usual|recommended|daily|minimum|serious"
    r"|common|long-term|main|target|drug|food|same|optimal) )*(?P<noun>dos(?:e|es|ing|age)"
    r"|side[ -]effects?|adverse (?:effects?|events?)|harms?|risks?|benefits?|contra-?indications?"
    r"|interactions?|monitoring|duration|mechanism(?: of action)?|efficacy|effectiveness|safety|costs?"
    r"|alternatives?|levels?|half-life|route|timing|onset|evidence|antidote|cautions?|precautions?"
    r"|indications?|bleeding risk)"
)
_OF_A_KIND: Final = re.compile(
    rf"(?P<ask>(?:what|which|any|the|is there an?|are there any|what is the|what are the|what(?:['’]s"
    rf"| is) the)\s+)?(?P<aspect>{_ASPECT})"
    r"(?P<more>\s+(?:in|for|with|on|at|if|when|during|without|not|over|under|after|before)\s.+)?",
    re.IGNORECASE,
)
_HOW: Final = re.compile(
    r"(?P<how>(?:for )?how (?:often|long|soon|frequently)|how much|how|when|at what (?:age"
    r"|time))(?P<more>\s+(?:in|for|with|on|at|if|during|without|after|before)\s.+)?",
    re.IGNORECASE,
)
_HOW_TO: Final = re.compile(
    r"(?:when|how|how often|how long|whether|where|who)\s+to\s+[\w-]+(?P<more>\s.+)?", re.IGNORECASE
)
_BEING: Final = re.compile(
    r"(?P<being>(?:not |still |also |ever )?(?:safe|effective|contra-?indicated|useful|helpful|harmful"
    r"|dangerous|recommended|licensed|approved|allowed|advisable|reasonable|worthwhile|toxic|necessary"
    r"|indicated|ok(?:ay)?))(?P<more>\s+(?:in|for|with|on|at|if|when|during|without|not|over|under|after"
    r"|before)\s.+)?",
    re.IGNORECASE,
)


def of_a_kind(words: str, last: LastQuestion) -> str | None:
    """Another kind of question on the same: "what dose?", "how often?", "safe?"; None when it is none of these."""
    for shape, asked in ((_BEING, _whether), (_HOW, _how), (_OF_A_KIND, _aspect)):
        if found := shape.fullmatch(words):
            refuse_untreated(last)
            return with_people(f"{asked(found, last)}{found['more'] or ''}", last)
    if (found := _HOW_TO.fullmatch(words)) and not medicines_named(words):
        refuse_untreated(last)
        return with_people(_with_object(words, last), last)
    return None


def _whether(found: re.Match[str], last: LastQuestion) -> str:
    return agreeing(f"Is {last.dosed_treatment} {found['being']}", last.treatment)


def _how(found: re.Match[str], last: LastQuestion) -> str:
    how = found["how"]
    if how.casefold() == "how much":
        return f"How much {last.treatment}"
    if last.kind == "monitoring" and "long" not in how.casefold():
        done = "monitored"
    else:
        done = "given" if medicines_named(last.treatment) else "used"
    return agreeing(f"{how} is {last.treatment} {done}", last.treatment)


def _aspect(found: re.Match[str], last: LastQuestion) -> str:
    ask, aspect = (found["ask"] or "").strip().casefold(), found["aspect"]
    treatment = last.treatment if found["noun"].casefold().startswith("dos") else last.dosed_treatment
    several = aspect.casefold().endswith("s")
    opening = {
        "what": "What",
        "which": "Which",
        "any": "Are there any" if several else "Is there any",
        "": "What are the" if several else "What is the",
        "the": "What are the" if several else "What is the",
    }.get(ask, ask)
    return f"{opening} {aspect} of {treatment}"


# Sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A follow-up's words, without those that join it to the last question; ``carries_on`` when there were any."""

    words: str
    carries_on: bool


_GOES_WITH: Final = (
    r"(?:start|stop|give|take|use|hold|withhold|restart|resume|continue|reduce|increase|prescribe|avoid"
    r"|titrate|discontinue|initiate|try|switch|taper|repeat|add|skip|crush|halve|double|recommend|offer"
    r"|monitor|administer)"
)
_OBJECTLESS: Final = re.compile(
    rf"\b{_GOES_WITH}\b(?=\s*$|\s+(?:in|for|with|on|at|if|when|during|without|after|before|until|again"
    rf"|safely|together)\b)",
    re.IGNORECASE,
)
_THING: Final = r"(?:drug|medicine|medication|treatment|supplement|therapy|agent|tablets?|product)"
_PRONOUN: Final = re.compile(
    rf"\b(?:(?:it|this|that|they|them|these|those)(?= (?:{_THING})\b) {_THING}|the {_THING}|it(?!['’]?s\b)"
    rf"|this(?!\s+\w+ly\b)"
    r"|(?<=\bis )that|(?<=\bdoes )that|(?<=\bwas )that|(?<=\bdid )that|(?<=\bcan )that|(?<=\bshould )that"
    r"|(?<=\bwill )that|(?<=\bwith )that|(?<=\bof )that|(?<=\bon )that|them|they|these"
    r"|those)\b(?! doses?\b)",
    re.IGNORECASE,
)
_NO_ONE_THING: Final = re.compile(
    r"^(?:is|was|would) it (?:be )?(?:\w+ )?(?:safe|ok(?:ay)?|better|necessary|possible|reasonable|worth"
    r"|advisable|dangerous|right|wrong|true|best|useful|time|appropriate|wise)\w* (?:to|that|if)\b"
    r"|^does it (?:matter|make sense)\b",
    re.IGNORECASE,
)
_THIS_DOSE: Final = re.compile(r"\b(?:this|that|the same|such a) dose\b", re.IGNORECASE)
_ITS: Final = re.compile(
    r"\b(?:its|their)\s+(?P<thing>[\w -]+?)(?=$|\s+(?:in|with|for|at|on|during)\b)", re.IGNORECASE
)
_PATIENT: Final = re.compile(r"\b(?:s?he|her|him|his|hers|(?:the|my|this|these) patients?)\b", re.IGNORECASE)
_NEEDS_TREATMENT: Final = frozenset({"dose", "monitoring", "contraindication", "interaction"})
_WATCHED: Final = re.compile(
    r"\b(?:checked|rechecked|monitored|measured|tested|repeated|watched)\b", re.IGNORECASE
)
_SAID_BY: Final = re.compile(
    r"what (?:do|does|did) (?:the )?(?:guidelines?|trials?|labels?|studies|evidence|experts?"
    r"|[A-Z]{2,6}) (?:say|recommend|advise|show|suggest)s?",
    re.IGNORECASE,
)
_BETTER: Final = re.compile(
    r"\b(?:better|safer|worse|superior|preferable|preferred|cheaper|stronger|weaker|riskier|(?:more"
    r"|less) \w+)$",
    re.IGNORECASE,
)
_SUBJECTS: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        (
            r"(?:treatment|management|diagnosis|causes?|symptoms|prognosis|prevention|signs|definition"
            r"|incidence) of (?P<what>.+)"
        ),
        (
            r"how (?:is|are|do (?:i|you|we)|should (?:i|we)) (?:diagnose |treat |manage "
            r"|prevent )?(?P<what>.+?)(?: (?:treated|diagnosed|managed|prevented|caused|defined))?$"
        ),
        r"what (?:is|are|causes|was) (?:an? |the )?(?P<what>[\w' -]{2,60})$",
    )
)


def sentence(said: Typed, last: LastQuestion) -> str | None:
    """A question with a verb of its own: whole, or with a pronoun or an object to fill in."""
    words = said.words
    opening = _NO_ONE_THING.match(words)
    head, rest = (words[: opening.end()], words[opening.end() :]) if opening else ("", words)
    if any(shape.search(rest) for shape in (_ITS, _PRONOUN, _THIS_DOSE)):
        return with_people(f"{head}{_resolved(rest, last)}", last)
    if _BETTER.search(words) and last.treatment and not find(last.treatment, words):
        return with_people(f"{words} than {last.dosed_treatment}", last)
    if _SAID_BY.fullmatch(words) and last.treatment:
        return f"{words} of {last.dosed_treatment}{last.tail}"
    if medicines_named(words):
        return _carried(said, last)
    if _OBJECTLESS.search(words) and last.treatment:
        return with_people(_with_object(words, last), last)
    if _is_short_of_treatment(said, last):
        refuse_untreated(last)
        return with_people(f"{words} with {last.dosed_treatment}", last)
    return None


def _carried(said: Typed, last: LastQuestion) -> str | None:
    """A sentence with a medicine of its own: the people are carried over where it goes on from the last question."""
    objectless = _OBJECTLESS.search(said.words)
    if objectless and last.treatment and not find(last.treatment, said.words):
        return with_people(_with_object(said.words, last), last)
    news = telling(said.words) - telling(" ".join(medicines_named(said.words))) - telling(last.words)
    return with_people(said.words, last) if said.carries_on and not news and last.tail else None


_SHORT: Final = 10
"""Words. A longer question of what is checked says on what."""


def _is_short_of_treatment(said: Typed, last: LastQuestion) -> bool:
    """Does it ask of a patient, or of how something is given, and not say what?"""
    if _PATIENT.search(said.words):
        return True
    if _WATCHED.search(said.words) and len(said.words.split()) <= _SHORT:
        return bool(last.treatment)
    needs = kind_of(said.words) in _NEEDS_TREATMENT
    return needs and bool(last.treatment) and (said.carries_on or len(telling(said.words)) < 2)


def _with_object(words: str, last: LastQuestion) -> str:
    found = _OBJECTLESS.search(words)
    if found is None:
        return f"{words} with {last.dosed_treatment}"
    return f"{words[: found.end()]} {last.dosed_treatment}{words[found.end() :]}"


def _resolved(words: str, last: LastQuestion) -> str:
    """The treatment, or else the subject, in the place of the pronouns. Raises `Unclear` when there is none."""
    thing = last.dosed_treatment if last.treatment else _subject(last.words)
    if not thing:
        raise Unclear("it names nothing that can be meant")
    if last.treatment and find(last.treatment, words):
        raise Unclear(f"it is about {last.treatment}, which is named beside the pronoun")
    if last.treatment:
        dosed = last.dosed_treatment if last.dosed_treatment != last.treatment else ""
        words = _THIS_DOSE.sub(lambda found: dosed or f"{found[0]} of {last.treatment}", words)
    words = _ITS.sub(lambda found: f"the {found['thing']} of {thing}", words)
    people = not is_plural(thing)

    def named(found: re.Match[str]) -> str:
        # "They" are the people, unless the treatment is of several.
        return found[0] if people and re.match(r"they|them|these|those", found[0], re.IGNORECASE) else thing

    resolved = _PRONOUN.sub(named, words)
    if resolved == words and thing not in resolved:
        resolved = _with_object(words, last) if last.treatment else resolved
    return agreeing(resolved, thing)


def _subject(words: str) -> str:
    found = next((found for shape in _SUBJECTS if (found := shape.search(words))), None)
    return found["what"] if found else ""


# Reasons


_ASKS_WHETHER: Final = re.compile(
    r"(?P<verb>does|do|did|is|are|was|were|can|could|should|would|will|may|must|has"
    r"|have)\s+(?:the )?(?:use of )?",
    re.IGNORECASE,
)


def why_or_why_not(last: LastQuestion, *, negated: bool) -> str:
    """Why, or why not, in the words of the last question.

    A bare "why?" takes no side: what was answered may have been yes or no, and the question must not say the
    contrary.
    """
    words, treatment = last.words, last.dosed_treatment if last.treatment else ""
    whether = _ASKS_WHETHER.match(words)
    if whether and treatment and words.startswith(treatment, whether.end()):
        verb, rest = whether["verb"].lower(), words[whether.end() + len(treatment) :]
        if not negated:
            return f"Why {verb} or {verb} not {treatment}{rest}"
        if re.match(r"\s+(?:not|never)\b", rest):
            raise Unclear("it asks why not of a question that says not itself")
        return f"Why {verb} {treatment} not{rest}"
    if not treatment:
        return f"Why{' not' if negated else ''}: {small(words)}"
    if negated and last.kind == "effect":
        return f"Why is there no benefit of {treatment}{last.tail}"
    return f"Why{' not' if negated else ''} {treatment}{last.tail}"


def why_that(rest: str, last: LastQuestion, *, negated: bool) -> str | None:
    """The last question with that in it, asked for its reasons: "why not warfarin?", "why 5 mg?"."""
    refuse_untreated(last)
    now = filled(rest, last.having(f"What is the role of {last.dosed_treatment}{last.tail}"))
    return f"Why{' not' if negated else ''} {now.dosed_treatment}{now.tail}"


def small(words: str) -> str:
    """As it stands within a sentence; a name or a short form keeps its capital."""
    first = words.split(" ", 1)[0]
    opens = first[1:].islower() and first.casefold() in ASKING | STOP_WORDS
    return f"{words[:1].lower()}{words[1:]}" if opens else words
