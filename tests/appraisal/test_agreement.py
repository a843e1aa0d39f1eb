"""Statements held against the publications they summarise, all of them invented."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from curbside.appraisal.agreement import (
    DisagreementKind,
    _in_words,
    _rounds_to,
    compared,
    disagreements,
    fullest,
)
from curbside.literature.publication import (
    Author,
    Kind,
    Passage,
    Publication,
    PublicationDate,
    Read,
    Statement,
    lay_out,
)
from library_of import publication

ABSTRACT = (
    "BACKGROUND: Sleep is short after 70. METHODS: Sixty adults over 70 drank larch tea or water for 12 weeks. "
    "RESULTS: Larch tea added 12.4 minutes of sleep to that on water (95% CI 3 to 21; P = .0045). Falls did not differ "
    "(37% with tea, 51% with water; P = 0.069). Serum larchin rose to 40 ng/mL."
)


def original(text: str = ABSTRACT, *, read: Read = Read.ABSTRACT) -> Publication:
    return publication(1, text, title="Larch tea", year=2019, read=read)


def summary(
    text: str, *, outcome: str = "sleep", direction: str = "not applicable", read: str = "abstract"
) -> Publication:
    said = Statement(outcome=outcome, direction=direction, source_read=read)
    passage = Passage(id="tea:rivers#T1", kind=Kind.STATEMENT, text=text, start=0, statement=said)
    return Publication(id="tea:rivers", title="Larch tea", passages=(passage,), read=Read.STATEMENT)


def found(statement: Publication, held: Publication | None = None) -> list[tuple[str, str]]:
    return [(one.kind.value, one.what) for one in disagreements(statement, held or original())]


@pytest.mark.parametrize(
    "text",
    [
        "In 60 adults over 70, larch tea added 12.4 minutes of sleep (95% CI 3 to 21; P=0.0045).",
        "Larch tea added 12 minutes of sleep.",
        "In 2019 larch tea added 12.4 minutes of sleep.",
        "Falls occurred in 37% on tea and 51% on water.",
        "The 25-hydroxylarchin, or 25(OH)L, rose to 40 ng/mL, and no mL/min/1.73 m2 did.",
        "It had an interval of 3 to 21 (99% CI).",
    ],
    ids=["as printed", "rounded", "its year", "percentages", "figures of names", "a level of confidence"],
)
def test_a_statement_with_its_original_s_figures_agrees(text: str) -> None:
    assert found(summary(text)) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("In 61 adults larch tea was tried.", "61 is not found in the abstract"),
        ("It took 16 weeks and 4,000 IU.", "16 weeks and 4,000 IU are not found in the abstract"),
        ("Larch tea added 12.45 minutes.", "12.45 minutes is not found in the abstract"),
        ("Larch tea added 13 minutes.", "13 minutes is not found in the abstract"),
        ("Falls occurred in 36%.", "36% is not found in the abstract"),
        ("Falls occurred in 40%.", "40% is not found in the abstract"),
    ],
)
def test_a_number_that_the_original_does_not_have_is_named(text: str, what: str) -> None:
    [(kind, said)] = found(summary(text))
    assert (kind, said) == ("number", f"{what}, which is all the library holds of it")


@pytest.mark.parametrize(
    ("source_read", "held", "kind", "where"),
    [
        ("abstract", Read.ABSTRACT, "number", "in the abstract, which is all the library holds of it"),
        ("full text", Read.ABSTRACT, "unseen", "in the abstract, which is all the library holds of it"),
        ("secondary report", Read.ABSTRACT, "unseen", "in the abstract, which is all the library holds of it"),
        ("full text", Read.FULL_TEXT, "number", "in the text"),
        ("abstract", Read.FULL_TEXT, "number", "in the text"),
    ],
)  # fmt: skip
def test_what_an_abstract_lacks_is_no_slip_of_who_read_the_full_text(
    source_read: str, held: Read, kind: str, where: str
) -> None:
    assert found(summary("In 61 adults.", read=source_read), original(read=held)) == [
        (kind, f"61 is not found {where}")
    ]


@pytest.mark.parametrize(
    "printed",
    ["60 adults", "Sixty adults", "n=60", "60% of adults"],
)
def test_a_number_without_a_unit_is_found_however_it_is_printed(printed: str) -> None:
    assert found(summary("There were 60 adults."), original(f"RESULTS: {printed} slept.")) == []


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("4,000 IU", "4000 IU"),
        ("4,000 IU", "4 000 international units"),
        ("4,000 IU", "4000 U"),
        ("40 ng/mL", "40 ng/ml"),
        ("0.85", "0·85"),
        ("P=0.04", "P = .04"),
        ("12 weeks", "12-wk"),
        ("12 months", "12 mo"),
        ("30 µg", "30 mcg"),
        ("30 µg", "30 μg"),
        ("37%", "37 percent"),
        ("1,161 women", "One thousand one hundred and sixty-one women"),
        ("40 ng/mL", "20 to 40 of them"),
    ],
)  # fmt: skip
def test_one_amount_has_many_spellings(ours: str, theirs: str) -> None:
    assert found(summary(f"It was {ours}."), original(f"RESULTS: It was {theirs}.")) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "what"),
    [
        ("40 nmol/L", "40 ng/mL", "40 is in nmol/L here, and in ng/mL in the original"),
        ("12 months", "12 weeks", "12 is in month here, and in week in the original"),
        ("5 mg", "5 g or 5 µg", "5 is in mg here, and in g and µg in the original"),
    ],
)
def test_another_unit_is_told(ours: str, theirs: str, what: str) -> None:
    assert found(summary(f"It was {ours}."), original(f"RESULTS: It was {theirs}.")) == [("unit", what)]


def test_of_an_abstract_another_unit_may_be_another_figure() -> None:
    statement = summary("It was 12 months.", read="full text")
    assert [kind for kind, _ in found(statement, original("It was 12 weeks."))] == ["unseen"]
    assert [kind for kind, _ in found(statement, original("It was 12 weeks.", read=Read.FULL_TEXT))] == [
        "unit"
    ]


@pytest.mark.parametrize("theirs", ["12 weeks and 12 of them", "12 wks, 12 mo", "12 months or 12 weeks"])
def test_a_unit_is_not_doubted_where_the_number_may_be_another_s(theirs: str) -> None:
    assert found(summary("It was 12 months."), original(f"RESULTS: It was {theirs}.")) == []


NO_DIFFERENCE = "Larch tea did not change sleep (12.4 minutes, 95% CI 3 to 21)."
BENEFIT = "Larch tea reduced falls from 51% to 37% (P=0.069)."


@pytest.mark.parametrize(
    ("text", "outcome", "direction", "quoted"),
    [
        (NO_DIFFERENCE, "sleep", "no difference", "Significantly more sleep was had on tea (95% CI 3 to 21)."),
        ("Tea reduced falls from 51% to 37%.", "falls", "benefit", "Falls did not differ (37% and 51%)."),
        ("Tea reduced falls from 51% to 37%.", "falls", "harm", "Falls were not reduced (37% and 51%)."),
        ("Tea lowered larchin to 40 ng/mL in 113.", "larchin", "benefit", "In 113 adults larchin rose to 40 ng/mL."),
    ],
)  # fmt: skip
def test_a_sentence_with_the_same_figures_that_says_the_opposite_is_quoted(
    text: str, outcome: str, direction: str, quoted: str
) -> None:
    held = original(f"{quoted} 51% 37% 12.4")
    said = [what for kind, what in found(summary(text, outcome=outcome, direction=direction), held)
            if kind == "direction"]  # fmt: skip
    assert said == [f"it says {direction}, and the original seems to say otherwise: “{quoted}”"]


@pytest.mark.parametrize(
    ("text", "outcome", "direction", "printed"),
    [
        ("Tea added 12.4 minutes of sleep (P=0.0045).", "sleep", "benefit", ABSTRACT),
        ("Falls did not differ (37% and 51%).", "falls", "no difference", ABSTRACT),
        (NO_DIFFERENCE, "sleep", "no difference", "Sleep rose significantly in 90 adults."),
        (NO_DIFFERENCE, "sleep", "no difference", "Falls rose significantly (95% CI 3 to 21)."),
        (NO_DIFFERENCE, "sleep", "no difference", "Sleep tended to be longer (95% CI 3 to 21; P = 0.07)."),
        (NO_DIFFERENCE, "sleep", "no difference", "Sleep rose significantly, not in adults (95% CI 3 to 21)."),
        (NO_DIFFERENCE, "sleep", "mixed", "Sleep rose significantly (95% CI 3 to 21)."),
        ("Tea for sleep (95% CI 3 to 21).", "sleep", "no difference", "Sleep rose significantly (95% CI 3 to 21)."),
        ("Tea cut falls from 51% to 37%.", "falls", "benefit", "Falls did not differ at first, but fell (51%, 37%)."),
        ("Tea lowered larchin to 40 ng/mL in 113.", "larchin", "benefit", "Larchin was higher in 113 than 40 ng/mL."),
        ("Tea lowered falls in 8 over 12 weeks.", "falls", "benefit", "In 8 over 12 weeks falls did not differ."),
    ],
    ids=["agrees", "agrees on no difference", "shares no figure", "another outcome", "a trend", "a not", "mixed",
         "a wording that is not understood", "two things in one sentence", "either side of a than", "times and counts"],
)  # fmt: skip
def test_in_doubt_nothing_is_said_of_a_direction(
    text: str, outcome: str, direction: str, printed: str
) -> None:
    statement = summary(text, outcome=outcome, direction=direction)
    assert "direction" not in [kind for kind, _ in found(statement, original(printed))]


def test_where_one_sentence_agrees_another_does_not_count() -> None:
    held = original(
        "RESULTS: Sleep rose significantly (95% CI 3 to 21). "
        "In all there was no difference in sleep (95% CI 3 to 21)."
    )
    assert "direction" not in dict(found(summary(NO_DIFFERENCE, direction="no difference"), held))


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        (("Rivers", 2019), ("Rivers", 2019), True),
        (("Rivers", 2019), ("Rivers", 2020), True),
        (("Müller", 2019), ("Mu\u0308ller", 2019), True),
        (("van der Berg", 2019), ("Berg", 2019), True),
        (("", 2019), ("Rivers", None), True),
        (("Rivers", 2019), ("Rivers", 2011), False),
        (("Rivers", 2019), ("Brooks", 2019), False),
    ],
)
def test_an_identifier_of_another_work_is_told_once(
    ours: tuple[str, int], theirs: tuple[str, int | None], agree: bool
) -> None:
    statement = replace(
        summary("Larch tea."),
        authors=(Author(family=ours[0]),) if ours[0] else (Author(collective="The Tea Group"),),
        published=PublicationDate(year=ours[1]),
    )
    held = replace(original(), authors=(Author(family=theirs[0]),), published=PublicationDate(year=theirs[1]))
    told = list(disagreements(statement, held))
    assert [one.kind.value for one in told] == ([] if agree else ["identity"])
    assert [one.statement for one in told] == ([] if agree else ["tea:rivers"])


def test_the_fullest_is_compared_and_a_title_says_nothing() -> None:
    title = publication(1, "", title="Larch tea")
    abstract, full = original(), original(read=Read.FULL_TEXT)
    assert fullest([title, summary("Larch tea.")]) is None
    assert fullest([title, abstract, full, abstract]) is full
    assert fullest([]) is None


def test_all_are_counted_and_the_gravest_comes_first() -> None:
    unseen = summary("In 61 adults.", read="full text")
    slip = summary("In 62 adults.")
    other = replace(slip, passages=(replace(slip.passages[0], id="tea:rivers#T2"),))
    agreement = compared([(unseen, original()), (other, original()), (summary("In 60."), original())])

    assert (agreement.compared, agreement.disagreeing, agreement.unseen) == (3, 1, 1)
    assert [one.kind for one in agreement.disagreements] == [
        DisagreementKind.NUMBER,
        DisagreementKind.UNSEEN,
    ]
    assert set(asdict(agreement.disagreements[0])) == {"kind", "statement", "original", "what"}


def test_nothing_to_compare_is_no_disagreement() -> None:
    assert compared([]).disagreements == ()
    empty = Publication(id="tea:x", title="", passages=lay_out("tea:x", []), read=Read.STATEMENT)
    assert compared([(empty, original())]).compared == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sixty women", [60]),
        ("sixty-one of two hundred", [61, 200]),
        ("one hundred and thirteen", [113]),
        ("two thousand three hundred forty", [2340]),
        ("a hundred", [100]),
        ("none of them, someone", []),
    ],
)
def test_numbers_written_out_are_read(text: str, expected: list[int]) -> None:
    assert list(_in_words(text)) == expected


@given(st.decimals(0, 10_000, places=3), st.integers(0, 2))
def test_every_number_is_found_rounded(exact: object, places: int) -> None:
    assert _rounds_to(f"{exact:.{places}f}", str(exact))


@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_the_texts_are_comparing_them_fails_never(ours: str, theirs: str) -> None:
    list(disagreements(summary(ours, direction="benefit"), original(theirs)))
