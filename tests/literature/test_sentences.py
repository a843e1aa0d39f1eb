"""Where sentences end. In every row ``‖`` stands where a sentence ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curbside.literature.sentences import sentences

ORDINARY = [
    "Pain fell. ‖ Stiffness did not.",
    "Pain fell by half in both groups.",
    "Does it help? ‖ It does not.",
    "It helped! ‖ Nobody expected that.",
    "Pain fell; stiffness did not. ‖ Sleep improved.",
    "RESULTS: Pain fell. ‖ CONCLUSION: It helps.",
    "Methods. We randomised 40 women. ‖ Results. Pain fell.",
    "Materials and methods. We randomised 40 women.",
    "Pain fell in women with DM. ‖ Patients with RA did not improve.",
    "Levels rose to 40 ng/mL. ‖ Supplementation continued.",
    "Pain fell by 12%. ‖ Stiffness fell too.",
    "Twelve of 40 relapsed (30%). ‖ None died.",
    "This was shown before [4]. ‖ We confirm it.",
    "This was shown before. [4,5] ‖ We confirm it.",
    "This was shown before.4,5 ‖ We confirm it.",
    'She called it "unbearable." ‖ He did not.',
    "She called it “unbearable.” ‖ He did not.",
    "The trial ended in 2010. ‖ Follow-up lasted until 2015.",
    "We enrolled 40 women in 2010. ‖ 25 completed the trial.",
    "The answer was no. ‖ Two of three agreed.",
    "关节痛减轻。 ‖ 骨密度无变化。",
]

DOSES_AND_FIGURES = [
    "Pain fell (P = .04). ‖ Stiffness did not (p<.001).",
    "The difference was 0.5 points. ‖ It was not significant.",
    "Risk was lower, HR 0.78. ‖ The interval was wide.",
    "The interval excluded 1.0 in women.",
    "Pain fell (p = 0. 03) at week 12.",
    "Serum 25(OH)D rose. ‖ Calcium did not.",
    "We measured 25(OH)D. ‖ Calcium was not measured.",
    "They got 5 mg i.v. twice daily.",
    "They got 5 mg i.v. ‖ Patients in the other arm got placebo.",
    "It was given i.m. or s.c. at night.",
    "Take 500 mg p.o. b.i.d. for ten days.",
    "Take 500 mg p.o. t.i.d. ‖ Then stop.",
    "One tablet q.d. with food was enough.",
    "Blood was drawn at 8 a.m. and 4 p.m. on day 1.",
    "Levels were 31 vs. 24 ng/mL.",
    "Placebo vs. Vitamin D was tested.",
    "About approx. 10 women withdrew.",
    "The dose was max. 2 g/day (i.e. four tablets).",
    "Version 2.1.3 of the score was used.",
    "The rates were 4.2 and 5.1 per 1.000 patient-years, respectively.",
    "10% of women relapsed. ‖ 25 women did not.",
    "The tablets held 1.5 mg. ‖ Women took one a day.",
]

NAMES_AND_SHORT_FORMS = [
    "Growth of E. coli was inhibited.",
    "We cultured S. aureus, K. pneumoniae and P. aeruginosa.",
    "Candida spp. were found in two women.",
    "Lactobacillus sp. nov. was isolated.",
    "Brassica oleracea var. italica was eaten daily.",
    "Salmonella enterica subsp. enterica was found.",
    "Khan et al. reported the same.",
    "This was reported by Khan et al. ‖ However, others differ.",
    "This was reported by Khan et al. (2010) in women.",
    "Women took tablets, capsules, etc. ‖ They kept diaries.",
    "Women took tablets, capsules, etc. during the trial.",
    "Many drugs, e.g. letrozole, do this.",
    "One class of drugs, i.e. AIs, does this.",
    "Some factors (cf. Smith) were left out.",
    "The doses were 10 and 20 mg, resp. with food.",
    "The scan (Fig. 2) was normal.",
    "The scan is shown in Fig. 2. ‖ It was normal.",
    "See Figs. 2 and 3 for the scans.",
    "Trial no. 12 was stopped.",
    "Grant No. 5 paid for the trial.",
    "Dr. Smith and Prof. Jones read the scans.",
    "St. John's wort was not allowed.",
    "J. A. Smith and K. Jones wrote the protocol.",
    "It appeared in J. Clin. Oncol. 2010.",
    "It appeared in N. Engl. J. Med. in May.",
    "The trial ran in the U.S. from 2001.",
    "It was approved by the U.S. Food and Drug Administration.",
    "The trial ran in the U.S. ‖ The drug was free.",
    "The tablets came from Acme Inc. (Springfield).",
    "The tablets came from Acme Ltd. ‖ The sponsor had no role.",
    "Enrolment ended on Jan. 5, 2010, as planned.",
    "Enrolment ended in Dec. ‖ The last visit was in May.",
    "All took vitamin D. ‖ Patients were seen monthly.",
    "We tested for hepatitis B and C. ‖ Patients who had either were excluded.",
    "We thank A. Naini and S. Dimauro for advice.",
    "Group A did better than group B. ‖ Women in group C dropped out.",
    "The code is at https://example.org/a.b.html for anyone.",
    "The data are at doi:10.1000/xyz.123. ‖ They are free.",
    "Ser.Thr kinases were inhibited.",
    "The file results.Rds was lost.",
    "Participants waited ... and then rested.",
]

BRACKETS = [
    "Women (mean age 61. None older than 80) were enrolled.",
    "Most women improved (see Table 1.) during the trial.",
    "Most women improved (see Table 1.) ‖ However, some did not.",
    "Most women improved. ‖ (None got worse. All were asked.) ‖ We conclude that it works.",
    "Levels were in the range [12. 20) throughout.",
    "The cause [why?] is unknown.",
    "The dose was high (50,000 IU weekly (for 8 wk.) then monthly) in both.",
]

SMALL_LETTERS = [
    "Both genes were silenced. ‖ p53 is a tumour suppressor.",
    "Expression fell. ‖ mRNA levels did not.",
    "Two drugs were compared. ‖ eGFR was stable.",
    "Both arms got tablets (n = 12). ‖ miR-21 was unchanged.",
    "Both drugs were well tolerated. ‖ letrozole was cheaper.",
    "Results were read by Dr. smith.",
]

LISTS = [
    "1. Measure vitamin D. ‖ 2. Treat deficiency.",
    "a. Measure the level.",
    "IV. Results of the trial.",
]


ROWS = [*ORDINARY, *DOSES_AND_FIGURES, *NAMES_AND_SHORT_FORMS, *BRACKETS, *SMALL_LETTERS, *LISTS]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("row", ROWS)
def test_a_sentence_ends_where_a_clinician_would_say_it_does(row: str) -> None:
    assert cut(row.replace(" ‖ ", " ")) == row.split(" ‖ ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain was found.However, stiffness was not.", ["Pain was found.", "However, stiffness was not."]),
        ("It fell (P = .04).The rest did not.", ["It fell (P = .04).", "The rest did not."]),
        ("Was it effective?We think so.", ["Was it effective?", "We think so."]),
        ("Many, e.g.The statins, do.", ["Many, e.g.The statins, do."]),
        ("Only Ser.Thr kinases were.", ["Only Ser.Thr kinases were."]),
        ("关节痛减轻。骨密度无变化。", ["关节痛减轻。", "骨密度无变化。"]),
    ],
)
def test_a_lost_space_does_not_glue_sentences_together(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_bracket_that_is_never_closed_does_not_swallow_the_rest() -> None:
    assert len(cut("Women (aged 61 were enrolled. " + "They took vitamin D daily. " * 30 + "(n = 3).")) > 30


@pytest.mark.parametrize("nothing", ["", " ", " \n "])
def test_no_text_has_no_sentences(nothing: str) -> None:
    assert sentences(nothing) == []


TROUBLE = """
The pain fell P<.001). (see Table 1.) et al. vs. 0.5 mg i.v. E. coli 25(OH)D. [4] "yes." etc. A. B J. 2.
However, p53 mRNA found.The U.S. 5 10% … ... ? ! ( ) [ ] No. Fig. RESULTS. 。 。”骨 — : ; Women improved.
"""
FRAGMENTS = st.sampled_from(TROUBLE.split())
TEXTS = st.one_of(
    st.lists(FRAGMENTS, max_size=30).map(" ".join),
    st.lists(FRAGMENTS, max_size=12).map("".join),
    st.text(max_size=80),
)


@given(TEXTS)
@example("( a. ) b ] c. [ D.")
def test_nothing_is_lost_but_white_space(text: str) -> None:
    spans = sentences(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert not "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)).strip()


@given(st.lists(st.sampled_from(ROWS), min_size=1, max_size=6))
def test_a_sentence_read_again_is_one_sentence(rows: list[str]) -> None:
    for sentence in cut(" ".join(rows).replace(" ‖ ", " ")):
        assert cut(sentence) == [sentence]
