"""Text, folded once at reading, so that an offset means the same thing for ever."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff\u00ad\u200b\u2060]")


STOP_WORDS = frozenset(
    (
        "a about after all also am an and any are as at be because been before being between both but by can could "
        "did do does doing done during each either for from further had has have having he her here hers him his how "
        "i if in into is it its itself just may me might more most must my of on or other our ours out over own same "
        "shall she should so some such than that the their theirs them then there these they this those through to "
        "too under until up upon very was we were what when where whether which while who whom whose why will with "
        "within would you your yours"
    ).split()
)
"""Words that carry no subject. "no", "not" and "without" stay: a lost negation is a lost meaning."""


def fold(text: str) -> str:
    """Unicode NFC, with every run of white space made one space and none at the ends.

    Control characters, lone surrogates, soft hyphens and zero-width characters go: they are invisible,
    and a quote that differs from its passage by something nobody can see helps nobody. Idempotent.
    """
    if (
        text.isprintable()  # so: no control character, and no white space but the space
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and unicodedata.is_normalized("NFC", text)
    ):
        return text
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub("", text)).split())


@lru_cache(maxsize=1 << 10)
def slug(label: str) -> str:
    """A heading as it stands in a passage id: ``Main outcome measures`` becomes ``main-outcome-measures``.

    Empty when the label has no letter or digit.
    """
    return "-".join(re.findall(r"\w+", label.casefold()))[:64]
