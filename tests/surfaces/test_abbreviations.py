"""``curbside abbreviations``: a file of texts in, a file of definitions out, and what becomes of faulty lines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curbside.surfaces.cli import main

ABSTRACT = "Aromatase inhibitors (AIs) lower bone mineral density (BMD) in women (n = 12)."


def write_jsonl(path: Path, *lines: object) -> Path:
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("".join(f"{line}\n" for line in written), encoding="utf-8")
    return path


def call(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "internal error" not in result.output
    return result


def abbreviations(folder: Path, *lines: object) -> tuple[Result, list[dict[str, object]]]:
    texts, out = write_jsonl(folder / "texts.jsonl", *lines), folder / "pairs.jsonl"
    result = call("abbreviations", texts, "--out", out)
    return result, [json.loads(line) for line in out.read_bytes().splitlines()] if out.exists() else []


def test_each_definition_has_its_line_in_the_order_of_the_texts(tmp_path: Path) -> None:
    result, found = abbreviations(
        tmp_path,
        {"id": "a", "text": ABSTRACT},
        {"id": "none", "text": "Women ached."},
        {"id": "empty", "text": ""},
        {"id": 7, "text": "AIs (aromatase inhibitors)", "title": "extra keys are nothing to it"},
    )
    assert result.exit_code == 0, result.output
    assert found == [
        {"id": "a", "short": "AIs", "long": "Aromatase inhibitors", "start": 0, "end": 20},
        {"id": "a", "short": "BMD", "long": "bone mineral density", "start": 33, "end": 53},
        {"id": "7", "short": "AIs", "long": "aromatase inhibitors", "start": 5, "end": 25},
    ]


def test_characters_are_counted_in_the_text_as_it_came(tmp_path: Path) -> None:
    text = "\ufeff\U0001f9b4  Bone\u00a0mineral\u2009 density (BMD)\r\n"
    _, [found] = abbreviations(tmp_path, {"id": "a", "text": text})
    assert found["long"] == text[4:25] == "Bone\u00a0mineral\u2009 density"
    assert (found["start"], found["end"]) == (4, 25)


def test_a_text_may_be_a_whole_document(tmp_path: Path) -> None:
    text = "\n\n".join([ABSTRACT] * 2000)
    _, found = abbreviations(tmp_path, {"id": "a", "text": text})
    assert len(found) == 4000
    assert all(text[int(str(one["start"])) : int(str(one["end"]))] == one["long"] for one in found)


def test_a_faulty_line_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    result, found = abbreviations(
        tmp_path,
        {"id": "a", "text": ABSTRACT},
        "{broken",
        "[]",
        {"text": ABSTRACT},
        {"id": "e"},
        "",
        {"id": "g", "text": None},
        {"id": "a", "text": ABSTRACT},
        {"id": "z", "text": "bone mineral density (BMD)"},
    )
    assert result.exit_code == 3
    assert [int(number) for number in re.findall(r"line (\d+):", result.stderr)] == [2, 3, 4, 5, 7, 8]
    assert "6 lines left out as faulty; the others are done" in result.stderr
    assert [one["id"] for one in found] == ["a", "a", "z"]


def test_a_file_without_a_text_is_not_done(tmp_path: Path) -> None:
    result, _ = abbreviations(tmp_path, "")
    assert result.exit_code == 3
    assert "expected a text a line; came none" in result.stderr


@pytest.mark.parametrize("missing", ["texts", "folder"])
def test_what_is_not_there_ends_with_2_and_writes_nothing(missing: str, tmp_path: Path) -> None:
    texts = write_jsonl(tmp_path / "texts.jsonl", {"id": "a", "text": ABSTRACT})
    given, out = (
        (tmp_path / "none", tmp_path / "out.jsonl")
        if missing == "texts"
        else (texts, tmp_path / "none" / "out.jsonl")
    )
    result = call("abbreviations", given, "--out", out)
    assert result.exit_code == 2
    assert str(tmp_path / "none") in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("given", [[], ["texts.jsonl"], ["--out", "o.jsonl"]])
def test_both_files_are_asked_for(given: list[str]) -> None:
    assert call("abbreviations", *given).exit_code == 2
