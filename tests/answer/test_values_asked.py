"""What leads where a question states a value, a dose or a condition that is not there.

A rule for another value is the most dangerous thing that can stand first: every word of it fits but the number.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from curbside.literature.library import Library, library_in_memory
from curbside.verification.answer import Abstention, Answer
from curbside.workflows import ask
from library_of import library_of, publication

CONTENT = Path(__file__).parents[2] / "content"
NOW = datetime(2026, 1, 2, tzinfo=UTC)


@cache
def shipped() -> Library:
    return library_in_memory(sorted(CONTENT.glob("*/statements.yaml")))


def led(question: str) -> list[str]:
    """The statements of the bottom line, in order."""
    outcome = ask(question, library=shipped(), asked_at=NOW)
    assert isinstance(outcome, Answer), outcome.reason
    return [claim.citations[0].passage.partition("#")[2] for claim in outcome.bottom_line]


def said_of(bottom_line: list[str], any_of: str) -> bool:
    return bottom_line[0] in any_of.split()


BARRED = "M01a M11d"
OF_30_TO_44 = "M23 M70a M70c M21b M11c M12b M02 M21c M03a"
OF_45_TO_59 = "M70b M21a M11b"


@pytest.mark.parametrize(
    ("question", "first", "absent"),
    [
        # Below the limit, the contraindication; never a rule of dose.
        ("metformin eGFR 12", BARRED, OF_30_TO_44),
        ("What dose of metformin at eGFR 12?", BARRED, OF_30_TO_44),
        ("Can metformin be started at eGFR 5?", BARRED, OF_30_TO_44),
        ("metformin, eGFR has fallen from 60 to 22", BARRED, OF_30_TO_44),
        ("metformin when eGFR drops from 52 to 28", BARRED, OF_30_TO_44),
        ("Metformin with eGFR below 30", BARRED, OF_30_TO_44),
        ("Metformin in CKD stage 5", BARRED, OF_30_TO_44),
        ("metformin creatinine clearance 20", BARRED, OF_30_TO_44),
        ("Metformin 2 g per day with eGFR of 28", BARRED, OF_30_TO_44),
        ("vitamin D 50,000 IU weekly on letrozole with CKD 4", "F06b", "A01a A03d A04a"),
        # A range is met by the rules within it.
        ("Metformin with an eGFR above 30", OF_30_TO_44, BARRED),
        ("Can metformin be started with eGFR above 30?", OF_30_TO_44, BARRED),
        ("metformin if eGFR over 60", "M70d", BARRED),
        ("metformin dose if eGFR > 60", "M70d", BARRED),
        ("Metformin eGFR between 30 and 45", OF_30_TO_44, BARRED),
        ("Metformin eGFR 30 to 45", OF_30_TO_44, BARRED),
        ("Metformin at eGFR 30-44", OF_30_TO_44, BARRED),
        ("metformin when eGFR drops from 52 to 38", OF_30_TO_44, BARRED),
        ("metformin if GFR less than 60 but more than 45", OF_45_TO_59, BARRED),
        ("metformin at eGFR 52", OF_45_TO_59, BARRED),
        ("metformin in CKD 3a", OF_45_TO_59, BARRED),
        # A range on both sides of a limit is told of both, what bars the treatment first.
        ("metformin dose if eGFR < 45", BARRED, "M11b M70b"),
        ("Metformin at an eGFR below 45", BARRED, "M11b M70b"),
        # At a limit, what says on which side of it it lies.
        ("metformin at an eGFR of exactly 30", "M01a", "M11d"),
        ("metformin with an eGFR of exactly 45", "M72", BARRED),
        ("metformin dose at eGFR 45", "M72", BARRED),
        ("metformin eGFR 60", "M70d M11a M14b", BARRED),
        ("apixaban for a woman of exactly 80 weighing exactly 60 kg", "P02a P08a", ""),
        ("apixaban dose age 79, weight 60 kg, creatinine 1.5 mg/dL", "P08a P02a P02b", "P02c P02d P02e"),
        ("apixaban dose with a creatinine of exactly 1.5 mg/dL at 80", "P08a P02a P02b", "P02c P02d"),
        ("apixaban dose with a creatinine of 133 µmol/L in AF at 82", "P08a P02a P02b", "P02c P02d"),
        ("apixaban, creatinine clearance exactly 15", "P08a P08b P07c", "P05a"),
        ("apixaban creatinine clearance 30", "P08a", "P04a P07c P08b"),
        ("Letrozole and 25(OH)D of exactly 40 ng/mL: vitamin D?", "S29a", ""),
        ("Vitamin D on letrozole with a 25(OH)D of 100 nmol/L", "S29a", ""),
    ],
)  # fmt: skip
def test_a_value_is_answered_by_the_rule_for_it(question: str, first: str, absent: str) -> None:
    bottom_line = led(question)
    assert said_of(bottom_line, first)
    assert set(bottom_line[:2]).isdisjoint(absent.split())


@pytest.mark.parametrize(
    ("question", "limit"),
    [
        ("Metformin 5000 mg a day: is it safe?", "M70d"),
        ("Can I take metformin 5000 mg a day?", "M70d"),
        ("metformin 5 g daily", "M70d"),
        ("Metformin 3500 mg a day at eGFR 90", "M70d"),
        ("metformin 1000 mg four times a day", "M70d"),
        ("metformin 2000 mg a day at eGFR 35", "M70c M11c"),
        ("metformin 850 mg three times a day at eGFR 50", "M70b M11b"),
        ("Is vitamin D 40,000 IU a day ok on letrozole?", "BL2 S19a S19c N17g"),
        ("vitamin D 40,000 IU a day", "BL2 S19a S19c N17g"),
        ("vitamin D 1000 µg a day", "S19a S19c"),
        ("Apixaban 20 mg twice daily in AF", "P08a"),
        ("Can I give apixaban 20 mg twice daily?", "P08a"),
        ("Can apixaban 25 mg be given in AF?", "P08a"),
    ],
)
def test_a_dose_beyond_what_is_allowed_is_answered_by_the_most_that_is(question: str, limit: str) -> None:
    assert said_of(led(question), limit)


def test_a_dose_that_is_allowed_is_not_answered_by_a_limit_first() -> None:
    assert not said_of(
        led("Does vitamin D 2,000 IU a day relieve joint pain on letrozole?"), "S19a S19c N17g BL2"
    )


@pytest.mark.parametrize(
    ("question", "clearances"),
    [
        ("Can apixaban 25 mg be given in AF?", "P07a P07b P37a P23d"),
        ("Apixaban 20 mg twice daily in AF", "P07c P37a P08b"),
    ],
)
def test_a_number_of_milligrams_is_not_a_clearance(question: str, clearances: str) -> None:
    assert set(led(question)).isdisjoint(clearances.split())


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("apixaban in a child with AF", "P08f P17a P17b"),
        ("metformin while breastfeeding", "M33b M35b M35c M36b M36c"),
        ("apixaban when INR is 2.8, coming from warfarin", "P20"),
        ("Metformin overdose 30 g", "M70d M09"),
        ("Overdose of apixaban, 60 mg taken", "P08a"),
    ],
)
def test_a_word_that_is_spelt_alike_is_not_what_is_asked(question: str, absent: str) -> None:
    outcome = ask(question, library=shipped(), asked_at=NOW)
    said = [] if isinstance(outcome, Abstention) else led(question)
    assert set(said).isdisjoint(absent.split())


OF_DIALYSIS = "P05b P06a P06b P06c P08c P64 P65a P65b"


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("apixaban for a patient who is not on dialysis", OF_DIALYSIS),
        ("apixaban dose in AF without dialysis", OF_DIALYSIS),
        ("Apixaban not on dialysis with creatinine clearance 20", OF_DIALYSIS),
        ("Apixaban dose in severe CKD not on dialysis", OF_DIALYSIS),
        ("apixaban in AF without a mechanical valve", "P54b P19a P19b P19c P20"),
        ("apixaban in someone who is not pregnant", "P18a P18b P18c"),
        ("apixaban in a patient with liver disease but no kidney disease", "P03a P04a P05a P07a"),
        ("metformin without liver disease", "M18b"),
        ("metformin in a patient without heart failure", "M18a M56f"),
        ("metformin dose, eGFR 50, no heart failure", "M18a M56a M56f"),
        ("vitamin D on letrozole without kidney stones", "F06b N17a A02b2 S07d"),
        (
            "What dose of vitamin D on letrozole in someone who does not have kidney stones?",
            "F06b N17a A02b2",
        ),
    ],
)
def test_a_condition_that_is_not_there_does_not_lead(question: str, absent: str) -> None:
    assert set(led(question)).isdisjoint(absent.split())


@pytest.mark.parametrize(
    ("negated", "plain"),
    [
        ("Is metformin not safe in CKD?", "Is metformin safe in CKD?"),
        ("Is vitamin D not safe with sarcoidosis?", "Is vitamin D safe with sarcoidosis?"),
        ("Is apixaban not safe in pregnancy?", "Is apixaban safe in pregnancy?"),
    ],
)
def test_whether_something_is_not_safe_is_answered_as_whether_it_is(negated: str, plain: str) -> None:
    assert led(negated) == led(plain)


def test_a_negated_question_of_documents_is_answered_by_what_they_found() -> None:
    library = library_of(
        publication(
            1,
            "Rowing was safe in harbour fever: no relapse came within 12 weeks, and falls were no more frequent.",
            title="Safety of rowing in harbour fever",
        ),
        publication(2, "Rowing is not safe in loft fever.", title="Rowing in loft fever"),
    )
    answers = [
        ask(question, library=library, asked_at=NOW)
        for question in ("Is rowing not safe in harbour fever?", "Is rowing safe in harbour fever?")
    ]
    assert all(isinstance(one, Answer) for one in answers)
    negated, plain = ([claim.text for claim in one.bottom_line] for one in answers if isinstance(one, Answer))
    assert negated == plain
    assert negated[0].startswith("Rowing was safe in harbour fever")
