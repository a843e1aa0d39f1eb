"""Fit the prices of the ways a short form's letters can be found, and say what to expect of them elsewhere.

    python evals/fit_abbreviations.py

Uses the half ``tune`` of the data of `abbreviations` and no other. One price after another is made dearer or cheaper by
a step, and the change is kept when it is worth it, until none is. What is made large is F1, averaged over limits that
are tighter and looser than those tried: a price that only suits one limit suits these records and no others. What is
printed first is cross-validated: every record is read with prices fitted without it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from abbreviations import DATA, Marked, Pair, Record, alike, f1, marked, read_records
from curbside.terminology.alignment import PRICES, Prices
from curbside.terminology.definitions import definitions_in

_SCALES = (0.85, 0.93, 1.0, 1.08, 1.15)
_STEPS = (-3, -1, 1, 3)
_WORTH_IT = 0.001
"""What a step must add: less than one definition more, in the mean over the limits, may be chance."""
_FOLDS = 5


def scaled(prices: Prices, by: float) -> Prices:
    """The same prices with other limits."""
    one, *more = (round(by * limit) for limit in prices.limits)
    return replace(
        prices,
        limits=(one, more[0], more[1], more[2]),
        further=round(by * prices.further),
        lower_case=round(by * prices.lower_case),
        title_case=round(by * prices.title_case),
    )


def read_with(records: Sequence[Record], prices: Prices) -> list[Marked]:
    """What is found at these prices beside what is right."""

    def finder(text: str) -> Iterator[Pair]:
        return ((one.short, one.long) for one in definitions_in(text, prices=prices))

    return marked(records, finder, alike)


def worth(records: Sequence[Record], prices: Prices) -> float:
    """F1, averaged over tighter and looser limits."""
    return fmean(f1(read_with(records, scaled(prices, by))) for by in _SCALES)


def variants(prices: Prices, name: str) -> Iterator[Prices]:
    """The prices with one of them a step dearer or cheaper; the limit of a single letter stays nought."""
    value: Any = getattr(prices, name)
    for step in _STEPS:
        if isinstance(value, int):
            changed: dict[str, Any] = {name: max(value + step, 0)}
            one = replace(prices, **changed)
            # To leave a piece out must not be cheaper than to take its first letter.
            if one.skipped_piece >= one.inner:
                yield one
            continue
        for place in range(1, len(value)):
            limits = [*value[:place], value[place] + step, *value[place + 1 :]]
            if limits == sorted(limits):
                yield replace(prices, limits=(limits[0], limits[1], limits[2], limits[3]))


def fit(records: Sequence[Record]) -> Prices:
    """Prices from which no single step is worth it, reached from those that are used now."""
    best, most = PRICES, worth(records, PRICES)
    improved = True
    while improved:
        improved = False
        for field in fields(Prices):
            for one in variants(best, field.name):
                if (came := worth(records, one)) > most + _WORTH_IT:
                    best, most, improved = one, came, True
    return best


def _read_without(fold: int, records: Sequence[Record]) -> list[Marked]:
    fitted = fit([record for index, record in enumerate(records) if index % _FOLDS != fold])
    return read_with(records[fold::_FOLDS], fitted)


def main() -> None:
    """Fit, and print."""
    parser = argparse.ArgumentParser(description="Fit the prices of finding a short form's letters.")
    parser.add_argument("--data", type=Path, default=DATA, help="file of records")
    options = parser.parse_args()
    if not options.data.is_file():
        sys.exit(f"expected a file of records, one JSON object a line; there is none at {options.data}")

    records = read_records(options.data, "tune")
    print(f"as they are: F1 {f1(read_with(records, PRICES)):.3f}")
    with ProcessPoolExecutor() as workers:
        whole = workers.submit(fit, records)
        parts = workers.map(_read_without, range(_FOLDS), [records] * _FOLDS)
        print(f"cross-validated: F1 {f1([mark for part in parts for mark in part]):.3f}")
        found = whole.result()
    print(f"fitted: F1 {f1(read_with(records, found)):.3f}")
    print(found)


if __name__ == "__main__":
    main()
