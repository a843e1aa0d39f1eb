"""An answer as JSON: nothing lost, nothing in another order, everything described."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from curbside.errors import BadData
from curbside.verification.answer import Abstention, Answer
from curbside.verification.record import content_hash, from_json, schema, to_json
from sample_answers import ABSTENTION, ANSWER, PROVENANCE, outcomes

VALIDATOR = Draft202012Validator(schema())
# Building an arbitrary answer is the slow part, not what is tested.
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@thorough
@given(outcomes)
def test_reading_back_what_was_written_gives_the_same_outcome(outcome: Answer | Abstention) -> None:
    assert from_json(to_json(outcome)) == outcome


@thorough
@given(outcomes)
def test_every_outcome_is_valid_against_the_published_schema(outcome: Answer | Abstention) -> None:
    assert not list(VALIDATOR.iter_errors(json.loads(to_json(outcome))))


@thorough
@given(outcomes)
def test_no_control_character_is_ever_written_raw(outcome: Answer | Abstention) -> None:
    assert not re.search("[\x00-\x1f\x7f-\x9f]", to_json(outcome).decode())


def test_an_answer_has_the_published_keys_in_the_published_order() -> None:
    written = json.loads(to_json(ANSWER))
    assert list(written) == [
        "id",
        "question",
        "status",
        "title",
        "plain_title",
        "bottom_line",
        "verdicts",
        "sections",
        "steps",
        "omissions",
        "references",
        "withheld",
        "unused",
        "follow_ups",
        "choices",
        "provenance",
    ]
    assert list(written["bottom_line"][0]) == [
        *(
            "id",
            "text",
            "kind",
            "citations",
            "certainty",
            "plain",
            "jurisdiction",
            "event_rates",
            "discrepancies",
            "writer",
        )
    ]
    assert list(written["bottom_line"][0]["citations"][0]) == [
        "reference",
        "passage",
        "start",
        "end",
        "quote",
    ]
    assert list(written["verdicts"][0]) == [
        *("outcome", "plain_outcome", "direction", "certainty", "why", "for", "against", "estimates")
    ]


def test_an_abstention_has_the_keys_of_an_answer_with_nothing_in_them_and_says_why() -> None:
    answer, abstention = json.loads(to_json(ANSWER)), json.loads(to_json(ABSTENTION))
    assert set(abstention) == set(answer) | {"reason", "searched"}
    assert abstention["status"] == "abstained"
    assert [key for key, value in abstention.items() if value == []] == [
        "bottom_line",
        "verdicts",
        "sections",
        "steps",
        "omissions",
        "references",
        "withheld",
        "follow_ups",
        "choices",
    ]


def test_the_hash_names_what_is_said_not_when_it_was_asked() -> None:
    later = dataclasses.replace(PROVENANCE, asked_at="2027-01-01T00:00:00Z")
    assert content_hash(dataclasses.replace(ANSWER, id="", provenance=later)) == content_hash(ANSWER)


@pytest.mark.parametrize(
    "change",
    [
        {"bottom_line": ANSWER.bottom_line[:1]},
        {"provenance": dataclasses.replace(PROVENANCE, library="other")},
        {"follow_ups": ()},
        {"verdicts": ANSWER.verdicts[::-1]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_changes_with_what_is_said(change: dict[str, object]) -> None:
    assert content_hash(dataclasses.replace(ANSWER, **change)) != content_hash(ANSWER)


def test_the_hash_is_the_same_on_every_machine() -> None:
    assert content_hash(ABSTENTION) == ("55c9fa7e42ce27ecb81a3780d44426347dadfae46bbde9a7d365fb8e2dfa1f14")


def altered(**changes: object) -> bytes:
    return json.dumps(json.loads(to_json(ANSWER)) | changes).encode()


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (b"", "expected an answer as JSON"),
        (b'{"id": "', "expected an answer as JSON"),
        (b'"\xff"', "expected an answer as JSON"),
        (b"[]", "an object whose `status`"),
        (b"{}", "an object whose `status`"),
        (altered(status="published"), "an object whose `status`"),
        (altered(status=["answered"]), "an object whose `status`"),
        (altered(bottom_line="yes"), "Expected `array`"),
        (altered(verdicts=[1]), "Expected `object`"),
        (altered(verdicts="none"), "Expected `array`"),
        (altered(verdicts=[{"outcome": "pain", "direction": "better"}]), r"\$\.verdicts\[0\]"),
        (altered(aside="more"), "came others as well"),
        (altered(reason="none", searched={}), "came others as well"),
    ],
)
def test_what_is_not_an_answer_is_refused_with_the_reason(document: bytes, message: str) -> None:
    with pytest.raises(BadData, match=message):
        from_json(document)


def test_text_that_utf_8_cannot_hold_is_refused() -> None:
    with pytest.raises(BadData, match="UTF-8"):
        to_json(dataclasses.replace(ANSWER, follow_ups=("\ud800",)))


def test_the_schema_is_a_schema_and_explains_every_key() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == "curbside:answer"
    for name, definition in schema()["$defs"].items():
        assert definition["description"], name
        for key, form in definition.get("properties", {}).items():
            assert form["description"].endswith("."), f"{name}.{key}"


@pytest.mark.parametrize("key", list(json.loads(to_json(ANSWER))))
def test_the_schema_requires_every_key(key: str) -> None:
    written = json.loads(to_json(ANSWER))
    del written[key]
    assert not VALIDATOR.is_valid(written)


def test_the_schema_allows_no_other_key_and_no_claim_in_an_abstention() -> None:
    assert not VALIDATOR.is_valid(json.loads(altered(aside="more")))
    written = json.loads(to_json(ABSTENTION))
    assert not VALIDATOR.is_valid(written | {"bottom_line": json.loads(to_json(ANSWER))["bottom_line"]})
