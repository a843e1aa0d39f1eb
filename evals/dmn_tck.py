"""Does our reader of decision tables decide as the standard's own test cases say?

    python evals/dmn_tck.py
    python evals/dmn_tck.py --cases FOLDER --write

Every expected result of the folder's cases is asked for. Where a decision requires another that is decided by more than
tables and S-FEEL, the other's expected result is given to it. What needs more itself is left out, and the reason said.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from lxml import etree

from curbside.pathway.dmn.deciding import decision_value
from curbside.pathway.dmn.model import DecisionModel
from curbside.pathway.dmn.reading import read_decisions
from curbside.pathway.dmn.sfeel import BeyondSFeel, duration
from report import at_least, goals, table, write_section

CASES: Final = Path(__file__).parents[2] / "shared" / "data" / "dmn"
_CLOSE: Final = Decimal("1e-8")
_TYPE: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One expected result of one case. ``left_out`` is why it was not decided; else ``agrees`` says how it came out."""

    case: str
    """The model's folder and the case's id in it."""
    decision: str
    agrees: bool = False
    left_out: str = ""
    came: str = ""

    @property
    def model(self) -> str:
        return self.case.partition(" ")[0]


def asked(folder: Path) -> Iterator[Asked]:
    """Every expected result of every case under the folder, decided where it can be."""
    for file in sorted(folder.rglob("*-test-*.xml")):
        root = etree.parse(file, etree.XMLParser(remove_comments=True, remove_pis=True)).getroot()
        name = _first_text(root, "modelName")
        model = read_decisions(file.with_name(name))
        for case in root.iter("{*}testCase"):
            given = {one.get("name", ""): _value(one) for one in case.iter("{*}inputNode")}
            expected = {one.get("name", ""): _expected(one) for one in case.iter("{*}resultNode")}
            for decision in expected:
                where = f"{file.parent.name} {case.get('id', '')}"
                yield _decided(model, where, decision, given, expected)


def _expected(result: etree._Element) -> Any:
    return next(_value(child) for child in result if _local(child) == "expected")


def _decided(
    model: DecisionModel, case: str, decision: str, given: Mapping[str, Any], expected: Mapping[str, Any]
) -> Asked:
    others = {name: value for name, value in expected.items() if name != decision}
    left_out = ""
    for known in (given, {**others, **given}):
        try:
            came = decision_value(model, decision, known)
        except BeyondSFeel as error:
            left_out = str(error)
            continue
        told = f"{came!r} for {expected[decision]!r}"
        return Asked(case=case, decision=decision, agrees=_same(came, expected[decision]), came=told)
    return Asked(case=case, decision=decision, left_out=left_out)


def _same(came: Any, expected: Any) -> bool:
    if isinstance(came, list) and isinstance(expected, list):
        return len(came) == len(expected) and all(map(_same, came, expected))
    if isinstance(came, dict) and isinstance(expected, dict):
        return came.keys() == expected.keys() and all(_same(came[key], expected[key]) for key in came)
    if isinstance(came, Decimal) and isinstance(expected, Decimal):
        return abs(came - expected) <= _CLOSE
    return type(came) is type(expected) and bool(came == expected)


def _value(element: etree._Element) -> Any:
    """A value as the cases write it: plain, a list of items, or components by name."""
    for child in element:
        match _local(child):
            case "value" if child.get(_NIL) != "true":
                return _plain(child.text or "", child.get(_TYPE, "").partition(":")[2])
            case "list":
                return [_value(item) for item in child if _local(item) == "item"]
    components = [child for child in element if _local(child) == "component"]
    return {child.get("name", ""): _value(child) for child in components} if components else None


def _plain(text: str, kind: str) -> Any:
    match kind:
        case "decimal" | "double" | "integer" | "int" | "long" | "float":
            return Decimal(text)
        case "boolean":
            return text == "true"
        case "date":
            return date.fromisoformat(text)
        case "time":
            return time.fromisoformat(text)
        case "dateTime":
            return datetime.fromisoformat(text)
        case "duration":
            return duration(text)
    return text


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _first_text(root: etree._Element, name: str) -> str:
    return next(child.text or "" for child in root if _local(child) == name)


def main() -> None:
    """Decide all, print, and write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="Does our reader decide as the DMN test cases say?")
    parser.add_argument("--cases", type=Path, default=CASES, help="the folder of models and cases")
    parser.add_argument("--write", action="store_true", help="write the section of the results page")
    options = parser.parse_args()
    found = list(asked(options.cases))
    if not found:
        sys.exit(f"expected test cases under {options.cases}; there are none")
    text = "\n".join(_lines(found))
    print(text)
    if options.write:
        write_section("DMN test cases", text)


def _lines(found: list[Asked]) -> Iterator[str]:
    applicable = [one for one in found if not one.left_out]
    passed = [one for one in applicable if one.agrees]
    yield "DMN TCK (Apache-2.0): expected results that are decided by tables and S-FEEL alone"
    yield f"passed {len(passed)} of {len(applicable)} applicable, of {len(found)} in all"
    yield ""
    models = dict.fromkeys(one.model for one in found)
    rows = []
    for model in models:
        own = [one for one in found if one.model == model]
        can = [one for one in own if not one.left_out]
        rows.append((model, f"{sum(one.agrees for one in can)}", f"{len(can)}", f"{len(own)}"))
    yield table(("model", "passed", "applicable", "all"), rows)
    yield ""
    yield "Left out, and why:"
    yield from dict.fromkeys(
        f"  {one.model}, {one.decision}: {one.left_out}" for one in found if one.left_out
    )
    for one in applicable:
        if not one.agrees:
            yield f"  NOT as expected: {one.case} {one.decision}: {one.came}"
    yield ""
    yield goals(
        [at_least("share of the applicable results as expected", len(passed) / max(len(applicable), 1), 1)]
    )


if __name__ == "__main__":
    main()
