"""Words for one thing: a question says liver where a label says hepatic.

Kept to pairs that mean the same wherever they stand in a clinical text, and to both spellings of English. A group is
phrases; any of them stands for any other.
"""

from __future__ import annotations

from typing import Final

SYNONYMS: Final[tuple[tuple[str, ...], ...]] = (
    ("liver", "hepatic"),
    ("kidney", "renal"),
    ("dialysis", "haemodialysis", "hemodialysis"),
    ("surgery", "operation", "procedure", "perioperative", "surgical"),
    ("bleeding", "bleed", "haemorrhage", "hemorrhage"),
    ("clot", "thrombosis", "thromboembolism", "thrombotic"),
    ("heart attack", "myocardial infarction"),
    ("high blood pressure", "hypertension"),
    ("stop", "hold", "held", "withhold", "discontinue", "discontinuation", "stopping"),
    ("start", "initiate", "initiation", "begin"),
    ("reverse", "reversal", "antidote"),
    ("pregnancy", "pregnant"),
    # Not "lactation", whose stem is that of lactate.
    ("breastfeeding", "breast feeding", "nursing mothers"),
    ("death", "mortality", "die"),
    ("older", "elderly"),
    ("children", "child", "paediatric", "pediatric"),
    ("overweight", "obese", "obesity"),
    ("tiredness", "fatigue"),
    ("arthralgia", "joint pain"),
    ("continue", "already"),
    ("highest", "maximum", "cap"),
    ("CrCl", "creatinine clearance"),
    ("eGFR", "GFR", "estimated glomerular filtration rate"),
    ("CKD", "chronic kidney disease", "renal impairment"),
    ("toxic", "toxicity", "dangerous", "poisonous"),
    ("broken hip", "hip fracture"),
    ("bone density", "bone mineral density", "BMD"),
    ("vitamin B12", "B12", "cobalamin"),
    ("kidney stones", "calculi", "nephrolithiasis"),
    ("bisphosphonate", "zoledronate", "zoledronic acid", "alendronate"),
    ("side effects", "adverse events", "adverse effects"),
    ("aspirin", "acetylsalicylic acid"),
    ("paracetamol", "acetaminophen"),
    ("adrenaline", "epinephrine"),
    ("noradrenaline", "norepinephrine"),
    ("oestrogen", "estrogen"),
    ("progestogen-only pill", "progestin-only pill"),
    ("anaemia", "anemia"),
    ("diarrhoea", "diarrhea"),
    ("hypercalcaemia", "hypercalcemia"),
    ("hypoglycaemia", "hypoglycemia"),
    ("haemoglobin", "hemoglobin"),
    ("leukaemia", "leukemia"),
    ("tumour", "tumor"),
)


def same_as(word: str) -> tuple[str, ...]:
    """A word or phrase and every other that means the same."""
    return (
        word,
        *(other for group in SYNONYMS if word.casefold() in map(str.casefold, group) for other in group),
    )
