"""Faults in what a sentence is about: the arms exchanged, another outcome, other people, another way of giving it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from plant_words import SUBJECT, spliced

# Arms

_NAME_WORD = r"(?!\w+ly\b)(?:[\w()+/µ-]|\.(?=\w))+"
_NAME = (
    rf"(?!\w+ing\b)(?:the\s)?{_NAME_WORD}"
    rf"(?:\s(?!(?:than|and|or|with|in|for|but|was|were|had|have|is|are|at)\b){_NAME_WORD}){{0,3}}?"
)
_NAME_ENDS = (
    r"(?=\s?[,;.]?\s?[(\[]|[,;]\s|\.?\Z|\s(?:at|after|during|over|by|for|but|while|and|with\sa|both|from|who|did|on|p\s?[<=>]|P\s?[<=>]|"
    r"(?:the\s)?(?:day|week|month))\b)"
)
_BY = r"(?:with|in|for|among|after|under|on)"
_COMPARATIVE = (
    r"(?:higher|lower|greater|longer|shorter|better|worse|larger|smaller|faster|slower|earlier|fewer|stronger|weaker|"
    r"increased|decreased|reduced|improved|(?:more|less)\s\w+|more|less)"
)
_THAN = re.compile(
    rf"""\b{_COMPARATIVE}(?:\s\w+)?\s(?P<by>{_BY})\s(?P<first>{_NAME})\s(?:\([^)]{{2,60}}\)\s)?
    (?:than(?!\sdid\b)|as\scompared\s(?:with|to)|compared\s(?:with|to)|versus|vs\.?)\s
    (?:(?:that\sof|those|that)\s)?(?P<again>(?P=by)\s)?(?P<second>{_NAME}){_NAME_ENDS}""",
    re.VERBOSE | re.IGNORECASE,
)
_ACTS = (
    "reduced|reduces|increased|increases|improved|improves|lowered|lowers|decreased|decreases|prevented|prevents|raised|"
    "shortened|prolonged|enhanced|attenuated|suppressed|had|showed|produced|achieved|provided|experienced|reported"
)
_ACTING = re.compile(
    rf"""\A(?P<first>{_NAME})\s(?P<middle>(?:(?:significantly|also|substantially|markedly)\s)?(?:{_ACTS})\s
    (?!in\b|by\b|from\b|significantly\b|more\b|over\b|during\b|after\b|with\b|at\b|to\b|compared\b)[^,;.()]{{3,90}}?\s?,?\s?
    (?:as\scompared\s(?:with|to)|compared\s(?:with|to)|relative\sto|than|versus|vs\.?)\s(?:did\s|with\s|those\sin\s|to\s)?)
    (?P<second>{_NAME}){_NAME_ENDS}""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPARED = re.compile(
    rf"""\A(?P<first>{_NAME})\s(?P<middle>(?:was|is|were|are|proved|appears\sto\sbe|seems\sto\sbe)\s(?:significantly\s|also\s|clearly\s|slightly\s)?
    (?:superior\sto|inferior\sto|(?:more|less)\s(?:effective|efficacious|beneficial|tolerable|accurate|potent|safe)\s
    (?:[^,;.()]{{0,60}}\s)?(?:than|compared\swith|compared\sto)|better\s(?:[^,;.()]{{0,60}}\s)?than|safer\s(?:[^,;.()]{{0,40}}\s)?than)\s)
    (?P<second>{_NAME}){_NAME_ENDS}""",
    re.VERBOSE | re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?P<name>(?!(?:the|a|an|this|each|both|other|two|three|all|between|within|among|same|which|that|in|and|with|one|of|age|study|study's|treatment|patient)\b)"
    r"[\w+/-]+)\s(?P<word>groups?|arms?)\b(?!\s(?:[A-D]|\d)\b)",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"(?<!\()\b(?P<word>groups?|arms?)\s(?P<name>[A-D]|\d|I{1,3}|IV)\b", re.IGNORECASE)
_UNEQUAL = re.compile(
    r"""\b(?:higher|lower|more|fewer|less|greater|smaller|larger|longer|shorter|better|worse|superior|inferior|increased|decreased
    |reduced|improved|faster|slower|earlier|later|respectively|vs\.?|versus|only|elevated|raised)(?![\w-])""",
    re.VERBOSE | re.IGNORECASE,
)
_EQUAL = re.compile(
    r"""\b(?:no|not|similar(?:ly)?|comparable|equal(?:ly)?|equivalent|same|non-?inferior\w*|non-?significant\w*|did\snot|without
    |neither|nor|failed|unchanged|both|between|either|whether|interaction|correlat\w+)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_AN_ARM = re.compile(
    r"""\A(?:the\s)?(?:it|this|these|that|those|they|we|there|our|his|her|its|their|which|who|baseline|before|previous\w*|expected
    |\d[\d.,%]*|results?|data|analys[ei]s|findings|week|day|month|year|other\w*|pre-?\w*|one|all|most|some|any|each)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PERIOD = re.compile(r"\b(?:baseline|before|prior|previous|week|day|month|year|time)\b", re.IGNORECASE)


def arms(text: str) -> Iterator[str]:
    """What one arm did told of the other. Nothing where both did the same."""
    shares = set(re.findall(r"\d[\d.]*\s?%", text))
    if _EQUAL.search(text) or not (_UNEQUAL.search(text) or len(shares) > 1):
        return
    for pattern in (_THAN, _ACTING, _COMPARED):
        for match in pattern.finditer(text):
            # "A higher reading in the eye than the control group" compares no two groups.
            is_even = match.groupdict().get("again", "") is not None or _names_people(match["first"]) == (
                _names_people(match["second"])
            )
            if is_even and _are_two_arms(match["first"], match["second"]):
                yield _swapped(text, match.span("first"), match.span("second"))
    for pattern in (_GROUP, _LETTERED):
        places = {
            match["name"].lower(): match.span("name") for match in reversed(list(pattern.finditer(text)))
        }
        if len(places) == 2:
            first, second = sorted(places.values())
            if (
                text.lower().count(text[slice(*first)].lower())
                == 1
                == text.lower().count(text[slice(*second)].lower())
            ):
                yield _swapped(text, first, second)


def _are_two_arms(first: str, second: str) -> bool:
    one, other = (re.sub(r"\Athe\s", "", name.lower()) for name in (first, second))
    return (
        one != other
        and not any(_NOT_AN_ARM.match(name) or _PERIOD.search(name) for name in (first, second))
        and not one.startswith(other)
        and not other.startswith(one)
    )


def _names_people(name: str) -> bool:
    return (
        re.search(r"\b(?:groups?|arms?|patients|women|men|controls|participants|children)\b", name)
        is not None
    )


def _swapped(text: str, first: tuple[int, int], second: tuple[int, int]) -> str:
    one, other = text[slice(*first)], text[slice(*second)]
    if first[0] == 0:
        one, other = _lowered(one), other[0].upper() + other[1:]
    return text[: first[0]] + other + text[first[1] : second[0]] + one + text[second[1] :]


def _lowered(name: str) -> str:
    """A name out of the first place of its sentence; short forms and names with capitals stay as they are."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


# Outcomes

_SINGULAR: Final = (
    # Each row means one thing; a sentence that names one never gets another of its row.
    ("mortality", "all-cause mortality", "overall mortality", "in-hospital mortality", "death", "survival",
     "overall survival"),
    ("cardiovascular mortality", "cardiac death", "cardiovascular death"),
    ("stroke", "ischemic stroke", "ischaemic stroke"),
    ("myocardial infarction", "heart attack"),
    ("major bleeding", "bleeding", "haemorrhage", "hemorrhage", "intracranial haemorrhage", "intracranial hemorrhage"),
    ("venous thromboembolism", "deep vein thrombosis", "pulmonary embolism"),
    ("systolic blood pressure",),
    ("diastolic blood pressure",),
    ("blood pressure", "hypertension"),
    ("heart rate",),
    ("body weight", "weight"),
    ("body mass index", "BMI"),
    ("waist circumference",),
    ("pain", "pain intensity", "pain severity", "joint pain", "low back pain", "postoperative pain"),
    ("depression", "depressive symptomatology"),
    ("anxiety",),
    ("fatigue",),
    ("sleep quality", "insomnia"),
    ("quality of life", "health-related quality of life"),
    ("physical activity",),
    ("physical function", "functional capacity"),
    ("muscle strength", "grip strength"),
    ("bone mineral density", "bone density"),
    ("bone loss",),
    ("fracture risk", "risk of fracture"),
    ("disability",),
    ("nausea",),
    ("vomiting",),
    ("constipation",),
    ("diarrhoea", "diarrhea"),
    ("infection",),
    ("pneumonia",),
    ("sepsis",),
    ("fever",),
    ("cough",),
    ("preterm birth", "preterm delivery"),
    ("birth weight", "birthweight"),
    ("pre-eclampsia", "preeclampsia"),
    ("gestational age",),
    ("insulin resistance", "insulin sensitivity"),
    ("fasting glucose", "fasting plasma glucose", "fasting blood glucose"),
    ("HbA1c", "glycaemic control", "glycemic control"),
    ("total cholesterol",),
    ("LDL cholesterol", "LDL-C", "low-density lipoprotein cholesterol"),
    ("HDL cholesterol", "HDL-C", "high-density lipoprotein cholesterol"),
    ("C-reactive protein", "CRP"),
    ("serum creatinine", "creatinine"),
    ("progression-free survival", "disease progression"),
    ("disease-free survival", "recurrence", "relapse"),
    ("lung function", "FEV1"),
    ("cognitive function", "cognition"),
    ("visual acuity",),
    ("intraocular pressure",),
    ("length of stay", "hospital stay", "length of hospital stay"),
    ("hospitalisation", "hospitalization"),
    ("adherence", "compliance"),
    ("patient satisfaction", "satisfaction"),
    ("self-efficacy",),
    ("knowledge",),
    ("oxidative stress",),
    ("inflammation",),
    ("blood loss",),
    ("wound healing",),
    ("operative time", "operating time", "operation time"),
    ("gait speed", "walking speed"),
    ("balance",),
    ("parasitaemia", "parasitemia"),
    ("anaemia", "anemia"),
    ("haemoglobin", "hemoglobin"),
)  # fmt: skip
_PLURAL: Final = (
    ("adverse events", "side effects", "adverse effects", "complications"),
    ("hot flashes", "hot flushes"),
    ("deaths",),
    ("strokes",),
    ("fractures", "hip fractures", "vertebral fractures"),
    ("falls",),
    ("infections", "respiratory infections"),
    ("seizures",),
    ("headaches",),
    ("pain scores",),
    ("depressive symptoms", "depression scores"),
    ("anxiety symptoms", "anxiety scores"),
    ("triglycerides", "triglyceride levels"),
    ("cholesterol levels",),
    ("hospitalisations", "hospitalizations", "hospital admissions", "readmissions"),
    ("asthma symptoms",),
    ("exacerbations",),
    ("pregnancy rates", "live birth rates"),
    ("live births",),
    ("response rates",),
    ("recurrence rates",),
    ("blood glucose levels", "glucose levels"),
    ("cortisol levels",),
    ("vitamin D levels", "25-hydroxyvitamin D levels", "serum 25-hydroxyvitamin D levels"),
    ("calcium levels",),
    ("costs", "health care costs", "healthcare costs"),
    ("insulin levels",),
)  # fmt: skip
_COMMON: Final = (
    *("mortality", "quality of life", "stroke", "pain", "blood pressure", "infection"),
    *("adverse events", "deaths", "hospitalisations", "infections", "depressive symptoms"),
)
_BEFORE_OUTCOME = re.compile(
    r"""(?:\A|[(:,;]\s?|\b(?:the|a|an|of|in|for|on|and|or|both|with|to|against|from|between|reduced|reduces|reduce|reducing|lower|lowered|lowers
    |higher|increased|increases|increase|increasing|improved|improves|improve|improving|decreased|decreases|decrease|decreasing|less|more
    |fewer|prevent|prevents|prevented|better|worse|greater|mean|median|serum|overall|significantly|affect|affected|worsened|that|had
    |experienced|reported|severe|raised|raises|elevated|poorer|better)\s)\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_OUTCOME = re.compile(
    r"""\s?[,;.:(]|\s(?:was|were|is|are|in|at|by|with|among|between|after|over|during|did|and|or|than|compared|increased|decreased|improved
    |fell|rose|declined|from|when|as|within|for|but|occurred|that|to|had|has|have|may|can|could|should|should|remained|on|vs\.?|versus|while
    |following|who|per|without|significantly|also)\b|\Z""",
    re.VERBOSE | re.IGNORECASE,
)


def _outcomes(rows: Sequence[Sequence[str]]) -> re.Pattern[str]:
    names = sorted((name for row in rows for name in row), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w-])", re.IGNORECASE)


_KINDS_OF_OUTCOME = tuple((rows, _outcomes(rows)) for rows in (_SINGULAR, _PLURAL))
_SUBJECTS = re.compile(
    r"(?:patients?|people|women|men|those|children|adults|history|individuals|subjects|participants|treat(?:ment|ed|ing)?|risk\sfactors?)\s(?:\w+\s)?(?:with|of|for|who\shad)\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)


def outcome(text: str, around: str = "") -> Iterator[str]:
    """Another outcome in place of the one named: those that the rest of the abstract speaks of, else common ones."""
    for rows, pattern in _KINDS_OF_OUTCOME:
        for match in pattern.finditer(text):
            if _is_an_outcome(text, match):
                for other in _others(text, rows, around):
                    yield spliced(text, *match.span(), other)


def _is_an_outcome(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return bool(_BEFORE_OUTCOME.search(before) and _AFTER_OUTCOME.match(after)) and not _SUBJECTS.search(
        before
    )


def _others(text: str, rows: Sequence[Sequence[str]], around: str) -> list[str]:
    """Names of rows of which the sentence names nothing, nor a part: those said around it, else the common ones."""
    said = text.lower()
    free = [row for row in rows if not any(_overlaps(name.lower(), said) for name in row)]
    near = [
        name for row in free for name in row if re.search(rf"\b{re.escape(name)}\b", around, re.IGNORECASE)
    ]
    return near or [row[0] for row in free if row[0] in _COMMON]


def _overlaps(name: str, said: str) -> bool:
    return name in said or any(
        word[:6] in said
        for word in name.split()
        if len(word) > 4 and word not in ("serum", "levels", "scores", "rates")
    )


def added_outcome(text: str, around: str = "") -> Iterator[str]:
    """An outcome more than the sentence has."""
    for match in _OBJECT.finditer(text):
        for other in _others(text, _SINGULAR, around):
            yield text[: match.end("object")] + f" and {other}" + text[match.end("object") :]


_LITTLE = r"(?:in|compared|by|at|among|after|over|and|of|for|with|from|to|on|but|or|than|when|as)\b"
_OBJECT = re.compile(
    rf"""\b{SUBJECT}\s(?:(?:significantly|substantially|also|markedly|effectively|further)\s)?
    (?:reduced|reduces|improved|improves|increased|increases|lowered|lowers|decreased|decreases|prevented|prevents)\s
    (?P<object>(?:the\s(?:risk|incidence|rate)\sof\s)?(?!the\b)(?:(?!{_LITTLE})[a-z-]+\s){{0,2}}(?!\w+ly\b|{_LITTLE})[a-z-]{{4,}})
    (?=\s(?:in|compared|by|at|among|after|over|and)\b|[.,;(]|\s\()""",
    re.VERBOSE | re.IGNORECASE,
)


def added_advice(text: str) -> Iterator[str]:
    """Advice that the sentence does not give, joined to what it found."""
    if re.search(
        r"\b(?:should|recommend\w*|must|advis\w+|need\w*|not|no|require\w*|warrant\w*|guideline\w*)\b",
        text,
        re.IGNORECASE,
    ):
        return
    body = text.rstrip(". ")
    for advice in (
        "and should be offered to all patients",
        "and is recommended as first-line treatment",
        "so treatment should be stopped",
    ):
        yield f"{body}, {advice}."


_BUT_NOT = re.compile(
    r"(?P<comma>,?)\sbut\snot\s(?=(?:in|on|for|with|the|of|at|to|by|\w+\s?\w*[.,;(]))", re.IGNORECASE
)
_EXCEPT = re.compile(
    r"(?P<comma>,?)\s(?:except(?:\sfor)?|with\sthe\sexception\sof|other\sthan)\s(?=[a-z])", re.IGNORECASE
)


def exception(text: str) -> Iterator[str]:
    """An exception lost: "reduced hip but not vertebral fractures" as "reduced hip and vertebral fractures"."""
    for match in _BUT_NOT.finditer(text):
        yield spliced(text, *match.span(), " and ")
    for match in _EXCEPT.finditer(text):
        yield spliced(text, *match.span(), f"{match['comma']} including ")


# People

_PEOPLE: Final = {
    "women": ("men",),
    "men": ("women",),
    "female": ("male",),
    "male": ("female",),
    "females": ("males",),
    "males": ("females",),
    "children": ("adults",),
    "adults": ("children",),
    "adolescents": ("older adults",),
    "infants": ("adults",),
    "neonates": ("adults",),
    "newborns": ("adults",),
    "postmenopausal": ("premenopausal",),
    "premenopausal": ("postmenopausal",),
    "pregnant women": ("postmenopausal women",),
    "older adults": ("young adults",),
    "elderly patients": ("young patients",),
    "elderly": ("young",),
    "healthy volunteers": ("patients with diabetes",),
    "healthy subjects": ("patients with diabetes",),
    "smokers": ("never-smokers",),
    "rats": ("patients",),
    "mice": ("patients",),
    "outpatients": ("inpatients",),
    "inpatients": ("outpatients",),
    "nurses": ("medical students",),
    "boys": ("girls",),
    "girls": ("boys",),
    "mothers": ("fathers",),
}
_WHO = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(_PEOPLE, key=len, reverse=True)) + r")(?![\w'’-])", re.IGNORECASE
)
_ILLNESSES: Final = (
    ("type 2 diabetes", "type 1 diabetes"), ("type 1 diabetes", "type 2 diabetes"), ("diabetes", "epilepsy"),
    ("diabetes mellitus", "rheumatoid arthritis"), ("breast cancer", "prostate cancer"),
    ("prostate cancer", "breast cancer"), ("lung cancer", "colorectal cancer"), ("colorectal cancer", "lung cancer"),
    ("ovarian cancer", "gastric cancer"), ("gastric cancer", "ovarian cancer"), ("cancer", "heart failure"),
    ("asthma", "cystic fibrosis"), ("COPD", "asthma"), ("chronic obstructive pulmonary disease", "asthma"),
    ("cystic fibrosis", "asthma"), ("atrial fibrillation", "venous thromboembolism"),
    ("venous thromboembolism", "atrial fibrillation"), ("heart failure", "hypertension"),
    ("hypertension", "heart failure"), ("coronary artery disease", "peripheral arterial disease"),
    ("acute coronary syndrome", "stable angina"), ("rheumatoid arthritis", "osteoarthritis"),
    ("osteoarthritis", "rheumatoid arthritis"), ("knee osteoarthritis", "rheumatoid arthritis"),
    ("chronic kidney disease", "liver cirrhosis"), ("cirrhosis", "chronic kidney disease"),
    ("multiple sclerosis", "Parkinson's disease"), ("Parkinson's disease", "multiple sclerosis"),
    ("Alzheimer's disease", "Parkinson's disease"), ("dementia", "schizophrenia"),
    ("schizophrenia", "bipolar disorder"),
    ("bipolar disorder", "schizophrenia"), ("major depressive disorder", "schizophrenia"),
    ("depression", "schizophrenia"),
    ("epilepsy", "migraine"), ("migraine", "epilepsy"), ("stroke", "spinal cord injury"), ("HIV", "hepatitis C"),
    ("HIV infection", "hepatitis C"), ("AIDS", "hepatitis C"), ("tuberculosis", "HIV infection"),
    ("malaria", "typhoid fever"),
    ("Crohn's disease", "ulcerative colitis"), ("ulcerative colitis", "Crohn's disease"),
    ("psoriasis", "atopic dermatitis"),
    ("atopic dermatitis", "psoriasis"), ("obesity", "anorexia nervosa"), ("osteoporosis", "osteoarthritis"),
    ("glaucoma", "cataract"), ("fibromyalgia", "lupus"), ("systemic lupus erythematosus", "rheumatoid arthritis"),
    ("endometriosis", "uterine fibroids"), ("polycystic ovary syndrome", "endometriosis"), ("PCOS", "endometriosis"),
    ("pneumonia", "pulmonary embolism"), ("sepsis", "burns"), ("acute myeloid leukemia", "multiple myeloma"),
    ("multiple myeloma", "acute myeloid leukemia"), ("metabolic syndrome", "chronic kidney disease"),
)  # fmt: skip
_ILL: Final = {name.lower(): other for name, other in _ILLNESSES}
_WITH_ILLNESS = re.compile(
    r"(?:patients?|people|women|men|children|adults|those|individuals|subjects|participants|persons|adolescents|volunteers)\s(?:with|who\shave|having)\s"
    r"(?:(?:mild|moderate|severe|advanced|early|newly\sdiagnosed|acute|chronic|symptomatic|stable|metastatic|active|nonvalvular|non-valvular|new-onset|"
    r"pre-existing|established|a\shistory\sof|prior|uncontrolled|mild\sto\smoderate|mild-to-moderate|moderate-to-severe)\s){0,2}"
    r"(?P<illness>"
    + "|".join(sorted(map(re.escape, _ILL), key=len, reverse=True))
    + r")(?![\w-]|\s(?:and|or)\b)",
    re.IGNORECASE,
)


def population(text: str) -> Iterator[str]:
    """Other people than those studied. Nothing where both are compared."""
    for match in _WHO.finditer(text):
        word = match[0].lower()
        if len(re.findall(rf"\b{word}\b", text, re.IGNORECASE)) > 1 or re.search(
            r"\b(?:and|or|than|vs\.?|versus)\s\Z", text[: match.start()]
        ):
            continue
        for other in _PEOPLE[word]:
            if not re.search(rf"\b{re.escape(other)}\b", text, re.IGNORECASE):
                yield spliced(text, *match.span(), other)
    for match in _WITH_ILLNESS.finditer(text):
        other = _ILL[match["illness"].lower()]
        if other.lower() not in text.lower() and text.lower().count(match["illness"].lower()) == 1:
            yield spliced(text, *match.span("illness"), other)


# How it is given

_ROUTES: Final = {
    "oral": "intravenous", "orally": "intravenously", "intravenous": "oral", "intravenously": "orally",
    "subcutaneous": "intramuscular", "intramuscular": "subcutaneous", "topical": "oral", "inhaled": "oral",
    "intranasal": "oral", "sublingual": "intravenous", "intravitreal": "topical",
    "immediate release": "extended release", "immediate-release": "extended-release",
    "extended release": "immediate release",
    "extended-release": "immediate-release", "epidural": "oral",
    "transdermal": "oral", "intrathecal": "oral",
}  # fmt: skip
_ROUTE = re.compile(
    r"(?<![\w-])(?:" + "|".join(sorted(_ROUTES, key=len, reverse=True)) + r")(?![\w-])", re.IGNORECASE
)
_NOT_A_ROUTE = re.compile(
    r"""oral\s(?:sex|intercourse|pain|tolerance|fluids|intake|cavity|cancer|health|mucos\w+|hygiene|surg\w+|squamous|lesion
      |communication|lichen|leukoplakia|flora|bacteria|care|glucose|feed\w*|food|rehydration|contraceptive|presentation
      |submucous|epitheli\w+|condition|pathogen|biofilm|status|candid\w+|examination)
    | epidural\s(?:abscess|h(?:a)?ematoma|space|rate|catheter)""",
    re.VERBOSE | re.IGNORECASE,
)


def route(text: str) -> Iterator[str]:
    """A dose form or a way of giving it that is another's."""
    for match in _ROUTE.finditer(text):
        other = _ROUTES[match[0].lower()]
        if (
            not _NOT_A_ROUTE.match(text, match.start())
            and other not in text.lower()
            and len(_ROUTE.findall(text)) == 1
        ):
            yield spliced(text, *match.span(), other)
