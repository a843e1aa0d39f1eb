"""The parts of a question that another may change: a dose, a value, an age, a state, the years. Each by its words.

Two parts of one slot say different things of the same: an eGFR of 25 and one of 40, renal impairment and dialysis,
women and men. A follow-up that gives one takes the place of the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.question.ranges import NUMBER
from curbside.question.values import MEASURES
from curbside.terminology.medicines import medicines_named

UNITS: Final = {measure.name: measure.units for measure in MEASURES}
"""The units that a number of each measure may have, as `curbside.question.values.unit_at` reads them."""

UNIT: Final = (
    r"(?:\s?(?:%|mL/min(?:/1\.73\s?m2)?|n(?:g|mol)/m?L|[µum]mol/L|m?g/d?L|mm\s?Hg|kg|years?|ms|U/L))?"
)
_LIMIT: Final = (
    r"<|>|≤|≥|below|under|above|over|less than|more than|greater than|at least|at most|up to|between"
)
_IS: Final = rf"(?:\s*(?:levels?|of|is|was|are|=|:|exactly|only|just|about|around|{_LIMIT}))*\s*"
_FIGURE: Final = rf"{NUMBER}(?:\s?(?:-|–|to|and)\s?{NUMBER})?{UNIT}(?![\w.,]*\d)"
_GRADE: Final = r"(?:(?:mild|moderate|severe|advanced|chronic|acute|stable|active|mild-to-moderate)\s+)*"
_WHO: Final = r"(?:\s+(?:patients?|people|women|adults|mothers|individuals))?"
_AMOUNT: Final = (
    rf"{NUMBER}(?:\s?(?:-|–|to|or|and)\s?{NUMBER})?\s?(?:IU|units?|mg|mcg|µg|ug|micrograms?|milligrams?|grams?|g"
    r"|mL|tablets?|capsules?|drops?|puffs?)(?:/(?:kg|day|d|week|month))*(?![\w/])"
)
_NO_UNIT: Final = (
    r"(?![\d.,]*\d)(?!\s?(?:%|mg|mcg|µg|ug|g\b|kg|mL|IU|units?|to\b|-\d|–|hours?|days?|weeks?|months?"
    r"|years? (?:of|after)|mmol|µmol|umol))"
)
_YEAR: Final = r"(?:18|19|20)\d\d"
_MEASURED: Final = {
    **{
        measure.name: f"(?:{measure.written.pattern})"
        for measure in MEASURES
        if measure.name not in {"age", "weight"}
    },
    **{
        words.split("|")[0]: rf"\b(?:{words})"
        for words in (
            r"sodium potassium glucose ferritin ha?emoglobin|Hb platelets?(?:\scount)? TSH PTH LDL CRP albumin"
            r" bilirubin ALT AST urate QTc LVEF|ejection\sfraction T-?score BP|blood\spressure CHA2DS2-VASc HAS-BLED"
            r" CD4(?:\scount)? (?:serum\s)?calcium\slevel"
        ).split()
    },
}
"""What is measured of a person, each with the words it goes by."""

NUMERIC: Final = frozenset({*_MEASURED, "age"})
"""The slots of which a part may be given by its number alone."""

_TIME: Final = r"(?:hours?|days?|weeks?|months?|years?)"
_DISEASE: Final = r"(?:impairment|failure|disease|insufficiency|dysfunction|problems|function)"
_JUST_BEFORE_AGE: Final = "|".join(
    rf"(?<=\b{words} )"
    for words in ("she is", "he is", "she's", "he's", "they are", "patient is", "woman is", "man is", "at")
)


def _slot(slots: str, name: str, *words: str) -> tuple[frozenset[str], str, re.Pattern[str]]:
    """A slot, or several joined by a plus, by the words that fill it; earlier words go before later ones."""
    return frozenset(slots.split("+")), name, re.compile("|".join(words), re.IGNORECASE)


def _state(slots: str, name: str, *words: str) -> tuple[frozenset[str], str, re.Pattern[str]]:
    """The same of a state, with how severe it is and who is in it: "severe renal impairment", "CKD patients"."""
    return _slot(slots, name, rf"\b{_GRADE}(?:{'|'.join(words)}){_WHO}\b")


_SLOTS: Final = (
    _slot(
        *("years", "years"),
        rf"\b(?:published |from )?(?:since|after|before|until|up to|later than|newer than|older than|in) {_YEAR}\b",
        rf"\b(?:between|from) {_YEAR} (?:and|to|until|through) {_YEAR}\b",
        rf"\b{_YEAR}\s?[-–]\s?{_YEAR}\b",
        r"\b(?:in|over|from) the (?:last|past) (?:\d+ |few |five |ten )?years?\b",
    ),
    _slot(
        *("design", "design"),
        r"\b(?:(?:large|recent|good|double-blind|placebo-controlled|prospective) )*"
        r"(?:randomi[sz]ed(?: controlled)? trials?|RCTs?|clinical trials|meta-?analys[ei]s|systematic reviews?"
        r"|cohort studies|observational studies|guidelines?|case reports?)\b(?: only\b)?",
    ),
    *(
        _slot(name, name, rf"{written}{_IS}{_FIGURE}(?:/\d+)?(?!\s?(?:mg|IU|mcg)\b(?!/))")
        for name, written in _MEASURED.items()
    ),
    _slot("weight", "weight", rf"\b(?:weigh(?:t|ing|s)?{_IS})?{NUMBER}\s?kg\b"),
    _slot(
        *("age", "age"),
        r"\b\d{1,3}[ -]?(?:(?:years?|yrs?)[ -]old|y/?o)s?\b",
        rf"\b(?:aged?(?: of)?|(?:{_LIMIT}|older than|younger than)(?: the age of)?)[ -]\d{{1,3}}s?\b{_NO_UNIT}"
        r"(?: (?:and|or) (?:over|older|above|under|younger)\b)?(?: years?(?: old)?\b)?",
        rf"(?:{_JUST_BEFORE_AGE})\d{{2,3}}\b{_NO_UNIT}(?: years old\b)?",
    ),
    _state(
        *("age", "age group"),
        *(r"child(?:ren)?", r"kids", r"infants?", r"neonates?", r"newborns?", r"babies", r"toddlers"),
        *(r"adolescents?", r"teenagers?", r"pa?ediatrics?", r"elderly", r"octogenarians?"),
        r"(?:frail )?(?:(?:older|younger|young) )?(?:adults?)",
        r"(?:frail )?(?:older|younger|young) (?:people|patients?|persons?)",
    ),
    _slot("dose", "dose", rf"(?<![\w.,/-]){_AMOUNT}(?:\s(?:or|versus|vs\.?|and|to)\s{_AMOUNT})*"),
    _slot(
        *("frequency", "frequency"),
        r"\b(?:once|twice|\w+ times)(?:[ -](?:daily|weekly|monthly)\b| (?:a|per|every) (?:day|week|month|year)\b)",
        r"\b(?:once|twice|daily|weekly|monthly|nightly|yearly)\b(?!-)",
        r"\bevery (?:other )?(?:\d+ )?(?:hours?|days?|weeks?|months?|years?)\b",
        r"\b(?-i:BD|BID|OD|TDS|TID|QDS|QID|bd|bid|od|tds|tid|qds)\b",
    ),
    _slot("duration", "duration", rf"(?<![\w.,/-]){NUMBER}(?:\s?(?:-|–|to)\s?{NUMBER})? {_TIME}\b"),
    _slot("sex+pregnancy", "pregnancy", r"\bpregnant (?:women|woman|ladies|patients)\b"),
    _slot(
        *("sex", "sex"),
        r"\b(?:(?:pre|post|peri)-?menopausal )?(?:wom[ae]n|females?)\b",
        r"\b(?:men|man|males?|boys|girls)\b",
    ),
    _state(
        *("kidneys", "dialysis"),
        r"(?:peritoneal |maintenance )?(?:ha?emo)?dialysis",
        r"(?-i:HD|ESRD|ESKD)",
        r"end-stage (?:kidney|renal) (?:disease|failure)",
    ),
    _state(
        *("kidneys", "kidneys"),
        r"(?:stage |G)[1-5][ab]? (?:CKD|(?:chronic )?(?:kidney|renal) (?:disease|impairment|failure))",
        rf"(?:(?:kidney|renal) {_DISEASE}|(?-i:CKD|AKI)|acute kidney injury)(?:,? (?:stage |G)[1-5][ab]?)?",
        r"(?:impaired|poor|reduced|normal) (?:kidney|renal) function",
    ),
    _state("liver", "liver", rf"(?:hepatic|liver) {_DISEASE}", r"cirrhosis", r"Child-Pugh(?: class)? [ABC]"),
    _state(
        "pregnancy", "pregnancy", r"pregnan(?:cy|t)", r"(?:first|second|third) trimester(?: of pregnancy)?"
    ),
    _state("pregnancy", "breastfeeding", r"breast-?feeding|lactation|lactating|nursing mothers"),
    _state(
        "transplant", "transplant", r"(?:(?:kidney|renal|liver|heart) )?transplant(?:ation|s| recipients?)?"
    ),
    _state(
        "valve", "valve", r"(?:mechanical|prosthetic|bioprosthetic)[\w ]{0,12} valves?", r"mitral stenosis"
    ),
    _state("diabetes", "diabetes", r"(?:type [12I]{1,2} )?diabet(?:es|ics?)(?: mellitus)?", r"(?-i:T[12]DM)"),
    _state("obesity", "obesity", r"obes(?:e|ity)", r"overweight"),
    _state(
        "cancer", "cancer", r"(?:(?:breast|prostate|lung|colon|colorectal|ovarian) )?(?:cancer|malignancy)"
    ),
    _state("heart failure", "heart failure", r"heart failure", r"(?-i:HFrEF|HFpEF)"),
    _state("hypertension", "hypertension", r"hypertension", r"high blood pressure", r"hypertensive"),
    _state("smoking", "smoking", r"smok(?:ers?|ing)"),
    _state("frailty", "frailty", r"frailty", r"frail"),
)

_SOMEBODY: Final = r"(?:(?:the|a|my|this|these) )?(?:she|he|they|patients?|person|people|woman|women|man|men)"
_IS_OR_HAS: Final = (
    r"(?:is|are|was|were|has|have|had|does not have|do not have|isn't|aren't|doesn't have|weighs)"
)
_CLAUSE: Final = (
    rf"(?:(?:if|when|while|who|that)(?: {_SOMEBODY})?|(?<!do )(?<!does )(?<!can )(?<!should )(?:she|he"
    rf"|they)) {_IS_OR_HAS}"
    r"|(?:if |when )?(?:(?:s?he|that|who)['’]s|they['’]re)|(?:if |when )?(?:her|his|their|the|my)(?= )"
)
_JOINING: Final = (
    r"and|but|or|if|when|while|in|with|on|for|at|over|within|after|among|during|without|under|not|no"
    r"|never|having|also|already|known|both|only|just|a|an|any|patients?|people|those|these|someone"
    r"|somebody|anyone|persons?|individuals|adults|currently|undergoing"
)
_LEAD: Final = re.compile(
    rf"(?:\b(?:{_CLAUSE}|{_JOINING})\s+)*\bnon-$|(?:\b(?:{_CLAUSE}|{_JOINING})\s+)+$", re.IGNORECASE
)
_LONGEST_LEAD: Final = 80
_NO: Final = re.compile(r"\b(?:not|no|without|never|non)\b|n['’]t\b", re.IGNORECASE)
_BARE: Final = frozenset({"years", "dose", "frequency"})
"""Slots whose parts say in their own words how they are joined to a sentence, or need no joining."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a question where it stands: ``lead`` are the words that join it to the sentence, ``body`` the rest.

    ``start`` is where the lead starts. A part of two slots takes the place of a part of either: pregnant women are
    neither men nor breastfeeding. ``name`` tells the parts of one slot apart, so that "not on dialysis" says nothing
    of renal impairment.
    """

    slots: frozenset[str]
    name: str
    start: int
    end: int
    lead: str
    body: str

    @property
    def is_negated(self) -> bool:
        """Does the question say that it is not so?"""
        return bool(_NO.search(self.lead))


def parts(text: str) -> tuple[Part, ...]:
    """Every part that the words of a text tell, in the order they stand in; no two of them overlap."""
    found: list[Part] = []
    for slots, name, words in _SLOTS:
        for match in words.finditer(text):
            part = _part(text, match, slots, name)
            if not any(part.start < other.end and other.start < part.end for other in found):
                found.append(part)
    return tuple(sorted(found, key=lambda part: part.start))


def _part(text: str, match: re.Match[str], slots: frozenset[str], name: str) -> Part:
    before = text[max(0, match.start() - _LONGEST_LEAD) : match.start()]
    lead = None if slots & _BARE else _LEAD.search(before)
    start = match.start() - (len(lead[0]) if lead else 0)
    return Part(
        slots=slots,
        name=name,
        start=start,
        end=match.end(),
        lead=text[start : match.start()],
        body=match[0],
    )


_TREATMENT: Final = re.compile(
    r"(?:inhibitors?|blockers?|(?:ant)?agonists?|therapy|supplement(?:s|ation)|statins?|steroids?"
    r"|bisphosphonates?|anti[a-z]{4,}s|opioids?|diuretics?|thiazides?|sartans?|vaccin(?:es?|ation)"
    r"|(?:NSAID|SSRI|SNRI|PPI|DOAC|NOAC|ACEI|ARB|SGLT2|HRT|CBT|VKA|TENS|LMWH|UFH)s?|exercise|yoga"
    r"|acupuncture|physiotherapy|surgery|massage|diet|probiotics|placebo|cranberry juice|fish oil|omega-3"
    r"|turmeric|melatonin|ablation|cardioversion|bridging|clonidine|estrogen|oestrogen|testosterone"
    r"|duloxetine|furosemide|sotalol|nitrofurantoin|ibuprofen|ketoconazole|caffeine|alcohol)$",
    re.IGNORECASE,
)
_OF_OTHERS: Final = re.compile(r"\b(?:on|with|without|not|no|never|in|for|of|to|than)\b", re.IGNORECASE)
"""In "those not on warfarin" the last word is not what is spoken of."""
_CONDITION: Final = re.compile(
    r"(?:itis|osis|a?emia|opathy|algia|syndrome|diseases?|failure|disorders?|infections?|cancer|strokes?"
    r"|fibrillation|thrombosis|embolism|asthma|gout|migraines?|depression|anxiety|epilepsy|pneumonia"
    r"|eczema|acne|dementia|deficiency|resistance|allergy|overdose|injury|ulcers?|angina|infarction|lupus"
    r"|insomnia|toxicity|stones|surgery|fractures?|bleeding|pain|sepsis|arrest|trauma|flutter|menopause"
    r"|delirium|malabsorption)$",
    re.IGNORECASE,
)
_OUTCOME: Final = re.compile(
    r"(?:mortality|deaths?|survival|falls?|fractures?|bleeding|bleeds|ha?emorrhages?|strokes?|pain"
    r"|stiffness|function|bone (?:mineral )?density|BMD|quality of life|hospitali[sz]ations?|admissions?"
    r"|infarctions?|heart attacks?|infections?|cognition|mood|sleep|fatigue|weight|recurrence|remission"
    r"|adherence|events|symptoms|costs?|arthralgia|thrombosis|embolism|hypercalca?emia|stones|HbA1c"
    r"|blood pressure|progression)$",
    re.IGNORECASE,
)
_SHORT_FORM: Final = re.compile(r"^[A-Z][A-Za-z]{0,4}[A-Z]$")


def is_treatment(words: str) -> bool:
    """Do these words, by the last of them, name a treatment? "Warfarin" does, "warfarin users" does not."""
    return all(_is_one_treatment(one) for one in re.split(r"\s+(?:and|or|plus)\s+", words))


def _is_one_treatment(words: str) -> bool:
    if _OF_OTHERS.search(words):
        return False
    if _TREATMENT.search(words):
        return True
    return any(words.casefold().endswith(name.casefold()) for name in medicines_named(words))


def is_condition(words: str) -> bool:
    """Do these words, by the last of them, name an illness? A short form of capitals that is no treatment may."""
    return not is_treatment(words) and bool(_CONDITION.search(words) or _SHORT_FORM.search(words))


def is_outcome(words: str) -> bool:
    """Do these words, by the last of them, name what may come of a treatment?"""
    return bool(_OUTCOME.search(words))
