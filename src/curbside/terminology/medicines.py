"""Which words name a medicine: by the stems that international nonproprietary names are made with.

A drug that nothing in the library speaks of is still known for one, so that a question on empagliflozin is not answered
with metformin. Source of the stems: WHO, The use of stems in the selection of International Nonproprietary Names
(INN) for pharmaceutical substances, 2018.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

_STEMS: Final = (
    *("gliflozin", "gliptin", "glutide", "glitazone", "glinide", "gliclazide", "glipizide", "formin"),
    *(
        "xaban",
        "gatran",
        "grel",
        "parin",
        "coumarol",
        "statin",
        "sartan",
        "olol",
        "dipine",
        "thiazide",
        "semide",
    ),
    *(
        "prazole",
        "conazole",
        "mycin",
        "floxacin",
        "cillin",
        "cycline",
        "navir",
        "ciclovir",
        "tegravir",
        "buvir",
    ),
    *("mab", "tinib", "ciclib", "parib", "oxetine", "talopram", "azepam", "zolam", "gabalin", "barbital"),
    *("bendazole", "dronate", "trozole", "mestane", "oxifene", "profen", "coxib", "triptan", "setron"),
    *("nisolone", "nisone", "methasone", "cortisone", "calcidol", "calciferol", "sonide", "metasone"),
    *("ticasone", "pril", "fibrate", "lukast", "vaptan", "losin", "zosin", "tidine", "tropium", "buterol"),
    *("meterol", "triptyline", "pramine", "traline", "faxine", "voxamine", "tiapine", "zapine", "peridol"),
    *("ridone", "piprazole", "racetam", "trigine", "toin", "orphine", "orphone", "codone", "curonium"),
    *("caine", "limus", "nercept", "tacept", "platin", "rubicin", "taxel", "citabine", "oprine", "trexate"),
    *("trexed", "lidomide", "penem", "nidazole", "zolid", "vudine", "fovir", "fungin", "quine", "afil"),
    *("nacin", "capone", "gestrel", "estradiol", "teplase", "gepant", "salazine", "thiouracil", "criptine"),
    *("facine", "anserin", "prostenol"),
)
_NAMES: Final = (
    *(
        "warfarin",
        "heparin",
        "aspirin",
        "insulin",
        "digoxin",
        "amiodarone",
        "dronedarone",
        "lithium",
        "phenytoin",
    ),
    *(
        "carbamazepine",
        "rifampicin",
        "rifampin",
        "verapamil",
        "diltiazem",
        "clopidogrel",
        "ranolazine",
        "cimetidine",
    ),
    *("captopril", "enalapril", "lisinopril", "ramipril", "perindopril", "spironolactone", "topiramate"),
    *("paracetamol", "acetaminophen", "naproxen", "diclofenac", "tamoxifen", "raloxifene", "teriparatide"),
    *(
        "calcifediol",
        "calcitriol",
        "calcium",
        "magnesium",
        "iron",
        "zinc",
        "selenium",
        "glucosamine",
        "curcumin",
    ),
    *("zoledronic acid", "alendronic acid", "methotrexate", "hydroxychloroquine", "levothyroxine"),
    *("ticagrelor", "dabigatran", "colchicine", "allopurinol", "febuxostat", "gabapentin", "valproate"),
    *("donepezil", "codeine", "tramadol", "fentanyl", "ketamine", "propofol", "memantine", "levodopa"),
    *("bupropion", "varenicline", "trazodone", "melatonin", "zopiclone", "metoclopramide", "salbutamol"),
    *("theophylline", "mesalazine", "trimethoprim", "co-trimoxazole", "gentamicin", "ceftriaxone"),
    *("cefalexin", "cefazolin", "ivermectin", "adrenaline", "noradrenaline", "atropine", "hydralazine"),
    *("oxytocin", "misoprostol", "isotretinoin", "carbimazole", "methimazole", "tranexamic acid"),
    *("folic acid", "ursodeoxycholic acid", "terbinafine", "sulindac"),
)
_ENDINGS: Final = sorted({ending for stem in _STEMS for ending in (stem, f"{stem}s")}, key=len)
# The word is taken whole and its end looked at once: every stem at every letter takes thrice as long.
_ENDS_IN_A_STEM: Final = "|".join(
    rf"(?<=[a-z]{{2}}(?:{'|'.join(of_a_length)}))" for _, of_a_length in groupby(_ENDINGS, key=len)
)
_MEDICINE = re.compile(
    r"\bvitamin [A-K]\d{0,2}\b|\bSt\.? John['’]s wort\b"
    rf"|\b(?:{'|'.join(_NAMES)})\b|\b[a-z]++\b(?:{_ENDS_IN_A_STEM})",
    re.IGNORECASE,
)
_NO_MEDICINE = re.compile(r"cystatin", re.IGNORECASE)


def medicines_named(text: str) -> tuple[str, ...]:
    """The medicines, vitamins and minerals that a text names, each once, as written, in order."""
    found = dict.fromkeys(match[0] for match in _MEDICINE.finditer(text))
    return tuple(name for name in found if not _NO_MEDICINE.search(name))
