"""Whom a question is about, what is done to them, instead of what, and what is hoped for or feared.

The common ways to ask of a treatment have few shapes ("does A prevent B in C", "the effect of A on B in C", "is A
safe in C"). A question of another shape is left unread: None and nothing, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from curbside.question.values import MEASURES
from curbside.terminology.medicines import medicines_named

_WORDS = r"[^?.;]{2,90}?"
_ACTS = (
    r"(?:prevent|reduce|decrease|lower|improve|increase|raise|relieve|ease|help(?: with| to \w+)?|treat|cause|worsen"
    r"|affect|change|influence|delay|slow|control|cure|shorten|prolong|protect against|lead to|work (?:for|in|against)"
    r"|benefit)"
)
_WHOM = r"(?:\s+(?:in|among|for|on)\s+(?P<population>[^?]{3,120}?))?"
_END = r"\s*\??\s*$"
_ANY = rf"(?P<intervention>{_WORDS})"
_OUT = rf"(?P<outcome>{_WORDS})"

_TO_AN_END = (
    r"(?:managing|treating|preventing|reducing|improving|the\s+(?:treatment|management|prevention)\s+of)"
)
_VERSUS = r"(?:versus|vs\.?|or|compared\s+(?:with|to)|rather\s+than|instead\s+of|over)"
_OTHER = r"(?P<comparator>[^?.;,]{2,60}?)"
_GIVEN = r"(?:use|give|take|prescribe|start|have|continue|stop|hold|switch|recommend|offer|restart)"
_PEOPLE = r"(?P<population>[^?]{3,120}?)"
_NO_VERB = r"(?!(?:is|are|does|do|did|should|can|could|which|what|whats|how|why|when)\b)"
_MEDICINE = rf"(?P<intervention>{_NO_VERB}[^\W\d][\w'’()+/-]*(?:\s+[\w'’()+/-]+){{0,3}}?)"
_SHAPES = tuple(
    re.compile("".join(shape), re.IGNORECASE)
    for shape in (
        (
            rf"^(?:is|are)\s+(?:the\s+)?{_ANY}\s+(?:\w+ly\s+)?(?:better|safer|worse|superior|inferior|non-?inferior|more|less|as)",
            rf"(?:\s+(?:effective|safe|harmful|toxic|good))?\s+(?:than|to|as)\s+{_OTHER}(?:\s+(?:in|for|among|on|at|during)\s+",
            rf"{_PEOPLE})?{_END}",
        ),
        (
            rf"^(?:does|do|can|could|will|would|should|did)\s+(?:the\s+)?(?:use\s+of\s+)?{_ANY}\s+",
            rf"(?:\w+ly\s+)?{_ACTS}\s+(?:the\s+)?(?:risk\s+of\s+|rates?\s+of\s+)?{_OUT}{_WHOM}{_END}",
        ),
        (
            rf"\b(?:effects?|impact|influence|efficacy|effectiveness|benefits?)\s+of\s+(?:the\s+)?{_ANY}\s+",
            rf"(?:on|upon)\s+(?:the\s+)?{_OUT}{_WHOM}{_END}",
        ),
        (
            rf"\b(?:role|efficacy|effectiveness|use|place|benefits?|safety)\s+of\s+(?:the\s+)?{_ANY}\s+",
            rf"(?:in|for|during)\s+(?:{_TO_AN_END}\s+)?{_PEOPLE}{_END}",
        ),
        (
            rf"^(?:is|are)\s+(?:the\s+)?{_ANY}\s+(?:\w+ly\s+)?(?:effective|safe|ok(?:ay)?|useful|beneficial|harmful",
            r"|helpful|recommended|indicated|contra-?indicated|associated)\s+(?:in|for|against|during|with|at|while)\s+",
            rf"(?:{_TO_AN_END}\s+)?{_PEOPLE}{_END}",
        ),
        (
            rf"^(?:which|what)\s+is\s+(?:better|safer|best|preferred)[^:,]*[:,]\s*{_MEDICINE}\s+{_VERSUS}\s+{_OTHER}",
            rf"(?:\s+(?:in|for|among|on)\s+{_PEOPLE})?{_END}",
        ),
        (
            rf"^(?:should\s+(?:i|we)\s+{_GIVEN}\s+)?{_MEDICINE}\s+(?:versus|vs\.?|or|compared\s+(?:with|to))\s+{_OTHER}",
            rf"\s+(?:in|for|among|on)\s+{_PEOPLE}{_END}",
        ),
        (
            rf"\b(?:dos(?:e|es|ing|age)|amount)\s+of\s+{_MEDICINE}(?:\s+(?:in|for|during)\s+",
            rf"(?:{_TO_AN_END}\s+)?{_PEOPLE})?{_END}",
        ),
        (
            r"^(?:can|could|should|may|is\s+it\s+(?:safe|ok(?:ay)?|all\s+right)\s+to)\s*(?:i|we|you|she|he|they|someone|(?:a|my|this)\s+\w+)?",
            rf"\s*(?:be\s+given\s+|{_GIVEN}\s+)(?:an?\s+)?{_MEDICINE}\s+(?:in|during|while|with|when|to|for|at|if)\s+{_PEOPLE}{_END}",
        ),
        (
            r"\b(?:side\s+effects?|adverse\s+(?:effects?|events?)|harms?|risks?|contra-?indications?)\s+(?:of|to|for|with)\s+",
            rf"(?:using\s+|taking\s+)?{_ANY}(?:\s+(?:in|among|during)\s+{_PEOPLE})?{_END}",
        ),
        (rf"\binteractions?\s+between\s+{_MEDICINE}\s+and\s+{_OTHER}{_END}",),
        (rf"^(?:does|do|can)\s+{_MEDICINE}\s+interact\s+with\s+{_OTHER}{_END}",),
    )
)

_WHOM_BRIEFLY = re.compile(r"\b(?:in|with|for)\s+(?P<population>(?:[^\s?,.;:]+ ?){1,5})", re.IGNORECASE)
_NO_MEDICINE = (
    r"(?!(?:what|which|how|is|are|the|an?|usual|starting|start|maximum|max|max\w*|loading|maintenance|correct|right|best"
    r"|initial|daily|low|high|higher|lower|standard|recommended|safe|lethal|radiation|single|missed|first|full|half|target"
    r"|adult|p(?:a)?ediatric|renal|oral|iv|of|for|in|to|i|we|he|she|it|they|you|this|that|her|his|my|children|patients?"
    r"|people|wom[ae]n|m[ae]n|someone|anyone|pregnant|breastfeeding|babies|infants?|adults?|reduced?|vitamin)\b)"
)
_NAMED_MEDICINE = rf"(?P<medicine>{_NO_MEDICINE}[^\W\d][\w’-]{{3,}})"
_DOSED = r"\d[\d.,]*\s?(?:mg|mcg|µg|g|IU|units)\b"
_OF_A_DOSE = tuple(
    re.compile("".join(shape), re.IGNORECASE)
    for shape in (
        (
            rf"^\W*{_NAMED_MEDICINE}\s+(?:(?:daily|starting|usual|maximum|max|loading|maintenance)\s+)?",
            rf"(?:dos(?:e|es|ing|age)|{_DOSED})",
        ),
        (
            rf"\b(?:usual|starting|maximum|right|correct|highest|daily|loading|dos(?:e|es|ing|age))\s+of\s+{_NAMED_MEDICINE}\b",
        ),
        (
            r"\bhow\s+(?:much|many\s+(?:mg|mcg|micrograms|milligrams|units|tablets|drops)(?:\s+of)?)\s+",
            rf"{_NAMED_MEDICINE}\b",
        ),
        (
            r"^(?:is|are|can|could|may|should)\s+(?:(?:i|we|you|he|she)\s+)?(?:(?:give|take|use|start|have)\s+)?",
            rf"{_NAMED_MEDICINE}\s+(?:{_DOSED}|be\s+(?:given|used|taken|started|combined))",
        ),
    )
)
"""How it is asked how much of something is given; its name need not be known for a medicine's."""
_PARTS = re.compile(r"[:;,?.]\s*| [-–] ")
_EITHER = re.compile(
    rf"(?:(?:whats?|which) (?:is )?\w+ )?{_MEDICINE} (?:or|v|vs|versus) "
    r"(?P<comparator>[^\W\d][\w'’+/-]*(?: [\w'’+/-]+){0,2}?)"
    r"(?: (?:first|better))?(?: (?:in|for|after|at|with) (?P<population>.{3,80}))?",
    re.IGNORECASE,
)
"""A part of a question that is one thing or another, for somebody or not."""
_GOES_ON = re.compile(
    r"\s+(?:better|safer|worse|first|on|or|and|needs?|taking|who|when|if|after|before|what|is|does|should|with)\b.*",
    re.IGNORECASE,
)
"""Where a few words on somebody or something stop being that, and the question goes on."""
_COMPARED = re.compile(
    r",?\s+(?:when\s+)?(?:compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|versus|vs\.?|than|rather\s+than|instead\s+of)\s+",
    re.IGNORECASE,
)
"""What comes after is what the treatment is compared with, and no part of the outcome or of the people."""
_VALUE = re.compile(rf"(?:an?\s+|the\s+)?(?:{'|'.join(m.written.pattern for m in MEASURES)})", re.IGNORECASE)
_THEN_WHOM = re.compile(r"\s+(?:in|among|for|on)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pico:
    """Population, intervention, comparator and outcomes in the question's words; None or empty where it says none."""

    population: str | None = None
    intervention: str | None = None
    comparator: str | None = None
    outcomes: tuple[str, ...] = ()


def read_pico(text: str) -> Pico:
    """What a question of a known shape says; an empty `Pico` for one of another shape."""
    for shape in _SHAPES:
        if found := shape.search(text):
            said = found.groupdict()
            intervention, of_it = _compared(said.get("intervention"))
            population, of_them = _compared(said.get("population"))
            outcome, of_that = _compared(said.get("outcome"))
            other, whom = said.get("comparator") or of_it or of_them or of_that, None
            if other is not None and population is None:
                other, *rest = _THEN_WHOM.split(other, maxsplit=1)
                whom = rest[0] if rest else None
            return Pico(
                population=_people(population or whom),
                intervention=_stripped(intervention),
                comparator=_briefly(other),
                outcomes=_parts(outcome),
            )
    return _one_or_the_other(text) or _by_dose(text) or _by_names(text)


def _one_or_the_other(text: str) -> Pico | None:
    """A part of the question that sets two things side by side: ``GBS: immunoglobulin or plasma exchange?``."""
    for part in _PARTS.split(text):
        if found := _EITHER.fullmatch(part.strip()):
            return Pico(
                population=_people(_stripped(found["population"])),
                intervention=_stripped(found["intervention"]),
                comparator=_stripped(found["comparator"]),
            )
    return None


def _by_dose(text: str) -> Pico | None:
    """What a question of how much is given says, whatever the medicine is called: ``pelvorin dose in gout``."""
    found = next((one for shape in _OF_A_DOSE if (one := shape.search(text))), None)
    if found is None:
        return None
    whom = _WHOM_BRIEFLY.search(text, found.end("medicine"))
    return Pico(
        intervention=found["medicine"],
        population=_people(_briefly(whom["population"])) if whom is not None else None,
    )


def _by_names(text: str) -> Pico:
    """What the medicines that a question names say of one of no known shape: the first is given, another is instead."""
    first, *others = medicines_named(text) or (None,)
    is_instead = bool(others) and bool(
        re.search(
            rf"{re.escape(str(first))}\W+(?:\w+\W+){{0,3}}?{_VERSUS}\W+(?:\w+\W+){{0,2}}?{re.escape(others[0])}",
            text,
            re.I,
        )
    )
    whom = _WHOM_BRIEFLY.search(text)
    return Pico(
        population=_people(_briefly(whom["population"])) if whom is not None and first is not None else None,
        intervention=first,
        comparator=others[0] if is_instead else None,
    )


def _briefly(words: str | None) -> str | None:
    """The first few words, without what the question says after them."""
    return None if words is None else _stripped(_GOES_ON.sub("", words))


def _people(words: str | None) -> str | None:
    """Whom it is about; a value that is measured of them ("at an eGFR of 40") names nobody."""
    people = _stripped(words)
    return None if people is None or _VALUE.match(people) else people


def _compared(words: str | None) -> tuple[str | None, str | None]:
    """What is said before a comparison, and what it is compared with."""
    if words is None:
        return None, None
    first, *others = _COMPARED.split(words, maxsplit=1)
    return first, others[0] if others else None


def _stripped(words: str | None) -> str | None:
    return None if words is None else words.strip(" ,\"'?") or None


def _parts(words: str | None) -> tuple[str, ...]:
    """``falls and fractures`` are two outcomes."""
    if words is None:
        return ()
    parts = (part.strip(" ,\"'") for part in re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", words))
    return tuple(part for part in parts if part)
