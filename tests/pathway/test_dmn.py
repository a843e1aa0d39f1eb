"""Decision tables in DMN XML are decided by the standard's rules, and what is more than S-FEEL is refused by name."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from curbside.errors import UnreadableSource
from curbside.pathway.dmn.deciding import decision_value
from curbside.pathway.dmn.reading import read_decisions
from curbside.pathway.dmn.sfeel import BeyondSFeel, Months, Value, lets, value_of

SCOPE: dict[str, Value] = {
    "level": Decimal(30),
    "Body mass index": Decimal("24.5"),
    "pre-menopausal": True,
    "Dose": {"Amount": Decimal(800), "Unit": "IU"},
    "words": ["red", "green"],
    "since": date(2026, 11, 25),
    "nothing": None,
}


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", None, True),
        ("", Decimal(3), True),
        ("< 30", Decimal(30), False),
        ("<= 30", Decimal(30), True),
        ("[30..40)", Decimal(30), True),
        ("[30..40)", Decimal(40), False),
        ("]30..40]", Decimal(30), False),
        ("(30..40[", Decimal(40), False),
        ("<18, >=60", Decimal(60), True),
        ("<18, >=60", Decimal(18), False),
        ("not(< 18, >= 60)", Decimal(18), True),
        ('"red","green"', "green", True),
        ('not("red")', "green", True),
        ('"red, or so"', "red, or so", True),
        ("level", Decimal("30.0"), True),
        ("> level", Decimal(31), True),
        ("[level..Body mass index + 10]", Decimal(33), True),
        ("[Dose.Amount..1000]", Decimal(900), True),
        ("words", "red", True),
        ("< since", date(2026, 11, 24), True),
        ('>= date("2026-11-25")', date(2026, 11, 25), True),
        ('> duration("P1D")', timedelta(hours=25), True),
        ('> duration("P11M")', Months(12), True),
        ("true", True, True),
        ("true", Decimal(1), False),
        ("< 30", None, False),
        ("< 30", "text", False),
        ("< nothing", Decimal(1), False),
        ("null", None, True),
    ],
)
def test_a_cell_lets_through(cell: str, value: Value, expected: bool) -> None:
    assert lets(cell, value, SCOPE) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3 ** 2", Decimal(27)),
        ("10 - 2 - 3", Decimal(5)),
        ("-level / 4", Decimal("-7.5")),
        ("Body mass index * 2", Decimal(49)),
        ("Dose.Amount / 2", Decimal(400)),
        ("pre-menopausal", True),
        ('"vitamin " + "D"', "vitamin D"),
        ("level >= 30", True),
        ('date("2026-02-30")', None),
        ("1 / 0", None),
        ("level + nothing", None),
    ],
)
def test_an_expression_comes_to(written: str, expected: Value) -> None:
    assert value_of(written, SCOPE) == expected


@pytest.mark.parametrize(
    "written",
    ["max(1, 2)", "if level > 3 then 1 else 2", "[1, 2]", "unheard", "Dose.Form", "1 +", "level level"],
)
def test_what_is_more_than_s_feel_is_refused(written: str) -> None:
    with pytest.raises(BeyondSFeel):
        value_of(written, SCOPE)


def model(
    folder: Path, hit: str, *rules: str, values: str = "", default: str = "", aggregation: str = ""
) -> Path:
    """A table on ``level``; a rule is "test => result"."""
    rows = "".join(
        f"<rule><inputEntry><text>{escape(test)}</text></inputEntry>"
        f"<outputEntry><text>{escape(result)}</text></outputEntry></rule>"
        for test, _, result in (rule.partition(" => ") for rule in rules)
    )
    more = f' aggregation="{aggregation}"' if aggregation else ""
    file = folder / "model.dmn"
    file.write_text(
        f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="model">
          <inputData id="i1" name="level"/>
          <decision id="d1" name="Band">
            <informationRequirement><requiredInput href="#i1"/></informationRequirement>
            <decisionTable hitPolicy="{hit}"{more}>
              <input><inputExpression typeRef="number"><text>level</text></inputExpression></input>
              <output name="band"><outputValues><text>{escape(values)}</text></outputValues>
                <defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry></output>
              {rows}
            </decisionTable>
          </decision>
          <decision id="d2" name="Twice">
            <informationRequirement><requiredDecision href="#d1"/></informationRequirement>
            <literalExpression><text>Band + Band</text></literalExpression>
          </decision>
        </definitions>""",
        "utf-8",
    )
    return file


@pytest.mark.parametrize(
    ("hit", "level", "expected"),
    [
        ("UNIQUE", 10, "low"),
        ("UNIQUE", 40, None),
        ("UNIQUE", 200, None),
        ("ANY", 40, None),
        ("FIRST", 40, "middle"),
        ("PRIORITY", 40, "high"),
        ("COLLECT", 40, ["middle", "high"]),
        ("RULE ORDER", 40, ["middle", "high"]),
        ("OUTPUT ORDER", 40, ["high", "middle"]),
    ],
)
def test_a_table_decides_by_its_hit_policy(hit: str, level: int, expected: Value, tmp_path: Path) -> None:
    rules = ('< 30 => "low"', '[30..40] => "middle"', '[40..100] => "high"')
    read = read_decisions(model(tmp_path, hit, *rules, values='"high", "middle", "low"'))
    assert decision_value(read, "Band", {"level": Decimal(level)}) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 5), ("MIN", 2), ("MAX", 3), ("COUNT", 2)])
def test_what_a_table_collects_is_put_together(aggregation: str, expected: int, tmp_path: Path) -> None:
    read = read_decisions(
        model(tmp_path, "COLLECT", "> 1 => 2", "> 2 => 3", "> 9 => 4", aggregation=aggregation)
    )
    assert decision_value(read, "Band", {"level": Decimal(5)}) == Decimal(expected)


def test_without_a_match_the_default_is_given(tmp_path: Path) -> None:
    read = read_decisions(model(tmp_path, "UNIQUE", "< 30 => 1", default="0"))
    assert decision_value(read, "Band", {"level": Decimal(50)}) == Decimal(0)


def test_an_input_that_is_not_given_is_null(tmp_path: Path) -> None:
    read = read_decisions(model(tmp_path, "UNIQUE", "< 30 => 1", ">= 30 => 2"))
    assert decision_value(read, "Band", {}) is None


def test_a_decision_is_worked_out_from_another(tmp_path: Path) -> None:
    read = read_decisions(model(tmp_path, "UNIQUE", "< 30 => 1", ">= 30 => 2"))
    assert decision_value(read, "Twice", {"level": Decimal(50)}) == Decimal(4)


@pytest.mark.parametrize(
    "text",
    [
        "no XML at all",
        "<page/>",
        '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><definitions>&b;',
        "<definitions>",
    ],
)
def test_what_is_no_dmn_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "model.dmn"
    file.write_text(text, "utf-8")
    with pytest.raises(UnreadableSource, match=r"model\.dmn"):
        read_decisions(file)


def test_no_file_is_read_by_way_of_an_entity(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("30", "utf-8")
    file = model(tmp_path, "UNIQUE", "< 30 => 1")
    entity = f'<!DOCTYPE definitions [<!ENTITY secret SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    file.write_text(entity + file.read_text("utf-8").replace("&lt; 30", "&secret;"), "utf-8")
    read = read_decisions(file)
    assert decision_value(read, "Band", {"level": Decimal(31)}) == Decimal(
        1
    )  # an empty cell lets all through
