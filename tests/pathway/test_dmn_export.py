"""DMN as another engine runs it: the same rows, the same words for what cannot be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from curbside.pathway.citations import cited
from curbside.pathway.definition import Pathway
from curbside.pathway.engine import decide
from curbside.pathway.exports.dmn import dmn, feel_name
from curbside.pathway.facts import Absent, Facts, Known, Undecided
from curbside.pathway.gather import facts_of
from curbside.pathway.recommendation import Recommendation
from curbside.patient.row import record_of_row
from generated_patients import Values, generated
from oracle import PACKAGES, said_by
from pathway.everything import INPUTS, SETTLED, TABLES
from pathway.shipped_pathways import SHIPPED, many_of, shipped
from pathway.small_pathways import DAY, pathway_of


@pytest.fixture
def everything(tmp_path: Path) -> Pathway:
    return pathway_of(INPUTS, TABLES, tmp_path)


def facts(pathway: Pathway, values: Values) -> Facts:
    return facts_of(record_of_row(values), pathway, on=DAY)


def dmn_inputs(facts: Facts) -> dict[str, Any]:
    """Facts as the document's inputs: value and unit, and the names of what cannot be told."""
    given: dict[str, Any] = {"cannotBeTold": []}
    for name, fact in facts.by_input.items():
        match fact:
            case Known(value=value, unit=unit):
                given[name] = value if isinstance(value, bool | str) else _plain(value)
                given[f"{name}Unit"] = unit or None
            case Absent():
                given[name] = None
            case Undecided():
                given["cannotBeTold"].append(name)
    return given


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else float(value)


def said_by_dmn(answer: Mapping[str, Any], pathway: Pathway) -> dict[str, Any]:
    recommendation = answer["recommendation"]
    said: dict[str, Any] = {"standing": recommendation["standing"], "ended": recommendation["ended"] or ""}
    for table in pathway.tables:
        found = answer[feel_name(table.id)]
        outputs = {
            name: found[feel_name(name)] for name in table.outputs if found[feel_name(name)] is not None
        }
        said[table.id] = (found["tableStanding"], set(found["firedRows"]), outputs)
    return said


def said_by_us(decided: Recommendation) -> dict[str, Any]:
    said: dict[str, Any] = {"standing": decided.standing.value, "ended": decided.ended}
    for one in decided.tables:
        said[one.table] = (one.standing.value, set(one.rows), dict(one.outputs))
    return said


def assert_same(pathway: Pathway, patients: Sequence[Values]) -> None:
    known = [facts(pathway, one) for one in patients]
    asked = {"document": dmn(cited(pathway, None)), "patients": [dmn_inputs(one) for one in known]}
    theirs = [said_by_dmn(answer, pathway) for answer in said_by("dmn.mjs", asked)]
    ours = [said_by_us(decide(pathway, one)) for one in known]
    differing = [
        (one, *said) for one, *said in zip(patients, ours, theirs, strict=True) if said[0] != said[1]
    ]
    assert not differing, (
        f"{len(differing)} of {len(patients)}, first (patient, ours, theirs): {differing[0]}"
    )


def test_feelin_decides_as_we_do_whatever_a_pathway_can_have(everything: Pathway) -> None:
    assert_same(everything, generated(everything, 500, around=[SETTLED]))


@pytest.mark.parametrize("name", SHIPPED)
def test_feelin_decides_as_we_do_on_a_shipped_pathway(name: str) -> None:
    pathway, _ = shipped(name)

    assert_same(pathway, many_of(name))


def test_the_document_is_valid_by_the_schema_of_dmn_1_3(everything: Pathway) -> None:
    schema = PACKAGES / "@kie-tools/dmn-marshaller/src/schemas/dmn-1_3/DMN13.xsd"
    if not schema.is_file():
        pytest.skip("needs the schema, in a package of Node.js: npm ci --prefix tests/oracles")
    document = etree.fromstring(dmn(cited(everything, None)).encode())

    etree.XMLSchema(etree.parse(schema)).assertValid(document)


def test_a_threshold_that_moved_in_the_document_is_noticed(everything: Pathway) -> None:
    moved = dmn(cited(everything, None)).replace("[30..40)", "[30..40]")
    inputs = [dmn_inputs(facts(everything, {**SETTLED, "level": "40 ng/mL"}))]

    (answer,) = said_by("dmn.mjs", {"document": moved, "patients": inputs})

    assert answer["bandMatched"] == {"violation": "more than one rule"}
