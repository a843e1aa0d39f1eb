"""Forest plots: the estimates of one outcome and one measure, each with its interval, on one axis. Nothing is pooled.

Ratios stand on a logarithmic axis, on which halving and doubling are equally far from no effect; differences on a
linear one. A plot has two columns of words above each interval and no fixed width, so that its lettering is as
large on a phone as on a desk.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from statistics import median_low
from typing import Final

from markupsafe import Markup

from curbside.appraisal.estimates import Measure
from curbside.surfaces.render import wording
from curbside.surfaces.render.effects import EffectRow, digits, measure_name

_MEASURES: Final = {measure.value: measure for measure in Measure}
_WIDEST: Final = 8.0
"""How many of the middling half-width an interval may reach beyond the estimates before it is clipped."""

_MOST_TICKS: Final = 7
_TICK_APART: Final = 0.085
_EDGE: Final = 0.02
_LEAST: Final = 1e-6
_MOST: Final = 1e6
"""Between the reciprocal of this and this a ratio can be drawn; up to this a difference. No real one lies beyond."""

_ROW: Final = 46
_WORDS: Final = 17
_BAR: Final = 32
_AXIS: Final = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A scale from ``low`` to ``high``, logarithmic for ratios. ``no_effect`` always lies on it."""

    is_log: bool
    low: float
    high: float
    ticks: tuple[Decimal, ...]

    @property
    def no_effect(self) -> int:
        """The value that says that nothing differs."""
        return 1 if self.is_log else 0

    def at(self, value: Decimal | float) -> float:
        """Where a value stands, from 0 (left) to 1; one beyond an end stands at that end."""
        start, end, place = (self._scaled(one) for one in (self.low, self.high, float(value)))
        return min(max((place - start) / (end - start), 0.0), 1.0)

    def holds(self, value: Decimal) -> bool:
        """Does the value lie on the axis? One that does not is drawn as an arrow."""
        return self.low <= float(value) <= self.high

    def _scaled(self, value: float) -> float:
        return math.log(value) if self.is_log else value


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestPlot:
    """The rows that can be drawn on one axis, in the order given, with a label each; all of one measure."""

    outcome: str
    measure: str
    rows: tuple[EffectRow, ...]
    labels: tuple[str, ...]
    axis: Axis

    @property
    def title(self) -> str:
        """What is drawn."""
        return f"{self.outcome}: {measure_name(self.measure)}"

    @property
    def described(self) -> str:
        """The whole plot in words, for those who do not see it."""
        scale = "logarithmic" if self.axis.is_log else "linear"
        rows = ". ".join(f"{label}: {row.printed}" for label, row in zip(self.labels, self.rows, strict=True))
        return (
            f"Forest plot of {len(self.rows)} estimates on a {scale} axis; "
            f"the line of no effect is at {self.axis.no_effect}. {rows}. {wording.NOT_POOLED}."
        )


def plots(rows: Iterable[EffectRow]) -> tuple[ForestPlot, ...]:
    """A plot for each outcome and measure of which there are two or more estimates that can be drawn."""
    groups: dict[tuple[str, str], list[EffectRow]] = {}
    for row in rows:
        if _can_be_drawn(row):
            groups.setdefault((row.outcome, row.estimate.measure), []).append(row)
    return tuple(
        ForestPlot(
            outcome=outcome,
            measure=measure,
            rows=tuple(group),
            labels=_labels(group),
            axis=axis_of(group, is_log=_MEASURES[measure].is_ratio),
        )
        for (outcome, measure), group in groups.items()
        if len(group) > 1
    )


def _can_be_drawn(row: EffectRow) -> bool:
    measure = _MEASURES.get(row.estimate.measure)
    values = [float(value) for value in (row.estimate.low, row.estimate.value, row.estimate.high)]
    if measure is None or not all(-_MOST <= value <= _MOST for value in values) or values != sorted(values):
        return False
    return values[0] >= _LEAST if measure.is_ratio else True


def _labels(rows: Sequence[EffectRow]) -> tuple[str, ...]:
    """The studies' names; several estimates of one study are told apart by letters."""
    names = [row.cited for row in rows]
    letters = {name: (chr(code) for code in count(ord("a"))) for name in names}
    return tuple(f"{name} {next(letters[name])}" if names.count(name) > 1 else name for name in names)


def axis_of(rows: Sequence[EffectRow], *, is_log: bool) -> Axis:
    """The axis that holds every estimate and no effect, and every interval that is not far wider than the rest."""

    def scaled(value: Decimal) -> float:
        return math.log(value) if is_log else float(value)

    estimates = [row.estimate for row in rows]
    reach = _WIDEST * median_low([(scaled(one.high) - scaled(one.low)) / 2 for one in estimates])
    values = [*(scaled(one.value) for one in estimates), 0.0]
    low = max(min(*values, *(scaled(one.low) for one in estimates)), min(values) - reach)
    high = min(max(*values, *(scaled(one.high) for one in estimates)), max(values) + reach)
    room = (high - low) * 0.04 if high - low > _LEAST else 1.0
    ends = [end if not is_log else math.exp(end) for end in (low - room, high + room)]
    return Axis(is_log=is_log, low=ends[0], high=ends[1], ticks=_ticks(*ends, is_log=is_log))


def _ticks(low: float, high: float, *, is_log: bool) -> tuple[Decimal, ...]:
    """Round values on the axis, no effect always among them, none too near another to be read."""
    rounds = _by_magnitude(low, high) if is_log and high / low > 4 else _by_steps(low, high)
    axis = Axis(is_log=is_log, low=low, high=high, ticks=())
    chosen = [Decimal(axis.no_effect)]
    for value in sorted(rounds, key=lambda value: (len(value.normalize().as_tuple().digits), value)):
        if all(abs(axis.at(value) - axis.at(other)) > _TICK_APART for other in chosen):
            chosen.append(value)
    return tuple(sorted(chosen))


def _by_magnitude(low: float, high: float) -> list[Decimal]:
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    values = [Decimal(digit).scaleb(exponent) for exponent in exponents for digit in (1, 2, 5)]
    return [value for value in values if low <= value <= high]


def _by_steps(low: float, high: float) -> list[Decimal]:
    exponent = math.floor(math.log10((high - low) / _MOST_TICKS))
    steps = (Decimal(digit).scaleb(exponent) for digit in (1, 2, 5, 10))
    step = next(step for step in steps if (high - low) / float(step) <= _MOST_TICKS)
    first, last = math.ceil(low / float(step)), math.floor(high / float(step))
    return [(step * number).normalize() for number in range(first, last + 1)]


def svg(plot: ForestPlot, *, name: str) -> Markup:
    """The plot as one ``<svg>``, to stand within a page; ``name`` keeps the ids of several apart."""
    height = _ROW * len(plot.rows) + _AXIS + (14 if plot.axis.is_log else 0)
    foot = _ROW * len(plot.rows) + 6
    parts = [
        Markup(
            '<svg class="forest" role="img" aria-labelledby="{0}-title {0}-text" width="100%" height="{1}"'
            ' xmlns="http://www.w3.org/2000/svg"><title id="{0}-title">{2}</title>'
            '<desc id="{0}-text">{3}</desc>'
        ).format(name, height, _shown(plot.title), _shown(plot.described)),
        *(_row(plot, number) for number in range(len(plot.rows))),
        _scale(plot.axis, foot),
        Markup("</svg>"),
    ]
    return Markup("").join(parts)


def _row(plot: ForestPlot, number: int) -> Markup:
    row, axis, top = plot.rows[number], plot.axis, _ROW * number
    one, bar = row.estimate, top + _BAR
    return Markup("").join(
        [
            # Interrupted where the words stand, so that it crosses none of them.
            _line(axis.no_effect, axis, top=top + _WORDS + 5, foot=top + _ROW, kind="none"),
            Markup('<text class="study" x="{}%" y="{}">{}</text>').format(
                _percent(0), top + _WORDS, _shown(plot.labels[number])
            ),
            Markup('<text class="figure" x="{}%" y="{}" text-anchor="end">{}</text>').format(
                _percent(1), top + _WORDS, _shown(row.printed)
            ),
            Markup('<line class="interval" x1="{}%" x2="{}%" y1="{}" y2="{}"/>').format(
                _percent(axis.at(one.low)), _percent(axis.at(one.high)), bar, bar
            ),
            _end(one.low, axis, bar, points="0,0 9,-5 9,5"),
            _end(one.high, axis, bar, points="0,0 -9,-5 -9,5"),
            Markup(
                '<rect class="point" x="{}%" y="{}" width="9" height="9" transform="translate(-4.5 0)"/>'
            ).format(_percent(axis.at(one.value)), bar - 4.5),
        ]
    )


def _end(value: Decimal, axis: Axis, bar: int, *, points: str) -> Markup:
    """A stroke where the interval ends, or an arrow where it goes on beyond the axis."""
    if axis.holds(value):
        return _line(float(value), axis, top=bar - 4, foot=bar + 4, kind="interval")
    return Markup(
        '<svg class="beyond" x="{}%" y="{}" overflow="visible"><polygon points="{}"/></svg>'
    ).format(_percent(axis.at(value)), bar, points)


def _scale(axis: Axis, foot: int) -> Markup:
    parts = [
        Markup('<line class="axis" x1="{}%" x2="{}%" y1="{}" y2="{}"/>').format(
            _percent(0), _percent(1), foot, foot
        )
    ]
    for tick in axis.ticks:
        parts.append(_line(float(tick), axis, top=foot, foot=foot + 5, kind="axis"))
        parts.append(
            Markup('<text class="tick" x="{}%" y="{}" text-anchor="middle">{}</text>').format(
                _percent(axis.at(tick)), foot + 19, digits(tick)
            )
        )
    if axis.is_log:
        # A ratio of events below 1 means fewer of them, whatever the outcome: that much is sure.
        parts.append(
            Markup(
                '<text class="side" x="{}%" y="{}">← fewer events</text>'
                '<text class="side" x="{}%" y="{}" text-anchor="end">more events →</text>'
            ).format(_percent(0), foot + 38, _percent(1), foot + 38)
        )
    return Markup("").join(parts)


def _line(value: float, axis: Axis, *, top: int, foot: int, kind: str) -> Markup:
    place = _percent(axis.at(value))
    return Markup('<line class="{}" x1="{}%" x2="{}%" y1="{}" y2="{}"/>').format(
        kind, place, place, top, foot
    )


def _percent(place: float) -> str:
    return f"{100 * (_EDGE + place * (1 - 2 * _EDGE)):.2f}"


def _shown(text: str) -> str:
    return wording.printable(text)
