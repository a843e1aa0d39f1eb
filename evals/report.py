"""What every evaluation says and how: tables of plain text, intervals, goals, the page of results."""

from __future__ import annotations

import hashlib
import math
import os
import platform
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal, TypeVar

RESULTS = Path(__file__).with_name("RESULTS.md")
HALVES = ("tune", "held-back", "all")
Half = Literal["tune", "held-back", "all"]

_SEED = 20_240_601
_Z = 1.959964
"""Of the normal distribution 95% lies within so many standard deviations."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure measured on a sample, with the 95% interval that says how far to trust it."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was hoped for, what came, and whether that is enough."""

    wanted: str
    came: str
    reached: bool

    @property
    def row(self) -> tuple[str, str, str]:
        """As a line of the table of goals."""
        return (self.wanted, self.came, "reached" if self.reached else "NOT reached")


def at_least(what: str, came: float, limit: float, unit: str = "") -> Goal:
    """The goal that a figure is no smaller than ``limit``."""
    return Goal(wanted=f"{what}: at least {limit:g}{unit}", came=f"{came:.3g}{unit}", reached=came >= limit)


def at_most(what: str, came: float, limit: float, unit: str = "") -> Goal:
    """The goal that a figure is no greater than ``limit``."""
    return Goal(wanted=f"{what}: at most {limit:g}{unit}", came=f"{came:.3g}{unit}", reached=came <= limit)


def bootstrap(
    sample: Sequence[_T], statistic: Callable[[Sequence[_T]], float], *, rounds: int = 2000
) -> Estimate:
    """``statistic`` of the sample, with the percentile interval over resamples drawn with replacement.

    The unit of ``sample`` is what was drawn independently: a question, with all that belongs to it.
    """
    if not sample:
        return Estimate(value=0.0, low=0.0, high=0.0)
    rng = random.Random(_SEED)
    drawn = sorted(statistic(rng.choices(sample, k=len(sample))) for _ in range(rounds))
    return Estimate(
        value=statistic(sample), low=drawn[round(0.025 * rounds)], high=drawn[round(0.975 * rounds) - 1]
    )


def wilson(successes: int, trials: int) -> Estimate:
    """A share with Wilson's score interval, which holds near nought and one too; of no trials, all is possible.

    Source: Brown, Cai and DasGupta, Statistical Science 2001, section 3.1.1.
    """
    if not trials:
        return Estimate(value=0.0, low=0.0, high=1.0)
    share = successes / trials
    centre = share + _Z**2 / (2 * trials)
    spread = _Z * math.sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2))
    whole = 1 + _Z**2 / trials
    return Estimate(
        value=share, low=max(0.0, (centre - spread) / whole), high=min(1.0, (centre + spread) / whole)
    )


def randomisation_p(differences: Sequence[float], *, rounds: int = 10_000) -> float:
    """The two-sided p of a paired randomisation test: how often chance signs give a sum this far from nought.

    One more than counted over one more than tried, so that it is never nought: no test of 10,000 rounds
    shows that.

    Source: Smucker, Allan and Carterette, CIKM 2007, section 3.1.
    """
    sizes = [abs(difference) for difference in differences if difference]
    observed = abs(sum(differences))
    whole = sum(sizes)
    rng = random.Random(_SEED)
    extreme = 0
    for _ in range(rounds):
        signs = rng.getrandbits(len(sizes)) if sizes else 0
        negative = sum(size for place, size in enumerate(sizes) if signs >> place & 1)
        # The tolerance counts a sum that differs from the observed one only by the order of its additions.
        extreme += abs(whole - 2 * negative) >= observed - 1e-9
    return (extreme + 1) / (rounds + 1)


def in_half(question_id: str, half: Half) -> bool:
    """Does a question belong to this half? By a hash of its id, so that a question never changes sides."""
    if half == "all":
        return True
    tune = hashlib.sha256(question_id.encode()).digest()[0] % 2 == 0
    return tune == (half == "tune")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns in plain text, the first to the left and figures to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "\n".join(_line(line, widths) for line in lines)


def goals(reached: Sequence[Goal]) -> str:
    """The goals of an evaluation beside what came."""
    return table(("goal", "came", ""), [goal.row for goal in reached])


def machine(*packages: str) -> str:
    """What the figures were measured on, and nothing that tells whose it is."""
    parts = [f"{os.cpu_count()} cores", f"{platform.machine()}", f"Python {platform.python_version()}"]
    return ", ".join([*parts, *(f"{package} {version(package)}" for package in packages)])


def write_section(name: str, text: str, *, results: Path = RESULTS) -> None:
    """Put ``text`` between the marks of this section of the results page; the other sections stay."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    section = f"{begin}\n## {name}\n\n```text\n{text.rstrip()}\n```\n{end}\n"
    page = results.read_text(encoding="utf-8") if results.exists() else _FRONT
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}\n", re.DOTALL)
    if not marked.search(page):
        page = f"{page.rstrip()}\n\n{section}"
    results.write_text(marked.sub(lambda _: section, page), encoding="utf-8")


_FRONT = """# Results

The last run of each evaluation, written by it (`--write`). What they measure, and how to rerun them, is in
`README.md`.
"""


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    return "  ".join(
        [first, *(cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))]
    ).rstrip()
