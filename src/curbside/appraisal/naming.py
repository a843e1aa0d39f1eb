"""How a text names a thing: its words by their terms, the short forms it explains, and how much of a name it says.

A prompt asks after "pain intensity"; the abstract says "VAS", "painful" or "pain at rest". Words meet by their
terms (`curbside.literature.library.analysis`), by a short form that the abstract explains, and by a small table of
kin: words one of which this literature uses where another was asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from curbside.appraisal.change import BETTER, LESS, MORE, WORD, WORSE
from curbside.appraisal.outcome import improves_by_falling
from curbside.literature.library.analysis import terms


class Word(NamedTuple):
    """A word of a text, by its term. A word may stand at its place under several terms."""

    start: int
    end: int
    term: str


@lru_cache(maxsize=1 << 15)
def term_of(word: str) -> str:
    """The term of one word, its spelling made American; a stop word is its own term."""
    spelt = word.lower()
    for british, american in _SPELLINGS:
        spelt = spelt.replace(british, american)
    found = terms(spelt)
    return found[0] if found else spelt


_SPELLINGS: Final = (
    ("haem", "hem"),
    ("aemia", "emia"),
    ("oedema", "edema"),
    ("oeso", "eso"),
    ("oestr", "estr"),
    ("orrhoea", "orrhea"),
    ("anaes", "anes"),
    ("paed", "ped"),
    ("foet", "fet"),
    ("faec", "fec"),
    ("caes", "ces"),
    ("tumour", "tumor"),
    ("behaviour", "behavior"),
    ("labour", "labor"),
    ("fibre", "fiber"),
    ("centre", "center"),
    ("isation", "ization"),
    ("glycosyl", "glycat"),
)

ShortForms = Mapping[str, frozenset[str]]
"""The terms of its long form, by a short form's term."""

_IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z0-9-]{1,9})[);,]")
_LOOKED_BACK = 120


def short_forms(text: str) -> dict[str, frozenset[str]]:
    """The short forms that a text explains as it goes: ``visual analogue scale (VAS)``.

    Their letters must occur, in order, in the words before the bracket, the first at the beginning of a word.
    """
    found: dict[str, frozenset[str]] = {}
    for bracket in _IN_BRACKETS.finditer(text):
        short = bracket[1]
        if short.lower() == short:
            continue
        begin = max(0, bracket.start() - _LOOKED_BACK)
        long = _long_form(short, text[begin : bracket.start()])
        if long:
            found[term_of(short)] = long
    return found


def _long_form(short: str, before: str) -> frozenset[str]:
    letters = [letter for letter in short.lower() if letter.isalnum()]
    words = list(WORD.finditer(before))[-len(letters) - 4 :]
    fewest = max(1, sum(letter.isalpha() for letter in letters) // 2)
    for index in range(len(words) - fewest, -1, -1):
        rest = iter(before[words[index].start() :].lower())
        if words[index][0][0].lower() == letters[0] and all(letter in rest for letter in letters):
            return _telling_terms(before[words[index].start() :])
    return frozenset()


_CAPITALS = re.compile(r"\b[A-Za-z]?[A-Z]{2,5}(?=s?\b)")
_LONGEST_INITIALS = 5


def initials(name: str, text: str) -> dict[str, frozenset[str]]:
    """Short forms that nothing explains: of `name`, which the text spells out; of the text, which `name` spells out."""
    found: dict[str, frozenset[str]] = {}
    for short in _CAPITALS.findall(name):
        beginnings = r"[\s-]+(?:of\s|the\s|and\s)?".join(rf"{letter}\w+" for letter in short)
        if spelt_out := re.search(rf"\b{beginnings}\b", text, re.IGNORECASE):
            found[term_of(short)] = _telling_terms(spelt_out[0])
    printed = _singulars(text)
    words = [word[0] for word in WORD.finditer(name)]
    for first in range(len(words)):
        for last in range(first + 2, min(first + _LONGEST_INITIALS, len(words)) + 1):
            run = words[first:last]
            short = "".join(word[0] for word in run).upper()
            if short in printed and all(map(terms, run)):
                found[term_of(short)] = frozenset(map(term_of, run))
    return found


@lru_cache(maxsize=16)  # One abstract is asked about many outcomes in a row.
def _singulars(text: str) -> frozenset[str]:
    return frozenset(word[0].removesuffix("s") for word in WORD.finditer(text))


def _telling_terms(text: str) -> frozenset[str]:
    return frozenset(term_of(word[0]) for word in WORD.finditer(text) if terms(word[0]))


@lru_cache(maxsize=256)  # The sentences of a few abstracts, each of which is asked about many outcomes.
def _printed(text: str) -> tuple[Word, ...]:
    return tuple(Word(word.start(), word.end(), term_of(word[0])) for word in WORD.finditer(text))


def words_of(text: str, short: ShortForms) -> list[Word]:
    """The words of a text, a short form standing for its long form's words too, and the other way round."""
    found = list(_printed(text))
    said = {word.term for word in found}
    for form, long in short.items():
        if form in said:
            spelt_out = [word for word in found if word.term == form]
            found += [Word(word.start, word.end, term) for word in spelt_out for term in sorted(long)]
        elif long and long <= said:
            first = next(word for word in found if word.term in long)
            found.append(Word(first.start, first.end, form))
    return sorted(found)


_SYNONYMS: Final = """
    mortality death deaths died dead dies survival fatality survivors alive
    bleeding hemorrhage hemorrhages bled
    pain analgesia vas painful
    ache pain headache
    hospitalization hospital stay discharge admission hospitalized
    adverse side toxicity tolerability safety events tolerated
    complications morbidity
    vomiting emesis ponv nausea
    weight bodyweight bmi obesity adiposity
    hba1c a1c glycated hemoglobin glycemic
    glucose glycemic sugar glycemia hyperglycemia
    satisfaction acceptability preference satisfied
    systolic sbp
    pressure bp hypertension map
    diastolic dbp
    heart cardiac
    pulse hr tachycardia bradycardia rate
    infection infections sepsis infected
    qol hrqol quality
    depression depressive bdi phq hamd madrs hdrs mood
    anxiety anxious stai hads
    temperature fever hypothermia
    duration time length
    relapse recurrence recurrent recurred relapsed
    exacerbation exacerbations attack attacks episode episodes
    cholesterol ldl lipid lipids
    triglycerides triglyceride tg lipid lipids
    adherence compliance adherent
    neonatal newborn neonates infants
    renal kidney
    hepatic liver
    lung pulmonary respiratory fev1 spirometry
    smoking abstinence quit cessation quitting smokers abstinent
    opioid morphine fentanyl tramadol analgesic rescue
    pregnancy conception pregnant
    bmd bone
    cognition cognitive memory mmse
    cesarean caesarean
    insomnia sleep slept
    walking gait ambulation mobility walk
    fatigue tiredness exhaustion
    swelling edema
    knowledge awareness
    cost costs expenditure
    incontinence leakage
    response respond responders responded remission
    anemia hemoglobin hb
    antibody antibodies titer titers seroconversion immunogenicity immune
    albuminuria proteinuria albumin
    itching pruritus itch
    cough coughing
    seizure seizures convulsions
    fracture fractures
    failure fail failed success successful
    reoperation reintervention revision
    physical exercise activity
    strength force
    child children pediatric
    women woman maternal mothers
    operation operative surgery surgical
    hypoglycemia hypoglycemic
    hypotension hypotensive
    ejection lvef ventricular
    saturation spo2 oxygenation sao2 pao2 hypoxemia desaturation
    thrombosis dvt vte thromboembolism embolism
    stroke strokes cerebrovascular
    infarction mi myocardial
    wound wounds ulcer ulcers
    healing healed closure epithelialization
    intraocular iop
    acuity vision visual
    progression pfs progressed
    tumor cancer
    teeth tooth dental
    attendance attended uptake participation
    caries cavity decay
    plaque gingivitis gingival
    spasm spasms spasticity
    stiffness rigidity
    breastfeeding lactation breastfed
    crp inflammation inflammatory
    antibiotic antibiotics
    intubation intubated reintubation
    ventilation ventilator ventilated
    delivery birth births labor
    preterm premature prematurity
    miscarriage abortion
    diarrhea stool stools
    dyspnea breathlessness breathless
    asthma asthmatic wheeze wheezing
    menopausal flushes flashes vasomotor
    tachycardia palpitations
    transfusion transfusions transfused
    dizziness vertigo
    headache migraine headaches migraines
    weakness strength
    disability function functional disabled
    withdrawal withdrawals withdrew discontinuation discontinued dropout
    growth height
    viral virus viremia
    block blockade blocked
    onset began beginning start
    sedation sedated sleepiness drowsiness somnolence
    cortisol stress
    distress stress
    readmission readmissions rehospitalization
    alcohol drinking drinks drinkers
    falls fall fallers
    fibrillation arrhythmia arrhythmias
    restenosis patency stenosis
"""


def _kin(listed: str) -> dict[str, frozenset[str]]:
    kin: dict[str, frozenset[str]] = {}
    for line in listed.strip().splitlines():
        family = frozenset(map(term_of, line.split()))
        for term in family:
            kin[term] = kin.get(term, frozenset()) | family
    return kin


_KIN: Final = _kin(_SYNONYMS)

_GENERAL: Final = frozenset(
    map(
        term_of,
        """
        score level levels rate rates mean average median value index scale rating test status function change changes
        difference number total percentage percent proportion incidence frequency occurrence risk event case outcome
        measure effect use patient participant subject adult children group time day week month year hour minute min h
        first second final long term baseline after overall all primary secondary significant improve increase
        reduce decrease serum plasma concentration self report development ng ml mg kg mmol dl l
        """.split(),
    )
)
"""Terms that tell little of an outcome: of "pain score at week 12", *pain* is what is asked after."""
_GENERAL_WEIGHT = 0.35
_KIN_WEIGHT = 0.8
# Both set by hand on the tuning half of evals/findings.py; neither is sensitive.

_TIMES: Final = frozenset(
    "time duration onset length latency interval days hours speed stay survival".split()
)
_CHANGES: Final = frozenset(map(term_of, MORE | LESS | BETTER | WORSE | {"loss"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeName:
    """The words by which a prompt names an outcome: each term with how telling it is.

    ``own`` are those of its terms that are words of change themselves: in "weight loss", *loss*.
    """

    weights: Mapping[str, float]
    is_unwanted: bool
    is_time: bool
    own: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        """The terms of the name."""
        return frozenset(self.weights)

    def share_in(self, said: Iterable[str]) -> float:
        """How much of the name is said, 0 to 1, when these terms are."""
        whole = math.fsum(self.weights.values())
        if not whole:
            return 0.0
        said = frozenset(said)
        return math.fsum(weight * _said(term, said) for term, weight in self.weights.items()) / whole

    def is_all_in(self, said: Collection[str]) -> bool:
        """Is every word of the name said, and not kin in its place?"""
        return all(term in said for term in self.weights)

    def says_head(self, said: Collection[str]) -> bool:
        """Is the most telling word said, the first of equals?"""
        return max(self.weights, key=lambda term: self.weights[term], default=None) in said

    def mentions(self, words: Sequence[Word]) -> list[tuple[Word, float]]:
        """The words that say a part of the name, each with its weight."""
        worth: dict[str, float] = {}
        for term, weight in self.weights.items():
            for kin in _KIN.get(term, ()):
                worth[kin] = max(worth.get(kin, 0.0), _KIN_WEIGHT * weight)
        worth |= {term: max(worth.get(term, 0.0), weight) for term, weight in self.weights.items()}
        return [(word, worth[word.term]) for word in words if word.term in worth]


NOTHING: Final = OutcomeName(weights={}, is_unwanted=False, is_time=False, own=frozenset())
"""No outcome: what is read for it is said of the comparison as a whole."""


def name_of(outcome: str, sentences: Sequence[Sequence[Word]]) -> OutcomeName:
    """The outcome's name, a word telling the more the fewer of the abstract's ``sentences`` have it."""
    words = [word[0] for word in WORD.finditer(_without_short_forms(outcome))]
    asked = {term_of(word) for word in words if terms(word)}
    said = [frozenset(word.term for word in sentence) for sentence in sentences]
    return OutcomeName(
        weights={term: _telling(term, said) for term in sorted(asked)},
        is_unwanted=improves_by_falling(outcome),
        is_time=any(word.lower() in _TIMES for word in words),
        own=frozenset(asked & _CHANGES),
    )


def _without_short_forms(name: str) -> str:
    """``Forced expiratory volume (FEV)`` names one thing, and whoever says either has said it all."""
    explained = short_forms(name)
    return _IN_BRACKETS.sub(lambda found: " " if term_of(found[1]) in explained else found[0], name)


def _telling(term: str, said: Sequence[frozenset[str]]) -> float:
    general = term in _GENERAL or term.isdigit()
    holding = sum(_said(term, sentence) > 0 for sentence in said)
    return (_GENERAL_WEIGHT if general else 1.0) * math.log(1 + (len(said) + 1) / (1 + holding))


def _said(term: str, said: frozenset[str]) -> float:
    if term in said:
        return 1.0
    return 0.0 if said.isdisjoint(_KIN.get(term, ())) else _KIN_WEIGHT
