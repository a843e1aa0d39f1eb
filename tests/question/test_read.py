"""What a question is read as: its words, its quoted phrases, its years, its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import BadQuestion
from curbside.question.read import LONGEST, read_question
from curbside.terminology.senses import SenseInventory


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("What is the role of vitamin D in managing AI musculoskeletal syndrome?",
         ("vitamin", "D", "managing", "AI", "musculoskeletal", "syndrome")),
        ("Can I start metformin at an eGFR of 40?", ("start", "metformin", "eGFR", "40")),
        ("best pizza in Rome", ("pizza", "Rome")),
        ("Is 25(OH)D-guided dosing useful?", ("25", "OH", "D-guided", "dosing", "useful")),
        ("Sjögren's syndrome and IL-6", ("Sjögren's", "syndrome", "IL-6")),
        ("What is it?", ("What", "is", "it")),
        ("no benefit without statins", ("no", "benefit", "without", "statins")),
    ],
)  # fmt: skip
def test_terms_are_the_words_that_say_what_is_asked(asked: str, terms: tuple[str, ...]) -> None:
    assert read_question(asked, senses=SenseInventory()).terms == terms


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ('"hot flashes" with anastrozole', ("hot flashes",)),
        ("“bone mineral density” and „joint pain“", ("bone mineral density", "joint pain")),
        ('an unclosed "quote', ()),
        ('"x"', ()),
    ],
)
def test_quoted_phrases(asked: str, phrases: tuple[str, ...]) -> None:
    assert read_question(asked).phrases == phrases


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        ("statins in dialysis since 2015", (2015, None)),
        ("statins in dialysis after 2015", (2016, None)),
        ("statins in dialysis before 2010", (None, 2009)),
        ("statins in dialysis until 2010", (None, 2010)),
        ("statins between 2010 and 2015", (2010, 2015)),
        ("statins from 2015 to 2010", (2010, 2015)),
        ("statins 2010-2015", (2010, 2015)),
        ("trials of statins published in 2019", (2019, 2019)),
        ("10-year risk in women of 65 to 75", None),
        ("does 2000 IU help?", None),
        ("the 1918 influenza", None),
    ],
)
def test_years_asked_for(asked: str, years: tuple[int | None, int | None] | None) -> None:
    assert read_question(asked).years == years


def test_years_are_not_searched_as_words() -> None:
    assert read_question("statins in dialysis since 2015").terms == ("statins", "dialysis")


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("What dose of apixaban in AF?", "dose"),
        ("How much vitamin D should she take?", "dose"),
        ("Is ibuprofen safe in pregnancy?", "harm"),
        ("Does clarithromycin interact with simvastatin?", "interaction"),
        ("Who should not take metformin? contraindications", "contraindication"),
        ("How often should I check TSH?", "monitoring"),
        ("apixaban versus warfarin for stroke prevention", "comparison"),
        ("How is giant cell arteritis diagnosed?", "diagnosis"),
        ("What is the prognosis of amyloidosis?", "prognosis"),
        ("What is the mechanism of action of denosumab?", "mechanism"),
        ("What is amyloidosis?", "definition"),
        # How long people live is an outcome here: it is the treatment that is asked about.
        ("Do statins reduce mortality?", "effect"),
        ("Does exercise relieve joint pain?", "effect"),
        ("vitamin C for colds", "effect"),
        ("is acupuncture any use for migraine", "effect"),
        ("how well does melatonin work for sleep", "effect"),
        ("Does denosumab reduce the risk of hip fracture?", "effect"),
        ("filter when heparin is contraindicated: does it prevent emboli?", "effect"),
        ("Can I start metformin at an eGFR of 60?", "effect"),
        ("max dose of paracetamol at 45 kg", "dose"),
        ("how many days of nitrofurantoin?", "dose"),
        ("how long should she stay on apixaban after a clot?", "dose"),
        ("heparin bolus, units per kg", "dose"),
        ("vitamin D 800 or 2000 IU daily?", "dose"),
        ("how long does shingles last", "prognosis"),
        ("odds of another seizure after a first one", "prognosis"),
        ("outcome of extreme prematurity", "prognosis"),
        ("will his kidney function come back", "prognosis"),
        ("is ondansetron safe while breastfeeding", "harm"),
        ("Does finasteride cause depression?", "harm"),
        ("QT prolongation on citalopram?", "harm"),
        ("is creatine bad for kidneys", "harm"),
        ("ok to give metoprolol in asthma?", "contraindication"),
        ("beta blocker in COPD, allowed?", "contraindication"),
        ("hold apixaban for colonoscopy?", "contraindication"),
        ("Can I start metformin at an eGFR of 25?", "contraindication"),
        ("can I give fluconazole with warfarin?", "interaction"),
        ("alcohol and metronidazole", "interaction"),
        ("digoxin level on clarithromycin", "interaction"),
        ("when to recheck potassium after starting ramipril", "monitoring"),
        ("LFTs after starting terbinafine, when", "monitoring"),
        ("what bloods on methotrexate and how often", "monitoring"),
        ("amoxicillin v doxycycline for a chest infection", "comparison"),
        ("which is better for vertigo, Epley or Semont", "comparison"),
        ("surgery or conservative for Achilles rupture?", "comparison"),
        ("statins versus placebo in the elderly", "effect"),
        ("can a normal ECG exclude an infarct", "diagnosis"),
        ("CT negative at 3 hours, still need a lumbar puncture?", "diagnosis"),
        ("best test for coeliac", "diagnosis"),
        ("accuracy of point of care CRP", "diagnosis"),
        ("causes of raised ferritin", "diagnosis"),
        ("why do opioids constipate", "mechanism"),
        ("what causes gout", "mechanism"),
        ("How do gliflozins lower glucose?", "mechanism"),
        ("what does refractory mean in epilepsy", "definition"),
        ("define severe asthma", "definition"),
    ],
)
def test_kind(asked: str, kind: str) -> None:
    assert read_question(asked).kind == kind


@pytest.mark.parametrize("asked", ["", "   ", "\n\t", "???", "\u200b"])
def test_a_question_without_a_word(asked: str) -> None:
    with pytest.raises(BadQuestion, match="in words"):
        read_question(asked)


def test_a_question_that_is_a_document() -> None:
    with pytest.raises(BadQuestion, match="100,000"):
        read_question("a" * 100_000)
    assert read_question("a" * LONGEST).terms


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(asked: str) -> None:
    try:
        read = read_question(asked)
    except BadQuestion:
        assert not any(letter.isalnum() for letter in asked)
        return
    assert read.asked == asked
    assert read.terms
    assert len(set(read.terms)) == len(read.terms)
