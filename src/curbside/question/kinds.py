"""What kind of question is asked: of an effect, a dose, a harm and so on, by cues that add up.

A terse question has few words and each is a hint: "max" and "per kg" speak of a dose, "safe" of a harm, "or" between
two treatments of a comparison. Each cue found adds its weight to its kind, once; the kind with the
highest sum is asked. Where nothing tells, it is what most questions are about: the effect of a treatment.

Weights: 9 and more, said in so many words and above whatever else is said; 5 to 7, names the kind; 3 or 4, tells
unless something names another; 1 or 2, a hint.

Cues are matched from the start of a word to the end of one, in a text in small letters whose marks stand apart like
words and whose end is always a question mark. In it the names of medicines are the word MEDICINE, those of vitamins
and minerals SUPPLEMENT, of classes of medicines and procedures TREATMENT, of tests TEST, of what nobody wants
UNWANTED and of other conditions CONDITION, so that a cue can say "MEDICINE or MEDICINE".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.terminology.medicines import medicines_named

_TREATMENTS: Final = (
    "ablation abx amox anaesthesia anaesthetic angioplasty antacid antacids antibiotic antibiotics "
    "anticoagulant anticoagulants anticoagulation antidepressant antidepressants antiemetic antiemetics "
    "antihistamine antihistamines antipsychotic antipsychotics antiviral antivirals augmentin azithro "
    "ballooning bariatric benzodiazepine benzodiazepines bisphosphonate bisphosphonates blocker blockers "
    "botox brace bypass cannula cardioversion cast cbt chemo chemotherapy cipro clarithro compression "
    "contraception contraceptive contraceptives corticosteroid corticosteroids cpap dapt dbs dex diuretic "
    "diuretics doac doacs doxy drain drainage drug drugs ect epidural excision exercise exercises fibrate "
    "fluclox fluids gent glue hrt immunotherapy implant inhaler inhalers inhibitor inhibitors injection "
    "injections intubation ivig jab lactulose laser lifestyle ligation lmwh macrogol maoi maois "
    "medication meds metro mobilisation mobilization noac noacs nsaid nsaids observation ocp opiate "
    "opiates opioid opioids oxygen paracentesis pessary phototherapy physio physiotherapy pill pills "
    "plasmapheresis ppi ppis pred probiotic probiotics progesterone psychotherapy radiation radiotherapy "
    "rehab resection saline senna shunt snri snris splint splints ssri ssris statin statins stent "
    "stenting stents steroid steroids stockings supplement supplements surgery surgical sutures tablets "
    "tace tca tcas thiazide thiazides thrombolysis tpa transfusion transplant transplantation triptan "
    "triptans vaccination vaccine vaccines vanc vanco vasopressors venesection ventilation watchful yoga"
)
_PROCEDURE_ENDINGS: Final = ("ectomy", "ostomy", "otomy", "plasty", "pexy", "desis")
_SUPPLEMENTS: Final = ("vitamin", "calcium", "magnesium", "iron", "zinc", "selenium", "folic")
_TESTS: Final = (
    "ana anca angiogram anti-xa antibodies antibody biopsy bloods bnp bronchoscopy calprotectin cmr "
    "colonoscopy crp ct cta ctpa culture cultures cxr d-dimer dexa dimer dipstick doppler ecg echo eeg "
    "ekg endoscopy esr fbc ferritin hba1c imaging inr ldh lfts lp mammogram mammograms mrcp mri mris "
    "nt-probnp ogd pcr pet psa puncture scan scans scope serology spirometry swab test testing tests tfts "
    "titer titre troponin tsh ultrasound ultrasounds uss x-ray x-rays xray xrays"
)
_TEST_ENDINGS: Final = ("ography", "oscopy")
_UNWANTED: Final = (
    "abortion acidosis addiction addictive agitation aki alopecia anaphylaxis aneurysm aneurysms "
    "angioedema apnoea arrhythmia arrhythmias aspiration autism bleed bleeding bleeds blindness "
    "bradycardia cardiomyopathy cataract cataracts cleft clot clots clotting colitis confusion "
    "constipation cough cramps deaf deafness defects dehydration delirium dementia dependence dependency "
    "depression diarrhoea dizziness drowsiness dvt dyskinesia embolism faints falls fibrosis fracture "
    "fractures gambling haemolysis haemorrhage hallucinations headache headaches hemorrhage hepatitis "
    "hyperkalaemia hyperkalemia hypoglycaemia hypoglycemia hyponatraemia hyponatremia hypos hypotension "
    "ileus incontinence infection infections infertility insomnia jaundice leak lymphoma malformation "
    "malformations malignancy miscarriage myocarditis myopathy nausea necrosis nephritis nephropathy "
    "neuropathy neutropenia nightmares oedema osteonecrosis osteoporosis palpitations pancreatitis "
    "perforation pml pneumonia pneumonitis prolongation psychosis qt qtc rash reactivation retinopathy "
    "rhabdomyolysis rupture sedation seizure seizures sepsis stillbirth stroke strokes suicidality "
    "suicide sweating swelling tachycardia thrombocytopenia thrombosis tinnitus torsades tremor ulcer "
    "ulcers vomiting vte"
)
_CONDITION_ENDINGS: Final = tuple(
    "itis osis iasis oma aemia emia pathy trophy plasia penia uria rrhoea algia".split()
)
_MEANT: Final = {
    # Words that end like a condition and are cues themselves.
    **{word: word for word in ("diagnosis", "prognosis")},
    **dict.fromkeys(_UNWANTED.split(), "UNWANTED"),
    **dict.fromkeys(_TREATMENTS.split(), "TREATMENT"),
    **dict.fromkeys(_TESTS.split(), "TEST"),
}
_ENDINGS: Final = (
    (_PROCEDURE_ENDINGS, "TREATMENT"),
    (_TEST_ENDINGS, "TEST"),
    (_CONDITION_ENDINGS, "CONDITION"),
)
_MARK: Final = re.compile(r"([?,;:()=+&]|\.(?!\d)|(?<!\S)[-–—](?!\S))")

_GIVEN: Final = "(?:MEDICINE|SUPPLEMENT|TREATMENT)"
_NOT_GIVEN: Final = rf"(?!{_GIVEN})\S+"
_W: Final = r" [^\s?,;:.]+"
"""Any one more word, but no mark."""
_ASKING_WHETHER: Final = "(?:does|do|did|will|can|would|could|is|are)"
_SOMEBODY: Final = rf"(?:i|we|you|he|she|they|it|(?:an?|my|this|the|our|his|her)(?:{_W}){{1,2}})"
_EGFR: Final = r"(?:e?gfr|glomerular filtration rate)(?: (?:of|is|was|at|=|exactly|about|below|under))*"
_LOW_EGFR: Final = rf"{_EGFR} [12]?\d(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class _Cue:
    kind: str
    weight: float
    words: re.Pattern[str]


def _cue(kind: str, weight: float, *words: str) -> _Cue:
    return _Cue(kind, weight, re.compile(f" (?:{'|'.join(words)})(?= )"))


_CUES: Final = (
    # --- contraindication ---
    _cue("contraindication", 7, r"contra-?indicat\S*"),
    # "IVC filter if anticoagulation is contraindicated" is told why, and asks something else.
    _cue(
        "contraindication", -7, rf"(?:if|when|since|as|because|where|with)(?:{_W}){{1,3}} contra-?indicat\S+"
    ),
    _cue(
        "contraindication",
        5,
        rf"(?:should|must|can|may|could)(?:{_W})? (?:not|never)",
        r"(?:should|must)n't",
        r"not (?:use|give|take|have|be used|be given|get)",
        r"avoid\S*|allowed|permitted|forbidden|precludes?|precluded",
    ),
    _cue(
        "contraindication",
        3,
        # "What can I give" and "how can I give" ask for something to give.
        (
            rf"(?<!what )(?<!how )(?:can|could|may)(?:{_W}){{1,7}}"
            r" (?:use|have|take|receive|start|restart|continue|prescribe)"
        ),
        (
            r"(?<!what )(?<!how )(?:can|could|may) (?:i|we|you)(?: still| safely)?"
            r" (?:give|vaccinate|thrombolyse|treat|anticoagulate)"
        ),
        rf"can {_GIVEN}(?:{_W})? be (?:given|used|taken|started|crushed|continued|split|opened)",
    ),
    _cue(
        "contraindication",
        3,
        r"(?:ok|okay|fine|alright|all right)(?: to| with| in| if| for| when| after)",
        r"can (?:he|she|i) \?",
    ),
    _cue(
        "contraindication",
        6,
        rf"(?:hold|stop|stopped|withhold|withheld|held|omit)(?:{_W}){{0,2}} (?:for|before)",
        r"ok(?:ay)? (?:for|to have|to do) (?:an? )?(?:lumbar )?TEST",
        rf"(?:can|could)(?:{_W}){{1,7}} have (?:an? )?TEST",
    ),
    _cue(
        "contraindication",
        2,
        rf"{_LOW_EGFR}|crcl|g6pd|pacemaker|allergic|heart block",
        (
            rf"(?:{_GIVEN}|can|ok|okay|safe).*"
            r" (?:(?:heart|renal|kidney|liver|hepatic) (?:failure|impairment|disease)|ckd|asthma\S*|allergy)"
        ),
    ),
    _cue(
        "contraindication",
        3,
        rf"{_GIVEN}.* (?:{_LOW_EGFR}|crcl|g6pd|pacemaker|allergic|allergy|heart block)",
    ),
    _cue(
        "contraindication",
        3,
        rf"(?:stop|hold|withhold|continue|carry on|omit)(?:{_W})? \?",
        rf"(?:stop|hold|withhold) {_GIVEN}",
        rf"wants (?:the )?{_GIVEN}",
        r"need to (?:stop|hold)",
    ),
    _cue("contraindication", 3, rf"{_GIVEN} (?:when|if|while|despite)"),
    # A vaccine in somebody out of the ordinary is asked about because it may be barred.
    _cue(
        "contraindication",
        3,
        (
            r"(?:vaccines?|TREATMENT|mmr|bcg) in"
            r" (?:an? (?:boy|girl|child|patient|woman|man)|someone|people) (?:with|who|on)"
        ),
    ),
    # --- interaction ---
    _cue("interaction", 7, r"interact\S*", r"interfer(?:e|es|ed|ing)", r"co-?administ\S*", r"co-?prescri\S*"),
    _cue(
        "interaction",
        5,
        r"tak(?:e|es|en|ing) (?:it )?with",
        r"mix\S* (?:with|it|them)",
        r"same time",
        r"grapefruit",
    ),
    _cue(
        "interaction",
        4,
        rf"combin(?:e|ed|es|ing|ation)(?:{_W}){{0,2}} (?:with|and)",
        r"together(?: with)?|the combination|combination \?",
        r"st\.? john'?s wort|johns wort|alongside|on top of",
        r"how far apart|spac(?:e|ed|ing)|separat(?:e|ed|ing)",
        rf"which {_GIVEN}(?:{_W})? with MEDICINE",
    ),
    _cue(
        "interaction",
        4,
        rf"(?:raise|lower|affect|change|increase|reduce|drop|raised|lowered)(?:{_W}){{0,3}} levels?",
        r"levels? (?:fall|rise|drop|go)|absorption|TREATMENT (?:fail|failure|working)",
    ),
    _cue(
        "interaction",
        4,
        rf"MEDICINE(?:{_W})? (?:with|and)(?:{_W})? (?:MEDICINE|TREATMENT)",
        rf"TREATMENT(?:{_W})? (?:with|and)(?:{_W})? MEDICINE",
        rf"(?:on|takes|taking)(?:{_W})? MEDICINE.* MEDICINE",
        r"MEDICINE.* (?:on|taking) MEDICINE",
        r"(?:alcohol|juice|milk|antacids) (?:and|with) MEDICINE",
        rf"MEDICINE (?:and|with)(?:{_W})? (?:alcohol|juice|milk|food|antacids)",
    ),
    _cue(
        "interaction",
        3,
        (
            r"(?:can|ok|okay|safe|problem|problems|risk|matter|concern|issue).*"
            r" (?:with|and|on|plus|\+) (?:his |her |my )?MEDICINE"
        ),
        r"MEDICINE.* (?:problem|problems|matter|concern|issue|serotonin)",
    ),
    _cue("interaction", 2, r"levels?|timing|washout|cyp\d\S*|(?:plus|\+) MEDICINE"),
    _cue("interaction", 4, r"on MEDICINE , which|add MEDICINE to MEDICINE|with (?:his|her|their) MEDICINE"),
    # --- dose ---
    _cue(
        "dose",
        7,
        r"(?:re|mega)?dos(?:e|es|ing|age|ages)",
        r"(?:mg|mcg|ml|g|units?|iu) ?/ ?kg|per kg|per kilo",
    ),
    _cue("dose", -3, r"(?:low|high)[- ]dose|dose (?:TEST|risk)|(?:post|by) dose"),
    _cue(
        "dose",
        6,
        r"how many (?:mg|mcg|grams?|g|iu|units?|tablets?|doses|puffs?|ml|drops|days|weeks|capsules|times)",
    ),
    # Two amounts to choose between are a dose before they are a comparison.
    _cue("dose", 15, r"\d[\d.,]*(?: ?(?:mg|iu|mcg|g))? (?:or|versus|vs\.?) \d[\d.,]* ?(?:mg|iu|mcg|g)"),
    _cue(
        "dose",
        4,
        r"settings|units per|(?:reduce|increase|halve|double) MEDICINE|MEDICINE interval|is that enough",
    ),
    _cue("dose", 6, rf"give {_GIVEN} how often"),
    # "What dose of apixaban or aspirin" compares nothing.
    _cue(
        "dose",
        5,
        r"(?:what|which|max|maximum|starting|loading|first|total|correct|right) dos\S*|dose(?: \S+)? \?",
    ),
    _cue("dose", 5, rf"when (?:to|should|do|can)(?:{_W}){{0,2}} (?:stop|increase)"),
    # "How much does it slow" asks for the size of an effect.
    _cue("dose", 6, r"how much(?! (?:does|do|did|will|can|would|is|benefit|risk|weight))"),
    _cue(
        "dose",
        4,
        r"load|loading|bolus|maintenance dose|(?:up-?|down-?)?titrat\S*|taper\S*|wean\S*|equivalents?",
        r"equals|conver(?:t|sion)\S*",
        r"how (?:fast|quickly|slowly) (?:can|should|to|do i)|per hour|strength|max(?:imum)?",
        r"(?:infusion|drip) rate|rate for",
        r"when to (?:increase|step up|step down)",
    ),
    _cue(
        "dose",
        5,
        (
            rf"(?<!after )(?<!despite )(?:length|duration|course|how long|total days)(?:{_W}){{0,4}}"
            r" (?:MEDICINE|TREATMENT|SUPPLEMENT|treatment|therapy)(?! (?:last|work|take|live|does))"
        ),
        rf"{_GIVEN}.* (?:how long(?! (?:does|do|did|is|are|will|has|until|before))|length|duration|for how long)",
        r"treatment (?:length|duration)",
        r"how long (?:to|should \S+|do \S+|does \S+) (?:treat|take|give|stay|continue|be on)",
    ),
    _cue(
        "dose",
        2,
        r"(?:once|twice|three times) (?:a |per )?(?:daily|weekly|day|week)|course|adjust\S*|ideal|enough",
        r"\d[\d.,]* ?(?:mg|mcg|iu)|starting|maintenance|frequency",
    ),
    # --- monitoring ---
    _cue("monitoring", 7, r"monitor\S*|re-?check\S*|surveillance"),
    _cue("monitoring", 3, r"how (?:often|frequently)"),
    _cue(
        "monitoring",
        6,
        (
            rf"(?:when|how soon|how early|how often|how frequently)(?:{_W}){{0,7}}"
            r" (?:checks?|checked|repeat\S*|measured?|TEST|reviewed|seen|imaged|done)"
        ),
        r"check\S* when|TEST.* (?:how often|when) \?|(?:need|have) to (?:check|measure|repeat|follow)",
        r"(?:checks?|checked|TEST|measure\S*).* how (?:often|frequently)",
        r"repeat (?:the )?TEST",
    ),
    _cue(
        "monitoring",
        4,
        r"follow-? ?up (?:TEST|visit|interval|schedule|of)|target level|schedule|intervals?",
        r"TEST (?:before|during|every|again)|levels? when",
        r"again in|trough|when (?:should|is) the next TEST|TEST frequency",
        r"should (?:i|we) (?:check|measure|repeat|follow)|how (?:do|should) (?:i|we) follow",
    ),
    _cue(
        "monitoring",
        3,
        r"baseline|what TEST|checks|every \d+ (?:or \d+ )?(?:months|weeks|years)|before starting",
    ),
    _cue(
        "monitoring",
        4,
        rf"TEST (?:\S+ )?(?:on|for|after|after starting|with|before starting|while on) {_GIVEN}",
    ),
    _cue(
        "monitoring",
        3,
        r"TEST.* (?:yearly|annually|monthly|weekly|every (?:\d+|year|month|visit)|annual|again)",
        r"(?:yearly|annual|regular|routine|serial) TEST|keep checking|track\S*|follow-? ?up \?|repeat(?:ed)?",
    ),
    _cue(
        "monitoring",
        6,
        r"re-?scan\S*|re-?image\S*|do i follow|(?:yearly|annual|regular|routine|serial)(?: \S+)? TEST",
    ),
    # --- comparison ---
    # Against placebo, usual care or nothing, it is the effect that is asked for.
    _cue(
        "comparison",
        9,
        (
            r"(?:versus|vs\.?|(?<!factor )(?<!stage )(?<!class )v|compared (?:with|to))"
            r" (?!placebo|usual|sham|nothing|no |[?,;:])\S+"
        ),
    ),
    _cue(
        "comparison",
        9,
        r"head[- ]to[- ]head|non-?inferior\S*|superior to|superiority|(?:in place|instead) of",
        r"rather than|differences? between",
        r"(?:worse|more effective|less toxic|(?!other |rather )\w+er) than (?!placebo|nothing|\d)\S+",
        r"as (?:good|effective|safe|well|effectively|potent) as|beats?|outperforms?",
    ),
    _cue(
        "comparison",
        7,
        rf"which(?:{_W}){{0,4}} (?:better|best|safer|safest|fewer|less|least|more|faster|cheaper|quicker|preferred)",
        r"better \?",
        r"(?:best|safest|preferred|which|most \S+|what)[^?,:;]* [,:] [^?]* or",
    ),
    _cue(
        "comparison",
        5,
        rf"{_GIVEN}(?:{_W}){{0,4}} or(?:{_W}){{0,4}} {_GIVEN}",
        r"or (?:wait|watch|watchful|both|surgery|conservative)|with or without|alone or|before or after",
        r"early or",
    ),
    _cue("comparison", 3, rf"{_GIVEN}(?:{_W}){{0,4}} or", rf"or(?:{_W}){{0,3}} {_GIVEN}"),
    _cue("comparison", 2, r"or (?!not |more |less |over |older |so |other |any |without |something |do )\S+"),
    # "Is it safe with a thiazide or digoxin" lists what it may not go with.
    _cue("comparison", -6, r"(?:safe|ok|take|taken|given|interact\S*) with .* or"),
    # --- harm ---
    _cue(
        "harm",
        6,
        r"side[- ]?effects?|adverse|harm\S*|unsafe|(?:\S+)?toxic\S*|danger\S*|teratogen\S*|safe|safely|safety",
        r"(?:late|long[- ]term|unwanted)(?: \S+)? effects",
    ),
    _cue(
        "harm",
        4,
        r"caus(?:e|es|ing)(?! of| \?)|caused by|worsens?|triggers?|damages?|induces?|exacerbates?",
        r"linked (?:to|with)|bad for|hurts?|damaging|link(?: with| to| between)?|associated with",
        r"association|contribute to",
        (
            r"(?:make|makes|give|gives|leave|can \S+ (?:make|give))"
            r" (?:you|me|her|him|them|people|the (?:rash|pain))"
        ),
        rf"makes?(?:{_W}){{1,3}} worse",
        rf"increase[sd]?(?: the)? risks?|raises?(?:{_W}){{0,3}} risk|risk by dose|dose risk",
        r"in (?:breast ?)?milk|downsides?|withdrawal symptoms",
    ),
    _cue(
        "harm",
        3,
        r"raises? (?:liver|transaminases|creatinine|potassium|blood pressure|glucose|mortality)",
        r"risks? (?:of|for|from|with)",
    ),
    _cue(
        "harm",
        3,
        r"(?:how )?common|incidence|risks?|how big is|complications?|birth defects|malformations?",
        r"breast-? ?feeding|lactation|nursing",
        r"to blame|warn\S*|suicid\S*|problems|overdose|too much|first trimester",
    ),
    # What a medicine is given for or in is no harm of it: "ketamine for depression".
    _cue(
        "harm",
        4,
        (
            r"(?<!for )(?:MEDICINE|TREATMENT)"
            r"(?: (?!for |in |against |with |or |to |after |prevents? |reduces? )[^\s?;.]+){0,4}"
            rf" UNWANTED(?:{_W})? \?"
        ),
        rf"UNWANTED (?:on|with|from|after|due to|caused by)(?:{_W}){{0,2}} {_GIVEN}",
        rf"(?:MEDICINE|TREATMENT)(?:{_W})? (?:and|induced|related|associated) (?:{_W[1:]} )?UNWANTED",
        rf"{_GIVEN}.* (?:how often|how common|incidence|lead to|UNWANTED rates?)",
    ),
    _cue(
        "harm",
        3,
        rf"long[- ]term {_GIVEN}|{_GIVEN} (?:use )?long[- ]term",
        (
            rf"(?:can|could|does|do|will|might) {_GIVEN}(?:{_W}){{0,3}}"
            r" (?:cause|give|raise|increase|UNWANTED|hurt|affect)"
        ),
    ),
    _cue(
        "harm",
        2,
        rf"(?:can|could|does|do|will|might)(?:{_W}){{1,5}} UNWANTED",
        r"more (?:\S+ )?UNWANTED|MEDICINE UNWANTED|excess|extra UNWANTED",
    ),
    _cue(
        "harm",
        2,
        rf"long[- ]term use|reports? of|(?:from|due to|because of) {_GIVEN}",
        rf"{_GIVEN}.* (?:pregnan\S*|trimester)",
    ),
    _cue(
        "harm",
        3,
        rf"\?(?:{_W}){{1,3}} (?:on|from) {_GIVEN}(?: , \S+)? \?",
        rf"(?:does|do|can|could|will)(?:{_W}){{1,3}} (?:stain|thin|drop|weaken|ruin|upset|mask|raise|hurt)",
        rf"have caused|{_GIVEN}.* (?:cancer|autism)(?:{_W})? \?",
    ),
    # --- diagnosis ---
    _cue(
        "diagnosis",
        7,
        # Somebody newly diagnosed, or diagnosed with it, has the diagnosis.
        r"(?<!newly )(?<!recently )diagnos(?!ed with)\S*",
        r"sensitivity|specificity|accura\S+|false[- ](?:positives?|negatives?)|differential",
        r"predictive value|likelihood ratio|gold standard",
    ),
    _cue(
        "diagnosis",
        5,
        rf"rul(?:e|es|ed|ing)(?:{_W})? (?:out|in)|distinguish\S*|differentiat\S*|detect\S*|confirm\S*",
        r"exclude\S*|criteria|work-? ?up|yield",
        r"causes? \?|causes? of|reasons? for|cut-? ?off|threshold|red flags|signs of|symptoms of",
        r"features of|when to suspect|or something else",
        rf"tell(?:{_W}){{1,3}} (?:from|apart)|what (?:disease|condition|is this|could)|investigat\S*",
    ),
    _cue(
        "diagnosis",
        5,
        r"(?:which|what|next|best|first|better|right) TEST|TEST (?:for|next|first)",
        rf"(?:need|needs|needed)(?: an?| to)?(?:{_W})? TEST",
        rf"(?:TEST|score)(?:{_W}){{0,3}} (?:useful|helpful|any good|reliable|needed|enough|predicts?)",
    ),
    _cue(
        "diagnosis",
        4,
        rf"TEST \?|screen\S*|(?:how|is)(?:{_W}){{0,4}} (?:found|graded|measured|told)|what else",
        r"makes? (?:it|this)|contaminant|significant \?",
        r"(?:is|could|can) (?:this|that|it)(?: be)? an?|how (?:good|reliable) (?:is|are|for)",
        rf"to (?:localise|find|image)|is (?:this|that)(?:{_W}){{1,3}} \?",
    ),
    _cue("diagnosis", 2, r"suspect\S*|negative|positive|normal|abnormal|shows?|TEST|= \S+|seen|what next"),
    _cue("diagnosis", 3, r"[,=:–-](?: [^\s?,;:.]+){0,2} (?:CONDITION|syndrome|disease|cancer|infarction) \?"),
    _cue(
        "diagnosis",
        3,
        r"suggests?|suggestive|points? to|consistent with|typical|clues?|mimics?|recogni[sz]e",
        r"interpret\S*|graded|grading|staging|classif\S*|sensitive|specific",
        r"could (?:it|this|that|he|she)(?: have| be)?",
        r"is (?:it|this|that) (?:a |an )?(?:CONDITION|UNWANTED)|significance",
        r"who (?:should|needs?)(?: \S+)? (?:be )?TEST",
        (
            r"pick up|missed|work up|image|enough to|look"
            r" for|significant|meaningful|reliable|what level|how high"
        ),
    ),
    # With no treatment in sight, what is named last is what it may be: "facial palsy: stroke or Bell's?"
    _cue(
        "diagnosis", 2, rf"\?(?: {_NOT_GIVEN})* [,:–-](?: {_NOT_GIVEN}){{1,2}} or(?: {_NOT_GIVEN}){{1,2}} \?"
    ),
    _cue("diagnosis", 1, r"still|just|signs?|high|low|raised"),
    _cue("diagnosis", 2, rf"{_ASKING_WHETHER}(?:{_W}){{0,3}} TEST"),
    _cue(
        "diagnosis",
        1.5,
        rf"\?(?: {_NOT_GIVEN})+ [,:=–-] (?!{_ASKING_WHETHER} |how |wh|any){_NOT_GIVEN}(?: {_NOT_GIVEN})? \?",
    ),
    # --- prognosis ---
    _cue(
        "prognosis",
        7,
        r"prognos\S*|life expectancy|outlook|natural history",
        r"(?:\S+[- ]year|median|overall) (?:survival|mortality)",
        (
            r"(?:risk|chances?|odds) of"
            r" (?:progress\S*|recurr\S*|relaps\S*|death|dying|another|a second|developing)"
        ),
        r"annual(?: \S+)? risk|risk factors?",
    ),
    _cue(
        "prognosis",
        5,
        r"surviv\S*|mortality|(?:chances?|odds|likelihood|probability) (?:of|that)|predict\S*|stratify",
        r"outgrow|recovery time|time to (?:relapse|recover\S*|death)",
        rf"how long(?:{_W}){{1,6}} (?:lasts?|live|have|got|left|take)",
        r"how long (?:till|until|before|has|have)|(?:recurrence|relapse|death|fatality) rates?",
        (
            rf"(?:when|how long|will {_SOMEBODY})(?:{_W})*"
            r" (?:return|recover|settle|resolve|heal|come back|go away|clear|wear off|get better)"
        ),
        r"what happens (?:if|when)",
    ),
    _cue(
        "prognosis",
        4,
        rf"outcomes?|reversible|permanent|come back|curable|fatal|recurrence|will {_SOMEBODY}|if left",
        r"untreated|not treated|recover\S*|get better",
    ),
    _cue(
        "prognosis",
        4,
        r"likely|progress(?:es|ion)?|turn into",
        r"(?:how often|how many|do|does).* (?:progress|recur|survived?|lead to|turn into|become)",
    ),
    _cue(
        "prognosis",
        3,
        r"expect\S*|get worse|deteriorat\S*|prospects|transform\S*|turn (?:cancerous|malignant)",
        r"remission|resolves?|regrow|(?:walk|drive) again",
        r"return to (?:work|sport|play|normal)|years left|recurs?|dies?|dying",
        r"how (?:soon|likely|serious)|ever|risk if|come on|course of",
    ),
    _cue("prognosis", 2, r"death|live|relapse|lost|long[- ]term (?!use|TREATMENT|MEDICINE)\S+"),
    _cue(
        "prognosis",
        4,
        r"gr[eo]w out of|reverse itself|will (?:he|she|they) need|left alone|bad sign|poor outcome|later \?",
        rf"\?(?: {_NOT_GIVEN})* how long \?",
    ),
    # --- mechanism ---
    _cue(
        "mechanism",
        7,
        r"mechanisms?|pathophysiolog\S*|pathogenesis|mode of action|physiology|by what pathway",
    ),
    _cue(
        "mechanism",
        12,
        r"why(?! not)|how come",
        rf"how (?:do|does|did)(?:{_W}){{1,6}} (?:work|act|cause|lower|raise|drive|lead|reduce|kill)",
        rf"what causes|what makes|what (?:do|does)(?! i | we | you )(?:{_W}){{1,3}} do|where(?:{_W})* act",
    ),
    _cue("mechanism", 4, r"how (?:do|does|can)(?! i | we | you | one | they )"),
    _cue(
        "mechanism",
        2,
        r"pathways?|transporters?|receptors?|regulat\S*|genes?|genetic\S*|mutations?|mutated|proteins?",
        r"signal\S*|binds?|express\S*",
    ),
    # --- definition ---
    _cue(
        "definition",
        7,
        r"defin(?:e|ed|ition|itions)",
        rf"what (?:does|do|did)(?:{_W}){{1,9}} (?:actually )?(?:mean|stand for)|mean by|meaning of",
        r"meaning \?|means? (?:what )?\?",
        r"stands? for|what is it|(?:what's|what is) meant|what do you call|counts as|explain",
    ),
    _cue("definition", 4, rf"\? what(?: is|'s| are| was) (?:an? |the )?(?:{_W[1:]} ){{1,4}}\?"),
    # --- effect ---
    # Most medicines that the kidneys bar are barred below 30: above, it is asked how to use one rather than whether.
    _cue("effect", 5, rf"{_EGFR} (?:[3-9]\d|1\d\d)(?:\.\d+)?"),
    _cue(
        "effect",
        5,
        (
            rf"(?<!how )(?<!why )(?<!pathway ){_ASKING_WHETHER}(?:{_W}){{1,8}}"
            r" (?:helps?|works?|improve|prevent|reduce|lower|cut|shorten|slow|relieve|extend|ease|decrease|delay|stop"
            r"|protect|worth it|any use|useful|effective|worth|treat|cure)"
        ),
    ),
    _cue(
        "effect",
        5,
        r"benefits?|efficacy|effective\S*|roles?|of use",
        r"any (?:use|point|good|gain|help|benefit|value|evidence)",
        r"(?<!adverse )(?<!side )(?<!late )(?<!cardiac )effects? of|impact of|worth|nnt|evidence for",
    ),
    _cue(
        "effect",
        4,
        r"treatments?|treat|treated|treating|management|manage|managing|first[- ]line|options|response",
        r"success|cure\S*|protective|prevent\S*",
        r"prophyla\S*|reduc\S*|improv\S*|help\S*|helps|add|added|fewer|how well|next step|anything for",
        r"what (?:can|should|to) (?:i |we |you )?(?:give|do|use|try)",
        r"should (?:i|we|he|she|they|you) (?:give|use|treat|start|add|get|have|offer|take)",
    ),
    _cue("effect", 5, r"MEDICINE.* survival"),
    _cue("effect", 2, rf"{_GIVEN} (?:for|to|in)|{_GIVEN} \?"),
)
"""In the order of their kinds, which settles ties: what must not be missed comes first."""

_EFFECT_UNLESS_TOLD: Final = 1.0
"""Where effect starts, so that no hint of less than a whole weight outdoes it."""
_KINDS: Final = tuple(dict.fromkeys(cue.kind for cue in _CUES))


def kind_of(text: str) -> str:
    """What kind of question it is, by its words; "effect" when none of them tells."""
    asked = _marked(text)
    sums = dict.fromkeys(_KINDS, 0.0) | {"effect": _EFFECT_UNLESS_TOLD}
    for cue in _CUES:
        if cue.words.search(asked):
            sums[cue.kind] += cue.weight
    return max(_KINDS, key=sums.__getitem__)


def _marked(text: str) -> str:
    """The text as cues are written for: ``Ibuprofen 400mg or physio`` is ``? MEDICINE 400mg or TREATMENT ?``."""
    said = _MARK.sub(r" \1 ", text.casefold().replace("’", "'")).strip(" ?.:;,-")
    for name in medicines_named(said):
        # To the end of the word only: "iron" is no part of "environment".
        said = re.sub(rf"\b{re.escape(name)}\b", _medicine(name), said)
    return f" ? {' '.join([_meaning(word) for word in said.split()])} ? "


def _medicine(name: str) -> str:
    return "SUPPLEMENT" if name.startswith(_SUPPLEMENTS) else "MEDICINE"


def _meaning(word: str) -> str:
    if word in _MEANT:
        return _MEANT[word]
    return next((meaning for endings, meaning in _ENDINGS if word.endswith(endings)), word)
