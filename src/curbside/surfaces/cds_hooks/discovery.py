"""Which services there are: every pathway that is served, at every hook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curbside.pathway.definition import Pathway
from curbside.surfaces.cds_hooks.hook import Hook
from curbside.surfaces.cds_hooks.prefetch import templates_of


def services(pathways: Iterable[Pathway], *, base_url: str) -> dict[str, Any]:
    """What discovery answers. The same id at several hooks lets later advice take the place of earlier."""
    return {"services": [_service(pathway, hook, base_url) for pathway in pathways for hook in Hook]}


def _service(pathway: Pathway, hook: Hook, base_url: str) -> dict[str, Any]:
    return {
        "hook": hook.value,
        "id": pathway.id,
        "title": pathway.title,
        "description": _description(pathway, hook),
        "prefetch": {template.key: str(template) for template in templates_of(pathway, base_url=base_url)},
        "usageRequirements": _requirements(pathway),
    }


def _description(pathway: Pathway, hook: Hook) -> str:
    said = [pathway.purpose]
    if pathway.suits:
        said.append(f"For {'; '.join(pathway.suits)}.")
    if pathway.excludes:
        said.append(f"Not for {'; '.join(pathway.excludes)}.")
    if hook.has_orders:
        said.append("Answers when an order concerns what the pathway advises or asks about.")
    return " ".join(said)


def _requirements(pathway: Pathway) -> str:
    draft = "" if pathway.status == "active" else f" This pathway is {pathway.status}: not for care yet."
    return (
        "FHIR R4. Every prefetch key is needed, or access to the FHIR server: without, the answer is 412, never "
        f"an empty list of cards. Version {pathway.version}.{draft}"
    )
