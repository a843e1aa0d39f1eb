"""Does it find the abbreviations that an abstract defines? MEDLINE records whose definitions experts marked.

    python evals/abbreviations.py
    python evals/abbreviations.py --misses tune

The data are one JSON Lines file of records: ``{"pmid", "title", "abstract", "pairs": [[short, long], ...]}``, half of
the corpus MED1250 in that shape. A record is scored by its pairs, each counted once: short form and long form must both
be right, but for case and white space; *to the letter* also in these. Beside it stands the algorithm of Schwartz and
Hearst. Improve on the half ``tune``; report the half ``held-back``, and list its misses seldom or never.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from curbside.terminology.definitions import definitions_in
from report import HALVES, Half, at_least, at_most, bootstrap, goals, in_half, machine, table, write_section

DATA = Path(__file__).parents[2] / "shared" / "data" / "abbreviations_dev.jsonl"
ABOUT = "MED1250, the records with even PMIDs (public domain)"
GOAL_F1, GOAL_PRECISION, GOAL_MICROSECONDS = 0.91, 0.95, 150.0

Pair = tuple[str, str]
Finder = Callable[[str], Iterator[Pair]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A title with its abstract, and what experts say it defines."""

    pmid: str
    text: str
    pairs: Sequence[Pair]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What a record defines and what was found in it."""

    record: Record
    right: frozenset[Pair]
    found: frozenset[Pair]


def read_records(path: Path, half: Half) -> list[Record]:
    """The records of a half, in file order."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Record(
            pmid=row["pmid"],
            text=f"{row['title']}\n{row['abstract']}",
            pairs=[(short, long) for short, long in row["pairs"]],
        )
        for row in rows
        if in_half(row["pmid"], half)
    ]


def alike(text: str) -> str:
    """Without what two writings of one form may differ in: case and white space."""
    return " ".join(text.casefold().split())


def to_the_letter(text: str) -> str:
    """As it is."""
    return text


def marked(records: Sequence[Record], finder: Finder, written: Callable[[str], str] = alike) -> list[Marked]:
    """What the finder finds in each record beside what is right, both ``written`` so that what is the same is equal."""
    return [
        Marked(
            record=record,
            right=frozenset((written(short), written(long)) for short, long in record.pairs),
            found=frozenset((written(short), written(long)) for short, long in finder(record.text)),
        )
        for record in records
    ]


def precision(marks: Sequence[Marked]) -> float:
    """The share of what was found that is right; nought when nothing was."""
    return _share(marks, sum(len(mark.found) for mark in marks))


def recall(marks: Sequence[Marked]) -> float:
    """The share of what is right that was found; nought when nothing is."""
    return _share(marks, sum(len(mark.right) for mark in marks))


def f1(marks: Sequence[Marked]) -> float:
    """The harmonic mean of precision and recall, over all pairs together."""
    return _share(marks, sum(len(mark.found) + len(mark.right) for mark in marks) / 2)


def _share(marks: Sequence[Marked], of: float) -> float:
    return sum(len(mark.found & mark.right) for mark in marks) / of if of else 0.0


def curbside(text: str) -> Iterator[Pair]:
    """The pairs that `curbside.terminology.definitions` finds."""
    return ((one.short, one.long) for one in definitions_in(text))


def schwartz_hearst(text: str) -> Iterator[Pair]:
    """The yardstick: the short form's letters are looked for from the right, the first at the beginning of a word.

    Source: Schwartz and Hearst, Pacific Symposium on Biocomputing 2003:451-462.
    """
    for bracket in re.finditer(r"\(([^()]+)\)", text):
        short = re.split(r"[;,] ", bracket[1])[0].strip()
        is_short = 2 <= len(short) <= 10 and len(short.split()) <= 2 and short[0].isalnum()
        if not is_short or not re.search(r"[^\W\d]", short):
            continue
        sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n", text[: bracket.start()].rstrip())[-1]
        words = sentence.split(" ")[-min(len(short) + 5, 2 * len(short)) :]
        long = _from_the_right(short.lower(), " ".join(words))
        if len(long) > len(short) and short not in long.split():
            yield short, long


def _from_the_right(short: str, words: str) -> str:
    lower, at = words.lower(), len(words)
    for index, letter in reversed([*enumerate(short)]):
        if not letter.isalnum():
            continue
        at -= 1
        while at >= 0 and (lower[at] != letter or (index == 0 and at and lower[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return ""
    return words[words.rfind(" ", 0, at + 1) + 1 :]


def compare(records: Sequence[Record]) -> str:
    """Precision, recall and F1 of each finder on each half, with intervals over records."""
    readers = (
        ("curbside", curbside, alike),
        ("curbside, to the letter", curbside, to_the_letter),
        ("Schwartz and Hearst", schwartz_hearst, alike),
    )
    rows = []
    for half in get_args(Half):
        of_half = [record for record in records if in_half(record.pmid, half)]
        for name, finder, written in readers:
            marks = marked(of_half, finder, written)
            figures = [str(bootstrap(marks, measure, rounds=1000)) for measure in (precision, recall, f1)]
            rows.append([f"{half}: {name}", str(sum(len(mark.right) for mark in marks)), *figures])
    return table(["", "pairs", "precision", "recall", "F1"], rows)


def microseconds(records: Sequence[Record]) -> float:
    """What a record takes of the processor, the best of five rounds over all: the others were disturbed."""

    def one_round() -> float:
        began = time.process_time()
        for record in records:
            definitions_in(record.text)
        return time.process_time() - began

    return 1e6 * min(one_round() for _ in range(5)) / len(records)


def misses(marks: Sequence[Marked]) -> str:
    """What was missed and what was found wrongly, record by record."""
    return "\n".join(
        f"{mark.record.pmid}  {name}  {short} = {long}"
        for mark in marks
        for name, pairs in (("missed", mark.right - mark.found), ("false ", mark.found - mark.right))
        for short, long in sorted(pairs)
    )


def main() -> None:
    """Find, mark, print; write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="Does it find the abbreviations that an abstract defines?")
    parser.add_argument("--data", type=Path, default=DATA, help="file of records")
    parser.add_argument("--misses", choices=HALVES, help="list what was missed and found wrongly in a half")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    options = parser.parse_args()
    if not options.data.is_file():
        sys.exit(f"expected a file of records, one JSON object a line; there is none at {options.data}")

    if options.misses:
        print(misses(marked(read_records(options.data, options.misses), curbside)))
        return
    records = read_records(options.data, "all")
    held_back = marked(read_records(options.data, "held-back"), curbside)
    spent = microseconds(records)
    characters = sum(len(record.text) for record in records) / len(records)
    text = "\n".join(
        [
            f"{ABOUT}: {len(records):,} records of {characters:,.0f} characters",
            machine("curbside"),
            f"{spent:.0f} microseconds a record; 95% intervals by bootstrap over records",
            "",
            compare(records),
            "",
            goals(
                [
                    at_least("F1, held-back", f1(held_back), GOAL_F1),
                    at_least("precision, held-back", precision(held_back), GOAL_PRECISION),
                    at_most("a record", spent, GOAL_MICROSECONDS, " microseconds"),
                ]
            ),
        ]
    )
    print(text)
    if options.write:
        write_section("abbreviations", text)


if __name__ == "__main__":
    main()
