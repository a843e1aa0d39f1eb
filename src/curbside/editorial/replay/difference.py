"""One thing that differs between two answers, and how JSON values are held side by side to find it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

Change = Literal["gone", "new", "changed", "moved"]
Values = Mapping[str, Any]

_LONGEST_SHOWN: Final = 300
"""Characters of a value that a sentence shows; the whole of it stands in ``was`` and ``now``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs: in which part of the answer, how, and the same in a sentence without its full stop.

    ``path`` is the JSON Pointer (RFC 6901) to it in the answer as given, or, of what is new, in the answer as it is
    now. ``was`` and ``now`` are what stands there, None where nothing does.
    """

    part: str
    change: Change
    path: str
    said: str
    was: Any = None
    now: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Two lists side by side: what stands in both, by its place in each, and what in only one of them."""

    both: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def is_reordered(self) -> bool:
        """Does what stands in both stand in another order?"""
        places = [now for _, now in self.both]
        return places != sorted(places)


def paired(was: Sequence[Any], now: Sequence[Any], key: Callable[[Any], Hashable]) -> Pairing:
    """Pair what has the same key; where one has it several times, the first with the first, and so on."""
    places = {name: place for place, name in enumerate(_counted(map(key, now)))}
    both, gone = [], []
    for place, name in enumerate(_counted(map(key, was))):
        if name in places:
            both.append((place, places.pop(name)))
        else:
            gone.append(place)
    return Pairing(both=tuple(both), gone=tuple(gone), new=tuple(sorted(places.values())))


def leaves(was: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The smallest parts in which two values differ, each with its JSON Pointer.

    Lists of different lengths are one part: which of their members went cannot be told from here.
    """
    if isinstance(was, dict) and isinstance(now, dict):
        for key in {**was, **now}:
            yield from leaves(was.get(key), now.get(key), f"{path}/{escaped(key)}")
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for place, (one, other) in enumerate(zip(was, now, strict=True)):
            yield from leaves(one, other, f"{path}/{place}")
    elif was != now or type(was) is not type(now):
        yield path, was, now


def escaped(key: str) -> str:
    """A key as a part of a JSON Pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def shown(value: Any) -> str:
    """A value as a sentence shows it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(shown, value)) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(part)}" for key, part in value.items()) or "nothing"
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _counted(keys: Iterator[Hashable]) -> Iterator[tuple[Hashable, int]]:
    seen: Counter[Hashable] = Counter()
    for key in keys:
        seen[key] += 1
        yield key, seen[key]
