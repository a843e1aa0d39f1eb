"""Which figures a sentence prints. The right-hand side is each figure's plain form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.estimates import (
    Dose,
    Effect,
    Estimate,
    Interval,
    Measure,
    Percentage,
    PValue,
    SampleSize,
    estimates,
)

EFFECTS = [
    ("HR 0.78, 95% CI 0.61-0.99", "HR 0.78 (95% CI 0.61 to 0.99)"),
    ("(RR, 0.84 [95% CI, 0.74 to 0.96])", "RR 0.84 (95% CI 0.74 to 0.96)"),
    ("an odds ratio of 2.1 (1.3 to 3.4)", "OR 2.1 (CI 1.3 to 3.4)"),
    ("OR = 0.12 (0.03-0.40)", "OR 0.12 (CI 0.03 to 0.40)"),
    ("OR (95% CI) 2.3 (1.1–4.8)", "OR 2.3 (95% CI 1.1 to 4.8)"),
    ("hazard ratio [HR] 1·37, 95% CI 1·07–1·76", "HR 1.37 (95% CI 1.07 to 1.76)"),
    ("adjusted odds ratio (aOR) 1.5; 95% CI: 1.1, 2.0", "OR 1.5 (95% CI 1.1 to 2.0)"),
    ("relative risk 0.7 (90% confidence interval, .5 to .98)", "RR 0.7 (90% CI 0.5 to 0.98)"),
    ("the hazard ratio for death was 0.78 (95% CI 0.6 to 0.9)", "HR 0.78 (95% CI 0.6 to 0.9)"),
    ("rate ratio 1.2 (95% CI 0.9 to 1.5)", "IRR 1.2 (95% CI 0.9 to 1.5)"),
    ("mean difference −1.1, 95% CI = −5.2 to 3.1", "MD -1.1 (95% CI -5.2 to 3.1)"),
    ("SMD -0.45 (95% CI -0.9--0.1)", "SMD -0.45 (95% CI -0.9 to -0.1)"),
    ("difference, -1.2 points [95% CI, -2.0 to -0.4]", "difference -1.2 (95% CI -2.0 to -0.4)"),
    ("a fall of 28.1 cm (95% CI 6.3 cm to 49.9 cm)", "28.1 (95% CI 6.3 to 49.9)"),
    ("a loss of 1.68% (95% CI 1.15–2.20)", "1.68 (95% CI 1.15 to 2.20)"),
    ("95% confidence interval (CI) = 1.2, 3.4", "95% CI 1.2 to 3.4"),
    ("HR - 0.66", "HR 0.66"),
    ("Odds Ratio 1.61 (95% CI 1.15 to 2.30)", "OR 1.61 (95% CI 1.15 to 2.30)"),
    ("Mean Difference -2.0 (95% CI -3.1 to -0.9)", "MD -2.0 (95% CI -3.1 to -0.9)"),
]

FIGURES = [
    ("P=.04", ["P = 0.04"]),
    ("p < 0.001", ["P < 0.001"]),
    ("P = 0·03", ["P = 0.03"]),
    ("p = 0,03", ["P = 0.03"]),
    ("p-value: 0.34", ["P = 0.34"]),
    ("P for trend = 0.02", ["P = 0.02"]),
    ("p = 1.2 × 10−5", ["P = 0.000012"]),
    ("P = NS", ["P = NS"]),
    ("stiffness was unchanged (NS)", ["P = NS"]),
    ("P > 7", []),
    ("43.5% of women", ["43.5%"]),
    ("a change of −3% (n=113)", ["-3%", "n = 113"]),
    ("an IQR of 16%-21%", ["16%", "21%"]),
    ("N = 25 871", ["n = 25871"]),
    ("n=1,204", ["n = 1204"]),
    ("4,000 IU/day", ["4000 IU daily"]),
    ("50 000 IU weekly", ["50000 IU weekly"]),
    ("20.000 IU per week", ["20000 IU weekly"]),
    ("4000 IU of vitamin D3 daily", ["4000 IU daily"]),
    ("16,000 IU every two weeks", ["16000 IU every 2 weeks"]),
    ("10 mg twice daily", ["10 mg twice daily"]),
    ("5 mg b.i.d. for ten days", ["5 mg twice daily"]),
    ("0.5 mg/kg", ["0.5 mg/kg"]),
    ("100 mcg", ["100 µg"]),
    ("HR 0.78; p = 0.03; 95% CI 0.6 to 0.9", ["HR 0.78 (95% CI 0.6 to 0.9)", "P = 0.03"]),
]

NOT_FIGURES = [
    "pain fell",
    "25(OH)D reached 40 ng/mL",
    "creatinine 1.2 mg/dL",
    "0.017 g/cm2 at the spine",
    "an eGFR of 39 mL/min",
    "Cohen's d [21]",
    "95%CI of HR = 1.2-34.2",
    "HR 72 bpm and RR 18",
    "no difference at 12 weeks",
    "women aged 50 or older",
    "letrozole OR anastrozole",
]


@pytest.mark.parametrize(("text", "plain"), EFFECTS)
def test_an_effect_is_read_with_its_interval(text: str, plain: str) -> None:
    assert [str(figure) for figure in estimates(text)] == [plain]


@pytest.mark.parametrize(("text", "plain"), FIGURES)
def test_the_other_figures_are_read(text: str, plain: list[str]) -> None:
    assert [str(figure) for figure in estimates(text)] == plain


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_what_is_not_such_a_figure_is_left_alone(text: str) -> None:
    assert estimates(text) == ()


def test_each_figure_knows_where_it_stands() -> None:
    text = "Relapse fell (HR 0.78, 95% CI 0.61-0.99; P=.04) in 40% of n = 113 women on 2.5 mg daily."
    assert [text[figure.start : figure.end] for figure in estimates(text)] == [
        "HR 0.78, 95% CI 0.61-0.99",
        "P=.04",
        "40%",
        "n = 113",
        "2.5 mg daily",
    ]


@pytest.mark.parametrize(
    ("text", "excludes"),
    [
        ("HR 0.78 (95% CI 0.61 to 0.99)", True),
        ("HR 0.78 (95% CI 0.61 to 1.00)", False),
        ("MD 0.78 (95% CI 0.61 to 1.20)", True),
        ("MD -0.5 (95% CI -1.2 to 0.1)", False),
        ("4.3% (95% CI 3.1 to 5.5)", None),
    ],
)
def test_an_interval_that_touches_no_effect_does_not_exclude_it(text: str, excludes: bool | None) -> None:
    (effect,) = estimates(text)
    assert isinstance(effect, Effect)
    assert effect.excludes_no_effect is excludes


@pytest.mark.parametrize(
    ("text", "significant"),
    [
        ("P = .04", True),
        ("P < 0.05", True),
        ("P = 0.05", True),
        ("P > 0.05", False),
        ("P = NS", False),
        ("P < 0.10", None),
    ],
)
def test_significance_follows_the_convention_and_no_guess(text: str, significant: bool | None) -> None:
    (p_value,) = estimates(text)
    assert isinstance(p_value, PValue)
    assert p_value.is_significant is significant


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


@st.composite
def effects(draw: st.DrawFn) -> Effect:
    measure = draw(st.sampled_from([*Measure]))
    least = "0.01" if measure.is_ratio else "-50"
    low, value, high = sorted(draw(st.tuples(*[decimals(least, "50", 2)] * 3)))
    level = draw(st.sampled_from([Decimal(90), Decimal(95), Decimal("97.5")]))
    return Effect(measure=measure, value=value, interval=Interval(low=low, high=high, level=level))


FREQUENCIES = [
    "",
    "daily",
    "twice daily",
    "three times daily",
    "weekly",
    "monthly",
    "every 2 weeks",
    "yearly",
]
BARE_RATIOS = [Measure.RISK_RATIO, Measure.ODDS_RATIO, Measure.HAZARD_RATIO, Measure.RATE_RATIO]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted(draw(st.tuples(*[decimals("-50", "50", 2)] * 2)))
    return Interval(low=low, high=high)


FIGURE = st.one_of(
    effects(),
    st.builds(Effect, measure=st.none(), value=st.none(), interval=intervals()),
    st.builds(
        Effect,
        measure=st.sampled_from(BARE_RATIOS),
        value=decimals("0.01", "9.99", 2),
        interval=st.none(),
    ),
    st.builds(PValue, relation=st.sampled_from("<≤=≥>"), value=decimals("0", "1", 4)),
    st.just(PValue(relation="=", value=None)),
    st.builds(Percentage, value=decimals("-300", "300", 1)),
    st.builds(SampleSize, count=st.integers(0, 10**7)),
    st.builds(
        Dose,
        amount=st.integers(1, 600_000).map(Decimal),
        unit=st.sampled_from(["IU", "mg", "g", "µg", "mL", "mmol", "U"]),
        per=st.sampled_from(["", "kg", "m²"]),
        frequency=st.sampled_from(FREQUENCIES),
    ),
)


@given(FIGURE)
def test_the_plain_form_reads_back_as_the_same_figure(figure: Estimate) -> None:
    assert estimates(str(figure)) == (figure,)


@given(st.lists(FIGURE, max_size=5))
def test_figures_side_by_side_are_read_one_by_one(figures: list[Estimate]) -> None:
    assert estimates("; then ".join(map(str, figures))) == tuple(figures)


@given(st.text(alphabet="0123456789.,·-– %CIHROPpn=<()[]mgto ", max_size=60))
def test_no_text_is_too_strange_and_offsets_stay_within_it(text: str) -> None:
    found = estimates(text)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in found)
    assert [figure.start for figure in found] == sorted(figure.start for figure in found)
