"""Checking a large table is quick, and a synthetic table is sound, or faulty where it was spoilt."""

from __future__ import annotations

import pathway_check


def test_200_rows_on_7_inputs_are_checked_within_a_second_on_a_busy_machine() -> None:
    sound = pathway_check.checked(200, 7, with_faults=False)
    spoilt = pathway_check.checked(200, 7, with_faults=True)
    assert max(sound.seconds, spoilt.seconds) < 3
    assert (sound.gaps, sound.overlaps) == (0, 0)
    assert spoilt.gaps
    assert spoilt.overlaps >= 200 // 20
