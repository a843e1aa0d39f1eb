"""What is known of a patient, input by input: a value, that nothing is recorded, or why it cannot be told.

`Absent` and `Undecided` are not the same. Of a level that nobody measured a row may say "measure it"; of one whose
two results of the same hour disagree no row may say anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from curbside.pathway.unary import Scalar


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Known:
    """A value, in a unit that the input's tests are authored in.

    ``recorded`` is value and unit as the record has them, ``source`` where (an id, or ``answer``); ``taken_on`` is None
    for what has no date. ``because`` explains a value that was not simply read: "no record, read as no".
    """

    value: Scalar
    unit: str = ""
    recorded: str = ""
    taken_on: date | None = None
    source: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Absent:
    """Nothing is recorded that counts. ``because`` says what was found and does not count, if anything was."""

    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Undecided:
    """Something is recorded and it cannot be told what it says: why, and the inputs that would settle it."""

    because: str
    lacks: tuple[str, ...] = ()


Fact = Known | Absent | Undecided


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Facts:
    """All inputs of a pathway but its formulas, for one patient on one day.

    ``remarks`` name what was found and not used, or used with care, without the values. ``ended`` is why there is
    nothing to decide for this patient at all; else empty.
    """

    on: date
    by_input: Mapping[str, Fact]
    remarks: tuple[str, ...] = ()
    ended: str = ""
