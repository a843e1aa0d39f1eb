"""A call as it arrives, checked field by field. No message repeats a value: it may be a patient's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from curbside.errors import BadRequest
from curbside.patient.readers.json import exact
from curbside.surfaces.cds_hooks.hook import Hook

UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FHIR_ID: Final = re.compile(r"[A-Za-z0-9.-]{1,64}")
_USER: Final = re.compile(r"(Practitioner|PractitionerRole|Patient|RelatedPerson)/[A-Za-z0-9.-]{1,64}")
# RFC 6750, section 2.1; anything else could end a header early.
_BEARER: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")

_decoder: Final = msgspec.json.Decoder(float_hook=exact)

Resource = Mapping[str, Any]
"""A FHIR resource as JSON has it, its numbers exact."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FhirAccess:
    """Where the record system's FHIR server is, and the token that opens it for this one call; empty, if none came."""

    server: str
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HookRequest:
    """One call of one hook for one patient. ``selections`` are the keys of the orders just chosen (``Type/id``).

    ``orders`` are those not signed yet. ``prefetch`` is as it came: what discovery does not ask for is nobody's here.
    """

    hook: Hook
    instance: str
    user: str
    patient_id: str
    encounter_id: str = ""
    selections: tuple[str, ...] = ()
    orders: tuple[Resource, ...] = ()
    prefetch: Mapping[str, Any]
    fhir: FhirAccess | None = None


def json_in(body: bytes) -> Mapping[str, Any]:
    """A body that is one JSON object. Raises `BadRequest`."""
    try:
        decoded = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadRequest("expected JSON in UTF-8; came something else") from None
    return _object(decoded, "the body")


def hook_request(body: bytes) -> HookRequest:
    """What is asked. Raises `BadRequest`, naming the first field that is not what it should be."""
    sent = json_in(body)
    hook = _hook(_text(sent, "hook"))
    context = _object(_there(sent, "context"), "context")
    orders = _orders(context) if hook.has_orders else ()
    return HookRequest(
        hook=hook,
        instance=_shaped(sent, "hookInstance", UUID, "a UUID").lower(),
        user=_shaped(context, "userId", _USER, "Practitioner/ID or another user", at="context."),
        patient_id=_shaped(context, "patientId", _FHIR_ID, "a FHIR id", at="context."),
        encounter_id=_shaped(context, "encounterId", _FHIR_ID, "a FHIR id", at="context.", needed=False),
        selections=_selections(context, orders) if hook is Hook.ORDER_SELECT else (),
        orders=orders,
        prefetch=_object(sent.get("prefetch", {}), "prefetch"),
        fhir=_fhir(sent),
    )


def _hook(name: str) -> Hook:
    try:
        return Hook(name)
    except ValueError:
        known = ", ".join(hook.value for hook in Hook)
        raise BadRequest(f"expected hook to be one of: {known}; came another") from None


def _orders(context: Mapping[str, Any]) -> tuple[Resource, ...]:
    bundle = resource(_there(context, "draftOrders", at="context."), "context.draftOrders")
    if bundle["resourceType"] != "Bundle":
        raise BadRequest(f"expected a Bundle in context.draftOrders; came a {bundle['resourceType']}")
    return resources_in(bundle, "context.draftOrders")


def _selections(context: Mapping[str, Any], orders: Sequence[Resource]) -> tuple[str, ...]:
    """The chosen orders by type and id, also where they are named by id alone."""
    named = _there(context, "selections", at="context.")
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise BadRequest("expected a list of texts in context.selections")
    keys = {str(order.get("id", "")): key_of(order) for order in orders}
    keys |= {key: key for key in keys.values()}
    if missing := sum(name not in keys for name in named):
        raise BadRequest(
            f"expected every one of context.selections in context.draftOrders; {missing} came without"
        )
    return tuple(keys[name] for name in named)


def _fhir(sent: Mapping[str, Any]) -> FhirAccess | None:
    if "fhirAuthorization" not in sent:
        server = _shaped(sent, "fhirServer", re.compile(r"\S+"), "a URL", needed=False)
        return FhirAccess(server=server) if server else None
    granted = _object(sent["fhirAuthorization"], "fhirAuthorization")
    at = "fhirAuthorization."
    if _text(granted, "token_type", at=at).casefold() != "bearer":
        raise BadRequest("expected fhirAuthorization.token_type to be Bearer; came another")
    return FhirAccess(
        server=_text(sent, "fhirServer"),
        token=_shaped(granted, "access_token", _BEARER, "a bearer token", at=at),
    )


def key_of(one: Resource) -> str:
    """``MedicationRequest/103``."""
    return f"{one['resourceType']}/{one.get('id', '')}"


def resource(value: Any, where: str) -> Resource:
    """A FHIR resource. Raises `BadRequest` when it is none."""
    found = _object(value, where)
    if not isinstance(found.get("resourceType"), str):
        raise BadRequest(f"expected a FHIR resource with a resourceType in {where}; came none")
    return found


def resources_in(bundle: Resource, where: str) -> tuple[Resource, ...]:
    """The resources of a Bundle's entries. Raises `BadRequest` when it has another form."""
    entries = bundle.get("entry", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadRequest(f"expected a list of entries in {where}.entry; came something else")
    return tuple(resource(entry["resource"], f"{where}.entry") for entry in entries if "resource" in entry)


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadRequest(f"expected a JSON object in {where}; came something else")
    return value


def _there(sent: Mapping[str, Any], name: str, *, at: str = "") -> Any:
    if sent.get(name) is None:
        raise BadRequest(f"expected a field {at}{name}; came none")
    return sent[name]


def _text(sent: Mapping[str, Any], name: str, *, at: str = "") -> str:
    value = _there(sent, name, at=at)
    if not isinstance(value, str) or not value:
        raise BadRequest(f"expected a text in {at}{name}; came something else")
    return value


def _shaped(
    sent: Mapping[str, Any],
    name: str,
    shape: re.Pattern[str],
    expected: str,
    *,
    at: str = "",
    needed: bool = True,
) -> str:
    """A text of this form; empty when it is not needed and did not come."""
    if not needed and sent.get(name) is None:
        return ""
    value = _text(sent, name, at=at)
    if not shape.fullmatch(value):
        raise BadRequest(f"expected {expected} in {at}{name}; came something else")
    return value
