"""How a CQL library finds an input in a FHIR R4 record: one definition an input, of three parts.

``value`` and ``unit`` are as `curbside.pathway.gather` finds them, and null where nothing counts. ``told`` is false
where something is recorded that cannot be used: a value without a unit that the pathway is written in, one that is not
plausible, results of one instant that disagree. A missing value and one that cannot be told are not the same.

Where we read more than this does, the library says that it cannot tell, never something else: a sample reported in two
units, an answer that is not the record's. A medicine must be coded in the request, statement, administration or
dispense itself.

No library is included, FHIRHelpers not either, so that the text runs wherever it is put. FHIR's elements are taken by
their ``value``, and a retrieve names no code, as that needs FHIRHelpers' conversions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from curbside.pathway.definition import Input, Kind, Origin, Pathway, Period
from curbside.pathway.exports.cell import column_named, true_side
from curbside.pathway.exports.cql_text import any_of, number, quoted, spans, typed_null
from curbside.pathway.presence import COMPLETED, CURRENT, NO_CONDITION, PAST_CONDITION
from curbside.pathway.results import CORRECTED, COUNTING
from curbside.patient.answers import YES_OR_NO
from curbside.terminology.codings import Coding
from curbside.terminology.quantities import converted

_OVER: Final = (
    "g mg ug µg mcg ng pg mol mmol umol µmol nmol pmol mL ml L l kg [iU] IU [IU] % 1 SD INR {INR}".split()
)
_UNDER: Final = ["", *"/L /l /dL /dl /mL /ml /d /day /24.h /24h /(24.h) /min /mmol /g".split()]
_WHOLE: Final = (
    *"a y year years mo month months wk week weeks d day days {score}".split(),
    *("mL/min/{1.73_m2}", "mL/min/1.73m2", "mL/min/1.73 m2", "mL/min/1.73m²", "mL/min/1.73 m²"),
)

_PRELUDE: Final = """\
// Answers of completed questionnaires, given by the day of the decision: the items at the top and one level below.
define "Items":
  flatten (
    ([QuestionnaireResponse]) R
      where R.status.value in { 'completed', 'amended' }
        and Coalesce(date from R.authored.value same day or before "on", true)
      return all R.item
  )

define "Answers":
  flatten (
    (flatten { "Items", flatten ("Items" I return all I.item) }) I
      where I.answer is not null
      return all (
        I.answer A
          let said: A.value, quantity: said as FHIR.Quantity
          return all Tuple {
            name: I.linkId.value,
            amount: Coalesce(
              quantity.value.value, (said as FHIR.decimal).value, ToDecimal((said as FHIR.integer).value)
            ),
            unit: Coalesce(
              if quantity.system.value = 'http://unitsofmeasure.org' then quantity.code.value else null as String,
              quantity.unit.value
            ),
            bound: quantity.comparator.value,
            text: Coalesce((said as FHIR.string).value, (said as FHIR.Coding).code.value),
            flag: (said as FHIR.boolean).value,
            dateSaid: Coalesce((said as FHIR.date).value, date from (said as FHIR.dateTime).value)
          }
      )
  )
"""


def facts(pathway: Pathway) -> Iterator[str]:
    """The definitions of everything that is not worked out, in the pathway's order."""
    asked = [one for one in pathway.inputs.values() if not one.formula]
    yield _PRELUDE
    if any(one.origin is Origin.OBSERVATION for one in asked):
        yield _RESULTS
    if any(one.origin is Origin.THERAPY for one in asked):
        yield _therapies()
    if any(one.origin is Origin.CONDITION for one in asked):
        yield _conditions()
    for one in asked:
        yield from _fact(pathway, one)


def _fact(pathway: Pathway, declared: Input) -> Iterator[str]:
    name = declared.name
    value = _READ[declared.kind](pathway, declared, "A")
    yield (
        f'define "{name} answers":\n  "Answers" A\n    where A.name = {quoted(name)}\n    return {value}\n'
    )
    yield f'define "{name} said":\n{_agreed(declared, f"{name} answers")}\n'
    found = _found(pathway, declared)
    if found is None:
        yield f'// {declared.label}\ndefine "{name}":\n  "{name} said"\n'
        return
    yield from found
    together = _together(declared)
    if declared.absence != "no":
        yield f'// {declared.label}\ndefine "{name}":\n{together}\n'
        return
    yield f'define "{name} recorded":\n{together}\n'
    yield (
        f"// {declared.label}: where nothing is recorded, it is not so.\n"
        f'define "{name}":\n'
        f'  if "{name} recorded".told and "{name} recorded".value is null and {_could_be_looked_at(declared)}\n'
        f"    then Tuple {{ told: true, value: false, unit: null as String }}\n"
        f'  else if "{name} recorded".value is null\n'
        f"    then Tuple {{ told: false, value: null as Boolean, unit: null as String }}\n"
        f'  else "{name} recorded"\n'
    )


def _agreed(declared: Input, readings: str) -> str:
    """One reading, when all are the same; none when there is none; else it cannot be told."""
    null = typed_null(declared.kind)
    return (
        f'  case\n    when not exists "{readings}" then Tuple {{ told: true, value: {null}, unit: null as String }}\n'
        f'    when Count("{readings}") = 1 then First("{readings}")\n'
        f"    else Tuple {{ told: false, value: {null}, unit: null as String }}\n  end"
    )


def _together(declared: Input) -> str:
    """What the record has and what is answered: the same, or the one there is; else it cannot be told."""
    found, said = f'"{declared.name} found"', f'"{declared.name} said"'
    null = typed_null(declared.kind)
    return (
        f"  case\n"
        f"    when not {said}.told then {said}\n"
        f"    when {said}.value is null then {found}\n"
        f"    when {found}.value is null then {said}\n"
        f"    when {found}.value = {said}.value and Coalesce({found}.unit = {said}.unit, true) then {found}\n"
        f"    else Tuple {{ told: false, value: {null}, unit: null as String }}\n"
        f"  end"
    )


# -- reading a value -------------------------------------------------------------------------------------------


def _quantity(pathway: Pathway, declared: Input, from_: str) -> str:
    unit, value = _unit(declared, from_), _in_unit(declared, from_)
    is_told = f"{from_}.amount is not null and {from_}.bound is null and {unit} is not null"
    if declared.plausible is not None:
        column = column_named(pathway, declared.name)
        side = true_side(declared.plausible, column).spans
        if column.has_several_units:
            within = " ".join(f"when {quoted(one)} then {spans(side[one], value)}" for one in side)
            is_told += f"\n      and (case {unit} {within} else false end)"
        else:
            is_told += f"\n      and {spans(next(iter(side.values())), value)}"
    return (
        f"(if {is_told}\n"
        f"      then Tuple {{ told: true, value: {value}, unit: {unit} }}\n"
        f"      else Tuple {{ told: false, value: null as Decimal, unit: null as String }})"
    )


def _unit(declared: Input, from_: str) -> str:
    """The unit of the pathway that the recorded one is, or can be exactly given in; null when there is none."""
    by_unit: dict[str, list[str]] = {}
    for written, (unit, _) in _spellings(declared.units).items():
        by_unit.setdefault(unit, []).append(written)
    ways = " ".join(
        f"when {any_of(f'{from_}.unit', spelled)} then {quoted(unit)}" for unit, spelled in by_unit.items()
    )
    bare = converted(Decimal(1), "", declared.units)
    unitless = declared.units[0] if declared.origin is Origin.AGE else bare[1] if bare else ""
    if unitless:
        ways += f" when {from_}.unit is null then {quoted(unitless)}"
    return f"(case {ways} else null as String end)"


def _in_unit(declared: Input, from_: str) -> str:
    """The amount in that unit: 0.133 mmol/L are 133 µmol/L. Of one substance in another unit nothing is worked out."""
    by_factor: dict[Decimal, list[str]] = {}
    for written, (_, factor) in _spellings(declared.units).items():
        if factor != 1:
            by_factor.setdefault(factor, []).append(written)
    if not by_factor:
        return f"{from_}.amount"
    ways = " ".join(
        f"when {any_of(f'{from_}.unit', spelled)} then Round({from_}.amount * {number(factor)}, 8)"
        for factor, spelled in by_factor.items()
    )
    return f"(case {ways} else {from_}.amount end)"


@cache
def _spellings(units: tuple[str, ...]) -> dict[str, tuple[str, Decimal]]:
    """How records may write these units, or others that are only so many of them: what unit it is, and how many."""
    spelled: dict[str, tuple[str, Decimal]] = {unit: (unit, Decimal(1)) for unit in units}
    for written in (*_WHOLE, *(over + under for over in _OVER for under in _UNDER)):
        found = converted(Decimal(1), written, units)
        # CQL's decimals have eight places.
        if found and written not in spelled and Decimal("1e-6") <= found[0] <= Decimal("1e6"):
            spelled[written] = (found[1], found[0])
    return spelled


def _word(pathway: Pathway, declared: Input, from_: str) -> str:
    ways = " ".join(f"when {quoted(word.lower())} then {quoted(word)}" for word in declared.words)
    word = f"(case Lower({from_}.text) {ways} else null as String end)"
    return f"Tuple {{ told: {word} is not null, value: {word}, unit: null as String }}"


def _yes_or_no(pathway: Pathway, declared: Input, from_: str) -> str:
    said = " ".join(
        f"when {any_of(f'Lower({from_}.text)', [w for w, is_yes in YES_OR_NO.items() if is_yes is truth])} "
        f"then {str(truth).lower()}"
        for truth in (True, False)
    )
    flag = f"Coalesce({from_}.flag, case {said} else null as Boolean end)"
    return f"Tuple {{ told: {flag} is not null, value: {flag}, unit: null as String }}"


def _day(pathway: Pathway, declared: Input, from_: str) -> str:
    return f"Tuple {{ told: {from_}.dateSaid is not null, value: {from_}.dateSaid, unit: null as String }}"


_READ: Final = {Kind.QUANTITY: _quantity, Kind.CODE: _word, Kind.BOOLEAN: _yes_or_no, Kind.DATE: _day}


# -- finding it in the record ----------------------------------------------------------------------------------


def _found(pathway: Pathway, declared: Input) -> Iterable[str] | None:
    match declared.origin:
        case Origin.OBSERVATION:
            return _observed(pathway, declared)
        case Origin.THERAPY:
            return _present(declared, "Medicines", _since(declared))
        case Origin.CONDITION:
            return _present(declared, "Conditions", "")
        case Origin.AGE:
            return _age(pathway, declared)
        case Origin.SEX:
            return _sex(declared)
    return None


_RESULTS: Final = f"""\
// Results that were released. One dated by the day alone is taken at its start, in UTC: only whole instants have an
// order that every engine agrees on.
define "Results":
  ([Observation]) O
    let taken: Coalesce((O.effective as FHIR.dateTime).value, (O.effective as FHIR.instant).value),
      said: O.value,
      quantity: said as FHIR.Quantity
    where {any_of("O.status.value", sorted(COUNTING - {""}))}
      and said is not null
    return all Tuple {{
      id: O.id.value,
      codes: O.code.coding C return all Tuple {{ system: C.system.value, code: C.code.value }},
      is_corrected: {any_of("O.status.value", sorted(CORRECTED))},
      dated: if (day from taken) is null then null as Date
        else Date(year from taken, month from taken, day from taken),
      at: if (day from taken) is null then null as DateTime
        else DateTime(
          year from taken, month from taken, day from taken,
          Coalesce(hour from taken, 0), Coalesce(minute from taken, 0), Coalesce(second from taken, 0),
          Coalesce(millisecond from taken, 0),
          if (hour from taken) is null then 0.0 else timezoneoffset from taken
        ),
      amount: quantity.value.value,
      unit: Coalesce(
              if quantity.system.value = 'http://unitsofmeasure.org' then quantity.code.value else null as String,
              quantity.unit.value
            ),
      bound: quantity.comparator.value,
      text: Coalesce(
        (said as FHIR.string).value,
        First(((said as FHIR.CodeableConcept).coding) C return C.code.value)
      ),
      flag: (said as FHIR.boolean).value,
      dateSaid: date from (said as FHIR.dateTime).value
    }}
"""


def _observed(pathway: Pathway, declared: Input) -> Iterator[str]:
    name = declared.name
    usable = f"exists (R.codes C where {_is_coded(declared.codings, 'C')})"
    traps = [trap.coding for trap in declared.traps]
    if traps:
        usable += f"\n      and not exists (R.codes C where {_is_coded(traps, 'C')})"
    since = (
        f"\n      and (R.dated is null or R.dated on or after {_earlier(declared.within)})"
        if declared.within
        else ""
    )
    yield (
        f'define "{name} results":\n  "Results" R\n    where {usable}\n'
        f'      and (R.dated is null or R.dated on or before "on"){since}\n'
    )
    latest = f'Max("{name} results" R where R.at is not null return all R.at)'
    if declared.is_previous:
        yield f'define "{name} latest at":\n  {latest}\n'
        latest = f'Max("{name} results" R where R.at before "{name} latest at" return all R.at)'
    yield f'define "{name} at":\n  {latest}\n'
    yield (
        f"// Of one instant, the corrected ones replace those they correct; and they are taken in the order of ids.\n"
        f'define "{name} of that instant":\n  "{name} results" R\n    where R.at = "{name} at"\n    sort by id\n'
    )
    yield (
        f'define "{name} deciding":\n'
        f'  if exists ("{name} of that instant" R where R.is_corrected)\n'
        f'    then "{name} of that instant" R where R.is_corrected\n'
        f'    else "{name} of that instant"\n'
    )
    chosen = f'{{ Last("{name} deciding") }}' if declared.takes_last_of_tie else f'"{name} deciding"'
    read = _READ[declared.kind](pathway, declared, "R")
    yield f'define "{name} readings":\n  ({chosen}) R\n    where R.id is not null\n    return {read}\n'
    null = typed_null(declared.kind)
    yield (
        f'define "{name} found":\n  case\n'
        f'    when "{name} at" is null then Tuple {{\n'
        f'      told: not exists ("{name} results" R where R.dated is null), value: {null}, unit: null as String\n'
        f"    }}\n"
        f'    when Count("{name} readings") = 1 then First("{name} readings")\n'
        f"    else Tuple {{ told: false, value: {null}, unit: null as String }}\n  end\n"
    )


def _present(declared: Input, among: str, arguments: str) -> Iterator[str]:
    name = declared.name
    yield f'define "{name} of today":\n  "{among}" M\n    where {_counts_today(declared)}\n'
    is_there = (
        f'exists ("{name} of today" M where exists (M.codes C where {_is_coded(declared.codings, "C")}))'
    )
    yield (
        f'define "{name} found":\n'
        f"  Tuple {{ told: true, value: if {is_there} then true else null as Boolean, unit: null as String }}\n"
    )


def _counts_today(declared: Input) -> str:
    """`curbside.pathway.presence`, of a medicine or a condition that is not over before it began."""
    if declared.origin is Origin.CONDITION:
        return 'Coalesce(M.began on or before "on", true) and not Coalesce(M.ended before "on", false)'
    within = (
        f" or Coalesce(Coalesce(M.ended, M.began) on or after {_since(declared)}, false)"
        if declared.within
        else ""
    )
    return (
        'Coalesce(M.began on or before "on", true)\n      and (\n'
        '        (M.is_current and Coalesce(M.ended on or after "on", true))\n'
        '          or (M.is_supply and Coalesce(M.ended on or after "on", false))\n'
        f'          or Coalesce(Coalesce(M.ended, M.began) = "on", false){within}\n      )'
    )


def _since(declared: Input) -> str:
    return _earlier(declared.within) if declared.within else ""


def _could_be_looked_at(declared: Input) -> str:
    """Nothing of today, or at least one with a code in a system that the input knows."""
    if declared.origin not in {Origin.THERAPY, Origin.CONDITION}:
        return "true"
    name = declared.name
    systems = sorted({coding.system for coding in declared.codings})
    known = any_of("C.system", systems)
    return f'(not exists "{name} of today" or exists ("{name} of today" M where exists (M.codes C where {known})))'


def _therapies() -> str:
    kinds = {
        "MedicationRequest": ("M.authoredOn.value", "null as DateTime"),
        "MedicationStatement": _BEGAN_AND_ENDED,
        "MedicationAdministration": _BEGAN_AND_ENDED,
        "MedicationDispense": ("Coalesce(M.whenHandedOver.value, M.whenPrepared.value)", "null as DateTime"),
    }
    lists = ",\n    ".join(_therapy(kind, *dates) for kind, dates in kinds.items())
    return f'define "Medicines":\n  flatten {{\n    {lists}\n  }}\n'


_BEGAN_AND_ENDED: Final = (
    "Coalesce((M.effective as FHIR.dateTime).value, (M.effective as FHIR.Period).start.value)",
    "(M.effective as FHIR.Period).end.value",
)


def _therapy(kind: str, began: str, ended: str) -> str:
    current = sorted(CURRENT[kind])
    is_current = any_of("M.status.value", current) if current else "false"
    counting = any_of("M.status.value", [*current, COMPLETED])
    is_supply = "true" if kind == "MedicationDispense" else "false"
    return (
        f"(([{kind}]) M\n      where {counting}\n      return all Tuple {{\n"
        f"        codes: ((M.medication as FHIR.CodeableConcept).coding) C\n"
        f"          return all Tuple {{ system: C.system.value, code: C.code.value }},\n"
        f"        is_current: {is_current}, is_supply: {is_supply},\n"
        f"        began: date from ({began}),\n        ended: date from ({ended})\n      }})"
    )


def _conditions() -> str:
    past = any_of("C.code.value", sorted(PAST_CONDITION))
    never = any_of("C.code.value", sorted(NO_CONDITION))
    return f"""\
define "Conditions":
  ([Condition]) D
    where not exists (D.clinicalStatus.coding C where {past})
      and not exists (D.verificationStatus.coding C where {never})
    return all Tuple {{
      codes: D.code.coding C return all Tuple {{ system: C.system.value, code: C.code.value }},
      began: Coalesce(
        date from (D.onset as FHIR.dateTime).value, date from (D.onset as FHIR.Period).start.value,
        date from D.recordedDate.value
      ),
      ended: Coalesce(
        date from (D.abatement as FHIR.dateTime).value, date from (D.abatement as FHIR.Period).end.value
      )
    }}
"""


def _age(pathway: Pathway, declared: Input) -> Iterator[str]:
    name = declared.name
    yield (
        f'define "{name} born":\n'
        f"  Tuple {{\n"
        f'    amount: ToDecimal(CalculateAgeInYearsAt(Patient.birthDate.value, "on")),\n'
        f"    unit: null as String, bound: null as String\n  }}\n"
    )
    read = _quantity(pathway, declared, "A")
    yield (
        f'define "{name} found":\n  if "{name} born".amount is null\n'
        f"    then Tuple {{ told: true, value: null as Decimal, unit: null as String }}\n"
        f'    else singleton from (({{ "{name} born" }}) A return {read})\n'
    )


def _sex(declared: Input) -> Iterator[str]:
    known = any_of("Patient.gender.value", declared.words)
    yield (
        f'define "{declared.name} found":\n  Tuple {{\n    told: true,\n'
        f"    value: if {known} then Patient.gender.value else null as String,\n    unit: null as String\n  }}\n"
    )


def _is_coded(codings: Iterable[Coding], from_: str) -> str:
    """Does a code of the record come under one of these? Codes of one system stand together."""
    by_system: dict[str, list[Coding]] = {}
    for coding in codings:
        by_system.setdefault(coding.system, []).append(coding)
    ways = []
    for system, of_it in by_system.items():
        exact = [one.code for one in of_it if not one.is_family] + [
            one.stem for one in of_it if one.is_family
        ]
        families = [f"StartsWith({from_}.code, {quoted(one.stem + '.')})" for one in of_it if one.is_family]
        is_one = " or ".join([any_of(f"{from_}.code", exact), *families])
        ways.append(f"({from_}.system = {quoted(system)} and ({is_one}))")
    return " or ".join(ways) or "false"


def _earlier(period: Period | None) -> str:
    assert period is not None
    return f'("on" - {period.count} {period.unit}{"" if period.count == 1 else "s"})'
