"""Which sense has a short form in a question, and what kind of question is it? Questions written for this, with both.

    python evals/question.py
    python evals/question.py --misses tune
    python evals/question.py --write

The half ``tune`` is the table of the tests (`tests/question/data/readings.jsonl`); the half ``held-back``
(`evals/data/readings_held_back.jsonl`) was written independently of it and of the shipped abbreviations. A line is
``{"ask", "senses": {short: long}, "kind", "ambiguous": [long, ...]}``. A sense is right when it is the one written
down, in any wording of it; *surely wrong* is one that is not, with a probability of at least 0.8. Improve on ``tune``;
list the misses of ``held-back`` seldom or never. Beside it stands always taking the commonest sense.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from curbside.question.read import read_question
from curbside.question.reading import ClinicalQuestion
from curbside.terminology.senses import same_sense
from curbside.terminology.short_forms import shipped
from curbside.terminology.synonyms import same_as
from report import Goal, at_least, at_most, bootstrap, goals, machine, table, write_section

HERE = Path(__file__).parent
TABLES = {
    "tune": HERE.parent / "tests" / "question" / "data" / "readings.jsonl",
    "held-back": HERE / "data" / "readings_held_back.jsonl",
}
SURE = 0.8
GOAL_ACCURACY, GOAL_CPU_MS = 0.95, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question with its expected reading; ``kind`` is empty where it is arguable."""

    ask: str
    senses: dict[str, str]
    kind: str
    ambiguous: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A short form as it was read; ``long`` is empty and ``probability`` nought when it was not taken for one."""

    row: Row
    short: str
    wanted: str
    long: str
    probability: float
    commonest: str

    @property
    def right(self) -> bool:
        """Is it the sense that was written down?"""
        return agrees(self.long, self.wanted)

    @property
    def surely_wrong(self) -> bool:
        """Is it another, and said to be sure?"""
        return not self.right and self.probability >= SURE


def main() -> None:
    """Read, count, print; write the section of the results page when told to."""
    parser = argparse.ArgumentParser(
        description="Which sense has a short form, and of what kind is a question?"
    )
    parser.add_argument("--misses", choices=sorted(TABLES), help="list what was read otherwise")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    options = parser.parse_args()

    rows = {half: list(read_rows(path)) for half, path in TABLES.items()}
    for every in rows.values():
        for row in every:
            read_question(row.ask)  # Loads the inventory, and what each short form stands for.
    lines, reached = [], []
    for half in TABLES:
        line, goals_of_half = measured(half, rows[half])
        lines.append(line)
        reached += goals_of_half
    text = "\n".join(
        [
            machine("curbside"),
            f"{sum(1 for _ in shipped()):,} short forms shipped; 95% intervals by bootstrap over questions",
            "",
            table(
                (
                    "half",
                    "short forms",
                    "senses right",
                    "commonest sense",
                    "sure",
                    "surely wrong",
                    "kind right",
                    "cpu, ms",
                ),
                lines,
            ),
            "",
            goals(reached),
        ]
    )
    print(text)
    if options.misses:
        print("\n".join(misses(rows[options.misses])))
    if options.write:
        write_section("question", text)


def read_rows(path: Path) -> Iterator[Row]:
    """The questions of a table."""
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        yield Row(
            ask=fields["ask"],
            senses=fields.get("senses", {}),
            kind=fields.get("kind") or "",
            ambiguous=tuple(fields.get("ambiguous", ())),
        )


def measured(half: str, rows: Sequence[Row]) -> tuple[tuple[str, ...], list[Goal]]:
    """The line of a half, and its goals."""
    marked = {row.ask: mark(row, read_question(row.ask)) for row in rows if row.senses}
    every = [one for found in marked.values() for one in found]
    right = bootstrap(
        list(marked.values()), lambda sample: _share([one.right for found in sample for one in found])
    )
    commonest = _share([agrees(one.commonest, one.wanted) for one in every])
    kinds = bootstrap([row.kind == read_question(row.ask).kind for row in rows if row.kind], _share)
    surely_wrong = sum(one.surely_wrong for one in every)
    cpu = cpu_ms([row.ask for row in rows])
    line = (
        half,
        f"{len(every):,}",
        str(right),
        f"{commonest:.3f}",
        f"{_share([one.probability >= SURE for one in every]):.3f}",
        f"{surely_wrong:,}",
        str(kinds),
        f"{cpu:.2f}",
    )
    return line, [
        at_least(f"senses right, {half}", right.value, GOAL_ACCURACY),
        at_most(f"surely wrong, {half}", surely_wrong, 0),
        at_most(f"cpu of reading a question, {half}", cpu, GOAL_CPU_MS, " ms"),
    ]


def mark(row: Row, read: ClinicalQuestion) -> list[Marked]:
    """How each short form of a row was read."""
    found = {choice.short.casefold(): choice for choice in read.senses}
    marked = []
    for short, wanted in row.senses.items():
        choice = found.get(short.casefold())
        senses = [sense for one in shipped().spelled_like(short) for sense in shipped().of(one)]
        marked.append(
            Marked(
                row=row,
                short=short,
                wanted=wanted,
                long=choice.long if choice else "",
                probability=choice.probability if choice else 0.0,
                commonest=max(senses, key=lambda sense: sense.commonness).long if senses else "",
            )
        )
    return marked


def agrees(long: str, wanted: str) -> bool:
    """Do two long forms name one thing? They are wordings of one, or known to mean the same."""
    return bool(long) and any(same_sense(wording, wanted) for wording in same_as(long))


def misses(rows: Sequence[Row]) -> Iterator[str]:
    """What was read otherwise than written down, a line each."""
    for row in rows:
        read = read_question(row.ask)
        for one in mark(row, read):
            if not one.right:
                yield f"{one.short}: {one.wanted} | {one.long} {one.probability:.2f} | {row.ask}"
        if row.kind and row.kind != read.kind:
            yield f"kind: {row.kind} | {read.kind} | {row.ask}"


def cpu_ms(questions: Sequence[str]) -> float:
    """The median CPU time of reading one, the inventory loaded."""
    took = []
    for question in questions:
        started = time.process_time()
        read_question(question)
        took.append((time.process_time() - started) * 1000)
    return median(took)


def _share(right: Sequence[bool]) -> float:
    return fmean(right) if right else 0.0


if __name__ == "__main__":
    main()
