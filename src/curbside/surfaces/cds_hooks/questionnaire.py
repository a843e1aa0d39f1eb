"""What no record has and a person must be asked, as a FHIR R4 Questionnaire that a record system can show.

Its answers come back as a QuestionnaireResponse that names it, among what is prefetched.
"""

from __future__ import annotations

from typing import Any, Final

from curbside.pathway.definition import Input, Kind, Origin, Pathway
from curbside.surfaces.cds_hooks.prefetch import canonical_of

_TYPES: Final = {Kind.QUANTITY: "quantity", Kind.CODE: "choice", Kind.BOOLEAN: "boolean", Kind.DATE: "date"}
_UNIT_OPTION: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"


def questionnaire(pathway: Pathway, *, base_url: str) -> dict[str, Any]:
    """A question for every input that is only ever answered."""
    items = [_item(one) for one in pathway.inputs.values() if one.origin is Origin.ANSWER]
    return {
        "resourceType": "Questionnaire",
        "id": pathway.id.replace("_", "-"),
        "url": canonical_of(pathway, base_url=base_url),
        "version": pathway.version,
        "title": pathway.title,
        "status": pathway.status,
        "subjectType": ["Patient"],
        "date": pathway.dated.isoformat(),
        **({"item": items} if items else {}),
    }


def _item(one: Input) -> dict[str, Any]:
    item: dict[str, Any] = {
        "linkId": one.name,
        "text": one.question or one.label,
        "type": _TYPES[one.kind],
        "required": False,
    }
    if one.units:
        # Spelt as the pathway has them, which is not always as UCUM would.
        item["extension"] = [{"url": _UNIT_OPTION, "valueCoding": {"display": unit}} for unit in one.units]
    if one.words:
        item["answerOption"] = [{"valueString": word} for word in one.words]
    return item
