"""What a record system finds when it asks which services there are."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

import calm_pathway
import cds_schema
from cds_bench import AT, BASE, SERVICE, Bench, bench
from curbside.surfaces.cds_hooks.discovery import discovered


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return bench(tmp_path_factory.mktemp("served"))


def test_every_pathway_is_there_at_every_hook_under_one_id(served: Bench) -> None:
    found = served.get().json()
    jsonschema.validate(found, cds_schema.SERVICES)
    assert [(one["hook"], one["id"]) for one in found["services"]] == [
        ("patient-view", SERVICE),
        ("order-select", SERVICE),
        ("order-sign", SERVICE),
    ]


def test_nothing_served_is_an_empty_list() -> None:
    assert discovered([]) == {"services": []}


@pytest.mark.parametrize(
    ("key", "query"),
    [
        ("patient", "Patient/{{context.patientId}}"),
        (
            # The code that only looks right is asked for too: to be named, and not used.
            "calm",
            "Observation?patient={{context.patientId}}&code="
            + ",".join(f"http://loinc.org|{code}" for code in ("90001-1", "90002-2", "90009-9"))
            + "&_sort=-date&_count=50",
        ),
        ("conditions", "Condition?patient={{context.patientId}}&_count=200"),
        ("medication-requests", "MedicationRequest?patient={{context.patientId}}&_count=200"),
        ("medication-statements", "MedicationStatement?patient={{context.patientId}}&_count=200"),
        ("medication-administrations", "MedicationAdministration?patient={{context.patientId}}&_count=200"),
        ("medication-dispenses", "MedicationDispense?patient={{context.patientId}}&_count=200"),
        (
            "answers",
            "&".join(
                [
                    "QuestionnaireResponse?patient={{context.patientId}}",
                    f"questionnaire={BASE}/questionnaires/{SERVICE}",
                    "_sort=-authored",
                    "_count=5",
                ]
            ),
        ),
    ],
)
def test_what_the_inputs_need_is_asked_for_one_query_a_code_set(key: str, query: str, served: Bench) -> None:
    for one in served.get().json()["services"]:
        assert one["prefetch"][key] == query


def test_a_family_of_codes_cannot_be_asked_for_so_all_results_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = calm_pathway.PATHWAY.replace("loinc 90002-2", "icd-10-cm R45.-")
    monkeypatch.setattr(calm_pathway, "PATHWAY", family)
    asked = bench(tmp_path).get().json()["services"][0]["prefetch"]["calm"]
    assert asked == "Observation?patient={{context.patientId}}&_count=200"


def test_nothing_else_is_asked_for(served: Bench) -> None:
    assert len(served.get().json()["services"][0]["prefetch"]) == 8


def test_the_questionnaire_asks_what_no_record_has(served: Bench) -> None:
    found = served.get(f"/questionnaires/{SERVICE}").json()
    assert found["url"] == f"{BASE}/questionnaires/{SERVICE}"
    assert [(item["linkId"], item["type"]) for item in found["item"]] == [("cups", "quantity")]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/cds-services"), ("GET", AT), ("GET", f"{AT}/feedback")]
)
def test_another_method_is_named_as_the_mistake(method: str, path: str, served: Bench) -> None:
    reply = served.send(method, path)
    assert reply.status_code == 405
    jsonschema.validate(reply.json(), cds_schema.PROBLEM)
    assert reply.headers["allow"] == {"POST": "GET", "GET": "POST"}[method]


@pytest.mark.parametrize(
    "path", ["/cds-services/cds-discovery", "/cds-services/", "/", "/questionnaires/none"]
)
def test_a_path_that_leads_nowhere_is_a_problem_in_words(path: str, served: Bench) -> None:
    reply = served.get(path) if path.startswith("/questionnaires") else served.post({}, path)
    assert reply.status_code == 404
    jsonschema.validate(reply.json(), cds_schema.PROBLEM)
    assert reply.headers["content-type"] == "application/problem+json"


class TestPagesElsewhere:
    """CORS: which web pages may call from a browser."""

    def test_any_where_anybody_may_call(self, served: Bench) -> None:
        reply = served.get(Origin="https://sandbox.example.org")
        assert reply.headers["access-control-allow-origin"] == "*"

    @pytest.mark.parametrize(
        ("origin", "allowed"), [("https://ehr.example.org", True), ("https://elsewhere.example.org", False)]
    )
    def test_only_the_clients_own_where_there_is_a_list(
        self, origin: str, allowed: bool, tmp_path: Path
    ) -> None:
        listed = bench(tmp_path, origins=("https://ehr.example.org",))
        asking = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type",
        }
        reply = listed.send("OPTIONS", AT, headers=asking)
        assert (reply.headers.get("access-control-allow-origin") == origin) is allowed
        assert (reply.status_code == 200) is allowed
