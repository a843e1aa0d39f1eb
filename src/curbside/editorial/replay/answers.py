"""Everything that differs between an answer as it was given and the same question answered again.

Both are compared as the JSON that `curbside.verification.record.values` makes of them, key by key, so that an answer
of another version can be compared too, and so that nothing goes unsaid: where no sentence is written for what
differs, its JSON path is named.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from curbside.editorial.replay.claims import CLAIM_KEYS, claim_differences
from curbside.editorial.replay.difference import Difference, Pairing, Values, escaped, leaves, paired, shown

MADE_OF: Final = "provenance"
"""The part of an answer that says what it was made of, and so why another one differs."""


def differences(given: Values, now: Values) -> tuple[Difference, ...]:
    """Everything that differs but ``id``, which follows from the rest, and ``provenance.asked_at``.

    What it was made of comes first, the rest about in the order it is read.
    """
    found = [*_made_of(given, now), *_status(given, now)]
    found += _parts("question", given["question"], now["question"], "/question")
    found += claim_differences(given, now)
    for one in _LISTS:
        found += _of_list(one, given.get(one.name, []), now.get(one.name, []), given, now)
    told = _TOLD | {one.name for one in _LISTS}
    for key in {**given, **now}:
        if key not in told:
            found += _parts(key, given.get(key), now.get(key), f"/{escaped(key)}")
    return tuple(found)


_TOLD: Final = frozenset({"id", MADE_OF, "status", "reason", "question", "bottom_line"})
"""Keys of an answer that are compared by themselves; ``id`` follows from all others."""


# What it was made of, and what came of it

_MADE_OF: Final[Mapping[str, str]] = {
    "version": "Curbside {was} gave this answer; this is Curbside {now}",
    "config": "The settings differ: configuration {was} then, {now} now",
    "library": "The library has moved on, or is another one: snapshot {was} then, {now} now",
    "writer": "It was written by {was}; now by {now}",
    "model": "The language model was {was}; now it is {now}",
    "prompt": "The prompts were {was}; now they are {now}",
}


def _made_of(given: Values, now: Values) -> Iterator[Difference]:
    was, is_now = given[MADE_OF], now[MADE_OF]
    for key in {**was, **is_now}:
        if key != "asked_at" and was.get(key) != is_now.get(key):
            words = _MADE_OF.get(key, f"`{MADE_OF}.{key}` was {{was}}; it is {{now}}")
            said = words.format(was=shown(was.get(key)), now=shown(is_now.get(key)))
            yield _changed(MADE_OF, f"/{MADE_OF}/{escaped(key)}", said, was.get(key), is_now.get(key))


def _status(given: Values, now: Values) -> Iterator[Difference]:
    was, is_now = given["status"], now["status"]
    reasons = given.get("reason"), now.get("reason")
    if was != is_now:
        said = (
            f"It was answered; now there is no answer: {reasons[1]}"
            if is_now == "abstained"
            else f"There was no answer: {reasons[0]}. Now it is answered"
        )
        yield _changed("status", "/status", said, was, is_now)
    elif reasons[0] != reasons[1]:
        said = f"The reason for not answering was: {reasons[0]}. It is: {reasons[1]}"
        yield _changed("status", "/reason", said, *reasons)


# Lists


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A list of an answer: by what its members are known, and what each is called in a sentence."""

    name: str
    key: Callable[[Any], Hashable]
    called: str
    part: str


_LISTS: Final = (
    _List(name="verdicts", key=lambda one: one["outcome"], called="The verdict on {outcome}", part="verdict"),
    _List(name="sections", key=lambda one: one["title"], called="The section “{title}”", part="section"),
    _List(name="steps", key=lambda one: one["title"], called="The step “{title}”", part="step"),
    _List(
        name="omissions", key=lambda one: one["slot"], called="What was looked for on {slot}", part="omission"
    ),
    _List(
        name="references", key=lambda one: one["id"], called="The source {id}, “{title}”", part="reference"
    ),
    _List(
        name="withheld",
        key=lambda one: (one["text"], one["check"]),
        called="The withheld claim “{text}” ({reason})",
        part="withheld",
    ),
    _List(
        name="unused", key=lambda one: one["id"], called="The unused source {id} ({reason})", part="unused"
    ),
    _List(name="follow_ups", key=str, called="The follow-up question “{0}”", part="follow-up"),
    _List(
        name="choices",
        key=lambda one: (one["short"], one["long"]),
        called="The other reading {short} as {long}",
        part="choice",
    ),
)


def _of_list(one: _List, was: list[Any], now: list[Any], given: Values, then: Values) -> Iterator[Difference]:
    pairing = paired(was, now, key=one.key)
    for place in pairing.gone:
        said = f"{_called(one, was[place])} is gone"
        yield Difference(
            part=one.part, change="gone", path=f"/{one.name}/{place}", said=said, was=_bare(was[place])
        )
    for place in pairing.new:
        said = f"{_called(one, now[place])} is new"
        yield Difference(
            part=one.part, change="new", path=f"/{one.name}/{place}", said=said, now=_bare(now[place])
        )
    if one.name == "references":
        yield from _renumbered(pairing, was, now)
    if pairing.is_reordered:
        said = f"The {one.name.replace('_', '-')} stand in another order"
        names = [_called(one, member) for member in was], [_called(one, member) for member in now]
        yield Difference(
            part=one.part, change="moved", path=f"/{one.name}", said=said, was=names[0], now=names[1]
        )
    ids = _ids(given), _ids(then)
    for place, other in pairing.both:
        path = f"/{one.name}/{place}"
        if isinstance(was[place], dict):
            yield from _of_member(one, (was[place], now[other]), path, ids)


def _of_member(
    one: _List, members: tuple[dict[str, Any], dict[str, Any]], path: str, ids: tuple[_Ids, _Ids]
) -> Iterator[Difference]:
    was, now = members
    called = one.called.format(**{**now, "reason": was.get("reason")})
    for key in {**was, **now}:
        if key in CLAIM_KEYS or (one.name == "references" and key == "number"):
            continue
        if key == "estimates":
            yield from _of_estimates(called, (was.get(key, []), now.get(key, [])), f"{path}/{key}", ids)
        elif was.get(key) != now.get(key):
            said = _said_of(called, key, was.get(key), now.get(key))
            yield _changed(one.part, f"{path}/{escaped(key)}", said, was.get(key), now.get(key))


def _said_of(called: str, key: str, was: Any, now: Any) -> str:
    if key == "retracted":
        return f"{called} is retracted now" if now else f"{called} is no longer retracted"
    if key == "superseded_by" and was is None:
        return f"{called} is superseded by {now} now"
    if key == "corrected_by" and not was:
        return f"{called} is corrected now, by {shown(now)}"
    if key == "concern_raised_by" and not was:
        return f"{called} has an expression of concern now: {shown(now)}"
    return f"{called}: {key.replace('_', ' ')} was {shown(was)}; it is {shown(now)}"


def _of_estimates(
    called: str, estimates: tuple[list[Any], list[Any]], path: str, ids: tuple[_Ids, _Ids]
) -> Iterator[Difference]:
    """Estimates name their sources by number, and what the number stands for is what counts."""
    was, now = (
        [one | {"reference": known.get(one["reference"], one["reference"])} for one in side]
        for side, known in zip(estimates, ids, strict=True)
    )
    if was != now:
        said = f"{called}: its effect estimates were {_effects(was)}; they are {_effects(now)}"
        yield _changed("verdict", path, said, *estimates)


def _effects(estimates: list[Any]) -> str:
    return (
        "; ".join(f"{one['measure']} {one['value']} ({one['low']} to {one['high']})" for one in estimates)
        or "none"
    )


def _renumbered(pairing: Pairing, was: list[Any], now: list[Any]) -> Iterator[Difference]:
    changed = [
        (was[place], now[other])
        for place, other in pairing.both
        if was[place]["number"] != now[other]["number"]
    ]
    if changed:
        numbers = ", ".join(f"{one['number']} is now {other['number']}" for one, other in changed)
        yield Difference(
            part="reference",
            change="moved",
            path="/references",
            said=f"The references are numbered otherwise: {numbers}",
            was={one["id"]: one["number"] for one, _ in changed},
            now={other["id"]: other["number"] for _, other in changed},
        )


_Ids = dict[int, str]


def _ids(answer: Values) -> _Ids:
    return {reference["number"]: reference["id"] for reference in answer.get("references", [])}


def _called(one: _List, member: Any) -> str:
    return one.called.format(**member) if isinstance(member, dict) else one.called.format(member)


def _bare(member: Any) -> Any:
    """A member without its claims, whose coming and going is told of them."""
    if not isinstance(member, dict):
        return member
    return {key: value for key, value in member.items() if key not in CLAIM_KEYS}


# Whatever else there is


def _parts(part: str, was: Any, now: Any, path: str) -> Iterator[Difference]:
    """Every smallest part in which two values differ, named by where it stands."""
    for where, one, other in leaves(was, now, path):
        said = f"`{where.strip('/').replace('/', '.')}` was {shown(one)}; it is {shown(other)}"
        yield _changed(part, where, said, one, other)


def _changed(part: str, path: str, said: str, was: Any, now: Any) -> Difference:
    return Difference(part=part, change="changed", path=path, said=said, was=was, now=now)
