"""Three-valued logic: what is not known is neither true nor false (Kleene's strong connectives, as in SQL and CQL)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """True, false, or unknown."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refused: `if` would take the unknown for one of the other two."""
        raise TypeError("expected a comparison with Truth.TRUE, Truth.FALSE or Truth.UNKNOWN")

    @classmethod
    def of(cls, value: bool) -> Truth:  # noqa: FBT001
        return cls.TRUE if value else cls.FALSE

    @classmethod
    def all_of(cls, truths: Iterable[Truth]) -> Truth:
        """False as soon as one is; true when all are, and when there are none."""
        seen = cls.TRUE
        for truth in truths:
            if truth is cls.FALSE:
                return cls.FALSE
            if truth is cls.UNKNOWN:
                seen = cls.UNKNOWN
        return seen
