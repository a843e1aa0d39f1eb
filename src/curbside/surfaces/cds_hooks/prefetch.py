"""What a pathway must be told of a patient, as FHIR queries that the record system may answer beforehand.

Queries keep to the subset that the specification recommends: reads and searches by type, tokens by equality,
``_count`` and ``_sort``. Families of codes cannot be asked for so, and medicines are often only referred to; of
conditions and medicines, everything is therefore asked for, and the pathway's own codes choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from curbside.pathway.definition import Input, Origin, Pathway
from curbside.terminology.codings import Coding

PATIENT_ID: Final = "{{context.patientId}}"

ANSWERS: Final = 5
RESULTS: Final = 50
"""The newest results of a test that are asked for: the latest that counts is among them."""
PAGE: Final = 200

THERAPIES: Final = {
    "medication-requests": "MedicationRequest",
    "medication-statements": "MedicationStatement",
    "medication-administrations": "MedicationAdministration",
    "medication-dispenses": "MedicationDispense",
}
"""All four count as therapy: record systems differ in which they fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefetchTemplate:
    """A query under its key. ``parameters`` of a search come in order; a read by id has none.

    ``newest_first`` says that the first page is enough, because what is left out is older than what came. Where an
    answer is not ``needed``, its absence leaves open what it would have said, and decides nothing.
    """

    key: str
    resource: str
    parameters: tuple[tuple[str, str], ...] = ()
    newest_first: bool = False
    needed: bool = True

    def __str__(self) -> str:
        """As discovery publishes it, with a token where the patient's id goes."""
        if not self.parameters:
            return f"{self.resource}/{PATIENT_ID}"
        return f"{self.resource}?" + "&".join(f"{name}={value}" for name, value in self.parameters)

    def of(self, patient_id: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The path and the parameters of the query for one patient."""
        if not self.parameters:
            return f"{self.resource}/{patient_id}", ()
        filled = ((name, value.replace(PATIENT_ID, patient_id)) for name, value in self.parameters)
        return self.resource, tuple(filled)


def templates_of(pathway: Pathway, *, base_url: str) -> tuple[PrefetchTemplate, ...]:
    """Every query whose answer the pathway may use, the patient first. ``base_url`` is where its questionnaire is."""
    inputs = list(pathway.inputs.values())
    asked = [one for one in inputs if one.origin is Origin.ANSWER]
    answers = [_answers(asked, canonical_of(pathway, base_url=base_url))] if asked else []
    return (PrefetchTemplate(key="patient", resource="Patient"), *_searches(inputs), *answers)


def canonical_of(pathway: Pathway, *, base_url: str) -> str:
    """The address of the pathway's own questionnaire: no other's answers count, whatever its questions are called."""
    return f"{base_url}/questionnaires/{pathway.id}"


def _searches(inputs: Sequence[Input]) -> Iterator[PrefetchTemplate]:
    asked: set[frozenset[Coding]] = set()
    for one in inputs:
        # A result under a code that only looks right is asked for too: it is named, and not used.
        codings = frozenset([*one.codings, *(trap.coding for trap in one.traps)])
        if one.origin is Origin.OBSERVATION and codings and codings not in asked:
            asked.add(codings)
            yield _results(one, codings)
    origins = {one.origin for one in inputs}
    if Origin.CONDITION in origins:
        yield _everything("conditions", "Condition")
    if Origin.THERAPY in origins:
        for key, resource in THERAPIES.items():
            yield _everything(key, resource)


def _results(one: Input, codings: frozenset[Coding]) -> PrefetchTemplate:
    if any(coding.is_family for coding in codings):
        return _everything(one.name.replace("_", "-"), "Observation")
    tokens = sorted(f"{coding.system}|{coding.code}" for coding in codings)
    return PrefetchTemplate(
        key=one.name.replace("_", "-"),
        resource="Observation",
        parameters=(
            *(("patient", PATIENT_ID), ("code", ",".join(tokens))),
            *(("_sort", "-date"), ("_count", str(RESULTS))),
        ),
        newest_first=True,
    )


def _answers(asked: Sequence[Input], canonical: str) -> PrefetchTemplate:
    return PrefetchTemplate(
        key="answers",
        resource="QuestionnaireResponse",
        parameters=(
            *(("patient", PATIENT_ID), ("questionnaire", canonical)),
            *(("_sort", "-authored"), ("_count", str(ANSWERS))),
        ),
        newest_first=True,
        needed=any(one.absence == "no" for one in asked),
    )


def _everything(key: str, resource: str) -> PrefetchTemplate:
    return PrefetchTemplate(
        key=key, resource=resource, parameters=(("patient", PATIENT_ID), ("_count", str(PAGE)))
    )
