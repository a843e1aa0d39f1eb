"""What became of a card: accepted or overridden, and why, as far as that can be kept without a word about the patient.

A comment is free text and may name the patient: that there was one is kept, and not what it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from curbside.errors import BadRequest
from curbside.surfaces.cds_hooks.request import UUID, json_in

ACCEPTED: Final = "accepted"
OVERRIDDEN: Final = "overridden"
MOST_AT_ONCE: Final = 1000

# RFC 3339, section 5.6, in UTC.
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|\+00:00|-00:00)")
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SYSTEM: Final = re.compile(r"(https?://|urn:)[^\s]{1,200}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One outcome of one card. ``suggestions`` are those accepted, ``reason`` the override in a system of codes.

    ``place`` is where in the pathway the card comes from, as its id tells; empty when it is none of ours.
    """

    card: str
    outcome: str
    happened_at: datetime
    suggestions: tuple[str, ...] = ()
    reason: str = ""
    reason_system: str = ""
    has_comment: bool = False
    place: str = ""


def feedback_in(body: bytes) -> tuple[Feedback, ...]:
    """Every outcome that is reported. Raises `BadRequest` when any is not what it should be: then none is kept."""
    listed = json_in(body).get("feedback")
    if not isinstance(listed, list) or not listed or len(listed) > MOST_AT_ONCE:
        raise BadRequest(f"expected a list of 1 to {MOST_AT_ONCE:,} outcomes in feedback")
    return tuple(_outcome(entry, f"feedback[{place}]") for place, entry in enumerate(listed))


def _outcome(entry: Any, where: str) -> Feedback:
    if not isinstance(entry, dict):
        raise BadRequest(f"expected an object in {where}; came something else")
    outcome = entry.get("outcome")
    if outcome not in (ACCEPTED, OVERRIDDEN):
        raise BadRequest(f"expected {ACCEPTED} or {OVERRIDDEN} in {where}.outcome; came something else")
    reason, system, has_comment = _reason(entry.get("overrideReason"), where)
    return Feedback(
        card=_uuid(entry.get("card"), f"{where}.card"),
        outcome=outcome,
        happened_at=_instant(entry.get("outcomeTimestamp"), where),
        suggestions=_suggestions(entry, where) if outcome == ACCEPTED else (),
        reason=reason,
        reason_system=system,
        has_comment=has_comment,
    )


def _suggestions(entry: Mapping[str, Any], where: str) -> tuple[str, ...]:
    accepted = entry.get("acceptedSuggestions")
    if not isinstance(accepted, list) or not accepted:
        raise BadRequest(f"expected a list in {where}.acceptedSuggestions; came none")
    ids = (one.get("id") if isinstance(one, dict) else None for one in accepted)
    return tuple(sorted({_uuid(id_, f"{where}.acceptedSuggestions") for id_ in ids}))


def _reason(said: Any, where: str) -> tuple[str, str, bool]:
    """Code, system, and whether there is a comment. What has no code's form is refused: it might be a name."""
    if said is None:
        return "", "", False
    if not isinstance(said, dict):
        raise BadRequest(f"expected an object in {where}.overrideReason; came something else")
    coding = said.get("reason")
    has_comment = bool(said.get("userComment"))
    if not isinstance(coding, dict):
        return "", "", has_comment
    code, system = str(coding.get("code", "")), str(coding.get("system", ""))
    if not (_CODE.fullmatch(code) and _SYSTEM.fullmatch(system)):
        raise BadRequest(f"expected a code and its system in {where}.overrideReason.reason")
    return code, system, has_comment


def _uuid(value: Any, where: str) -> str:
    if not isinstance(value, str) or not UUID.fullmatch(value):
        raise BadRequest(f"expected a UUID in {where}; came something else")
    return value.lower()


def _instant(value: Any, where: str) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except ValueError:
            pass
    raise BadRequest(f"expected an instant in UTC in {where}.outcomeTimestamp; came something else")
