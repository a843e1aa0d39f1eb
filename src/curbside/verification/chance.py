"""Figures that say there was no difference where no word does: an interval that holds no effect, a p value of 0.4."""

from __future__ import annotations

from curbside.appraisal.estimates import Effect, PValue, estimates


def may_be_chance(text: str) -> bool:
    """Does any estimate of the text leave no effect possible, at the convention it was printed under?"""
    return any(
        one.is_significant is False if isinstance(one, PValue) else one.excludes_no_effect is False
        for one in estimates(text)
        if isinstance(one, PValue | Effect)
    )
