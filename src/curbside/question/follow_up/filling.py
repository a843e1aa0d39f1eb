"""Filling a slot of the last question: a dose for its dose, a medicine for its medicine, a state beside its people.

Where two things of the last question might be meant, or none, it raises `Unclear` rather than choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from curbside.question.follow_up.last_question import (
    DOSING,
    JOINS,
    LastQuestion,
    Unclear,
    agreeing,
    find,
    is_plural,
    refuse_untreated,
    with_people,
)
from curbside.question.follow_up.parts import (
    NUMERIC,
    UNIT,
    UNITS,
    Part,
    is_condition,
    is_outcome,
    is_treatment,
    parts,
)
from curbside.question.ranges import NUMBER
from curbside.question.values import unit_at
from curbside.terminology.medicines import medicines_named

_ROUTES: Final = re.compile(
    r"(?:oral|intravenous|(?-i:IV|IM|SC)|intramuscular|subcutaneous|topical|inhaled|rectal|vaginal"
    r"|sublingual|transdermal|(?:a |the )?(?:high|low|higher|lower|double|half|full|reduced|maximum"
    r"|standard)(?:er)?[ -]doses?)(?: (?:form|route|one))?",
    re.IGNORECASE,
)
_NUMBER_ALONE: Final = re.compile(rf"(?:at |only |just |of |with |an? )*({NUMBER}{UNIT})", re.IGNORECASE)
_STAGE: Final = re.compile(r"\b((?:stage|grade|class) )(\d[ab]?|I{1,3}V?|IV)\b", re.IGNORECASE)
_GRADE: Final = re.compile(r"\b(?:mild|moderate|severe|advanced)\b", re.IGNORECASE)
_GRADE_ALONE: Final = re.compile(
    r"(?:in |if |when |with )*(?:it is )?(mild|moderate|severe|advanced)(?: (?:cases|disease|ones?))?",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"^(?:(?:and|or|but|the|a|an|any|only|just|of|giving|using|taking|given|in|for|with|at|on|dose"
    r"|doses)(?:\s+|$))+$",
    re.IGNORECASE,
)
_NO_BREAK_AFTER: Final = "".join(
    rf"(?<!{word} )"
    for word in ("not", "never", "together", "compared", "rather", "alongside", "those", "people", "patients")
)
_PHRASE: Final = re.compile(
    rf"\s+{_NO_BREAK_AFTER}(?=(?:in|for|among|during|with|without|not|on|if|when|while|after|before|plus|versus|vs\.?"
    r"|compared|rather|than|together|alongside|at|within)\b)",
    re.IGNORECASE,
)
"""Where a phrase begins. "Patients not on warfarin" is one."""
_JOINED: Final = re.compile(
    r"(?P<join>(?:not )?(?:in|for|among|of)|or|versus|vs\.?|compared (?:with|to)|rather than|than|(?:not "
    r"|never |together |alongside )?(?:with|without|plus|on|if|when|while|during|after|before|at|within"
    r"|alongside|not|no))\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(r"(?:those|patients?|people|someone|adults|anyone)\s+\S", re.IGNORECASE)
_MEASURED: Final = re.compile(rf"\w (?:level )?(?:of|is|=|<|>|below|above|over|under) {NUMBER}\b")
_COMPARES: Final = re.compile(r"or|versus|vs\.?|compared (?:with|to)|rather than|than", re.IGNORECASE)


def filled(words: str, last: LastQuestion) -> LastQuestion:
    """The last question with what the words say in its slots. Raises `Unclear`."""
    given = parts(words)
    if not given and (swapped := _swapped(words, last)) is not None:
        return swapped
    now = last
    phrases = list(_phrases(words, given))
    # A treatment first: the dose that comes with it is its own, and the last one's goes with the last treatment.
    for phrase in sorted(phrases, key=lambda phrase: not is_treatment(_JOINED.sub(r"\g<rest>", phrase))):
        now = _with_phrase(phrase, now)
    before: Part | None = None
    for part in given:
        beside = before is not None and part.start - before.end <= 1 and now.words.endswith(before.body)
        if beside and _replaced(part, now) is None and not part.slots & DOSING:
            # "A woman aged 82", "CKD and diabetes": they belong together as they were said.
            now = now.having(f"{now.words} {part.lead}{part.body}")
        else:
            now = _with_part(part, now)
        before = part
    return now


def _phrases(words: str, given: Iterable[Part]) -> Iterator[str]:
    """What is left of the words between the parts they tell, phrase by phrase."""
    at = 0
    for start, end in [*((part.start, part.end) for part in given), (len(words), len(words))]:
        for left in _PHRASE.split(words[at:start]):
            phrase = re.sub(r"^(?:and|but)\s+|\s+(?:and|or|in|with|at|of)$", "", left.strip(" ,"))
            if phrase and not _FILLER.match(phrase):
                yield phrase
        at = end


def _swapped(words: str, last: LastQuestion) -> LastQuestion | None:
    """A number, a stage or a grade given alone, for the only one of its kind; None when it is none of these."""
    if alone := _NUMBER_ALONE.fullmatch(words):
        return _with_number(alone[1], last)
    if alone := re.fullmatch(rf"(?:in |with |for )?{_STAGE.pattern}", words, re.IGNORECASE):
        return last.having(_only(_STAGE, last, f"stage {alone[2]}")) if "stage" in words.lower() else None
    if alone := _GRADE_ALONE.fullmatch(words):
        return last.having(_only(_GRADE, last, alone[1]))
    return None


def _only(pattern: re.Pattern[str], last: LastQuestion, new: str) -> str:
    if len(pattern.findall(last.words)) != 1:
        raise Unclear(f"it has nothing, or more than one thing, that '{new}' may stand for")
    return pattern.sub(new, last.words)


def _with_number(number: str, last: LastQuestion) -> LastQuestion:
    """A bare number in the place of the only one there is, or, with a unit, of the only one that may have it."""
    numeric = [part for part in parts(last.words) if part.slots & (NUMERIC | {"dose", "duration", "weight"})]
    numeric = [part for part in numeric if len(re.findall(NUMBER, _after_name(part))) == 1]
    if unit := unit_at(number, len(re.findall(NUMBER, number)[0])):
        numeric = [part for part in numeric if unit in UNITS.get(part.name, ())]
    if len(numeric) != 1:
        raise Unclear(f"it has no number, or more than one, that {number} may stand for")
    return _with_figure(numeric[0], number, last)


def _with_figure(old: Part, figure: str, last: LastQuestion) -> LastQuestion:
    """Another figure in a part. A value loses its unit: 150 in the place of 1.6 mg/dL is not 150 mg/dL."""
    keeps_unit = not old.slots & (NUMERIC - {"age"})
    number = re.search(NUMBER if keeps_unit else rf"{NUMBER}.*", _after_name(old))
    assert number is not None
    at = old.end - len(_after_name(old)) + number.start()
    until = old.end - len(_after_name(old)) + number.end()
    return last.having(_articled(f"{last.words[:at]}{figure}{last.words[until:]}"))


def _after_name(part: Part) -> str:
    """The body from behind its name: the 25 of "25(OH)D" is no figure."""
    name = re.match(r"25\(OH\)D|25-hydroxyvitamin D|HbA1c|CHA2DS2-VASc|CD4", part.body, re.IGNORECASE)
    return part.body[name.end() :] if name else part.body


def _articled(words: str) -> str:
    """The words with the article that an age is spoken with: an 82-year-old."""
    return re.sub(
        r"\b(a)n?(?= (\d+)-year)",
        lambda found: f"{found[1]}n" if re.match(r"8|1[18]$", found[2]) else found[1],
        words,
        flags=re.IGNORECASE,
    )


def _with_phrase(phrase: str, last: LastQuestion) -> LastQuestion:
    """A phrase that is no part: a treatment, people, an outcome, or something to be added as it stands."""
    joined = _JOINED.fullmatch(phrase)
    join, rest = (joined["join"].casefold(), joined["rest"]) if joined else ("", phrase)
    bare = re.sub(r"^(?:a|an|the)\s+", "", rest)
    if join in {"", "for"} and _ROUTES.fullmatch(rest):
        return _with_route(rest, last)
    if join in {"", "for", "of"} and is_treatment(bare):
        return _with_treatment(bare, last)
    if _COMPARES.fullmatch(join):
        return _compared(join, rest, last)
    if join == "in" and is_condition(bare):
        return _with_population(rest, last)
    if join in {"", "for", "on", "of"} and (is_outcome(bare) or is_condition(bare)):
        return _with_matter(rest, last)
    if join:
        return last.having(f"{last.words} {phrase}")
    if _GROUP.match(phrase) or _MEASURED.search(phrase):
        return last.having(f"{last.words} {'in' if _GROUP.match(phrase) else 'with'} {phrase}")
    raise Unclear(f"'{rest}' may be a treatment, people or an outcome")


def _with_treatment(name: str, last: LastQuestion) -> LastQuestion:
    """Another treatment, without the dose of the one before."""
    refuse_untreated(last)
    if name.casefold() == last.treatment.casefold():
        return last
    if (last.rivals or _has_company(last)) and not _is_object(last):
        raise Unclear(
            f"it names {' and '.join(medicines_named(last.words))}, and {name} may stand for either"
        )
    start = last.words.find(last.treatment)
    before = re.sub(r"(?:doses? of )?\S+ (?:mg|IU|mcg|µg|units|g)(?: of)? $", "", last.words[:start])
    words = f"{before}{name}{last.words[last.dosed_until :]}"
    if any("dose" in part.slots for part in parts(words) if part.body in last.words):
        raise Unclear(f"the dose it gives is {last.treatment}'s")
    now = last.having(agreeing(words, name, was_plural=is_plural(last.treatment)))
    return replace(now, named=name)


def _has_company(last: LastQuestion) -> bool:
    """Is another medicine named beside its treatment: "apixaban with diltiazem", "vitamin D on letrozole"?"""
    named = {name.casefold() for name in medicines_named(last.words)}
    return len(named - {last.treatment.casefold(), last.dosed_treatment.casefold()}) > 0


def _is_object(last: LastQuestion) -> bool:
    """Is its treatment what a dose or a role is asked of, so that another medicine is only company?"""
    asked_of = rf"\b(?:dose|role|safety|effects?|use|place)\s+of\s+{re.escape(last.dosed_treatment)}\b"
    beside = rf"{asked_of},?\s+(?:or|and|versus|vs\.?|to|than)\s"
    return bool(re.search(asked_of, last.words)) and not re.search(beside, last.words)


def _with_route(route: str, last: LastQuestion) -> LastQuestion:
    refuse_untreated(last)
    bare = re.sub(r"\s+(?:form|route|one)$", "", route)
    is_dose = bool(re.match(r"(?:a|the)\s", bare, re.IGNORECASE))
    new = f"{bare} of {last.treatment}" if is_dose else f"{bare} {last.treatment}"
    asked = _DOSE_ASKED.match(last.words)
    if asked and is_dose and last.words.startswith(last.treatment, asked.end()):
        return last.having(f"Is {new} right{last.words[asked.end() + len(last.treatment) :]}")
    return last.having(last.words.replace(last.treatment, new, 1))


def _compared(join: str, rest: str, last: LastQuestion) -> LastQuestion:
    refuse_untreated(last)
    join = "compared with" if join == "than" else join
    at = last.dosed_until
    return last.having(f"{last.words[:at]} {join} {rest}{last.words[at:]}")


def _with_population(name: str, last: LastQuestion) -> LastQuestion:
    """Other people, in the place of those asked about; beside them where they are told by a state."""
    if last.population:
        return last.having(last.words.replace(last.population, f"in {name}", 1))
    return last.having(f"{last.words} in {name}")


def _with_matter(name: str, last: LastQuestion) -> LastQuestion:
    """An outcome in the place of the last, or an illness in the place of the one treated."""
    outcomes = [found for one in last.outcomes if (found := find(one, last.words))]
    if outcomes and (is_outcome(name) or not last.tail):
        start, end = last.words.find(outcomes[0]), last.words.find(outcomes[-1]) + len(outcomes[-1])
        return last.having(f"{last.words[:start]}{name}{last.words[end:]}")
    if is_outcome(name):
        refuse_untreated(last)
        return last.having(with_people(f"What is the effect of {last.dosed_treatment} on {name}", last))
    if outcomes:
        raise Unclear(f"'{name}' may be an outcome or what is treated")
    return _with_population(name, last)


_OLD: Final = 65
"""From here on, "at 82" after impaired kidneys is an age: an eGFR of as much is no impairment."""


_OF_AGE: Final = re.compile(r"\b(?:age|aged|year|years|yrs?|old|older|younger)\b|\d0s\b", re.IGNORECASE)


def _with_part(part: Part, last: LastQuestion) -> LastQuestion:
    """A part in the place of the one of its slot, or added."""
    if part.slots & DOSING:
        return _with_dosing(part, last)
    is_bare = not _OF_AGE.search(f"{part.lead}{part.body}") and bool(_LIMITS.match(part.body))
    if part.name == "age" and (is_bare or part.lead.strip().casefold() in {"at", "and at"}):
        known = {slot for one in parts(last.words) for slot in one.slots}
        is_kidneys = "kidneys" in known and float(re.findall(NUMBER, part.body)[0]) < _OLD
        if (known & NUMERIC or is_kidneys) and "age" not in known:
            # After an eGFR of 40, "at 30" may be another eGFR and "at 82" an age.
            raise Unclear(f"{part.body} may be an age or another value")
    old = _replaced(part, last)
    if old is None:
        return last.having(f"{last.words} {_phrase_of(part)}")
    if old.name == part.name and old.slots & NUMERIC and (figure := _figure(part)) and _figure(old):
        return _with_figure(old, figure, last)
    before, after = last.words[: old.start], last.words[old.end :]
    return last.having(_articled(f"{before}{_in_place_of(old, part)}{after}"))


def _replaced(part: Part, last: LastQuestion) -> Part | None:
    """The part of the last question that says the same thing otherwise. Raises `Unclear` when several do."""
    rivals = [one for one in parts(last.words) if one.slots & part.slots]
    same = [one for one in rivals if one.name == part.name]
    # "Not on dialysis" leaves renal impairment as it is, and is left as it is by it.
    others = [] if part.is_negated else [one for one in rivals if not one.is_negated]
    found = same or others
    if len(found) > 1:
        raise Unclear(f"it says more than one thing that '{part.lead}{part.body}' may stand for")
    return found[0] if found else None


_LIMITS: Final = re.compile(
    r"[<>≤≥]|\b(?:below|under|above|over|less|more|greater|least|most|older|younger|between)\b", re.IGNORECASE
)


def _figure(part: Part) -> str:
    """The number of a part that gives one and no limit; of a value, with its unit."""
    body = _after_name(part)
    if _LIMITS.search(body):
        return ""
    pattern = NUMBER if "age" in part.slots else rf"{NUMBER}.*"
    found = re.search(pattern, body)
    return found[0] if found else ""


def _in_place_of(old: Part, new: Part) -> str:
    if new.is_negated or old.is_negated:
        return _phrase_of(new)
    if (not new.lead or new.lead.casefold().strip() in {"for", "and", "or", "the"}) and old.lead.strip():
        return f"{old.lead}{new.body}"
    return f"{new.lead}{new.body}" if not old.lead else _phrase_of(new)


_PLAIN_LEADS: Final = {
    "design": "in",
    "age group": "in",
    "sex": "in",
    "dialysis": "on",
    "duration": "for",
    "weight": "at",
    "valve": "with",
    "years": "",
}
_WITH_AN: Final = re.compile(r"(?:eGFR|INR|HbA1c|LVEF|LDL|ALT|AST|albumin|ejection|urate)\b", re.IGNORECASE)
_ADJECTIVES: Final = re.compile(
    r"pregnant|breast-?feeding|lactating|obese|overweight|hypertensive|smoking|frail|diabetic", re.IGNORECASE
)


_JOINING: Final = re.compile(
    r"(?:if|when|while|in|with|on|for|at|over|within|after|among|during|without|under|not (?:on|in|with)"
    r"|who)\b",
    re.IGNORECASE,
)


def _phrase_of(part: Part) -> str:
    """The part as it is added to a sentence: "renal impairment" becomes "in renal impairment"."""
    lead = re.sub(r"^(?:(?:and|but|or|any)\s+)+", "", part.lead, flags=re.IGNORECASE)
    body = part.body
    if lead.casefold() == "for " and "duration" not in part.slots:
        lead = "in "
    if body.casefold().startswith("weigh"):
        return body
    if part.slots & NUMERIC and part.name != "age":
        body = re.sub(rf"^([A-Za-z][\w ()]*?)\s+(?={NUMBER})", _with_of, body)
    if _JOINING.match(lead):
        return _spoken(lead, body, part)
    if re.match(r"(?:the |a |my )?(?:s?he|they|patient|person|her|his|their)\b", lead, re.IGNORECASE):
        return f"if {lead}{body}"
    if re.match(r"no\b", lead, re.IGNORECASE):
        return f"with {lead}{body}"
    if _ADJECTIVES.fullmatch(body):
        return f"when {lead}{body}"
    plain = f"{_plain_lead(part)} " if _plain_lead(part) else ""
    return f"{plain}{_spoken(lead, body, part)}"


def _spoken(lead: str, body: str, part: Part) -> str:
    """With the article that belongs to it: an eGFR of 25, a creatinine of 1.6 mg/dL, an 82-year-old, the elderly."""
    if re.search(r"\b(?:an?|the|if|is|her|his|their)\s+$", lead):
        return f"{lead}{body}"
    if part.name == "age" and re.fullmatch(r"\d+[ -]?(?:years?|yrs?)[ -]old", body):
        return _articled(f"{lead}a {body}")
    if part.name == "age group" and body.casefold() == "elderly":
        return f"{lead}the {body}"
    if "age" in part.slots or not part.slots & NUMERIC:
        return f"{lead}{body}"
    return f"{lead}{'an' if _WITH_AN.match(body) else 'a'} {body}"


def _plain_lead(part: Part) -> str:
    if part.name in _PLAIN_LEADS:
        return _PLAIN_LEADS[part.name]
    if part.name == "age":
        return "in" if re.match(r"\d+[ -]?(?:y|yrs?)", part.body) else "in people"
    return "with" if part.slots & NUMERIC else "in"


def _with_of(found: re.Match[str]) -> str:
    has_verb = re.search(r"\b(?:of|is|was|are|below|under|above|over|than|least|most|between)$", found[1])
    return found[0] if has_verb else f"{found[1]} of "


_DOSE_ASKED: Final = re.compile(
    r"(?:(?:what|which)(?: is the)?(?: [\w-]+)? (?:dose|dosing|dosage) of|how much|how many \w+ of)\s+",
    re.IGNORECASE,
)


def _with_dosing(part: Part, last: LastQuestion) -> LastQuestion:
    """A dose or how often it is given, in the place of the last, or after the treatment."""
    old = _replaced(part, last)
    if old is not None:
        return last.having(f"{last.words[: old.start]}{part.body}{last.words[old.end :]}")
    refuse_untreated(last)
    asked = _DOSE_ASKED.match(last.words)
    if asked and last.words.startswith(last.treatment, asked.end()):
        # "What dose of apixaban 5 mg" is no question.
        rest = last.words[asked.end() + len(last.treatment) :]
        if rest and not re.match(rf"\s+{JOINS}\b", rest):
            raise Unclear(f"it asks for the dose in a way that {part.body} does not fit")
        words = (part.body, "of", last.treatment) if "dose" in part.slots else (last.treatment, part.body)
        given = " ".join(words)
        return last.having(f"Is {given} the right dose{rest}")
    at = last.dosed_until
    if right := re.match(r"Is (\S.*?)(?= of .* the right dose)", last.words):
        at = right.end()
    return last.having(f"{last.words[:at]} {part.body}{last.words[at:]}")
