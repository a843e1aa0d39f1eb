"""JSON in which a number keeps every digit it was written with."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

import msgspec

from curbside.errors import UnreadablePatient


def exact(literal: str) -> Decimal:
    """A number with every digit of its literal; NaN where no Decimal can hold it."""
    try:
        return Decimal(literal)
    except InvalidOperation:  # an exponent beyond all bounds
        return Decimal("NaN")


_decode: Final = msgspec.json.Decoder(float_hook=exact).decode


def json_in(text: str | bytes) -> object:
    """Parsed JSON. A number with a fraction or an exponent is a `Decimal`; NaN where no Decimal can hold it.

    Raises `UnreadablePatient`.
    """
    try:
        return _decode(text)
    except RecursionError:
        reason = "it is nested too deeply"
    except UnicodeDecodeError:
        reason = "it is not in UTF-8"
    except msgspec.DecodeError as error:
        # The parser's own words: what kind of slip, and at which byte; never what stands there.
        reason = str(error).removeprefix("JSON is malformed: ").casefold()
    if "trailing characters" in reason:
        reason = "more follows the first document; NDJSON of many patients is read by `curbside pathway run`"
    raise UnreadablePatient(f"expected one JSON document; {reason}")
