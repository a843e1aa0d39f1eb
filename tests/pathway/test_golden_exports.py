"""A small pathway in all three languages, as files that are reviewed like code. Run this file to write them anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from curbside import workflows
from curbside.pathway.exports.exported import LANGUAGES
from tea_pathway import write_pathway

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_export_is_the_golden_file(language: str, tmp_path: Path) -> None:
    exported = workflows.export_pathway(workflows.open_pathway(write_pathway(tmp_path)), to=language)

    assert exported.text == (GOLDEN / exported.file).read_text(encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        opened = workflows.open_pathway(write_pathway(Path(folder)))
        GOLDEN.mkdir(exist_ok=True)
        for one in LANGUAGES:
            written = workflows.export_pathway(opened, to=one)
            (GOLDEN / written.file).write_text(written.text, encoding="utf-8")
