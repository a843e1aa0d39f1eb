"""``curbside appraise``: a file of prompts in, a file of directions out, and what becomes of faulty lines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.surfaces.cli import main

ABSTRACT = (
    "We randomised 240 adults to larchamide or placebo. Sneezing was less frequent with larchamide (P = .01).  "
    "Sleep did not differ."
)


def prompt(name: object, outcome: str, **changed: object) -> dict[str, object]:
    fields = {"id": name, "intervention": "larchamide", "comparator": "placebo", "outcome": outcome}
    return fields | {"abstract": ABSTRACT} | changed


def write_jsonl(path: Path, *lines: object) -> Path:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")
    return path


def call(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "internal error" not in result.output
    return result


def appraise(folder: Path, *lines: object) -> tuple[Result, list[dict[str, str]]]:
    prompts, out = write_jsonl(folder / "prompts.jsonl", *lines), folder / "directions.jsonl"
    result = call("appraise", "--prompts", prompts, "--out", out)
    return result, [json.loads(line) for line in out.read_bytes().splitlines()] if out.exists() else []


def test_each_prompt_has_its_direction_and_the_sentence_that_says_it(tmp_path: Path) -> None:
    result, said = appraise(
        tmp_path,
        prompt("a", "sneezing"),
        prompt(7, "sleep", pmcid="PMC1", evidence=["extra keys are nothing to it"]),
        prompt("c", "mortality", abstract="We randomised 240 adults."),
        prompt("d", "sneezing", intervention="placebo", comparator="larchamide"),
    )
    assert result.exit_code == 0, result.output
    assert said == [
        {
            "id": "a",
            "direction": "decreased",
            "rationale": "Sneezing was less frequent with larchamide (P = .01).",
        },
        {"id": "7", "direction": "no difference", "rationale": "Sleep did not differ."},
        {"id": "c", "direction": "not stated", "rationale": ""},
        {
            "id": "d",
            "direction": "increased",
            "rationale": "Sneezing was less frequent with larchamide (P = .01).",
        },
    ]


def test_the_rationale_is_to_the_letter(tmp_path: Path) -> None:
    abstract = "RESULTS:\nSneezing\u2009was  less frequent\u00a0with larchamide (P\u200a=\u200a.01).\n"
    _, [said] = appraise(tmp_path, prompt("a", "sneezing", abstract=abstract))
    assert said["rationale"] in abstract
    assert said["direction"] == "decreased"


def test_a_faulty_line_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    result, said = appraise(
        tmp_path,
        prompt("a", "sneezing"),
        "{broken",
        "[]",
        {"intervention": "larchamide"},
        {"id": "e", "outcome": "sleep"},
        "",
        prompt("f", "sleep", comparator=None),
        prompt("g", "  "),
        prompt("a", "sleep"),
        prompt("z", "sleep"),
    )
    assert result.exit_code == 3
    assert [int(number) for number in re.findall(r"line (\d+):", result.stderr)] == [2, 3, 4, 5, 7, 8, 9]
    assert "`intervention`, `comparator`, `abstract`" in result.stderr
    assert "7 lines left out as faulty; the others are done" in result.stderr
    assert [one["id"] for one in said] == ["a", "z"]


def test_a_file_without_a_prompt_is_not_done(tmp_path: Path) -> None:
    result, _ = appraise(tmp_path, "")
    assert result.exit_code == 3
    assert "expected a prompt a line; came none" in result.stderr


@pytest.mark.parametrize("missing", ["prompts", "folder"])
def test_what_is_not_there_ends_with_2_and_writes_nothing(missing: str, tmp_path: Path) -> None:
    prompts = write_jsonl(tmp_path / "prompts.jsonl", prompt("a", "sneezing"))
    asked, out = (
        (tmp_path / "none", tmp_path / "out.jsonl")
        if missing == "prompts"
        else (prompts, tmp_path / "none" / "out.jsonl")
    )
    result = call("appraise", "--prompts", asked, "--out", out)
    assert result.exit_code == 2
    assert str(tmp_path / "none") in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("given", [[], ["--prompts", "p.jsonl"], ["--out", "o.jsonl"]])
def test_both_files_are_asked_for(given: list[str]) -> None:
    assert call("appraise", *given).exit_code == 2
