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
