"""Whether more of an outcome is wanted: more survival is, more pain is not.

A study reports that a thing rose or fell; whether a patient is better for it depends on the thing. Read from the
words of the outcome, the last telling one deciding ("pain relief" is relief). An outcome of which these words say
nothing is neither, and a change in it is called unclear rather than guessed.
"""

from __future__ import annotations

from typing import Final

from curbside.appraisal.direction import Direction
from curbside.appraisal.result import Way
from curbside.literature.library.analysis import terms


def _stems(words: str) -> frozenset[str]:
    return frozenset(terms(words))


_UNWANTED: Final = _stems(
    """
    mortality death deaths pain arthralgia ache fracture fractures fall falls fallers recurrence relapse relapses
    progression infection infections sepsis pneumonia bleeding haemorrhage hemorrhage stroke strokes infarction
    thrombosis embolism thromboembolism ischaemia ischemia failure injury injuries disability depression anxiety
    fatigue nausea vomiting diarrhoea diarrhea constipation headache migraine seizure seizures insomnia delirium
    dementia harm harms adverse toxicity complication complications symptom symptoms severity exacerbation
    exacerbations hospitalisation hospitalization hospitalisations admission admissions readmission rehospitalization
    incidence risk loss dropout discontinuation withdrawal withdrawals hypoglycaemia hypoglycemia hypotension
    hypertension cancer metastasis metastases tumour tumor caries cough fever wheeze dyspnoea dyspnea rash itch
    pruritus erythema oedema edema swelling stiffness deficiency anaemia anemia ulcer ulcers wound rejection
    obesity overweight diabetes asthma preeclampsia eclampsia prematurity miscarriage stillbirth distress stress
    crying colic craving smoking drinking misuse overdose suicide
    cholesterol ldl triglyceride triglycerides glucose hba1c creatinine albuminuria proteinuria crp
    """
)
_WANTED: Final = _stems(
    """
    survival remission cure response responder responders recovery relief improvement healing function functioning
    mobility strength quality wellbeing satisfaction adherence compliance persistence density sleep memory cognition
    success abstinence pregnancy birth ovulation clearance eradication immunity seroconversion sparing retention
    patency union efficacy benefit tolerability safety performance endurance capacity hdl haemoglobin hemoglobin
    oxygenation knowledge resilience hope
    """
)


def more_is_wanted(outcome: str) -> bool | None:
    """True where more of the outcome is good, False where it is bad, None where its words do not say."""
    for term in reversed(terms(outcome)):
        if term in _WANTED:
            return True
        if term in _UNWANTED:
            return False
    return None


def way_of(direction: Direction, outcome: str) -> Way:
    """What a change in an outcome is for a patient."""
    if direction is Direction.NO_DIFFERENCE:
        return Way.NO_DIFFERENCE
    wanted = more_is_wanted(outcome)
    if wanted is None:
        return Way.UNCLEAR
    return Way.BENEFIT if (direction is Direction.INCREASED) == wanted else Way.HARM
