"""Where a text says what a short form stands for, and where it only seems to."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curbside.terminology.alignment import PRICES, aligned, symbols
from curbside.terminology.definitions import Definition, definitions_in


def pairs(text: str) -> list[tuple[str, str]]:
    return [(one.short, one.long) for one in definitions_in(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        # The short form in the bracket.
        ("Women on aromatase inhibitors (AIs) often ache.", "AIs", "aromatase inhibitors"),
        ("the aromatase inhibitor (AI) letrozole", "AI", "aromatase inhibitor"),
        ("Bone mineral density [BMD] fell.", "BMD", "Bone mineral density"),
        ("serum 25-hydroxyvitamin D [25(OH)D] was low", "25(OH)D", "25-hydroxyvitamin D"),
        ("serum 25-hydroxyvitamin D (25(OH)D)", "25(OH)D", "25-hydroxyvitamin D"),
        ("1,25-dihydroxyvitamin D (1,25(OH)2D)", "1,25(OH)2D", "1,25-dihydroxyvitamin D"),
        ("6-hydroxydopamine (6-OHDA) lesions", "6-OHDA", "6-hydroxydopamine"),
        ("an enzyme-linked immunosorbent assay (ELISA)", "ELISA", "enzyme-linked immunosorbent assay"),
        ("health-related quality of life (HRQoL)", "HRQoL", "health-related quality of life"),
        ("selective serotonin reuptake inhibitors (SSRIs)", "SSRIs", "selective serotonin reuptake inhibitors"),
        ("a randomised controlled trial (RCT)", "RCT", "randomised controlled trial"),
        # A name that is one word.
        ("deoxyribonucleic acid (DNA)", "DNA", "deoxyribonucleic acid"),
        ("dimethylsulfoxide (DMSO)", "DMSO", "dimethylsulfoxide"),
        ("low-dose methotrexate (MTX)", "MTX", "methotrexate"),
        ("tuberculosis (TB)", "TB", "tuberculosis"),
        ("N-methyl-D-aspartate (NMDA) receptors", "NMDA", "N-methyl-D-aspartate"),
        ("2,4-dinitrophenyl (DNP)", "DNP", "2,4-dinitrophenyl"),
        ("sodium-glucose cotransporter 2 inhibitors (SGLT2i)", "SGLT2i", "sodium-glucose cotransporter 2 inhibitors"),
        ("estrogen receptor-positive (ER+) tumours", "ER+", "estrogen receptor-positive"),
        # What stands before the words it is short for.
        ("after post-acute myocardial infarction (AMI)", "AMI", "acute myocardial infarction"),
        # Greek letters and accents, spelled out or not.
        ("transforming growth factor-beta1 (TGF-β1)", "TGF-β1", "transforming growth factor-beta1"),
        ("tumour necrosis factor-α (TNF-alpha)", "TNF-alpha", "tumour necrosis factor-α"),
        ("long-acting β2-agonists (LABA)", "LABA", "long-acting β2-agonists"),
        ("Montgomery-Åsberg Depression Rating Scale (MADRS)", "MADRS", "Montgomery-Åsberg Depression Rating Scale"),
        # Numbers.
        ("hepatocyte nuclear factor 4 (HNF-4)", "HNF-4", "hepatocyte nuclear factor 4"),
        ("forced expiratory volume in 1 second (FEV(1))", "FEV(1)", "forced expiratory volume in 1 second"),
        ("after triiodothyronine (T3) the", "T3", "triiodothyronine"),
        # Letters in another order, and the last one missing.
        ("a low tidal volume (VT)", "VT", "tidal volume"),
        ("adults with type 2 diabetes (T2DM)", "T2DM", "type 2 diabetes"),
        ("intracellular Ca2+ concentration ([Ca2+]i)", "[Ca2+]i", "intracellular Ca2+ concentration"),
        ("constipation-predominant irritable bowel syndrome (IBS-C)", "IBS-C",
         "constipation-predominant irritable bowel syndrome"),
        # A word that both have.
        ("mouse embryo fibroblast cells (MEF cells)", "MEF cells", "mouse embryo fibroblast cells"),
        ("the tRNA exit site (E site)", "E site", "exit site"),
        ("an epsilometer test (E-test)", "E-test", "epsilometer test"),
        # Slashes, pluses and hyphens.
        ("myocardial ischemia/reperfusion (MI/R)", "MI/R", "myocardial ischemia/reperfusion"),
        ("amodiaquine plus sulphadoxine (A+S)", "A+S", "amodiaquine plus sulphadoxine"),
        ("obesity/type 2 diabetes mellitus (T2DM)", "T2DM", "type 2 diabetes mellitus"),
        # What else a bracket may hold.
        ("aromatase inhibitors (hereafter AI)", "AI", "aromatase inhibitors"),
        ("aromatase inhibitors (or AI)", "AI", "aromatase inhibitors"),
        ('aromatase inhibitors ("AI")', "AI", "aromatase inhibitors"),
        ("aromatase inhibitors (AI; n = 120)", "AI", "aromatase inhibitors"),
        ("the odds ratio (OR = 1.4)", "OR", "odds ratio"),
        ("the odds ratio (OR: 1.4; 95% CI 1.1 to 1.8)", "OR", "odds ratio"),
        # The long form in the bracket, or both.
        ("AIs (aromatase inhibitors)", "AIs", "aromatase inhibitors"),
        ("on HRT (hormone replacement therapy) at", "HRT", "hormone replacement therapy"),
        ("pain (Brief Pain Inventory, BPI) at", "BPI", "Brief Pain Inventory"),
        ("drugs (AI = aromatase inhibitor)", "AI", "aromatase inhibitor"),
        # A second bracket, and one within another.
        ("peak flow (FEV1)/forced vital capacity (FVC)", "FVC", "forced vital capacity"),
        ("[fewer fractures with bone mineral density (BMD)]", "BMD", "bone mineral density"),
    ],
)  # fmt: skip
def test_found(text: str, short: str, long: str) -> None:
    assert pairs(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "aromatase inhibitors",
        "adults (n = 12)",
        "pain improved (P < 0.05)",
        "pain improved (P = 0.05)",
        "placebo patients (P=.03)",
        "twelve women (12%)",
        "women (mean age 62)",
        "in three trials (1-3)",
        "in one trial (Smith et al., 2011)",
        "as shown (see Table 2)",
        "doses (20 mg/day)",
        "given orally (i.v.)",
        "was used to assess (a) whether pain fell",
        "of unripe extracts (tea and aqueous)",
        "expressed the oncogene (HER2)",
        "an older drug (warfarin)",
        "letrozole (Femara) and anastrozole (Arimidex)",
        "of arterial pressures PaO2 (PO2)",
        "smoked a daily 18.8 (SD)",
        "a score of pain [0-10]",
        "in the MMC treatment group (MMC group)",
        "Smith (1997) and colleagues [Gregg, R.G., Boggs, S.S.]",
        "both hands (left and right)",
        "The trial (NCT01234567)",
        "by Becton-Dickinson, Cockeysville (Md.)",
        "unclosed (AI",
        "closed) only",
        "()",
        "aromatase inhibitors ()",
    ],
)
def test_not_found(text: str) -> None:
    assert pairs(text) == []


def test_several_in_one_bracket() -> None:
    text = "Bone mineral density by dual-energy X-ray absorptiometry (BMD, DXA) fell."
    assert pairs(text) == [("BMD", "Bone mineral density"), ("DXA", "dual-energy X-ray absorptiometry")]


def test_a_definition_stays_within_its_sentence() -> None:
    assert pairs("It was the arm. Inhibitors (AI) helped.") == []
    assert pairs("The arm was active; inhibitors (AI) helped.") == []


def test_a_chemical_name_keeps_its_brackets() -> None:
    long = "(+/-)-3-(3-hydroxyphenyl)-N-n-propylpiperidine"
    assert pairs(f"Effects of {long} (3-PPP)") == [("3-PPP", long)]


def test_small_words_do_not_open_a_long_form() -> None:
    assert pairs("cells induced by bovine growth factor (BGF)") == [("BGF", "bovine growth factor")]
    assert pairs("after in vitro fertilisation (IVF)") == [("IVF", "in vitro fertilisation")]


def test_each_place_that_defines_counts_in_the_order_of_the_text() -> None:
    text = "Bone mineral density (BMD)\nAromatase inhibitors (AIs) lower bone mineral density (BMD)."
    assert [(one.short, one.start) for one in definitions_in(text)] == [("BMD", 0), ("AIs", 27), ("BMD", 60)]


def test_offsets_are_those_of_the_text_as_it_came() -> None:
    text = "İzmir\u00a0  study:\taromatase \u2009inhibitors (AIs)"
    (found,) = definitions_in(text)
    assert found == Definition(short="AIs", long="aromatase \u2009inhibitors", start=15, end=36)


def test_more_letters_may_cost_more() -> None:
    limits = [PRICES.limit("A" * letters, letters) for letters in range(1, 12)]
    assert limits == sorted(limits)


def test_a_letter_that_is_nowhere_is_not_found() -> None:
    assert aligned("AI", "letrozole") is None
    assert aligned("()", "letrozole") is None
    assert symbols("()") == []


def test_what_is_looked_for() -> None:
    assert symbols("IL-1β") == symbols("IL-1beta") == ["i", "l", "1", "beta"]
    assert symbols("AIs") == symbols("AI") == ["a", "i"]
    assert symbols("25(OH)D") == symbols("25-OHD") == ["25", "hydroxy", "d"]


@given(st.text(st.sampled_from("AIaromtse inhbµβéİ12()[]-/,;. \n\"'+") | st.characters(), max_size=120))
@example("ı (I) ŉ (N) ß (SS)")
@example("(((((A)))))]]]][[[[")
def test_any_text_is_read_and_every_long_form_is_to_the_letter(text: str) -> None:
    found = definitions_in(text)
    assert all(text[one.start : one.end] == one.long and one.long.strip() == one.long for one in found)
    assert all(one.short in text for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


@given(
    st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9), min_size=3, max_size=6),
    st.sampled_from(["()", "[]"]),
)
def test_first_letters_are_always_a_short_form(words: list[str], brackets: str) -> None:
    long = " ".join(f"x{word}" for word in words)
    short = "X" * len(words)
    assert pairs(f"The {long} {brackets[0]}{short}{brackets[1]} rose.") == [(short, long)]
