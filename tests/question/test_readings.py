"""A table of questions with their expected reading: the sense of each short form, and what kind of question it is.

`data/readings.jsonl` has a question a line. Most short forms stand in two contexts or more, in another sense in each.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from curbside.question.read import read_question
from curbside.question.reading import ClinicalQuestion
from curbside.terminology.senses import same_sense
from curbside.terminology.synonyms import same_as

TABLE: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "readings.jsonl").read_text(encoding="utf-8").splitlines()
]
LEAST_ACCURATE = 0.95
LEAST_ACCURATE_KIND = 0.85
SURE = 0.8
MOST_CPU_MS = 5.0


def agrees(long: str, expected: str) -> bool:
    return any(same_sense(wording, expected) for wording in same_as(long))


def misread(row: dict[str, Any], read: ClinicalQuestion) -> list[tuple[str, str, float]]:
    """(short form, what it was taken for, how surely) of each that was not read as expected."""
    choices = {choice.short.casefold(): choice for choice in read.senses}
    missed = []
    for short, expected in row.get("senses", {}).items():
        choice = choices.get(short.casefold())
        if choice is None:
            missed.append((short, "nothing", 0.0))
        elif not agrees(choice.long, expected):
            missed.append((short, choice.long, choice.probability))
    return missed


def test_the_table_is_what_it_says() -> None:
    contexts: dict[str, set[str]] = defaultdict(set)
    for row in TABLE:
        for short, long in row.get("senses", {}).items():
            contexts[short].add(long)
    assert len(TABLE) >= 150
    assert sum(len(longs) >= 2 for longs in contexts.values()) >= 60


def test_senses() -> None:
    missed = [
        f"{short} in {row['ask']!r}: {long}"
        for row in TABLE
        for short, long, _ in misread(row, read_question(row["ask"]))
    ]
    every = sum(len(row.get("senses", {})) for row in TABLE)
    assert len(missed) <= (1 - LEAST_ACCURATE) * every, "\n".join(missed)


def test_a_wrong_sense_is_never_sure() -> None:
    sure = [
        f"{short} in {row['ask']!r}: {long} ({probability})"
        for row in TABLE
        for short, long, probability in misread(row, read_question(row["ask"]))
        if probability >= SURE
    ]
    assert not sure


def test_a_short_form_without_a_clue_is_never_sure() -> None:
    sure = [
        row["ask"]
        for row in TABLE
        if row.get("ambiguous")
        for choice in read_question(row["ask"]).senses
        if len(choice.alternatives) and choice.probability >= SURE
    ]
    assert not sure


def test_kinds() -> None:
    kinds = [(row["kind"], read_question(row["ask"]).kind, row["ask"]) for row in TABLE if row.get("kind")]
    missed = [f"{ask!r}: {kind}, expected {expected}" for expected, kind, ask in kinds if kind != expected]
    assert len(missed) <= (1 - LEAST_ACCURATE_KIND) * len(kinds), "\n".join(missed)


def test_reading_takes_little_time() -> None:
    read_question("MS?")
    took = []
    for row in TABLE[:100]:
        started = time.process_time()
        read_question(row["ask"])
        took.append((time.process_time() - started) * 1000)
    assert median(took) < MOST_CPU_MS
