"""The doses a text names, and how much of them a day comes to: 20 mg twice daily is 40 mg.

A dose that is asked about may lie above what any rule allows, which only shows when both are worked out alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from curbside.question.ranges import NUMBER
from curbside.terminology.numerals import number_of
from curbside.terminology.quantities import Amount, amount, unit_named

_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<number>{NUMBER})\s?(?P<unit>mg|milligrams?|g|grams?|µg|mcg|ug|micrograms?|IU|units?)\b"
    # A concentration, or a dose by weight, is no dose of a person.
    r"(?!\s?(?:/\s?(?:m?[lL]|dL|kg)|per (?:m?L|kg|litre|kilo)))",
)
_PER_DAY: Final = (
    (
        Decimal(2),
        r"(?:twice|two times|2 times|2x) ?(?:a |per |/)?(?:daily|day)|b\.?i?\.?d\.?|(?:every |q)12 ?h(?:ours)?",
    ),
    (Decimal(3), r"(?:three|3) times (?:a |per )?(?:daily|day)|t\.?i\.?d\.?|tds|(?:every |q)8 ?h(?:ours)?"),
    (Decimal(4), r"(?:four|4) times (?:a |per )?(?:daily|day)|q\.?i\.?d\.?|qds|(?:every |q)6 ?h(?:ours)?"),
    (1 / Decimal(14), r"every (?:2|two|other|second) weeks?|(?:a|per|every) fortnight|fortnightly"),
    (1 / Decimal(7), r"(?:a|per|each|every|once a|/) ?week|(?:once )?weekly"),
    (1 / Decimal(30), r"(?:a|per|each|every|once a|/) ?month|(?:once )?monthly"),
    (1 / Decimal(365), r"(?:a|per|each|every|once a|/) ?year|(?:once )?(?:yearly|annually)"),
    (
        Decimal(1),
        r"(?:/|a|per|each|every)\s?day|once (?:daily|(?:a|per) day)|daily|o\.?d\.?|q\.?d\.?|every 24 hours",
    ),
)
"""How many times a day, the more telling words first: "three times a day" ends as "a day" does."""
_BETWEEN: Final = (
    r"\)?(?:\s?\([^()]{1,20}\))?,?"
    r"(?:\s(?:by mouth|orally|PO|of(?: the)?(?: [\w-]+){1,3}?|in divided doses|tablets?|capsules?))*\s?"
)
"""What may stand between a dose and how often it is taken: "5 mg by mouth twice daily"."""
_OFTEN: Final = tuple(
    (times, re.compile(rf"{_BETWEEN}(?:{words})(?!\w)", re.IGNORECASE)) for times, words in _PER_DAY
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDose:
    """A dose as printed in a text from ``start`` to ``end``, and what it comes to in a day.

    ``times_a_day`` is None where nothing says how often it is taken; it is then counted once.
    """

    printed: str
    unit: str
    times_a_day: Decimal | None
    start: int
    end: int

    @property
    def in_a_day(self) -> Amount:
        """The amount in a day; comparable with another of the same dimension."""
        times = self.times_a_day if self.times_a_day is not None else Decimal(1)
        return amount(number_of(self.printed) * times, self.unit)


def doses(text: str) -> Iterator[StatedDose]:
    """Every dose that a text names, in order."""
    for found in _AMOUNT.finditer(text):
        often = next((times for times, words in _OFTEN if words.match(text, found.end())), None)
        unit = unit_named(found["unit"])
        yield StatedDose(
            printed=found["number"],
            unit="IU" if unit == "U" else unit,
            times_a_day=often,
            start=found.start(),
            end=found.end(),
        )
