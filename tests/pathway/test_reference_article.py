"""The table of the article that started this: a value of exactly 40 falls into two of its rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from curbside.errors import FaultyPathway
from curbside.pathway.checker import check_file, sound_pathway
from curbside.pathway.checker.finding import Severity
from curbside.surfaces.cli import main

ARTICLE = Path(__file__).parent / "data" / "reference_article"
TOPIC = Path(__file__).parents[2] / "content" / "vitamin_d_aimss"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Its pathway and test patients, beside the statements that it cites."""
    for file in (
        *ARTICLE.iterdir(),
        *(TOPIC / name for name in ("topic.yaml", "references.json", "statements.yaml")),
    ):
        shutil.copy(file, tmp_path)
    return tmp_path / "pathway.yaml"


def test_it_is_refused_for_exactly_40_and_for_nothing_else(article: Path) -> None:
    report = check_file(article)
    assert [finding.message for finding in report.of(Severity.ERROR)] == [
        "25(OH)D = 40 ng/mL matches rows from_30 and from_40 of initial_dose"
    ]
    assert not report.of(Severity.WARNING)
    assert [finding.message for finding in report.of(Severity.NOTE)] == [
        "of a value that is missing, initial_dose asks for 25(OH)D"
    ]


def test_with_40_in_one_row_it_is_sound(article: Path) -> None:
    article.write_text(article.read_text("utf-8").replace("[30..40]", "[30..40)"), "utf-8")
    assert sound_pathway(article).id == "reference_article"


def test_it_may_not_be_used(article: Path) -> None:
    with pytest.raises(FaultyPathway, match=r"pathway\.yaml:40: 25\(OH\)D = 40 ng/mL matches rows"):
        sound_pathway(article)


def test_the_command_says_where_and_ends_with_3(article: Path) -> None:
    result = CliRunner().invoke(main, ["pathway", "check", str(article)])
    assert result.exit_code == 3
    assert f"{article}:40: error: 25(OH)D = 40 ng/mL matches rows from_30 and from_40" in result.stdout


def test_the_command_gives_the_same_as_json(article: Path) -> None:
    result = CliRunner().invoke(main, ["pathway", "check", str(article), "--json"])
    (overlap, _) = json.loads(result.stdout)
    assert overlap["code"] == "overlap"
    assert overlap["rows"] == ["from_30", "from_40"]
    assert overlap["example"] == {"25(OH)D": "40 ng/mL"}
