"""What the specification demands of discovery and of cards, as JSON Schemas written by hand from its tables.

Nothing may be null or empty but the list of cards; the resource of an action is FHIR's to judge.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
UUID: Schema = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
URL: Schema = {"type": "string", "pattern": "^https?://[^ ]+$"}


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None, **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of, "minItems": 1}


SERVICES: Schema = _object(
    {
        "services": {
            "type": "array",
            "items": _object(
                {
                    "hook": {"enum": ["patient-view", "order-select", "order-sign"]},
                    "description": TEXT,
                    "id": {"type": "string", "pattern": "^[A-Za-z0-9_.-]+$"},
                },
                {
                    "title": TEXT,
                    "prefetch": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
                    "usageRequirements": TEXT,
                },
            ),
        }
    }
)

CODING = _object({"code": TEXT, "system": URL}, {"display": TEXT})
REASON = _object({"code": TEXT, "system": URL, "display": TEXT})
RESOURCE: Schema = {
    "type": "object",
    "properties": {"resourceType": TEXT},
    "required": ["resourceType"],
}
ACTION = _object(
    {"type": {"enum": ["create", "update", "delete"]}, "description": TEXT},
    {"resource": RESOURCE, "resourceId": {"type": "string", "pattern": "^[A-Za-z]+/[A-Za-z0-9.-]{1,64}$"}},
    **{
        "if": {"properties": {"type": {"const": "delete"}}},
        "then": {"required": ["resourceId"], "not": {"required": ["resource"]}},
        "else": {"required": ["resource"], "not": {"required": ["resourceId"]}},
    },
)
SUGGESTION = _object(
    {"label": TEXT, "uuid": UUID, "actions": _list(ACTION)}, {"isRecommended": {"type": "boolean"}}
)
LINK = _object({"label": TEXT, "url": URL, "type": {"const": "absolute"}})
CARD = _object(
    {
        "uuid": UUID,
        "summary": {"type": "string", "minLength": 1, "maxLength": 139},
        "indicator": {"enum": ["info", "warning", "critical"]},
        "source": _object({"label": TEXT}, {"url": URL, "icon": URL, "topic": CODING}),
    },
    {
        "detail": TEXT,
        "suggestions": _list(SUGGESTION),
        "selectionBehavior": {"enum": ["at-most-one", "any"]},
        "overrideReasons": _list(REASON),
        "links": _list(LINK),
    },
    dependentRequired={"suggestions": ["selectionBehavior"], "selectionBehavior": ["suggestions"]},
)
CARDS = _object({"cards": {"type": "array", "items": CARD}})

PROBLEM = _object(
    {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
    {"instance": TEXT},
)
