"""How sure a measured value is, as a picture: the probability of the true one, cut where the tables cut it."""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist

from markupsafe import Markup

from curbside.surfaces.render.pathway.told import ToldAssay, ToldBanding

_REACH = 3.5
"""How many standard deviations are drawn on either side of the value."""

_STEPS = 96
_HEIGHT = 120
_TOP = 24
_FOOT = _TOP + _HEIGHT
_WIDE = 0.14
"""A band that takes less of the width than this is named in the table alone."""


def svg(assay: ToldAssay, banding: ToldBanding, *, name: str) -> Markup:
    """The curve as one ``<svg>``, to stand within a page; ``name`` keeps several apart. Empty without a deviation."""
    one = assay.uncertainty
    value = float(str(one.measured.value))
    if not one.deviation:
        return Markup("")
    true = NormalDist(value, one.deviation)
    low, high = value - _REACH * one.deviation, value + _REACH * one.deviation
    cuts = [
        cut
        for band in banding.drawn.bands
        if (cut := _number(band.span.low)) is not None and low < cut < high
    ]
    edges = [low, *cuts, high]
    shown = [band for band in banding.drawn.bands if _within(band.span.low, band.span.high, low, high)]
    words = {id(band): said for band, said in zip(banding.drawn.bands, banding.bands, strict=True)}
    parts = [
        Markup(
            '<svg class="curve" role="img" aria-labelledby="{0}-title {0}-text" width="100%" height="{1}"'
            ' xmlns="http://www.w3.org/2000/svg"><title id="{0}-title">Where the true value may lie</title>'
            '<desc id="{0}-text">{2}</desc>'
        ).format(name, _FOOT + 24, _described(assay, banding)),
    ]
    for band, start, end in zip(shown, edges, edges[1:], strict=False):
        own = "own" if band.is_own else "other"
        parts.append(_area(true, low, high, start, end, kind=own))
        if (end - start) / (high - low) >= _WIDE:
            middle = _at((start + end) / 2, low, high)
            parts.append(
                Markup('<text class="share {}" x="{:.2f}%" y="16" text-anchor="middle">{}</text>').format(
                    own, middle, words[id(band)].probability
                )
            )
    parts.append(Markup('<line class="axis" x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(_FOOT))
    parts += [_upright(cut, low, high, kind="cut", label=f"{cut:g}") for cut in cuts]
    parts.append(_upright(value, low, high, kind="value", label=""))
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def _described(assay: ToldAssay, banding: ToldBanding) -> str:
    bands = "; ".join(f"{band.values}: {band.probability}" for band in banding.bands)
    return f"{assay.label} measured as {assay.measured}. Probability that the true value lies in each band: {bands}."


def _area(true: NormalDist, low: float, high: float, start: float, end: float, *, kind: str) -> Markup:
    """What lies under the curve from ``start`` to ``end``, in hundredths of the width, stretched to whatever it is."""
    steps = max(2, round(_STEPS * (end - start) / (high - low)))
    top = true.pdf(true.mean)
    places = [start + (end - start) * step / steps for step in range(steps + 1)]
    line = " ".join(f"{_at(one, low, high):.2f},{100 - 100 * true.pdf(one) / top:.2f}" for one in places)
    return Markup(
        '<svg x="0" y="{}" width="100%" height="{}" viewBox="0 0 100 100" preserveAspectRatio="none">'
        '<polygon class="{}" points="{:.2f},100 {} {:.2f},100"/></svg>'
    ).format(_TOP, _HEIGHT, kind, _at(start, low, high), line, _at(end, low, high))


def _upright(value: float, low: float, high: float, *, kind: str, label: str) -> Markup:
    place = _at(value, low, high)
    line = Markup('<line class="{0}" x1="{1:.2f}%" x2="{1:.2f}%" y1="{2}" y2="{3}"/>').format(
        kind, place, _TOP if kind == "cut" else _TOP - 2, _FOOT + 4
    )
    if not label:
        return line
    return line + Markup('<text class="tick" x="{:.2f}%" y="{}" text-anchor="middle">{}</text>').format(
        place, _FOOT + 19, label
    )


def _at(value: float, low: float, high: float) -> float:
    return 100 * (value - low) / (high - low)


def _within(start: object, end: object, low: float, high: float) -> bool:
    first, last = _number(start), _number(end)
    return (first is None or first < high) and (last is None or last > low)


def _number(point: object) -> float | None:
    return float(point) if isinstance(point, Decimal) else None
