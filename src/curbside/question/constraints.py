"""What narrows a question down: how old, of which sex, pregnant, with what kidneys; from which years, by which studies.

Only what the question says, in its own words where there is a choice of them. None where it does not say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from curbside.question.ranges import NUMBER
from curbside.question.states import ruled_out, states
from curbside.question.values import STAGE, mentions, stated_values, unit_at

Years = tuple[int | None, int | None]
Sex = Literal["female", "male"]
Pregnancy = Literal["pregnant", "breastfeeding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What narrows a question down.

    ``age`` and ``renal_function`` are as the question has them (``82``, ``over 65``, ``children``; ``eGFR 25 mL/min``,
    ``dialysis``). ``years`` is the span of publication years, inclusive, with None for an open end; ``study_types`` are
    names of `STUDY_TYPES`.
    """

    age: str | None = None
    sex: Sex | None = None
    pregnancy: Pregnancy | None = None
    renal_function: str | None = None
    years: Years | None = None
    study_types: tuple[str, ...] = ()


def _any_case(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


STUDY_TYPES: Final = {
    "randomized controlled trial": _any_case(
        r"randomi[sz]ed(?: controlled| clinical)?(?: trials?| stud(?:y|ies))", r"\bRCTs?\b"
    ),
    "systematic review": _any_case(r"systematic reviews?", r"\bCochrane\b"),
    "meta-analysis": _any_case(r"meta-?analys[ei]s"),
    "guideline": _any_case(r"\bguidelines?\b(?!-)", r"\bconsensus statements?\b"),
    "cohort study": _any_case(
        r"\b(?:cohort|observational|prospective|longitudinal) (?:stud(?:y|ies)|data)\b", r"\bcohorts\b"
    ),
    "case-control study": _any_case(r"case[- ]control stud(?:y|ies)"),
    "case report": _any_case(r"\bcase (?:reports?|series)\b"),
}

_PEOPLE: Final = (
    r"(?:people|adults?|(?:wo)?m[ae]n|patients?|persons?|those|anyone|somebody|someone|children|aged?|and)"
)
_AGE_RANGE: Final = _any_case(
    rf"\b{_PEOPLE} (?:who are )?(?:over|above|older than|at least) (?:the age of )?(?P<over>\d{{1,3}})\b",
    rf"\b{_PEOPLE} (?:who are )?(?:under|below|younger than) (?:the age of )?(?P<under>\d{{1,2}})\b",
    r"\b(?:over|above|older than) (?P<overs>\d{2,3})(?:s\b| years (?:old|of age)\b)",
    r"\b(?:under|below|younger than) (?P<unders>\d{1,2})(?:s\b| years (?:old|of age)\b)",
    r"\b(?:aged?|ages) (?:between )?(?P<low>\d{1,3}) ?(?:-|–|to|and) ?(?P<high>\d{1,3})\b",
)
_NO_AGE_AFTER: Final = _any_case(r" ?(?:mg|kg|mL|IU|%|mmol|ng|bpm|mm|weeks|days|months|hours|/)")
_AGE_UNIT: Final = _any_case(r"\b(\d{1,3})[- ]?(month|week|day)s?[- ]old\b")
_DECADE: Final = _any_case(r"\bin (?:her|his|their) (?:early |mid |late )?(\d0s)\b")
_AGE_AND_SEX: Final = re.compile(r"\b(\d{1,3}) ?([FM])\b")
_AGE_WORDS: Final = {
    "newborns": _any_case(r"\b(?:neonat(?:e|es|al)|newborns?|preterm|premature (?:bab(?:y|ies)|infants?))\b"),
    "infants": _any_case(r"\b(?:infants?|bab(?:y|ies))\b"),
    "children": _any_case(
        r"\b(?:child(?:ren)?(?!-? ?pugh)|toddlers?|p(?:a)?ediatric|kids?|boys?|girls?)\b",
        r"\b(?:my|her|his) (?:son|daughter)\b",
    ),
    "adolescents": _any_case(r"\b(?:adolescents?|teen(?:age(?:r|rs|d)?|s)?)\b"),
    "older adults": _any_case(
        r"\b(?:elderly|frail(?:ty)?|geriatric|octogenarians?|nonagenarians?)\b",
        r"\bolder (?:adults?|people|patients|persons|men|women)\b",
    ),
}
_SEXES: Final[dict[Sex, re.Pattern[str]]] = {
    "female": _any_case(
        r"\b(?:wom[ae]n|females?|girls?|she|her(?!-?2)|lady|ladies|mother|mum|mom|wife|daughter|sister)\b",
        r"\b(?:(?:post|pre|peri)-?menopausal|pregnan(?:t|cy))\b",
    ),
    "male": _any_case(r"\b(?:m[ae]n|males?|boys?|he|his|him|gentlem[ae]n|father|dad|husband|son|brother)\b"),
}
_OBSTETRIC: Final = _any_case(
    r"\b(?:trimester|antenatal|maternal|f(?:o)?etal(?! (?:h(?:a)?emoglobin|alcohol))|pre-?eclampsia|in labou?r)\b",
    r"\b\d{1,2} weeks?(?: (?:pregnant|gestation|scan)|, no labou?r)\b",
)
"""Words that are said of a pregnancy without naming it."""
_IMPAIRED: Final = _any_case(
    r"\b(?:renal|kidney) (?:impairment|insufficiency|failure|disease|dysfunction|injury)\b",
    r"\b(?:poor|reduced|impaired) (?:renal|kidney) function\b",
    r"\b(?:CKD|bad kidneys)\b",
)
_LEAST_LEFT: Final = 4
"""Words."""
_NONE: Final = _any_case(
    r"\b(?:no|without|not|never had)\s+(?:(?:any|known|chronic|severe|significant)\s+)*$"
)
_SIGNS: Final = {
    "<": "<",
    "below": "<",
    "under": "<",
    "less than": "<",
    ">": ">",
    "above": ">",
    "over": ">",
    "more than": ">",
    "greater than": ">",
    "≥": "≥",
    ">=": "≥",
    "at least": "≥",
    "not below": "≥",
    "≤": "≤",
    "<=": "≤",
    "at most": "≤",
    "not above": "≤",
}
_LIMIT: Final = re.compile(
    rf"\s*(?:of |is |was |that is )?({'|'.join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))})\s*({NUMBER})",
    re.IGNORECASE,
)
_RENAL: Final = ("eGFR", "creatinine clearance", "creatinine")


def read_constraints(text: str, years: Years | None, *, typed: str) -> Constraints:
    """What a question says that narrows it down, with its short forms written out and as it was ``typed``.

    The study types are read as typed: "guideline-directed therapy" is what a short form stands for, and asks for none.
    """
    return Constraints(
        age=_age(text),
        sex=_sex(text),
        pregnancy=_pregnancy(text),
        renal_function=_renal_function(text),
        years=years,
        study_types=tuple(name for name, written in STUDY_TYPES.items() if written.search(typed)),
    )


def without_study_types(text: str, *, typed: str) -> str:
    """The text without the words that ask for a type of study; as it is, when little else would be left to look for."""
    rest = text
    for written in STUDY_TYPES.values():
        rest = written.sub(" ", rest) if written.search(typed) else rest
    return rest if len(rest.split()) >= _LEAST_LEFT else text


def _age(text: str) -> str | None:
    if found := _AGE_UNIT.search(text):
        return f"{found[1]} {found[2]}s"
    found = _AGE_RANGE.search(text)
    if found is not None and not _NO_AGE_AFTER.match(text, found.end()):
        if found["low"]:
            return f"{found['low']} to {found['high']}"
        over = found["over"] or found["overs"]
        return f"over {over}" if over else f"under {found['under'] or found['unders']}"
    if (age := next((one for one in stated_values(text) if one.thing == "age"), None)) is not None:
        return age.printed
    if found := _AGE_AND_SEX.search(text) or _DECADE.search(text):
        return found[1]
    return next((name for name, words in _AGE_WORDS.items() if words.search(text)), None)


def _sex(text: str) -> Sex | None:
    """The one sex that is named; None where both are, or neither."""
    named = [sex for sex, words in _SEXES.items() if words.search(text)]
    if not named and (found := _AGE_AND_SEX.search(text)):
        return "female" if found[2] == "F" else "male"
    return named[0] if len(named) == 1 else None


def _pregnancy(text: str) -> Pregnancy | None:
    inside = states(text)
    if "pregnancy" in inside or (_OBSTETRIC.search(text) and "pregnancy" not in ruled_out(text)):
        return "pregnant"
    return "breastfeeding" if "breastfeeding" in inside else None


def _renal_function(text: str) -> str | None:
    values = {one.thing: one for one in stated_values(text)}
    for _, end, measure in mentions(text):
        if measure.name in _RENAL and (limit := _LIMIT.match(text, end)):
            return f"{measure.name} {_SIGNS[limit[1].casefold()]} {limit[2]} {unit_at(text, limit.end(2))}".rstrip()
    for name in _RENAL:
        # A stage stands for an eGFR when values are compared; here it is told as it was asked.
        if (value := values.get(name)) is not None and not STAGE.fullmatch(value.printed):
            return f"{name} {value.printed} {value.unit}".rstrip()
    if "dialysis" in states(text):
        return "dialysis"
    if stage := STAGE.search(text):
        return f"CKD {(stage[1] or stage[2]).lower()}"
    impaired = _IMPAIRED.search(text)
    return "renal impairment" if impaired and not _NONE.search(text[: impaired.start()]) else None
