"""What no answer about a treatment may leave out: who must not take it, with which drugs, with what kidneys, pregnant.

A question of a dose is answered by a dose; whoever asks it at three in the morning does not ask what rules it out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from curbside.literature.content import read_content
from curbside.literature.library import Library, library_in_memory
from curbside.literature.topic import SLOTS, Topic
from curbside.verification.answer import Abstention, Answer, UpheldClaim
from curbside.workflows import ask
from library_of import library_of, publication
from tea_topic import write_folder

CONTENT = Path(__file__).parents[2] / "content"
FOLDERS = sorted(path.parent for path in CONTENT.glob("*/statements.yaml"))
NOW = datetime(2026, 1, 2, tzinfo=UTC)


@cache
def shipped() -> Library:
    return library_in_memory([folder / "statements.yaml" for folder in FOLDERS])


@cache
def topics() -> dict[str, Topic]:
    return {topic.id: topic for folder in FOLDERS if (topic := read_content(folder).topic) is not None}


def asked(question: str, library: Library) -> Answer:
    outcome = ask(question, library=library, asked_at=NOW)
    assert isinstance(outcome, Answer), outcome.reason
    return outcome


def row(claim: UpheldClaim) -> str:
    return claim.citations[0].passage.partition("#")[2]


def slots(answer: Answer) -> dict[str, list[str]]:
    return {one.slot: [row(claim) for claim in one.claims] for one in answer.omissions}


APIXABAN, METFORMIN, VITAMIN_D = "apixaban_af", "metformin_ckd", "vitamin_d_aimss"

OF_TOPICS = [
    # topic, question, and what the answer must show, in its bottom line or in a slot
    (APIXABAN, "What dose of apixaban in AF for an 85-year-old who weighs 55 kg?", "P08a P16b P17c P08d"),
    (APIXABAN, "Eliquis dose in AF?", "P08a P16b P17c P08d P08e"),
    (APIXABAN, "How much apixaban does a woman of 78 with atrial fibrillation take?", "P08a P16b P17c P08d"),
    (APIXABAN, "Apixaban dose in AF at a creatinine clearance of 20 mL/min", "P07c P16b P17c P08d"),
    (APIXABAN, "Apixaban dose with ketoconazole in AF", "P08d P10b P11 P16b"),
    (APIXABAN, "Apixaban dose with clarithromycin", "P13 P16b P17c"),
    (APIXABAN, "Apixaban with diltiazem: what dose?", "P15a P15c P15d P16b"),
    (APIXABAN, "Can apixaban be given with rifampicin?", "P12a P12b P08e P16b"),
    (APIXABAN, "Can apixaban be combined with St John's wort?", "P12a P12b P16b"),
    (APIXABAN, "Apixaban and phenytoin", "P12a P12b P16b"),
    (APIXABAN, "apixaban plus aspirin in AF: is it safe?", "P16a P16b"),
    (APIXABAN, "Is apixaban safe in pregnancy?", "P18a P18b P18c P16b P08d"),
    (APIXABAN, "Start apixaban in a pregnant woman with AF?", "P18a P16b P08d"),
    (APIXABAN, "Apixaban in AF with a mechanical valve?", "P54b P19a P08d"),
    (APIXABAN, "Apixaban dose in antiphospholipid syndrome", "P22a P16b P08d"),
    (APIXABAN, "Can apixaban be used with liver disease?", "P17c P08d"),
    (APIXABAN, "Switch from warfarin to apixaban", "P44c P16b P08d P48a"),
    (APIXABAN, "apixaban dose on haemodialysis", "P65a P05b P16b P08d"),
    (METFORMIN, "What is the maximum dose of metformin?", "M70d M01a M01b M64a M03d"),
    (METFORMIN, "What dose of metformin at an eGFR of 40?", "M70a M02 M01b M64a"),
    (METFORMIN, "Metformin dose at eGFR 25", "M01a M11d M03d M64a"),
    (METFORMIN, "Glucophage dose with eGFR 50", "M11b M01b M64a"),
    (METFORMIN, "Can metformin be started at an eGFR of 35?", "M02 M12b M01b M64a"),
    (METFORMIN, "Metformin dose in chronic kidney disease for a 75-year-old", "M01a M01b M64a M64b M64c"),
    (METFORMIN, "Metformin with topiramate: can they be combined?", "M64a M01a"),
    (METFORMIN, "Metformin with cimetidine dose?", "M64b M01a"),
    (METFORMIN, "Metformin dose with an NSAID?", "M64c M01a"),
    (METFORMIN, "How much metformin with dolutegravir?", "M64b M01a"),
    (METFORMIN, "How much metformin in pregnancy?", "M60d M62a M01a M64a"),
    (METFORMIN, "Metformin with heart failure", "M18a M01a M64a"),
    (METFORMIN, "Metformin dose in liver disease", "M18b M01a M64a"),
    (VITAMIN_D, "How much vitamin D on letrozole?", "BL2 F06b N17b N15a N15b"),
    (VITAMIN_D, "Cholecalciferol dose on exemestane", "BL2 F06b N17b N15a N15b"),
    (VITAMIN_D, "What dose of vitamin D for a woman on anastrozole with 25(OH)D of 18 ng/mL?", "F05 F06b N15a N17b"),
    (VITAMIN_D, "Vitamin D dose in CKD stage 4 on letrozole", "N17b F06b N15a"),
    (VITAMIN_D, "What dose of vitamin D in severe renal impairment?", "N17b F06b N15a"),
    (VITAMIN_D, "Vitamin D with digoxin: how much?", "N15b F06b"),
    (VITAMIN_D, "Vitamin D with phenytoin: how much?", "N15c F06b"),
    (VITAMIN_D, "Vitamin D dose with levothyroxine", "N15e F06b"),
    (VITAMIN_D, "Vitamin D dose in sarcoidosis", "F06 F06b N15a"),
    (VITAMIN_D, "How much vitamin D with hypercalcaemia on an aromatase inhibitor?", "F06b N17a N15a"),
]  # fmt: skip


@pytest.mark.parametrize(("topic_id", "question", "rows"), OF_TOPICS, ids=[row[1] for row in OF_TOPICS])
def test_a_topic_shows_what_rules_the_treatment_out(topic_id: str, question: str, rows: str) -> None:
    answer, topic = asked(question, shipped()), topics()[topic_id]
    found = slots(answer)
    shown = {row(claim) for claim in answer.bottom_line}.union(*found.values())
    assert set(rows.split()) <= shown
    assert tuple(found) == SLOTS
    for omission in answer.omissions:
        assert omission.status == ("found" if topic.slots[omission.slot] else "not found")
        assert {claim.citations[0].passage.partition(":")[0] for claim in omission.claims} <= {topic_id}


@pytest.mark.parametrize(
    "question",
    [
        "How common is aromatase inhibitor-associated musculoskeletal syndrome?",
        "What is atrial fibrillation?",
        "How does apixaban work?",
        "How is eGFR estimated?",
    ],
)
def test_a_question_of_no_treatment_gets_no_slots(question: str) -> None:
    outcome = ask(question, library=shipped(), asked_at=NOW)
    assert isinstance(outcome, Abstention) or not outcome.omissions


OF_DOCUMENTS = [
    # A made-up drug, a question of its dose, and what the library carries of it, in the words that people use for it.
    ("mirzolol", "What dose of mirzolol in harbour fever?", "contraindications",
     "Mirzolol must not be given to people with narrow lung valves."),
    ("pelvorin", "pelvorin dose in harbour fever", "contraindications",
     "Pelvorin should be avoided in anybody who has had a fit."),
    ("hudrane", "How much hudrane is given for harbour fever?", "contraindications",
     "Hudrane is not to be used after a stroke."),
    ("osketine", "Is osketine 40 mg a day right for harbour fever?", "contraindications",
     "A previous allergy to nuts precludes the use of osketine."),
    ("zandrolol", "zandrolol dosing in harbour fever", "contraindications",
     "People with a slow pulse should not receive zandrolol."),
    ("ulmacin", "How many mg of ulmacin for harbour fever?", "contraindications",
     "Ulmacin is unsafe in people with porphyria."),
    ("harveline", "Maximum dose of harveline in harbour fever?", "contraindications",
     "Harveline carries a boxed warning on liver failure."),
    ("brenpril", "dose of brenpril for an adult with harbour fever", "renal impairment",
     "The dose of brenpril is halved when creatinine clearance falls below 40 mL/min."),
    ("quilmycin", "Can I give quilmycin 500 mg twice daily for harbour fever?", "renal impairment",
     "In people with poor kidney function quilmycin builds up and the interval is doubled."),
    ("tolvexam", "tolvexam 10 mg at night for harbour fever?", "renal impairment",
     "Tolvexam needs no change of dose in people with reduced renal function."),
    ("bexamine", "bexamine dose for harbour fever", "renal impairment",
     "On dialysis, bexamine 5 mg is given after each session."),
    ("kesperol", "What dose of kesperol in harbour fever?", "renal impairment",
     "Kesperol is started at half the dose when the eGFR is under 45."),
    ("minbrook", "What is the usual dose of minbrook in harbour fever?", "pregnancy",
     "Women who may conceive should use contraception while they take minbrook."),
    ("dravimab", "dravimab dosing in harbour fever", "pregnancy",
     "Dravimab crosses the placenta and harmed the unborn in animals."),
    ("selquine", "selquine dose harbour fever adults", "pregnancy",
     "Selquine passes into breast milk, so nursing mothers should not take it."),
    ("fosquine", "How much fosquine for harbour fever?", "pregnancy",
     "No harm was seen, yet fosquine is not advised in the first trimester."),
    ("wenduxa", "Should wenduxa 20 mg be used in harbour fever?", "pregnancy",
     "Breastfed infants of mothers on wenduxa were drowsy."),
    ("wexatan", "Starting dose of wexatan in harbour fever", "interactions",
     "Taken together with grapefruit juice, wexatan reached three times its usual level."),
    ("lorvastatin", "lorvastatin dose for harbour fever", "interactions",
     "Clarimycin doubled the exposure to lorvastatin, and the two should not be combined."),
    ("cindrazine", "How many mg of cindrazine for harbour fever?", "interactions",
     "Cindrazine potentiates warfarin."),
    ("velmotinib", "velmotinib dose in harbour fever", "interactions",
     "Antacids halve the absorption of velmotinib."),
    ("crenazole", "What dose of crenazole for harbour fever?", "interactions",
     "Crenazole raises the levels of digoxin."),
    ("oltezide", "oltezide 20 mg in harbour fever?", "interactions",
     "Bleeding was commoner when oltezide was taken with aspirin."),
    ("sibrudine", "Can sibrudine be taken for harbour fever at 20 mg?", "interactions",
     "Alcohol interacts with sibrudine."),
    ("nolbuterol", "nolbuterol dose in harbour fever", "monitoring",
     "Serum potassium has to be checked weekly on nolbuterol."),
    ("fenlithol", "What dose of fenlithol for harbour fever?", "monitoring",
     "Blood counts are needed every month on fenlithol."),
    ("tremuline", "tremuline daily dose harbour fever", "monitoring",
     "An ECG should be recorded before tremuline is started."),
    ("garlidone", "garlidone 5 mg daily in harbour fever: correct dose?", "stop rule",
     "Garlidone should be stopped at the first sign of a rash."),
    ("pravuxel", "What dose of pravuxel in harbour fever?", "stop rule",
     "Sudden withdrawal of pravuxel brought on fits, so it is tapered over 4 weeks."),
    ("jandopril", "Dosage of jandopril in harbour fever", "stop rule",
     "Jandopril is to be stopped if the potassium rises."),
    ("tavilone", "What dose of tavilone in harbour fever?", "stop rule",
     "After 12 weeks without a response, tavilone should be discontinued."),
]  # fmt: skip


@cache
def harbour() -> Library:
    """Two papers on each drug: a trial of its dose, and a note with the one sentence on safety."""
    papers = []
    for number, (drug, _, _, sentence) in enumerate(OF_DOCUMENTS, start=1):
        name = drug.capitalize()
        papers.append(
            publication(
                100 + number,
                f"We studied {drug} in 80 adults with harbour fever. The dose was 20 mg a day. Fever fell faster on "
                f"{drug} than on placebo (P = .01). {name} 20 mg a day works in harbour fever.",
                title=f"{name} for harbour fever: a randomised trial",
                types=("Randomized Controlled Trial",),
            )
        )
        papers.append(
            publication(
                200 + number,
                f"{name} is widely used. {sentence} Prescribers need to know it.",
                title=f"Notes on {drug}",
            )
        )
    return library_of(*papers)


@pytest.mark.parametrize(
    ("drug", "question", "slot", "sentence"), OF_DOCUMENTS, ids=[row[1] for row in OF_DOCUMENTS]
)
def test_a_dose_from_documents_shows_what_rules_it_out(
    drug: str, question: str, slot: str, sentence: str
) -> None:
    answer = asked(question, harbour())
    filled = {one.slot: [claim.text for claim in one.claims] for one in answer.omissions}
    assert sentence in filled[slot]
    assert tuple(filled) == SLOTS
    # What is said of another drug fills no slot of this one's.
    assert all(drug in text.lower() for texts in filled.values() for text in texts)


@pytest.mark.parametrize(
    "sentence",
    [
        "Unlike mirzolol, brenpril must not be given in pregnancy.",
        "Brenpril, rather than mirzolol, should be avoided on dialysis.",
        "Brenpril should be monitored weekly.",
        "Pregnant women were excluded from the trial of mirzolol.",
        "The trial of mirzolol was stopped early for slow recruitment.",
        "The effect of mirzolol was the same in both sexes (P for interaction .40).",
    ],
)
def test_no_slot_is_filled_by_another_drug_or_by_how_a_study_went(sentence: str) -> None:
    library = library_of(
        publication(
            1,
            "Mirzolol 20 mg a day works in harbour fever. Fever fell faster on mirzolol than on placebo (P = .01).",
            title="Mirzolol for harbour fever",
        ),
        publication(
            2, f"Harbour fever is common. {sentence} More work is needed.", title="Notes on mirzolol"
        ),
    )
    answer = asked("What dose of mirzolol in harbour fever?", library)
    assert not any(one.claims for one in answer.omissions)


def test_several_documents_on_one_slot_are_all_shown() -> None:
    sentences = (
        "Mirzolol must not be given to people with narrow lung valves.",
        "Mirzolol is contraindicated in porphyria.",
        "Mirzolol should be avoided after a stroke.",
    )
    dose = publication(1, "Mirzolol 20 mg a day works in harbour fever.", title="Mirzolol for harbour fever")
    notes = [publication(n, text, title="Notes on mirzolol") for n, text in enumerate(sentences, start=2)]
    answer = asked("What dose of mirzolol in harbour fever?", library_of(dose, *notes))
    assert {claim.text for one in answer.omissions for claim in one.claims} >= set(sentences)


TEA = """
- id: X1
  text: Chamomile tea must not be taken with a ragweed allergy.
  plain: Do not drink chamomile tea with a ragweed allergy.
  outcome: harms
  population: adults
  intervention: chamomile tea
  direction: not applicable
  design: guideline
  reference: guide-2024
  read: full text
  confidence: verified

- id: X2
  text: Lime tea must not be taken with a nut allergy.
  plain: Do not drink lime tea with a nut allergy.
  outcome: harms
  population: adults
  intervention: lime tea
  direction: not applicable
  design: guideline
  reference: guide-2024
  read: full text
  confidence: verified
"""


def test_a_slot_whose_topic_names_no_outcomes_is_filled_by_what_speaks_of_it(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    (folder / "statements.yaml").write_text((folder / "statements.yaml").read_text() + TEA)
    answer = asked(
        "Does chamomile tea help older people sleep?", library_in_memory([folder / "statements.yaml"])
    )
    assert slots(answer)["contraindications"] == ["X1"]
    # The author says that nothing fills it, and nothing does.
    assert slots(answer)["pregnancy"] == []
