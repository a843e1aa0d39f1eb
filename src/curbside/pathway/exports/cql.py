"""A pathway as one CQL 1.5 library over FHIR R4: what is known of the patient, then every table.

CQL has our logic: a comparison with nothing is null, and null is neither true nor false. So a row is a definition
that is true, false or null, and a table decides only what no null could undo; no missing value falls through to an
``else``. Units are never converted: the threshold that is compared is the one authored in the recorded unit.

Every table is a definition under its own id: a tuple of its standing, the rows that fired, those that might yet, its
outputs, and why the pathway ends with it. ``Recommendation`` has them all.

The day of the decision is the parameter ``on``, without a default: the library reads no clock.
Source: HL7 Clinical Quality Language 1.5; FHIR R4 (4.0.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import HitPolicy, Input, Kind, Pathway, Row, Table
from curbside.pathway.engine import in_order
from curbside.pathway.exports.cell import Column, column_named, true_side
from curbside.pathway.exports.cql_facts import facts
from curbside.pathway.exports.cql_text import any_of, quoted, spans
from curbside.pathway.exports.reference import printed
from curbside.pathway.formula import Formula, Name, Number, Operation, Term
from curbside.pathway.truth import Truth
from curbside.pathway.unary import EVERYTHING, UnaryTest

_UNSETTLED = ("cannot decide", "waiting", "no row matches", "rows conflict")


def cql(cited: CitedPathway) -> str:
    """The library. What a claim rests on stands in the comment above the row that cites it."""
    pathway = cited.pathway
    parts = [_head(pathway), *facts(pathway)]
    parts += [_formula(pathway, one, one.formula) for one in pathway.inputs.values() if one.formula]
    for at, table in enumerate(pathway.tables):
        parts += _table(cited, table, pathway.tables[:at])
    parts.append(_recommendation(pathway))
    return "\n".join(parts)


def _head(pathway: Pathway) -> str:
    about = [
        f"{pathway.title}, version {pathway.version} of {pathway.dated}, {pathway.status}.",
        pathway.purpose,
        *(f"For: {one}." for one in pathway.suits),
        *(f"Not for: {one}." for one in pathway.excludes),
    ]
    return f"""\
{_commented(about)}
library {pathway.id} version {quoted(pathway.version)}

using FHIR version '4.0.1'

// The day of the decision. Nothing dated after it counts.
parameter "on" Date

context Patient

define "Died":
  Coalesce((Patient.deceased as FHIR.boolean).value, false)
    or Coalesce(date from (Patient.deceased as FHIR.dateTime).value on or before "on", false)
"""


# -- what is worked out ----------------------------------------------------------------------------------------


def _formula(pathway: Pathway, declared: Input, formula: Formula) -> str:
    in_units = [one for one in sorted(formula.names) if column_named(pathway, one).has_several_units]
    ways = ""
    for unit, term in formula.terms.items():
        is_unit = " and ".join(f'"{one}".unit = {quoted(unit)}' for one in in_units)
        text = _rounded(pathway, term, formula.decimals)
        ways += f"    when {is_unit} then {text}\n" if in_units else f"    when true then {text}\n"
    return (
        f"// {declared.label}, to {formula.decimals} decimals; halves are rounded up.\n"
        f'define "{declared.name} value":\n  case\n{ways}    else null as Decimal\n  end\n\n'
        f'define "{declared.name}":\n  Tuple {{\n    told: "{declared.name} value" is not null,\n'
        f'    value: "{declared.name} value",\n    unit: {quoted(formula.unit)}\n  }}\n'
    )


def _rounded(pathway: Pathway, term: Term, decimals: int) -> str:
    scale = 10**decimals
    return f"ToDecimal(Floor({_term(pathway, term)} * {scale}.0 + 0.5)) / {scale}.0"


def _term(pathway: Pathway, term: Term) -> str:
    match term:
        case Number(written):
            return written if "." in written else f"{written}.0"
        case Name(name):
            value = _value(column_named(pathway, name))
            return value if name in pathway.inputs else f"ToDecimal({value})"
        case Operation(sign, left, right):
            return f"({_term(pathway, left)} {sign} {_term(pathway, right)})"


# -- a table -----------------------------------------------------------------------------------------------------


def _table(cited: CitedPathway, table: Table, earlier: tuple[Table, ...]) -> Iterator[str]:
    name, pathway = table.id, cited.pathway
    yield _commented([f"{table.title} ({table.hit.value})", *([table.note] if table.note else [])]) + "\n"
    for row in table.rows:
        yield f'{_cited(cited, row)}define "{name}: {row.id}":\n  {_all(pathway, row.tests)}\n'
    rows = ",\n    ".join(
        f'Tuple {{ id: {quoted(row.id)}, holds: "{name}: {row.id}" }}' for row in in_order(table)
    )
    yield f'define "{name} rows":\n  {{\n    {rows}\n  }}\n'
    yield f'define "{name} matched":\n  "{name} rows" R\n    where R.holds\n    return all R.id\n'
    yield f'define "{name} possible":\n  "{name} rows" R\n    where R.holds is not false\n    return all R.id\n'
    yield f'define "{name} open":\n  {_open(table)}\n'
    yield f'define "{name} standing":\n{_standing(pathway, table, earlier)}\n'
    yield f'define "{name} fired":\n{_fired(table)}\n'
    yield f'define "{name}":\n{_outcome(table)}\n'
    yield from _conditions(table)


def _conditions(table: Table) -> Iterator[str]:
    """What other documents ask of a table, each true or false and never null: a PlanDefinition's conditions."""
    standing = f'"{table.id} standing"'
    yield f'define "{table.id} is asked":\n  not {any_of(standing, ("not asked", "waiting", "not reached"))}\n'
    yield f'define "{table.id} cannot be decided":\n  {any_of(standing, _UNSETTLED)}\n'
    for row in table.rows:
        fired = f'exists ("{table.id} fired" R where R = {quoted(row.id)})'
        yield f'define "{table.id} fires {row.id}":\n  {fired}\n'


def _open(table: Table) -> str:
    """The rows that may yet match and would then change what the table says."""
    matched, possible = f'"{table.id} matched"', f'"{table.id} possible"'
    match table.hit:
        case HitPolicy.COLLECT:
            return f"{possible} R\n    where not exists ({matched} M where M = R)"
        case HitPolicy.FIRST | HitPolicy.PRIORITY:
            return f"Take({possible}, Coalesce(IndexOf({possible}, First({matched})), Count({possible})))"
    return f"if exists {matched} then List<String>{{}} else {possible}"


def _standing(pathway: Pathway, table: Table, earlier: tuple[Table, ...]) -> str:
    enders = [one.id for one in earlier if one.can_end]
    ended = " or ".join(['"Died"', *(f'"{one}"."Ends" is not null' for one in enders)])
    lines = [f"when {ended} then 'not reached'"]
    if table.guards:
        guard = _all(pathway, table.guards)
        lines += [f"when not ({guard}) then 'not asked'", f"when ({guard}) is null then 'waiting'"]
    if enders:
        might_end = " or ".join(f'"{one}"."MightEnd"' for one in enders)
        lines.append(f"when {might_end} then 'waiting'")
    if table.hit is HitPolicy.UNIQUE:
        lines.append(f"when Count(\"{table.id} matched\") > 1 then 'rows conflict'")
    lines.append(f"when exists \"{table.id} open\" then 'cannot decide'")
    if table.hit is not HitPolicy.COLLECT:
        lines.append(f"when not exists \"{table.id} matched\" then 'no row matches'")
    lines.append("else 'decided'")
    return "  case\n    " + "\n    ".join(lines) + "\n  end"


def _fired(table: Table) -> str:
    matched, standing = f'"{table.id} matched"', f'"{table.id} standing"'
    if table.hit is HitPolicy.COLLECT:
        asked = any_of(standing, ("decided", "cannot decide"))
        return f"  if {asked} then {matched} else List<String>{{}}"
    some = f"  case\n    when {standing} = 'decided' then Take({matched}, 1)\n"
    return some + f"    when {standing} = 'rows conflict' then {matched}\n    else List<String>{{}}\n  end"


def _outcome(table: Table) -> str:
    fired, standing = f'"{table.id} fired"', f'"{table.id} standing"'
    entries = {"Standing": standing, "Fired": fired, "Open": f'"{table.id} open"'}
    for name in table.outputs:
        entries[name] = _by_row(table, {row.id: row.outputs.get(name, "") for row in table.rows})
    entries["Ends"] = _by_row(table, {row.id: row.ends for row in table.rows}, of_any=True)
    enders = [row.id for row in table.rows if row.ends]
    might_end = "false"
    if enders:
        still = f'exists ("{table.id} open" R where {any_of("R", enders)})'
        unsettled = any_of(standing, [one for one in _UNSETTLED if one != "cannot decide"])
        might_end = f"({standing} = 'cannot decide' and {still}) or {unsettled}"
    entries["MightEnd"] = might_end
    lines = ",\n    ".join(f"{_element(name)}: {text}" for name, text in entries.items())
    return f"  Tuple {{\n    {lines}\n  }}"


def _by_row(table: Table, words: Mapping[str, str], *, of_any: bool = False) -> str:
    """The word of the row that fired; of a table that collects none, but what ends the pathway does there too."""
    said = {row: word for row, word in words.items() if word}
    if not said or (table.hit is HitPolicy.COLLECT and not of_any):
        return "null as String"
    # A row decides alone but under collect, and only then is there more than one to look among.
    is_fired = (
        f'exists ("{table.id} fired" R where R = {{}})'
        if table.hit is HitPolicy.COLLECT
        else f'"{table.id} standing" = \'decided\' and First("{table.id} fired") = {{}}'
    )
    ways = " ".join(
        f"when {is_fired.replace('{}', quoted(row))} then {quoted(word)}" for row, word in said.items()
    )
    return f"case {ways} else null as String end"


def _recommendation(pathway: Pathway) -> str:
    ids = [table.id for table in pathway.tables]
    ends = ", ".join(f'"{one}"."Ends"' for one in ids)
    standings = " or ".join(any_of(f'"{one} standing"', _UNSETTLED) for one in ids)
    tables = ",\n    ".join(_element(one) + f': "{one}"' for one in ids)
    return f"""\
define "Ended":
  if "Died" then 'the record says that the patient has died' else Coalesce({{ {ends} }})

define "Advice":
{_advice(pathway)}

define "Recommendation":
  Tuple {{
    "Standing": case
      when "Ended" is not null then 'ended'
      when {standings} then 'cannot decide'
      else 'recommended'
    end,
    "Ended": "Ended",
    "Advice": "Advice",
    {tables}
  }}
"""


def _advice(pathway: Pathway) -> str:
    """Every action of a row that fired, with the ids of the statements it rests on."""
    actions = [
        (table, row, action) for table in pathway.tables for row in table.rows for action in row.actions
    ]
    if not actions:
        return "  List<System.Any>{}"
    lists = ",\n    ".join(
        f'if exists ("{table.id} fired" R where R = {quoted(row.id)})\n'
        f"      then Tuple {{ table: {quoted(table.id)}, row: {quoted(row.id)}, do: {quoted(action.do.value)},\n"
        f"        text: {quoted(action.text)}, claims: {{ {', '.join(map(quoted, action.claims))} }} }}\n"
        f"      else null"
        for table, row, action in actions
    )
    return f"  ({{\n    {lists}\n  }}) A\n    where A is not null"


# -- a cell ------------------------------------------------------------------------------------------------------


def _all(pathway: Pathway, tests: Mapping[str, UnaryTest]) -> str:
    cells = [_cell(test, column_named(pathway, name)) for name, test in tests.items() if not test.anything]
    return "\n    and ".join(cells) or "true"


def _cell(test: UnaryTest, column: Column) -> str:
    """True, false or null, as the reference engine's cell is true, false or unknown."""
    value, told = _value(column), _told(column)
    of_missing = Truth.UNKNOWN if column.is_formula else test.of_missing
    if of_missing is Truth.UNKNOWN:
        return _of_value(test, column)
    missing = "true" if of_missing is Truth.TRUE else "false"
    return (
        f"(case when not {told} then null as Boolean when {value} is null then {missing} "
        f"else {_of_value(test, column)} end)"
    )


def _of_value(test: UnaryTest, column: Column) -> str:
    """Of a value that is there. Null of one that is not, and of one in a unit that the cell says nothing of."""
    value, side = _value(column), true_side(test, column)
    if column.kind in {Kind.CODE, Kind.BOOLEAN}:
        words = [
            f"{value} = {str(one).lower() if isinstance(one, bool) else quoted(one)}" for one in side.words
        ]
        return f"({' or '.join(words)})" if words else _never(value)
    if not test.spans:
        return _never(value)
    if column.has_several_units:
        ways = " ".join(
            f"when {quoted(unit)} then {spans(among, value)}" for unit, among in side.spans.items()
        )
        return f'(case "{column.name}".unit {ways} else null as Boolean end)'
    among = next(iter(side.spans.values()))
    if among == (EVERYTHING,):
        return f"(if {value} is null then null as Boolean else true)"
    return spans(among, value)


def _never(value: str) -> str:
    return f"(if {value} is null then null as Boolean else false)"


def _value(column: Column) -> str:
    table, _, output = column.name.partition(".")
    return f'"{table}".{_element(output)}' if column.is_output else f'"{column.name}".value'


def _told(column: Column) -> str:
    """Whether a value that is missing is known to be missing."""
    table = column.name.partition(".")[0]
    if not column.is_output:
        return f'"{column.name}".told'
    standing = f'"{table}"."Standing"'
    return f"(not {any_of(standing, _UNSETTLED)})"


def _element(name: str) -> str:
    """A name of a tuple's element, quoted, as the pathway's words may be CQL's own."""
    return f'"{name}"'


# -- comments ----------------------------------------------------------------------------------------------------


def _cited(cited: CitedPathway, row: Row) -> str:
    lines = [row.note] if row.note else []
    for action in row.actions:
        lines.append(f"{action.do.value}: {action.text}")
        for claim in cited.resting_on(action.claims):
            basis = "derived, leans most on" if claim.is_derived else "our summary of"
            lines.append(f"  [{claim.statement.id}] {basis} {printed(claim.source)}")
    return _commented(lines) + "\n" if lines else ""


def _commented(lines: Iterable[str]) -> str:
    return "\n".join(f"// {part}" for line in lines for part in line.splitlines())
