"""Whether more of an outcome is wanted: more survival is, more pain is not.

A study reports that a thing rose or fell; whether a patient is better for it depends on the thing. Read from the
words of the outcome, the last telling one of a phrase deciding ("pain relief" is relief), and the phrase before "of"
or "in" before the one after it ("quality of sleep in insomnia"). An outcome of which these words say nothing is
neither, and a change in it is called unclear rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from curbside.appraisal.direction import Direction
from curbside.appraisal.result import Way
from curbside.literature.library.analysis import terms

_UNWANTED: Final = """
    mortality death deaths died fatality fatalities lethality
    pain painful arthralgia myalgia neuralgia ache tenderness hyperalgesia allodynia headache migraine
    fracture fractures fall falls fallers injury injuries trauma tear rupture dislocation
    recurrence recurrent relapse relapses progression reinfarction restenosis rethrombosis rebleeding metastasis
    metastases cancer tumour tumours tumor tumors carcinoma malignancy neoplasm adenoma polyps
    infection infections infected sepsis septicaemia septicemia bacteraemia bacteremia pneumonia bronchiolitis
    meningitis peritonitis endometritis vaginosis candidiasis malaria tuberculosis influenza herpes warts otitis
    sinusitis pharyngitis cystitis parasitemia parasitaemia viremia viraemia colonization colonisation contamination
    bleeding haemorrhage hemorrhage bruising haematoma hematoma ecchymosis epistaxis menorrhagia
    stroke strokes infarction mace thrombosis thrombus embolism thromboembolism thrombocytopenia dvt vte ischaemia
    ischemia stenosis occlusion atherosclerosis angina arrhythmia arrhythmias fibrillation flutter tachycardia
    bradycardia hypotension hypertension shock arrest failure dysfunction insufficiency aneurysm
    disability impairment handicap dependence dependency deficit deficits
    depression depressive anxiety worry fear panic phobia distress stress anger hostility aggression agitation
    irritability mania manic psychosis psychotic hallucinations delusions ptsd rumination loneliness burnout burden
    suicide suicidality suicidal apathy stigma
    fatigue tiredness exhaustion drowsiness somnolence sleepiness lethargy weakness insomnia awakenings wakefulness
    nightmares snoring apnoea apnea apneas
    delirium dementia confusion amnesia forgetting catatonia
    nausea vomiting emesis ponv diarrhoea diarrhea constipation bloating flatulence reflux heartburn dyspepsia
    regurgitation ileus colic cramps cramping dysphagia hiccup hiccups
    seizure seizures convulsion convulsions epilepsy tremor dyskinesia dystonia akathisia parkinsonism spasticity
    spasm spasms rigidity neuropathy paresthesia paraesthesia numbness dizziness vertigo tinnitus syncope
    harm harms adverse toxicity toxicities complication complications morbidity symptom symptoms severity
    exacerbation exacerbations attack attacks flare flares episode episodes crisis crises
    hospitalisation hospitalization hospitalisations hospitalizations admission admissions readmission readmissions
    rehospitalization reoperation reoperations reintervention revision amputation transfusion transfusions
    intubation reintubation withdrawal withdrawals dropout dropouts discontinuation attrition
    incidence risk loss
    hypoglycaemia hypoglycemia hyperglycaemia hyperglycemia ketoacidosis acidosis hyperkalaemia hyperkalemia
    hypokalaemia hypokalemia hyponatraemia hyponatremia hypoxia hypoxaemia hypoxemia desaturation hypothermia
    hyperthermia shivering dehydration malnutrition undernutrition stunting wasting underweight
    cough wheeze wheezing dyspnoea dyspnea breathlessness asthma congestion rhinorrhea rhinorrhoea sneezing
    rhinitis hoarseness stridor bronchospasm laryngospasm atelectasis bronchiectasis croup
    rash itch itching pruritus erythema oedema edema swelling induration redness dryness acne eczema dermatitis
    psoriasis urticaria wrinkles scar scarring blister blisters alopecia hirsutism mucositis stomatitis
    xerostomia caries plaque gingivitis periodontitis halitosis hypersensitivity allergy
    stiffness arthritis synovitis osteoporosis sarcopenia contracture atrophy
    deficiency anaemia anemia neutropenia leukopenia leucopenia ulcer ulcers ulceration wound dehiscence fistula
    abscess leak leakage incontinence urgency nocturia dysuria rejection
    obesity overweight diabetes preeclampsia eclampsia prematurity preterm miscarriage abortion stillbirth
    malformation malformations asphyxia jaundice flushes flashes
    crying craving cravings smoking drinking misuse abuse overdose
    hyperlipidaemia hyperlipidemia hypercholesterolemia cholesterol ldl vldl triglyceride triglycerides glucose
    hba1c creatinine albuminuria proteinuria microalbuminuria crp inflammation inflammatory fever fevers
    steatosis fibrosis cirrhosis hepatotoxicity nephrotoxicity cardiotoxicity ototoxicity
    error errors mistakes problem problems difficulty difficulties disturbance disturbances discomfort barotrauma
    myopia cataract astigmatism glaucoma
"""
_WANTED: Final = """
    survival survivors remission cure cured response responses responder responders recovery relief improvement
    improvements healing healed closure resolution function functions functioning functionality mobility ambulation
    strength power quality wellbeing wellness satisfaction satisfied adherence compliance persistence density sleep
    memory cognition cognitive learning recall success successful abstinence quit cessation pregnancy birth births
    ovulation conception implantation fertilization fertilisation fertility clearance eradication immunity
    seroconversion seroprotection immunogenicity titre titres titer titers antibody antibodies sparing retention
    patency union ossification reperfusion recanalization efficacy benefit tolerability tolerance safety performance
    endurance capacity fitness flexibility gait coordination dexterity accuracy precision hdl haemoglobin hemoglobin
    haematocrit hematocrit ferritin oxygenation saturation knowledge awareness understanding comprehension skill
    skills competence confidence resilience hope happiness optimism mindfulness empathy coping support comfort ease
    acceptability acceptance preference trust uptake attendance participation breastfeeding lactation analgesia
    anaesthesia anesthesia relaxation visibility vision acuity hearing speech growth independence autonomy motion
    excursion ejection threshold adiponectin sensitivity detection completion vaccination immunisation immunization
    alive control
"""
_LOW: Final = """
    esr il tnf cytokine cytokines interleukin ast alt ggt bilirubin urea bun uric urate lactate troponin ck bnp
    probnp psa cortisol homocysteine pth insulin resistance fibrinogen dimer malondialdehyde mda
    pressure sbp dbp weight bmi fat adiposity waist circumference temperature
    length duration time times stay latency delay interval days hours minutes cost costs expenditure consumption
    requirement requirements need needs rescue opioid opioids morphine fentanyl tramadol analgesics analgesic
    medication medications antibiotic antibiotics visits absenteeism viral load lesion lesions joints drainage
    residual tension intensity frequency bother interference sedation
    disorder disorders disease negative hyperactivity impulsivity inattention
"""
"""Laboratory values and burdens: that one *improved* means less, though less is not good for everyone."""

_SCALES_LOW: Final = """
    vas nrs mrss womac odi rmdq oswestry das28 cdai sdai haq basdai basfi asdas fiq updrs edss nihss mrs rankin adas cdr
    npi cmai panss bprs sans saps hamd hdrs hrsd madrs phq phq9 bdi cesd epds gds gad gad7 hads hama stai bai zung pss
    ybocs pcl caps ymrs cgi ghq conners psqi isi ess ipss sgrq acq pasi scorad easi dlqi poem snot rqlq sofa apache
    meld dash quickdash ndi hit6 midas mpq bpi essdai bvas sledai basmi homa nyha aims ohip scl90 wong flacc cheops
"""
_SCALES_HIGH: Final = """
    qol hrqol apgar mmse moca fim barthel kps karnofsky eq eq5d sf sf36 sf12 gcs gaf whoqol whodas kccq lysholm ikdc
    koos rom lvef fev1 fvc pef pefr 6mwd 6mwt vo2max bmd facit fact aqlq act acr20 acr50 acr70 pasi75 pasi90 cd4
"""


def _ways(**listed: str) -> dict[str, str]:
    return {term: way for way, words in listed.items() for word in words.split() for term in terms(word)}


_WAYS: Final = _ways(low=_LOW, unwanted=_UNWANTED, wanted=_WANTED)
_SCALES: Final = _ways(low=_SCALES_LOW, wanted=_SCALES_HIGH)

_PHRASE_ENDS: Final = re.compile(
    r"\s(?:of|in|to|for|from|with|without|on|at|after|during|among|between|by|against|per|until|before|within|over"
    r"|due|under|following)\s|[,;:(]",
    re.IGNORECASE,
)
_OF_PEOPLE: Final = re.compile(
    r"(?<=\w)\s(?:in|among)\s(?:\w+\s){0,3}(?:patients|participants|people|subjects|women|men|children|infants)\b.*",
    re.I | re.S,
)
_TO_EVENT: Final = re.compile(
    r"\b(?:time|times|days|weeks|months|interval|latency|delay)\s(?:from\s.*?)?(?:to|until|before)\s", re.I
)
_LESS_OF: Final = re.compile(
    r"\b(?:(?:reduc|decreas|declin|lower|prevent|protect|allevi|suppress|inhibit|eliminat|resol|eradicat|abolish)\w*"
    r"|free|freedom|absence|absent|lack|relief|cure|fall|drop|(?:weight|fat)\sloss)\Z",
    re.I,
)
_FREE: Final = re.compile(r"\w[-\s]free\b|\b(?:weight|fat)\sloss\b", re.I)


def more_is_wanted(outcome: str) -> bool | None:
    """True where more of the outcome is good, False where it is bad, None where its words do not say."""
    way = _read(outcome, {"wanted": 1, "unwanted": -1})
    return None if way is None else way > 0


def improves_by_falling(outcome: str) -> bool:
    """Where a sentence says that the outcome improved: was there less of it? No, where its words do not say."""
    return _read(outcome, {"wanted": 1, "unwanted": -1, "low": -1}) == -1


def _read(outcome: str, worth: Mapping[str, int]) -> int | None:
    scale = next((_SCALES[term] for term in terms(outcome) if term in _SCALES), "")
    return worth.get(scale) or _way(outcome, worth)


def _way(outcome: str, worth: Mapping[str, int]) -> int | None:
    outcome = _OF_PEOPLE.sub("", outcome)
    event = _TO_EVENT.search(outcome)
    if event is not None and (of_event := _way(outcome[event.end() :], worth)) is not None:
        return -of_event
    ends = _PHRASE_ENDS.search(outcome)
    head, rest = (outcome, "") if ends is None else (outcome[: ends.start()], outcome[ends.end() :])
    if _FREE.search(head):
        return 1
    of_rest = _way(rest, worth) if rest.strip() else None
    if _LESS_OF.search(head.rstrip()) and of_rest is not None:
        return -of_rest
    of_head = (worth.get(_WAYS.get(term, "")) for term in reversed(terms(head)))
    return next((way for way in of_head if way is not None), of_rest)


def way_of(direction: Direction, outcome: str) -> Way:
    """What a change in an outcome is for a patient."""
    if direction is Direction.NO_DIFFERENCE:
        return Way.NO_DIFFERENCE
    wanted = more_is_wanted(outcome)
    if wanted is None:
        return Way.UNCLEAR
    return Way.BENEFIT if (direction is Direction.INCREASED) == wanted else Way.HARM
