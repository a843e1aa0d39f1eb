"""The measures agree with what can be worked out by hand, also where there is nothing to measure."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import answers
import bare
import report
import retrieval


def claim(name: str, text: str, *passages: str) -> dict[str, object]:
    return {"id": name, "text": text, "citations": [{"passage": passage} for passage in passages]}


def answer(**parts: object) -> dict[str, object]:
    empty = {"status": "answered", "bottom_line": [], "verdicts": [], "sections": [], "omissions": []}
    return empty | parts


def marked(cited: int, gold: int, rouge: float = 0.0) -> answers.Mark:
    return answers.Mark(cited=cited, cited_gold=gold, rouge_bottom_line=rouge, rouge_whole=rouge, words=10)


# Answers


def test_a_reply_is_the_bottom_line_then_the_sections_each_claim_once() -> None:
    first, second = claim("c1", "Pain fell.", "1-1#text"), claim("c2", "Bone was unchanged.", "2-1#text")
    reply = answers.reply_of(
        answer(bottom_line=[first], sections=[{"title": "Benefits", "claims": [first, second]}])
    )

    assert reply.bottom_line == "Pain fell."
    assert reply.whole == "Pain fell. Bone was unchanged."


def test_every_passage_shown_anywhere_is_cited_once() -> None:
    reply = answers.reply_of(
        answer(
            bottom_line=[claim("c1", "Pain fell.", "1-1#text", "2-1#text")],
            verdicts=[
                {"for": [claim("c1", "Pain fell.", "1-1#text")], "against": [claim("c3", "No.", "3-1#text")]}
            ],
            omissions=[{"claims": [claim("c4", "Watch calcium.", "4-1#abstract.results")]}],
        )
    )
    assert reply.cited == ("1-1", "2-1", "3-1", "4-1")


def test_an_abstention_says_nothing_and_cites_nothing() -> None:
    assert answers.reply_of({"status": "abstained", "reason": "nothing near"}) == answers.NOTHING


def test_the_gold_share_weighs_passages_and_its_mean_weighs_answers() -> None:
    marks = [marked(1, 1), marked(3, 0), marked(0, 0)]

    assert answers.gold_share(marks) == pytest.approx(1 / 4)
    assert answers.mean_gold_share(marks) == pytest.approx(1 / 2)
    assert answers.gold_cited(marks) == pytest.approx(1 / 3)
    assert answers.answered(marks) == pytest.approx(2 / 3)


def test_nothing_cited_is_a_share_of_nought() -> None:
    assert answers.gold_share([marked(0, 0)]) == 0
    assert answers.mean_gold_share([marked(0, 0)]) == 0


@pytest.mark.parametrize(
    ("said", "score"),
    [
        # "vitamin d", "d lowers", "lowers pain": all three of three.
        ("Vitamin D lowers pain.", 1.0),
        # One pair of two said, and of three wanted: precision 1/2, recall 1/3.
        ("Vitamin D helps", 2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3)),
        ("Exercise helps", 0.0),
        ("", 0.0),
    ],
)
def test_rouge_2_counts_pairs_of_words(said: str, score: float) -> None:
    asked = answers.Asked(id="q", text="?", ideal=("Vitamin D lowers pain",), gold=frozenset({"1", "2"}))
    reply = answers.Reply(bottom_line=said, whole=said, cited=("1", "9"))

    mark = answers.mark(asked, reply, answers.RougeScorer(["rouge2"], use_stemmer=True))

    assert mark.rouge_whole == pytest.approx(score)
    assert (mark.cited, mark.cited_gold) == (2, 1)


def test_the_nearest_of_several_ideal_answers_counts() -> None:
    asked = answers.Asked(
        id="q", text="?", ideal=("Something else entirely", "Pain fell fast"), gold=frozenset()
    )
    reply = answers.Reply(bottom_line="Pain fell fast", whole="Pain fell fast", cited=())

    mark = answers.mark(asked, reply, answers.RougeScorer(["rouge2"], use_stemmer=True))

    assert mark.rouge_whole == pytest.approx(1.0)


# Retrieval


def test_ndcg_and_recall_as_worked_by_hand() -> None:
    judgements = {"q": {"a": 2, "b": 1, "c": 0}}
    run = {"q": {"c": 3.0, "a": 2.0}}

    scores = retrieval.scores(judgements, run)

    # Gain 2 in the second place, against 2 in the first and 1 in the second; log2(3) = 1.58496.
    assert scores["nDCG@10"]["q"] == pytest.approx((2 / 1.58496) / (2 + 1 / 1.58496), abs=1e-4)
    assert scores["R@100"]["q"] == pytest.approx(1 / 2)


def test_a_query_without_results_scores_nought_and_stays() -> None:
    scores = retrieval.scores({"found": {"a": 1}, "lost": {"b": 1}}, {"found": {"a": 1.0}})
    assert scores["nDCG@10"] == {"found": pytest.approx(1.0), "lost": 0.0}


def test_a_run_is_read_as_trec_writes_it(tmp_path: Path) -> None:
    run = tmp_path / "run.trec"
    run.write_text("q1 Q0 a.txt 1 7.5 curbside\nq1 Q0 b.txt 2 7.25 curbside\n", encoding="utf-8")
    assert retrieval.read_run(run) == {"q1": {"a.txt": 7.5, "b.txt": 7.25}}


def test_a_collection_keeps_queries_that_something_answers(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\n1\ta\t2\n1\tb\t0\n2\ta\t0\n", encoding="utf-8"
    )
    (tmp_path / "queries.jsonl").write_text(
        '{"_id": "1", "text": "pain?"}\n{"_id": "2", "text": "bone?"}\n{"_id": "3", "text": "sleep?"}\n',
        encoding="utf-8",
    )
    collection = retrieval.read_collection(tmp_path, "all")

    assert collection.queries == {"1": "pain?"}
    assert collection.judgements == {"1": {"a": 2, "b": 0}}


# The yardstick


def test_bare_bm25_finds_by_any_word_and_prefers_the_title() -> None:
    index = bare.index(
        [
            bare.Document(id="body", title="A cohort", body="Zinc and the common cold were studied."),
            bare.Document(
                id="title", title="Zinc for colds", body="A trial of lozenges in the common wards."
            ),
            bare.Document(id="other", title="Iron", body="Anaemia in pregnancy."),
        ]
    )
    found = bare.search(index, "Does zinc help? (NOT -x: y)", top=3)

    assert [name for name, _ in found] == ["title", "body"]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


# Intervals, tests and halves


def test_an_interval_holds_its_own_value_and_narrows_with_more_questions() -> None:
    few, many = report.bootstrap([0.0, 1.0] * 10, fmean), report.bootstrap([0.0, 1.0] * 200, fmean)

    assert few.low < few.value == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    # The normal approximation at n = 400: 1.96 * 0.5 / sqrt(400) either side.
    assert (many.high - many.low) / 2 == pytest.approx(0.049, abs=0.005)


def test_an_interval_of_equal_values_has_no_width_and_of_nothing_is_nought() -> None:
    assert report.bootstrap([0.25] * 8, fmean) == report.Estimate(value=0.25, low=0.25, high=0.25)
    assert report.bootstrap([], fmean) == report.Estimate(value=0.0, low=0.0, high=0.0)


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([], 1.0),
        ([0.0, 0.0], 1.0),
        ([1.0], 1.0),
        # Only all four signs alike give a sum so far from nought: 2 of 16 ways.
        ([1.0, 1.0, 1.0, 1.0], 2 / 16),
        ([1.0, -1.0, 1.0, -1.0], 1.0),
        # The larger decides the sign: every one of four ways is at least 2.5 from nought, two of them 3.5.
        ([3.0, -0.5], 1.0),
        ([3.0, 0.5], 2 / 4),
    ],
)
def test_the_randomisation_test_counts_chance_signs(differences: list[float], p: float) -> None:
    assert report.randomisation_p(differences) == pytest.approx(p, abs=0.02)


@settings(max_examples=20)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=20))
def test_which_system_comes_first_does_not_change_p(differences: list[float]) -> None:
    turned = [-difference for difference in differences]
    assert report.randomisation_p(differences, rounds=500) == report.randomisation_p(turned, rounds=500)


@given(st.text(max_size=30))
def test_every_question_is_in_exactly_one_half_and_stays_there(question_id: str) -> None:
    assert report.in_half(question_id, "tune") != report.in_half(question_id, "held-back")
    assert report.in_half(question_id, "all")


def test_halves_are_halves() -> None:
    tuned = sum(report.in_half(str(number), "tune") for number in range(1000))
    assert 450 < tuned < 550


# The page


def test_a_section_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    report.write_section("speed", "first\\1 run", results=page)
    report.write_section("answers", "0.7", results=page)
    report.write_section("speed", "second\\1 run", results=page)

    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Results")
    assert text.count("## speed") == text.count("## answers") == 1
    assert "second\\1 run" in text
    assert "first" not in text
    assert text.index("second") < text.index("0.7")


def test_a_table_keeps_words_left_and_figures_right() -> None:
    assert report.table(("records", "rate"), [("10", "9,000"), ("200", "70")]) == "\n".join(
        ["records   rate", "-------  -----", "10       9,000", "200         70"]
    )


def test_a_goal_says_when_it_was_missed() -> None:
    missed = report.Goal(wanted="at least 0.6", came="0.41", reached=False)
    assert report.goals([missed]).endswith("NOT reached")
