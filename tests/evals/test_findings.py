"""The measures of evals/findings.py agree with what can be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import findings
import report


def marks(*pairs: tuple[str, str]) -> list[list[findings.Marked]]:
    return [[findings.Marked(right=right, said=said)] for right, said in pairs]


UP, DOWN, SAME = findings.DIRECTIONS


def test_all_right_is_one() -> None:
    assert findings.macro_f1(marks((UP, UP), (DOWN, DOWN), (SAME, SAME))) == 1.0


def test_macro_f1_is_the_mean_of_three() -> None:
    said = marks((UP, UP), (UP, SAME), (DOWN, DOWN), (SAME, SAME))
    assert findings.f1(said, UP) == pytest.approx(2 / 3)
    assert findings.f1(said, DOWN) == 1.0
    assert findings.macro_f1(said) == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)


def test_not_stated_is_wrong_whatever_is_right() -> None:
    said = marks(*((right, findings.NOT_STATED) for right in findings.DIRECTIONS))
    assert findings.macro_f1(said) == findings.accuracy(said) == 0.0


def test_an_abstract_is_in_one_half_with_all_its_prompts(tmp_path: Path) -> None:
    row = {
        "intervention": "larchamide",
        "comparator": "placebo",
        "outcome": "sneezing",
        "label": "no significant difference",
        "evidence": ["Sneezing did not differ."],
    }
    data = tmp_path / "prompts.jsonl"
    data.write_text(
        "".join(
            json.dumps({"id": f"{paper}-{n}", "pmcid": f"PMC{paper}", "abstract": f"Abstract {paper}."} | row)
            + "\n"
            for paper in range(40)
            for n in range(3)
        ),
        encoding="utf-8",
    )
    halves: list[report.Half] = ["tune", "held-back"]
    tune, held_back = (findings.read_prompts(data, half) for half in halves)
    assert len(tune) + len(held_back) == 120
    assert not {prompt.paper for prompt in tune} & {prompt.paper for prompt in held_back}
    assert not any(prompt.is_told for prompt in tune)
    assert all(len(paper) == 3 for paper in findings.marked(tune, {prompt.id: SAME for prompt in tune}))


@pytest.mark.parametrize(
    ("abstract", "said"),
    [
        ("We met. Sneezing was lower with larchamide.", DOWN),
        ("Sneezing was higher with larchamide.", UP),
        ("Sneezing did not differ.", SAME),
        ("Nothing of the kind.", SAME),
    ],
)
def test_the_rule_of_keywords_reads_the_nearest_sentence(abstract: str, said: str) -> None:
    prompt = findings.Prompt(
        id="1", paper="p", fields={"outcome": "sneezing", "abstract": abstract}, right=SAME, is_told=True
    )
    assert findings.by_keywords(prompt) == said
