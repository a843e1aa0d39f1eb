"""A part of a FHIR resource, read by the names that R4 gives its fields.

Whatever the JSON holds, asking gives a value of the right type or none. A field that is there and is not shaped as
R4 has it is noted in ``faults``, by its name alone, so that the resource can be named and left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Final, TypeVar

from curbside.terminology.codings import Coding

_T = TypeVar("_T")

_SIGNIFICANT: Final = Context(prec=15, rounding=ROUND_HALF_EVEN)
_LARGEST_EXPONENT: Final = 30
"""No quantity of medicine is beyond 10^30, nor finer than 10^-30."""


class Element:
    """A JSON object with the names of those of its fields that were misshapen. An absent one has no fields."""

    __slots__ = ("_fields", "_path", "faults")

    def __init__(self, fields: Mapping[str, Any], faults: list[str], path: str = "") -> None:
        self._fields = fields
        self._path = path
        self.faults = faults

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __bool__(self) -> bool:
        return bool(self._fields)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._fields)

    def apart(self) -> Element:
        """The same, keeping its own faults."""
        return Element(self._fields, [])

    def same_as(self, other: Element) -> bool:
        return self._fields == other._fields

    def raw(self, name: str) -> object:
        """As it stands, whatever it is; no fault."""
        return self._fields.get(name)

    def word(self, name: str) -> str:
        """Text, or empty where it is none; no fault."""
        value = self._fields.get(name)
        return value if isinstance(value, str) else ""

    def text(self, name: str) -> str:
        value = self._fields.get(name, "")
        return value if isinstance(value, str) else self._misshapen(name, "")

    def flag(self, name: str) -> bool | None:
        value = self._fields.get(name)
        return value if value is None or isinstance(value, bool) else self._misshapen(name, None)

    def number(self, name: str) -> Decimal | None:
        """To 15 significant digits, which every engine keeps; more are rounded half to even."""
        value = self._fields.get(name)
        if value is None:
            return None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT:
                return _SIGNIFICANT.plus(number)
        return self._misshapen(name, None)

    def element(self, name: str) -> Element:
        value = self._fields.get(name)
        if value is not None and not isinstance(value, dict):
            value = self._misshapen(name, None)
        return Element(value or {}, self.faults, f"{self._path}{name}.")

    def elements(self, name: str) -> Iterator[Element]:
        values = self._fields.get(name, [])
        if not isinstance(values, list):
            values = self._misshapen(name, [])
        for value in values:
            if isinstance(value, dict):
                yield Element(value, self.faults, f"{self._path}{name}.")
            else:
                self._misshapen(name, None)

    def texts(self, name: str) -> Iterator[str]:
        values = self._fields.get(name, [])
        if not isinstance(values, list):
            values = self._misshapen(name, [])
        for value in values:
            yield value if isinstance(value, str) else self._misshapen(name, "")

    def codings(self, name: str) -> tuple[Coding, ...]:
        """Of a CodeableConcept, those that say both the code and whose it is, each once."""
        return tuple(dict.fromkeys(self.element(name).coding_list("coding")))

    def coding_list(self, name: str) -> Iterator[Coding]:
        """Of a list of Coding, those that say both the code and whose it is."""
        for coding in self.elements(name):
            system, code = coding.text("system").strip(), coding.text("code").strip()
            if system and code:
                yield Coding(system, code)

    def first_code(self, name: str) -> str:
        """The first code of a CodeableConcept that is bound to one code system, such as a clinical status."""
        codes = (coding.text("code") for coding in self.element(name).elements("coding"))
        return next((code for code in codes if code), "")

    def fault(self, name: str) -> None:
        """Note that a field is not what it should be."""
        self.faults.append(f"{self._path}{name}")

    def _misshapen(self, name: str, instead: _T) -> _T:
        self.fault(name)
        return instead
