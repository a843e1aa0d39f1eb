"""Answers, from QuestionnaireResponse: an item answers the input whose name is its linkId, or whose codes it has.

A response has no codes of its own. They are the Questionnaire's, when that is contained in the response or is in the
same bundle.

Source: FHIR R4, QuestionnaireResponse (http://hl7.org/fhir/R4/questionnaireresponse.html) and Questionnaire.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from curbside.patient.readers.fhir.bundle import Entry
from curbside.patient.readers.fhir.dates import begin, day
from curbside.patient.readers.fhir.element import Element
from curbside.patient.readers.fhir.observations import quantity_in
from curbside.patient.record import Answer, Remark
from curbside.terminology.codings import Coding

_COUNTING: Final = frozenset({"completed", "amended"})
_DEEPEST: Final = 30


class Questionnaires:
    """The questionnaires of a bundle, by their canonical address."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_url = {
            one.resource.word("url"): one.resource for one in entries if one.kind == "Questionnaire"
        }

    def codes(self, response: Element) -> dict[str, tuple[Coding, ...]]:
        """The codes of each linkId; none when the questionnaire is not at hand."""
        canonical = response.text("questionnaire").partition("|")[0]
        asked = self._by_url.get(canonical) if canonical else None
        for one in response.elements("contained"):
            if canonical == f"#{one.word('id')}" or (canonical and one.word("url") == canonical):
                asked = one
        if asked is None:
            return {}
        return {
            item.text("linkId"): tuple(item.coding_list("code")) for item in _items(asked.apart(), depth=0)
        }


def answers_in(entry: Entry, questionnaires: Questionnaires, remarks: list[Remark]) -> Iterator[Answer]:
    """Every answer, of nested items too. A response that was not completed gives none, and a remark."""
    response = entry.resource
    if response.text("status") not in _COUNTING:
        remarks.append(Remark(where=entry.where, what="the questionnaire was not completed; not used"))
        return
    codes = questionnaires.codes(response)
    given_on = begin(response, "authored")
    for item in _items(response, depth=0):
        name = item.text("linkId").strip()
        for answer in item.elements("answer"):
            found = _answer(answer, name, codes.get(name, ()), given_on)
            if found:
                yield found
            elif answer.names - {"item", "id", "extension"}:
                remarks.append(
                    Remark(where=entry.where, what="an answer of a kind that is not read; left out")
                )


def _items(parent: Element, *, depth: int) -> Iterator[Element]:
    """The items in order, each before those within it or within its answers."""
    if depth > _DEEPEST:
        parent.fault("item")
        return
    for item in parent.elements("item"):
        yield item
        yield from _items(item, depth=depth + 1)
        for answer in item.elements("answer"):
            yield from _items(answer, depth=depth + 1)


def _answer(element: Element, name: str, codings: tuple[Coding, ...], given_on: date | None) -> Answer | None:
    """None when there is no value, or one of a kind that says nothing to a pathway: an attachment, a reference."""
    field = next((name for name in element.names if name in _VALUES), "")
    if not field:
        return None
    value, unit, coded = _VALUES[field](element, field)
    return Answer(
        name=name,
        value="" if value is None else value,
        unit=unit,
        given_on=given_on,
        codings=codings,
        coded=coded,
    )


class _Said(NamedTuple):
    value: Decimal | str | bool | date | None
    unit: str = ""
    coded: tuple[Coding, ...] = ()


def _quantity(element: Element, field: str) -> _Said:
    said = quantity_in(element.element(field))
    return _Said(None) if said.comparator else _Said(said.value, said.unit)


def _coding(element: Element, field: str) -> _Said:
    coding = element.element(field)
    system, code = coding.text("system").strip(), coding.text("code").strip()
    return _Said(code or coding.text("display"), coded=(Coding(system, code),) if system and code else ())


_VALUES: Final[dict[str, Callable[[Element, str], _Said]]] = {
    "valueBoolean": lambda element, field: _Said(element.flag(field)),
    "valueDecimal": lambda element, field: _Said(element.number(field)),
    "valueInteger": lambda element, field: _Said(element.number(field)),
    "valueDate": lambda element, field: _Said(day(element, field)),
    "valueDateTime": lambda element, field: _Said(day(element, field)),
    "valueString": lambda element, field: _Said(element.text(field)),
    "valueUri": lambda element, field: _Said(element.text(field)),
    "valueTime": lambda element, field: _Said(element.text(field)),
    "valueQuantity": _quantity,
    "valueCoding": _coding,
}
