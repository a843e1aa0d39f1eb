"""What the checker says of tables that are wrong, each in the fewest rows that show it; and of those that are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.pathway.checker import findings
from curbside.pathway.checker.finding import Severity
from curbside.pathway.reading import read_pathway
from pathway.small_pathways import AGE, CREATININE, DIALYSIS, HEAD, LEVEL, STONES, pathway_of

QUIET = ("missing-value", "silent", "unused-input", "unit-dimension")
"""Said of nearly every small table; tested by themselves."""

ONE_UNIT = """\
  - {name: level, label: 25(OH)D, kind: quantity, units: [ng/mL], plausible: "[1..300] ng/mL"}
"""

MEDICINE = "medicine: [atc A11CC05]"


def told(inputs: str, tables: str, folder: Path, *, quiet: tuple[str, ...] = QUIET) -> list[str]:
    """All findings, as "code: message"."""
    found = findings(pathway_of(inputs, tables, folder))
    return [f"{one.code}: {one.message}" for one in found if one.code not in quiet]


def table(hit: str, columns: str, *rows: str, id: str = "dose", head: str = "") -> str:  # noqa: A002
    """A table whose rows are given as "tests" or "tests => the rest of the row"."""
    written = f"  - id: {id}\n    title: {id.capitalize()}\n    hit: {hit}\n    columns: [{columns}]\n{head}    rows:\n"
    for place, row in enumerate(rows, 1):
        tests, _, rest = (part.strip() for part in row.partition("=>"))
        written += f"      - {{id: r{place}, if: {{{tests}}}{', ' if rest else ''}{rest}}}\n"
    return written


def action(do: str = "advise", text: str = "Go on.", more: str = "") -> str:
    return f"actions: [{{do: {do}, text: {text}, claims: [S1]{', ' if more else ''}{more}}}]"


PLACE = "'Give {amount}.'"
WORDS = "    outputs: {band: [low, high]}\n"

GAPS = [
    (
        "between two rows",
        ONE_UNIT,
        table("unique", "level", 'level: "< 30 ng/mL"', 'level: "> 30 ng/mL"'),
        ["gap: no row of dose matches 25(OH)D = 30 ng/mL"],
    ),
    (
        "above the last row, up to what is plausible, in each unit",
        LEVEL,
        table("unique", "level", 'level: "<= 100 ng/mL | <= 250 nmol/L"'),
        [
            (
                "gap: no row of dose matches 25(OH)D in (100..300] ng/mL or in (250..750] nmol/L "
                "(for example 25(OH)D = 300 ng/mL)"
            )
        ],
    ),
    (
        "for a word",
        DIALYSIS,
        table("unique", "dialysis", "dialysis: none", "dialysis: peritoneal"),
        ["gap: no row of dose matches Dialysis = haemodialysis"],
    ),
    (
        "for a yes with a level",
        LEVEL + STONES,
        table(
            "unique",
            "level, stones",
            'level: "< 30 ng/mL | < 75 nmol/L"',
            'level: ">= 30 ng/mL | >= 75 nmol/L", stones: "false"',
        ),
        [
            (
                "gap: no row of dose matches 25(OH)D in [30..300] ng/mL or in [75..750] nmol/L and Kidney stones = yes "
                "(for example 25(OH)D = 30 ng/mL, Kidney stones = yes)"
            )
        ],
    ),
    (
        "for a missing value that every row keeps out",
        STONES,
        table("unique", "stones", 'stones: "not(null)"'),
        ["gap: no row of dose matches Kidney stones missing"],
    ),
    (
        "none where a missing value is asked for",
        STONES,
        table("unique", "stones", 'stones: "true"', 'stones: "false"'),
        [],
    ),
    (
        "none in a table that collects",
        STONES,
        table("collect", "stones", 'stones: "true"'),
        [],
    ),
    (
        "none beyond what a guard lets through",
        STONES + DIALYSIS,
        table("unique", "stones", 'stones: "true"', head='    when: {stones: "true"}\n'),
        [],
    ),
    (
        "none for those whom an earlier table has sent away",
        AGE,
        table(
            "unique",
            "age",
            'age: "< 18 year" => ends: Too young.',
            'age: ">= 18 year"',
            id="scope",
        )
        + table("unique", "age", 'age: "[18..65) year"', 'age: ">= 65 year"'),
        [],
    ),
    (
        "for those whom it has not",
        AGE,
        table("unique", "age", 'age: "< 18 year" => ends: Too young.', 'age: ">= 18 year"', id="scope")
        + table("unique", "age", 'age: "[20..65) year"', 'age: ">= 65 year"'),
        ["gap: no row of dose matches Age in [18..20) year (for example Age = 18 year)"],
    ),
    (
        "for an output that the next table does not take",
        STONES,
        table(
            "unique",
            "stones",
            'stones: "true" => then: {band: low}',
            'stones: "false" => then: {band: high}',
            id="first",
            head=WORDS,
        )
        + table("unique", "first.band", "first.band: low"),
        ["gap: no row of dose matches First: band = high, which first gives"],
    ),
    (
        "none for one that is never given with that value",
        STONES,
        table(
            "unique",
            "stones",
            'stones: "true" => then: {band: low}',
            'stones: "false" => then: {band: high}',
            id="first",
            head=WORDS,
        )
        + table("unique", "first.band, stones", "first.band: low", 'first.band: high, stones: "false"'),
        [],
    ),
]

OVERLAPS = [
    (
        "at one point",
        ONE_UNIT,
        table("unique", "level", 'level: "<= 30 ng/mL"', 'level: ">= 30 ng/mL"'),
        ["overlap: 25(OH)D = 30 ng/mL matches rows r1 and r2 of dose"],
    ),
    (
        "of a row within another",
        STONES,
        table("unique", "stones", 'stones: "true"', 'stones: "-"'),
        [
            "overlap: Kidney stones = yes matches rows r1 and r2 of dose; all that r1 lets through, r2 does too",
        ],
    ),
    (
        "of two that are the same",
        STONES,
        table("unique", "stones", 'stones: "true"', 'stones: "true"', 'stones: "false"'),
        [
            (
                "overlap: Kidney stones = yes matches rows r1 and r2 of dose; the rows let the same patients through "
                "and say the same"
            )
        ],
    ),
    (
        "where both take the missing",
        STONES,
        table("unique", "stones", 'stones: "null"', 'stones: "null"', 'stones: "not(null)"'),
        [
            (
                "overlap: Kidney stones missing matches rows r1 and r2 of dose; the rows let the same patients through "
                "and say the same"
            )
        ],
    ),
    (
        "under any, when they say different things",
        STONES,
        table("any", "stones", f'stones: "true" => {action()}', f"=> {action(text='Stop.')}"),
        [
            (
                "disagreement: Kidney stones = yes matches rows r1 and r2 of dose, which do not say the same; "
                "all that r1 lets through, r2 does too"
            )
        ],
    ),
    (
        "not under any, when they say the same; but then one of them is to no purpose",
        STONES,
        table("any", "stones", f'stones: "true" => {action()}', f"=> {action()}"),
        ["redundant: row r1 of dose changes nothing: r2 says the same of all whom it lets through"],
    ),
    (
        "none for those who never come to the table",
        AGE,
        table("unique", "age", 'age: "< 18 year" => ends: Too young.', 'age: ">= 18 year"', id="scope")
        + table("unique", "age", 'age: "< 65 year"', 'age: "< 10 year"', 'age: ">= 65 year"'),
        ["unreachable: row r2 of dose never fires: no such patient comes to this table"],
    ),
]

IDLE = [
    (
        "outside what is plausible",
        LEVEL,
        table("priority", "level", 'level: "> 400 ng/mL | > 1000 nmol/L"', "=> note: else"),
        [
            "unreachable: row r1 of dose never fires: no 25(OH)D that it can have is '> 400 ng/mL | > 1000 nmol/L'"
        ],
    ),
    (
        "behind rows that take all of it",
        STONES,
        table(
            "priority",
            "stones",
            'stones: "-" => then: {band: low}',
            'stones: "true" => then: {band: high}',
            head=WORDS,
        ),
        ["unreachable: row r2 of dose never fires: r1 takes all that it lets through"],
    ),
    (
        "behind rows that take all of it only together",
        STONES,
        table(
            "first",
            "stones",
            'stones: "true"',
            'stones: "false"',
            f'stones: "not(null)" => {action()}',
            f"=> {action(text='Ask.')}",
        ),
        [
            "unreachable: row r3 of dose never fires: r1 and r2 take all that it lets through",
            "unreachable: row r4 of dose never fires: r1 and r2 and r3 take all that it lets through",
            (
                "first-hit: dose lets the order of its rows decide: a row says less than it shows, for the rows "
                "before it take from it. Prefer unique, or priority by outputs"
            ),
        ],
    ),
    (
        "asking for an output that is never given",
        STONES,
        table(
            "unique",
            "stones",
            'stones: "not(null)" => then: {band: low}',
            'stones: "null" => then: {band: low}',
            id="first",
            head=WORDS,
        )
        + table("unique", "first.band", "first.band: low", "first.band: high"),
        [
            "unused-word: no row of first gives band = high",
            "unreachable: row r2 of dose never fires: no such patient comes to this table",
            "mergeable: rows r1 and r2 of first say the same and differ in one column: one row could say it",
        ],
    ),
    (
        "under priority, of one rank and saying different things",
        STONES + DIALYSIS,
        table(
            "priority",
            "stones, dialysis",
            f'stones: "true" => {action()}',
            f"dialysis: none => {action(text='Stop.')}",
            f"=> {action(text='Ask.')}",
        ),
        [
            (
                "misleading: rows r1 and r2 of dose both match Kidney stones = yes, Dialysis = none, have the same "
                "priority and say different things: r1 wins only because it stands first"
            ),
            (
                "misleading: rows r1 and r3 of dose both match Kidney stones = yes, have the same priority and say "
                "different things: r1 wins only because it stands first"
            ),
            (
                "misleading: rows r2 and r3 of dose both match Dialysis = none, have the same priority and say "
                "different things: r2 wins only because it stands first"
            ),
        ],
    ),
    (
        "under priority, a broad row that takes from a narrow one",
        STONES + DIALYSIS,
        table(
            "priority",
            "stones, dialysis",
            f'stones: "true" => then: {{band: low}}, {action()}',
            f'stones: "not(null)", dialysis: none => then: {{band: high}}, {action(text="Stop.")}',
            'stones: "-" => then: {band: high}',
            head=WORDS,
        ),
        [
            "misleading: row r1 of dose takes Kidney stones = yes, Dialysis = none from the narrower row r2",
            (
                "misleading: rows r2 and r3 of dose both match Kidney stones = yes, Dialysis = none, have the same "
                "priority and say different things: r2 wins only because it stands first"
            ),
        ],
    ),
    (
        "that could be one",
        DIALYSIS,
        table(
            "unique",
            "dialysis",
            f"dialysis: none => {action()}",
            f"dialysis: peritoneal => {action()}",
            f"dialysis: haemodialysis => {action(text='Stop.')}",
        ),
        ["mergeable: rows r1 and r2 of dose say the same and differ in one column: one row could say it"],
    ),
]

DOSE = "dose: {amount: 800, unit: IU, every: 1 day}"
LIMIT = "limits:\n  - {medicine: [atc A11CC05], amount: 4000, unit: IU, every: 1 day, claims: [S1]}\n"

ACTIONS = [
    (
        "start and stop of one medicine, in two tables",
        STONES + DIALYSIS,
        table(
            "unique",
            "stones",
            f'stones: "true" => {action("stop", more=MEDICINE)}',
            'stones: "false"',
            id="first",
        )
        + table(
            "unique", "dialysis", f"dialysis: none => {action('start', more=MEDICINE)}", "dialysis: not(none)"
        ),
        [
            (
                "contradiction: row r1 of first and row r1 of dose both fire for Kidney stones = yes, Dialysis = none, "
                "and stop and start the same medicine"
            )
        ],
    ),
    (
        "no contradiction where the two never fire together",
        STONES,
        table(
            "unique",
            "stones",
            f'stones: "true" => {action("stop", more=MEDICINE)}',
            'stones: "false"',
            id="first",
        )
        + table("unique", "stones", f'stones: "false" => {action("start", more=MEDICINE)}', 'stones: "true"'),
        [],
    ),
    (
        "start and stop in one row",
        STONES,
        table(
            "unique",
            "stones",
            'stones: "not(null)" => actions: [{do: start, text: Start., claims: [S1], medicine: [atc A11CC05]}, '
            "{do: stop, text: Stop., claims: [S1], medicine: [atc A11CC05]}]",
        ),
        [
            "gap: no row of dose matches Kidney stones missing",
            "contradiction: row r1 of dose start and stop the same medicine",
        ],
    ),
    (
        "two doses of one medicine at once",
        STONES + DIALYSIS,
        table(
            "collect",
            "stones, dialysis",
            f'stones: "true" => {action("start", more=f"{MEDICINE}, {DOSE}")}',
            f"dialysis: none => {action('start', more=f'{MEDICINE}, dose: {{amount: 400, unit: IU, every: 1 day}}')}",
        ),
        [
            (
                "two-doses: row r1 of dose and row r2 of dose both fire for Kidney stones = yes, Dialysis = none, and "
                "give the same medicine in different doses"
            )
        ],
    ),
    (
        "a range that falls, and an interval of nothing",
        STONES,
        table(
            "collect",
            "stones",
            f'stones: "true" => {action("start", more="dose: {amount: 800, most: 400, unit: IU, every: 0 days}")}',
        ),
        [
            "dose: row r1 of dose gives 800 to 400 IU: expected a range that rises",
            "interval: row r1 of dose gives a dose every 0 days: expected an interval above 0",
        ],
    ),
]

GRAPHS = [
    (
        "tables that wait for each other",
        STONES,
        table("unique", "second.band", "second.band: low => then: {band: low}", id="first", head=WORDS)
        + table("unique", "first.band", "first.band: low => then: {band: low}", id="second", head=WORDS),
        [
            "unused-word: no row of first gives band = high",
            "unused-word: no row of second gives band = high",
            "cycle: first needs second needs first: none of them can ever be known",
        ],
    ),
    (
        "a table that is asked too early",
        STONES,
        table("collect", "second.band", "second.band: low", id="first")
        + table(
            "unique",
            "stones",
            'stones: "true" => then: {band: low}',
            'stones: "false" => then: {band: high}',
            id="second",
            head=WORDS,
        ),
        ["order: first needs what second gives, which is asked after it"],
    ),
    (
        "a formula of itself",
        "  - {name: ratio, label: Ratio, kind: quantity, units: ['1'], formula: ratio / 2}\n",
        table("collect", "ratio", 'ratio: "> 1"'),
        ["cycle: ratio needs ratio: none of them can ever be known"],
    ),
    (
        "a table that reads what another collects",
        STONES,
        table(
            "collect",
            "stones",
            'stones: "true" => then: {band: low}',
            'stones: "false" => then: {band: high}',
            id="first",
            head=WORDS,
        )
        + table("collect", "first.band", "first.band: low"),
        [
            "reads-collected: dose reads first.band, and first collects: it has no one output to read",
        ],
    ),
    (
        "a place in a text for no input",
        STONES,
        table(
            "collect",
            "stones",
            f'stones: "true" => {action(text=PLACE)}',
        ),
        ["text-place: row r1 of dose has '{amount}' in its text, which is no input"],
    ),
    (
        "a column that no row looks at",
        STONES + DIALYSIS,
        table("collect", "stones, dialysis", 'stones: "true"', 'stones: "false", dialysis: "-"'),
        ["unused-column: no row of dose has a test on dialysis"],
    ),
]

UNITS = [
    (
        "a unit that one row forgets",
        LEVEL,
        table("unique", "level", 'level: "< 30 ng/mL"', 'level: ">= 30 ng/mL | >= 75 nmol/L"'),
        [
            (
                "unit-missing: row r1 of dose has 25(OH)D in ng/mL and not in nmol/L: a result in nmol/L could not be "
                "decided on"
            )
        ],
    ),
    (
        "an end that is in for one unit and out for another",
        LEVEL,
        table("unique", "level", 'level: "< 30 ng/mL | <= 75 nmol/L"', 'level: ">= 30 ng/mL | > 75 nmol/L"'),
        [
            (
                "unit-mismatch: row r1 of dose cuts 25(OH)D otherwise in ng/mL than in nmol/L: "
                "'< 30 ng/mL | <= 75 nmol/L'"
            ),
            (
                "unit-mismatch: row r2 of dose cuts 25(OH)D otherwise in ng/mL than in nmol/L: "
                "'>= 30 ng/mL | > 75 nmol/L'"
            ),
        ],
    ),
    (
        "rounded, by the conversion that the input declares",
        LEVEL + "    conversions: [{from: ng/mL, to: nmol/L, factor: 2.496, claims: [S1]}]\n",
        table("unique", "level", 'level: "< 20 ng/mL | < 50 nmol/L"', 'level: ">= 20 ng/mL | >= 50 nmol/L"'),
        [
            "unit-rounded: row r1 of dose: 25(OH)D 20 ng/mL is 49.92 nmol/L, written 50: rounded, differs by 0.2 %",
        ],
    ),
    (
        "another amount",
        LEVEL + "    conversions: [{from: nmol/L, to: ng/mL, factor: 0.4, claims: [S1]}]\n",
        table("unique", "level", 'level: "< 20 ng/mL | < 20 nmol/L"', 'level: ">= 20 ng/mL | >= 20 nmol/L"'),
        [
            "unit-mismatch: row r1 of dose: 25(OH)D 20 ng/mL is 50 nmol/L, written 20: differs by 60 %",
            "unit-mismatch: row r2 of dose: 25(OH)D 20 ng/mL is 50 nmol/L, written 20: differs by 60 %",
        ],
    ),
    (
        "one dimension, by arithmetic",
        "  - {name: weight, label: Weight, kind: quantity, units: [kg, g]}\n",
        table("unique", "weight", 'weight: "< 60 kg | < 60000 g"', 'weight: ">= 60 kg | >= 6000 g"'),
        [
            "unit-mismatch: row r2 of dose: Weight 60 kg is 60000 g, written 6000: differs by 90 %",
            "overlap: Weight in [6000..60000) g (for example Weight = 6000 g) matches rows r1 and r2 of dose",
        ],
    ),
    (
        "no conversion, and a pair that stands apart from the others",
        LEVEL,
        table(
            "unique",
            "level",
            'level: "< 20 ng/mL | < 50 nmol/L"',
            'level: "[20..30) ng/mL | [50..75) nmol/L"',
            'level: "[30..40) ng/mL | [75..110) nmol/L"',
            'level: "[40..50) ng/mL | [110..125) nmol/L"',
            'level: ">= 50 ng/mL | >= 125 nmol/L"',
        ),
        [
            (
                "unit-mismatch: row r3 of dose: 25(OH)D 40 ng/mL stands with 110 nmol/L, 2.75 for 1, where others "
                "stand at 2.5"
            )
        ],
    ),
]


@pytest.mark.parametrize(
    ("inputs", "tables", "expected"),
    [
        pytest.param(*rest, id=f"{kind}: {name}")
        for kind, cases in {
            "gap": GAPS,
            "overlap": OVERLAPS,
            "idle": IDLE,
            "actions": ACTIONS,
            "graph": GRAPHS,
            "units": UNITS,
        }.items()
        for name, *rest in cases
    ],
)
def test_a_mistake_is_told_with_a_patient(
    inputs: str, tables: str, expected: list[str], tmp_path: Path
) -> None:
    assert told(inputs, tables, tmp_path) == expected


@pytest.mark.parametrize(
    ("dose", "over_limit", "expected"),
    [
        ("{amount: 4000, unit: IU, every: 1 day}", False, []),
        ("{amount: 50000, unit: IU, every: 2 weeks}", False, []),
        (
            "{amount: 50000, unit: IU, every: 1 week}",
            False,
            [
                (
                    "over-limit: row r1 of dose gives up to 7142.86 IU a day, which passes the limit of "
                    "4000 IU every 1 day, and does not say so (expected 'over_limit')"
                )
            ],
        ),
        ("{amount: 50000, unit: IU, every: 1 week}", True, []),
        ("{amount: 1000, most: 2500, unit: IU, every: 1 day, times: 2}", True, []),
        (
            "{amount: 1000, unit: IU, every: 1 day}",
            True,
            [
                (
                    "over-limit: row r1 of dose says that it passes a limit, and passes none of those "
                    "declared for its medicine"
                )
            ],
        ),
        (
            "{amount: 200, unit: ug, every: 1 day}",
            False,
            [
                (
                    "dose-unit: row r1 of dose gives ug, which cannot be held against the limit of 4000 IU: an "
                    "international unit is no mass"
                )
            ],
        ),
    ],
)
def test_a_dose_is_held_against_the_limit_of_its_medicine(
    dose: str, over_limit: bool, expected: list[str], tmp_path: Path
) -> None:
    more = f"{MEDICINE}, dose: {dose}" + (
        ", over_limit: More than a grown person needs." if over_limit else ""
    )
    rows = table("unique", "stones", f'stones: "true" => {action("start", more=more)}', 'stones: "false"')
    file = tmp_path / "pathway.yaml"
    file.write_text(f"{HEAD}{LIMIT}inputs:\n{STONES}tables:\n{rows}", "utf-8")
    read = read_pathway(file)
    assert read.pathway is not None, read.mistakes
    found = [f"{one.code}: {one.message}" for one in findings(read.pathway) if one.code not in QUIET]
    assert found == expected


def test_of_a_missing_value_it_is_said_what_each_table_does(tmp_path: Path) -> None:
    rows = table(
        "unique",
        "level, age, stones",
        'level: "null"',
        'level: "not(null)", age: "< 65 year"',
        'level: "not(null)", age: ">= 65 year"',
    )
    found = findings(pathway_of(LEVEL + AGE + STONES, rows, tmp_path))
    (note,) = [one for one in found if one.code == "missing-value"]
    assert note.severity is Severity.NOTE
    assert note.message == (
        "of a value that is missing, dose has r1 for 25(OH)D; asks for Age; does not need Kidney stones"
    )


def test_units_of_two_kinds_need_a_conversion_to_be_held_against_each_other(tmp_path: Path) -> None:
    rows = table("collect", "creatinine", 'creatinine: "> 1.5 mg/dL | > 133 umol/L"')
    (found,) = told(CREATININE, rows, tmp_path, quiet=("missing-value", "silent"))
    assert found == (
        "unit-dimension: Creatinine has cut-offs in mg/dL and in umol/L, which measure different things, and no "
        "conversion is declared: they cannot be held against each other"
    )


def test_an_input_that_nothing_uses_and_a_row_that_says_nothing(tmp_path: Path) -> None:
    rows = table("collect", "stones", 'stones: "true"')
    assert told(STONES + AGE, rows, tmp_path, quiet=("missing-value",)) == [
        "unused-input: Age ('age') is asked for, and no table or formula uses it",
        "silent: row r1 of dose says nothing: no action, no output, no end, no note",
    ]
