"""Numbers as clinical texts print them."""

from __future__ import annotations

import pytest

from curbside.terminology.numerals import number_of


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("12", "12"),
        ("0.90", "0.90"),
        ("0·84", "0.84"),
        (".05", "0.05"),
        ("·05", "0.05"),
        ("1,204", "1204"),
        ("12 500", "12500"),
        ("-3.4", "-3.4"),
        ("−3.4", "-3.4"),
        ("– 3.4", "-3.4"),
        ("+3", "3"),
    ],
)
def test_a_number_is_read_to_as_many_places_as_are_printed(printed: str, value: str) -> None:
    assert str(number_of(printed)) == value
