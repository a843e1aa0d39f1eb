"""The senses of short forms: AI may be an aromatase inhibitor, autoimmune disease or artificial intelligence.

The inventory is data: whoever knows a field's short forms hands them in, each with the words that field is spoken
of in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One long form of a short form. ``place`` is 0 for the likeliest in its field, then 1, 2 …

    ``beside`` are words that its field is spoken of in, so that a question which holds them speaks of that field.
    """

    short: str
    long: str
    place: int = 0
    beside: frozenset[str] = field(default_factory=frozenset)


class SenseInventory:
    """Every sense known of every short form. Equal long forms of one short form are one sense, at its best place."""

    def __init__(self, senses: Iterable[Sense] = ()) -> None:
        self._of: dict[str, dict[str, Sense]] = {}
        for sense in senses:
            known = self._of.setdefault(sense.short, {})
            if (same := known.get(sense.long.casefold())) is None:
                known[sense.long.casefold()] = sense
            else:
                known[sense.long.casefold()] = Sense(
                    short=sense.short,
                    long=same.long,
                    place=min(same.place, sense.place),
                    beside=same.beside | sense.beside,
                )

    def __iter__(self) -> Iterator[str]:
        """The short forms, in the order they were first named."""
        return iter(self._of)

    def of(self, short: str) -> tuple[Sense, ...]:
        """The senses of a short form, the likeliest of its field first; empty when it is not known."""
        return tuple(sorted(self._of.get(short, {}).values(), key=lambda sense: sense.place))

    def settled(self, short: str, long: str) -> SenseInventory:
        """The same inventory with one short form read one way, whatever it is found in."""
        kept = (sense for sense in self.long_forms() if sense.short != short or sense.long == long)
        return SenseInventory(kept)

    def long_forms(self) -> Iterator[Sense]:
        """Every sense of every short form."""
        for known in self._of.values():
            yield from known.values()
