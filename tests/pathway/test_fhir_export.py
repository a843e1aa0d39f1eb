"""FHIR R4 by three validators that each see what the others miss, and what the plan's conditions refer to."""

from __future__ import annotations

import base64
import json
import re
import warnings
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from curbside import workflows
from curbside.pathway.exports.cql import cql
from curbside.pathway.exports.fhir import fhir
from curbside.surfaces.compose import shipped_pathways
from oracle import said_by
from tea_pathway import write_pathway

Resource = dict[str, Any]


@pytest.fixture
def bundle(tmp_path: Path) -> Resource:
    return json.loads(fhir(workflows.open_pathway(write_pathway(tmp_path))))


def resources(bundle: Resource, kind: str) -> list[Resource]:
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def complaints(found: list[Resource]) -> list[str]:
    """Of each resource, all that any of the validators says is wrong; empty where none says anything."""
    said = said_by("fhir.mjs", found)
    return [
        "; ".join([*errors, by_fhircraft(one), by_models(one)]).strip("; ")
        for one, errors in zip(found, said, strict=True)
    ]


def by_fhircraft(resource: Resource) -> str:
    import fhircraft.fhir.resources.datatypes.R4.core as r4

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what FHIR calls a warning
        return refused(getattr(r4, resource["resourceType"]).model_validate, resource)


def by_models(resource: Resource) -> str:
    return refused(get_fhir_model_class(resource["resourceType"]).model_validate, resource)


def refused(validate: Callable[[Resource], Any], resource: Resource) -> str:
    try:
        validate(deepcopy(resource))
    except ValidationError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", shipped_pathways())
def test_a_shipped_pathway_is_valid_fhir_by_all_three(name: str) -> None:
    bundle = json.loads(fhir(workflows.open_pathway(shipped_pathways()[name])))
    found = [bundle, *(one["resource"] for one in bundle["entry"])]

    assert [one for one in complaints(found) if one] == []


def changed(path: str, value: Any) -> Callable[[Resource], None]:
    """Set what stands at ``action.0.title`` to this, or take it away when it is None."""

    def change(resource: Resource) -> None:
        *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        at: Any = resource
        for part in parents:
            at = at[part]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return change


DEFECTS = {
    "a status there is none of": changed("status", "finished"),
    "no status": changed("status", None),
    "no type of citation": changed("relatedArtifact.0.type", None),
    "a type of citation there is none of": changed("relatedArtifact.0.type", "rumour"),
    "a date that is none": changed("date", "last week"),
    "an id with an underscore": changed("id", "tea_sleep"),
    "a condition of no kind": changed("action.0.action.0.condition.0.kind", None),
    "an expression in no language": changed("action.0.action.0.condition.0.expression.language", None),
    "an element that there is none of": changed("urgency", "high"),
    "text where a list belongs": changed("library", "the library"),
    "a number for a title": changed("title", 7),
    "two definitions of one action": changed("action.0.definitionUri", 7),
    "a selection there is none of": changed("action.0.selectionBehavior", "some"),
}


def test_a_seeded_defect_is_seen_by_one_of_them_at_least(bundle: Resource) -> None:
    broken = []
    for defect in DEFECTS.values():
        (plan,) = deepcopy(resources(bundle, "PlanDefinition"))
        defect(plan)
        broken.append(plan)

    said = dict(zip(DEFECTS, complaints(broken), strict=True))

    assert [defect for defect, complaint in said.items() if not complaint] == []


def test_every_condition_is_a_definition_of_the_library_that_comes_with_it(bundle: Resource) -> None:
    (plan,), (library,) = resources(bundle, "PlanDefinition"), resources(bundle, "Library")
    text = base64.b64decode(library["content"][0]["data"]).decode()

    asked = set(re.findall(r'"expression": "([^"]+)"', json.dumps(plan)))

    assert asked
    assert asked <= set(re.findall(r'^define "([^"]+)":', text, re.MULTILINE))
    # The one code that no validator looks up.
    assert set(re.findall(r'"kind": "([^"]+)"', json.dumps(plan))) == {"applicability"}
    assert plan["library"] == [f"{library['url']}|{library['version']}"]


def test_the_library_is_the_cql_export(tmp_path: Path) -> None:
    cited = workflows.open_pathway(write_pathway(tmp_path))
    (library,) = resources(json.loads(fhir(cited)), "Library")

    assert base64.b64decode(library["content"][0]["data"]).decode() == cql(cited)


def test_every_action_has_its_activity_and_its_citations(bundle: Resource) -> None:
    (plan,) = resources(bundle, "PlanDefinition")
    addresses = {f"{one['url']}|{one['version']}" for one in resources(bundle, "ActivityDefinition")}

    actions = [
        action
        for table in plan["action"][0]["action"]
        for row in table["action"]
        for action in row.get("action", ())
    ]

    assert {action["definitionCanonical"] for action in actions} == addresses
    assert all(one["citation"] and one["label"] for action in actions for one in action["documentation"])


def test_a_table_that_cannot_decide_has_an_action_that_says_so(bundle: Resource) -> None:
    (plan,) = resources(bundle, "PlanDefinition")

    last = [table["action"][-1]["title"] for table in plan["action"][0]["action"]]

    assert all(title.startswith("Cannot decide: ") for title in last)


def test_a_draft_stays_one_and_nobody_is_said_to_have_approved_it(bundle: Resource) -> None:
    for one in bundle["entry"]:
        assert one["resource"]["status"] == "draft"
        assert "approvalDate" not in one["resource"]
