"""How sure a measured value is: bands, reclassification, and whether a change is one."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside import workflows
from curbside.pathway.assay import Uncertainty, bands, reference_change
from curbside.pathway.definition import Assay
from curbside.pathway.unary import unary_test
from curbside.patient.row import record_of_row
from tea_pathway import PATHWAY, write_pathway


def measured(folder: Path, *, cv: str | None = None, bias: str | None = None, **values: str) -> Uncertainty:
    """What is said of the drowsiness score of a patient without an allergy."""
    cited = workflows.usable_pathway(write_pathway(folder))
    explained = workflows.apply_pathway(
        cited,
        record_of_row({"allergy": "no"} | values),
        on=date(2026, 11, 25),
        cv=Decimal(cv) if cv is not None else None,
        bias=Decimal(bias) if bias is not None else None,
    )
    (uncertainty,) = explained.uncertainties
    return uncertainty


def probabilities(uncertainty: Uncertainty) -> dict[str, float]:
    (banding,) = uncertainty.bandings
    return {str(band.span): band.probability for band in banding.bands}


def test_the_true_value_lies_about_the_measured_one_as_the_normal_distribution_has_it(tmp_path: Path) -> None:
    # By hand: the deviation is 34 * sqrt(0.10^2 + 0.05^2 / 3) = 3.539, and so 30 lies 1.1303 of them below.
    found = measured(tmp_path, drowsiness="34 points")
    assert found.deviation == pytest.approx(3.5388, abs=0.0001)
    below_30 = 0.5 * math.erfc(1.1303 / math.sqrt(2))
    from_40 = 0.5 * math.erfc(1.6955 / math.sqrt(2))
    assert probabilities(found) == pytest.approx(
        {"< 30": below_30, "[30..40)": 1 - below_30 - from_40, ">= 40": from_40}, abs=0.0002
    )
    assert found.bandings[0].elsewhere == pytest.approx(below_30 + from_40, abs=0.0002)
    assert (found.low, found.high) == (Decimal("27.1"), Decimal("40.9"))


def test_on_a_cut_off_the_true_value_lies_as_probably_on_either_side(tmp_path: Path) -> None:
    found = probabilities(measured(tmp_path, drowsiness="40 points"))
    assert found[">= 40"] == 0.5
    assert found["< 30"] + found["[30..40)"] == pytest.approx(0.5, abs=0.0002)


def test_a_method_without_error_leaves_no_doubt(tmp_path: Path) -> None:
    found = measured(tmp_path, drowsiness="40 points", cv="0", bias="0")
    assert probabilities(found) == {"< 30": 0.0, "[30..40)": 0.0, ">= 40": 1.0}
    assert found.low == found.high == Decimal(40)


def test_a_laboratory_that_knows_its_method_says_so(tmp_path: Path) -> None:
    by_default = measured(tmp_path, drowsiness="34 points").bandings[0].elsewhere
    better = measured(tmp_path, drowsiness="34 points", cv="5", bias="2").bandings[0].elsewhere
    assert better < by_default


def test_values_are_cut_in_the_unit_that_they_were_decided_in(tmp_path: Path) -> None:
    found = measured(tmp_path, drowsiness="34 %")
    assert found.measured.unit == "%"
    assert len(found.bandings[0].bands) == 3


def test_a_table_that_was_not_reached_cuts_nothing(tmp_path: Path) -> None:
    cited = workflows.usable_pathway(write_pathway(tmp_path))
    record = record_of_row({"allergy": "yes", "drowsiness": "34 points"})
    explained = workflows.apply_pathway(cited, record, on=date(2026, 11, 25))
    assert explained.uncertainties[0].bandings == ()


@pytest.mark.parametrize(
    ("cv", "within_person", "percent"),
    # The figures of the statements N12a and F09c: 32 to 34 % with a method of 10 %, 24 % with one of 5 %.
    [("10", "5.8", "32"), ("10", "7.1", "34"), ("5", "7.1", "24"), ("0", "0", "0")],
)
def test_a_change_counts_from_the_reference_change_value_on(
    cv: str, within_person: str, percent: str
) -> None:
    assay = Assay(cv=Decimal(cv), bias=Decimal(5), within_person=Decimal(within_person), claims=())
    assert round(reference_change(assay)) == int(percent)


@pytest.mark.parametrize(
    ("before", "after", "percent", "is_real"),
    [
        ("33 points", "40 points", "21.2", False),
        ("33 points", "44 points", "33.3", False),
        ("33 points", "45 points", "36.4", True),
        ("33 points", "20 points", "-39.4", True),
        ("33 points", "33 points", "0.0", False),
    ],
)
def test_from_33_to_40_is_within_the_noise_of_a_method_of_10_percent(
    tmp_path: Path, before: str, after: str, percent: str, is_real: bool
) -> None:
    change = measured(tmp_path, drowsiness=after, drowsiness_before=before).change
    assert change is not None
    assert (change.percent, change.is_real) == (Decimal(percent), is_real)


@pytest.mark.parametrize(
    ("before", "because"), [("33 %", "one is in %, the other in points"), ("0 points", "the one before is 0")]
)
def test_results_that_cannot_be_compared_are_not(tmp_path: Path, before: str, because: str) -> None:
    change = measured(tmp_path, drowsiness="40 points", drowsiness_before=before).change
    assert change is not None
    assert (change.percent, change.is_real, change.because) == (None, False, because)


@pytest.mark.parametrize(
    ("tests", "cut"),
    [
        (["< 30", ">= 30"], ["< 30", ">= 30"]),
        (["<= 30", "> 30"], ["<= 30", "> 30"]),
        (["<= 30", ">= 30"], ["< 30", "30", "> 30"]),
        (["[30..40)", ">= 40"], ["< 30", "[30..40)", ">= 40"]),
        (["-"], ["any value"]),
        (["null"], ["any value"]),
    ],
)
def test_tests_cut_all_values_into_bands(tests: list[str], cut: list[str]) -> None:
    assert [str(span) for span in bands(map(unary_test, tests), "")] == cut


@given(st.decimals(min_value=1, max_value=99, places=1))
def test_the_bands_hold_every_value_once_and_all_probability(value: Decimal) -> None:
    spans = bands([unary_test("< 30"), unary_test("[30..40]"), unary_test("> 60")], "")
    assert sum(value in span for span in spans) == 1


def test_an_assay_without_a_citation_is_a_mistake_of_the_file(tmp_path: Path) -> None:
    from curbside.pathway.reading import read_pathway

    file = write_pathway(tmp_path, pathway=PATHWAY.replace(", claims: [T1]}", "}"))
    (mistake,) = read_pathway(file).mistakes
    assert "an assay without a citation" in mistake.message
