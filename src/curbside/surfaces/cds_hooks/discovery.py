"""Which services there are: every pathway that is served, at every hook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Pathway
from curbside.surfaces.cds_hooks.hook import Hook
from curbside.surfaces.cds_hooks.prefetch import PrefetchTemplate, templates_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CdsService:
    """A pathway as a service: what it must be told, and where its questionnaire is."""

    cited: CitedPathway
    templates: tuple[PrefetchTemplate, ...]

    @classmethod
    def of(cls, cited: CitedPathway, *, base_url: str) -> CdsService:
        return cls(cited=cited, templates=templates_of(cited.pathway, base_url=base_url))


def discovered(services: Iterable[CdsService]) -> dict[str, Any]:
    """What discovery answers. The same id at several hooks lets later advice take the place of earlier."""
    return {"services": [_described(service, hook) for service in services for hook in Hook]}


def _described(service: CdsService, hook: Hook) -> dict[str, Any]:
    pathway = service.cited.pathway
    return {
        "hook": hook.value,
        "id": pathway.id,
        "title": pathway.title,
        "description": _description(pathway, hook),
        "prefetch": {template.key: str(template) for template in service.templates},
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
