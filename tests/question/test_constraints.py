"""What narrows a question down: age, sex, pregnancy, kidneys, years, study types."""

from __future__ import annotations

import pytest

from curbside.question.read import read_question


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("apixaban dose at 82", {"age": "82"}),
        ("82yo on warfarin, bleeding risk?", {"age": "82"}),
        ("statins in people over 75", {"age": "over 75"}),
        ("statins in over 75s", {"age": "over 75"}),
        ("heart rate over 120 on digoxin", {"age": None}),
        ("amoxicillin for a 6 month old", {"age": "6 months"}),
        ("asthma in children", {"age": "children"}),
        ("jaundice in a preterm newborn", {"age": "newborns"}),
        ("women aged 50 to 70 on letrozole", {"age": "50 to 70", "sex": "female"}),
        ("19M with chest pain", {"age": "19", "sex": "male"}),
        ("fractures in men and women", {"sex": None}),
        ("anticoagulation for at least 5 years in women", {"age": None, "sex": "female"}),
        ("blood pressure over 140 in adults", {"age": None}),
        ("people over 80 kg", {"age": None}),
        ("women over 65 years old", {"age": "over 65"}),
        ("people under the age of 40", {"age": "under 40"}),
        ("trastuzumab in HER-2 positive cancer", {"sex": None}),
        ("fetal hemoglobin in sickle cell disease", {"pregnancy": None}),
        ("non-pregnant women with cystitis", {"pregnancy": None}),
        ("not currently pregnant", {"pregnancy": None}),
        ("neither pregnant nor breastfeeding", {"pregnancy": None}),
        ("metformin with no CKD", {"renal_function": None}),
        ("no longer on dialysis", {"renal_function": None}),
        ("does ultrasound guidance help", {"study_types": ()}),
        ("GDMT in heart failure", {"study_types": ()}),
        ("does she need an iron infusion", {"sex": "female"}),
        ("ibuprofen in pregnancy", {"pregnancy": "pregnant", "sex": "female"}),
        ("sertraline while breastfeeding", {"pregnancy": "breastfeeding"}),
        ("not pregnant, wants isotretinoin", {"pregnancy": None}),
        ("metformin with eGFR 25", {"renal_function": "eGFR 25"}),
        ("metformin and eGFR 35 - hold?", {"renal_function": "eGFR 35"}),
        ("apixaban, CrCl 27 mL/min", {"renal_function": "creatinine clearance 27 mL/min"}),
        ("metformin with eGFR not below 45", {"renal_function": "eGFR ≥ 45"}),
        ("metformin with eGFR above 30", {"renal_function": "eGFR > 30"}),
        ("edoxaban with CrCl > 95", {"renal_function": "creatinine clearance > 95"}),
        ("women with no history of pregnancy", {"pregnancy": None}),
        ("planning a pregnancy on methotrexate", {"pregnancy": None}),
        ("apixaban in Child-Pugh B cirrhosis", {"age": None}),
        ("apixaban on dialysis", {"renal_function": "dialysis"}),
        ("apixaban, not on dialysis", {"renal_function": None}),
        ("metformin in CKD 4", {"renal_function": "CKD 4"}),
        ("morphine in renal impairment", {"renal_function": "renal impairment"}),
        ("statins since 2015", {"years": (2015, None)}),
        ("statins 2018 to 2023", {"years": (2018, 2023)}),
        ("cohort studies from 2010", {"years": (2010, None), "study_types": ("cohort study",)}),
        ("RCTs of zinc for colds", {"study_types": ("randomized controlled trial",)}),
        ("any Cochrane review on zinc?", {"study_types": ("systematic review",)}),
        ("what do guidelines say on zinc", {"study_types": ("guideline",)}),
    ],
)
def test_only_what_the_question_says(asked: str, expected: dict[str, object]) -> None:
    constraints = read_question(asked).constraints
    assert {name: getattr(constraints, name) for name in expected} == expected


def test_a_question_that_says_nothing_narrows_nothing() -> None:
    constraints = read_question("What is gout?").constraints
    assert not any(
        (
            constraints.age,
            constraints.sex,
            constraints.pregnancy,
            constraints.renal_function,
            constraints.years,
            constraints.study_types,
        )
    )
