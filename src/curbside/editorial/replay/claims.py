"""What differs between the claims of two answers: which are gone, new, reworded, or stand elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Final

from curbside.editorial.replay.difference import Difference, Values, paired, shown

CLAIM_KEYS: Final = frozenset({"claims", "actions", "for", "against"})
"""What the lists of claims within a verdict, a section, a step or an omission are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A list of claims that is read together: the bottom line, a section, one side of a verdict."""

    name: str
    path: str
    claims: tuple[dict[str, Any], ...]


def places_of(answer: Values) -> Iterator[Place]:
    """Every place that claims stand in, in the order they are read. A second of the same name is called so."""
    seen: Counter[str] = Counter()
    for place in _places(answer):
        seen[place.name] += 1
        number = seen[place.name]
        yield place if number == 1 else replace(place, name=f"{place.name} ({number})")


def _places(answer: Values) -> Iterator[Place]:
    yield Place(name="the bottom line", path="/bottom_line", claims=tuple(answer["bottom_line"]))
    for part, name, key in (
        ("verdicts", "the evidence on {outcome}", "for"),
        ("verdicts", "the evidence against, on {outcome}", "against"),
        ("sections", "“{title}”", "claims"),
        ("steps", "the step “{title}”", "actions"),
        ("omissions", "what was looked for on {slot}", "claims"),
    ):
        for place, holder in enumerate(answer[part]):
            path = f"/{part}/{place}/{key}"
            yield Place(name=name.format(**holder), path=path, claims=tuple(holder[key]))


def claim_differences(given: Values, now: Values) -> Iterator[Difference]:
    """Every difference between the claims of two answers, wherever they stand.

    Citations are compared by the source they cite; that a source has another number is said once, of its reference.
    """
    yield from _Claims(given, now).differences()


@dataclass(frozen=True, slots=True)
class _At:
    """A claim at one of the places it stands in."""

    place: Place
    path: str
    claim: dict[str, Any]


class _Claims:
    def __init__(self, given: Values, now: Values) -> None:
        self._given, self._now = given, now
        self._was_at, self._now_at = _by_claim(given), _by_claim(now)
        self._reworded = self._pair_up()

    def differences(self) -> Iterator[Difference]:
        renamed = set(self._reworded.values())
        for name, was in self._was_at.items():
            same = self._reworded.get(name, name)
            if same in self._now_at:
                yield from self._of_one(was, self._now_at[same])
            else:
                yield self._gone(was)
        for name, is_now in self._now_at.items():
            if name not in self._was_at and name not in renamed:
                yield _new(is_now)
        yield from self._orders()

    def _pair_up(self) -> dict[str, str]:
        """Of claims that are gone, the new one that says it otherwise: from the same passages, in the same place."""
        pairs: dict[str, str] = {}
        withheld = {one["text"] for one in self._now["withheld"]}
        for name, was in self._was_at.items():
            # What a check keeps back now is gone, whoever says something else of the same passage in its place.
            if name in self._now_at or was[0].claim["text"] in withheld:
                continue
            rivals = [
                other
                for other, is_now in self._now_at.items()
                if other not in self._was_at and other not in pairs.values() and _is_akin(was, is_now)
            ]
            if rivals:
                text = was[0].claim["text"]
                pairs[name] = max(
                    rivals, key=lambda rival: _likeness(text, self._now_at[rival][0].claim["text"])
                )
        return pairs

    def _gone(self, was: Sequence[_At]) -> Difference:
        claim = was[0].claim
        why = self._why_gone(claim)
        said = f"Gone from {_names(was)}: “{claim['text']}”{f' ({why})' if why else ''}"
        return Difference(part="claim", change="gone", path=was[0].path, said=said, was=claim)

    def _why_gone(self, claim: dict[str, Any]) -> str:
        for withheld in self._now["withheld"]:
            if withheld["text"] == claim["text"]:
                return f"withheld now: {withheld['reason']}"
        cited = {citation["reference"] for citation in self._given_sources(claim)}
        for unused in self._now["unused"]:
            if unused["id"] in cited:
                return f"its source {unused['id']} is not used now: {unused['reason']}"
        return ""

    def _given_sources(self, claim: dict[str, Any]) -> list[dict[str, Any]]:
        return _sourced(claim, _ids(self._given))["citations"]  # type: ignore[no-any-return]

    def _of_one(self, was: Sequence[_At], is_now: Sequence[_At]) -> Iterator[Difference]:
        """What differs in a claim that both answers have: its words, what it rests on, and where it stands."""
        seen: set[str] = set()
        for one, other in _side_by_side(was, is_now):
            for difference in self._of_pair(one, other):
                if difference.said not in seen:
                    seen.add(difference.said)
                    yield difference
        left = Counter(at.place.name for at in was)
        came = Counter(at.place.name for at in is_now)
        lost, gained = sorted((left - came).elements()), sorted((came - left).elements())
        if lost or gained:
            yield Difference(
                part="claim",
                change="moved",
                path=was[0].path,
                said=f"{_moved(lost, gained)}: “{is_now[0].claim['text']}”",
                was=[at.place.name for at in was],
                now=[at.place.name for at in is_now],
            )

    def _of_pair(self, one: _At, other: _At) -> Iterator[Difference]:
        was, now = _sourced(one.claim, _ids(self._given)), _sourced(other.claim, _ids(self._now))
        if was["text"] != now["text"]:
            said = f"Reworded in {one.place.name}: was “{was['text']}”, is “{now['text']}”"
            yield Difference(
                part="claim",
                change="changed",
                path=f"{one.path}/text",
                said=said,
                was=was["text"],
                now=now["text"],
            )
        # An id is made of the words and what they rest on, and needs no word of its own where these differ.
        follows = any(was[key] != now[key] for key in ("text", "citations"))
        for key in {**was, **now}:
            if key == "text" or was.get(key) == now.get(key) or (key == "id" and follows):
                continue
            said = f"“{now['text']}”: {_KEYS.get(key, key)} was {_told(key, was)}, is {_told(key, now)}"
            yield Difference(
                part="claim",
                change="changed",
                path=f"{one.path}/{key}",
                said=said,
                was=one.claim.get(key),
                now=other.claim.get(key),
            )

    def _orders(self) -> Iterator[Difference]:
        """The places in which what both answers have is read in another order."""
        now = {place.name: place for place in places_of(self._now)}
        for place in places_of(self._given):
            other = now.get(place.name)
            if other is None:
                continue
            pairing = paired(
                [self._reworded.get(claim["id"], claim["id"]) for claim in place.claims],
                [claim["id"] for claim in other.claims],
                key=str,
            )
            if pairing.is_reordered:
                yield Difference(
                    part="claim",
                    change="moved",
                    path=place.path,
                    said=f"In another order in {place.name}",
                    was=[claim["id"] for claim in place.claims],
                    now=[claim["id"] for claim in other.claims],
                )


_KEYS: Final[Mapping[str, str]] = {
    "citations": "what it rests on",
    "certainty": "its certainty",
    "plain": "its plain wording",
    "jurisdiction": "whose rule it is",
    "event_rates": "its event rates",
    "discrepancies": "what contradicts itself in its source",
}


def _new(is_now: Sequence[_At]) -> Difference:
    said = f"New in {_names(is_now)}: “{is_now[0].claim['text']}”"
    return Difference(part="claim", change="new", path=is_now[0].path, said=said, now=is_now[0].claim)


def _by_claim(answer: Values) -> dict[str, list[_At]]:
    found: dict[str, list[_At]] = {}
    for place in places_of(answer):
        for number, claim in enumerate(place.claims):
            at = _At(place=place, path=f"{place.path}/{number}", claim=claim)
            found.setdefault(claim["id"], []).append(at)
    return found


def _side_by_side(was: Sequence[_At], is_now: Sequence[_At]) -> Iterator[tuple[_At, _At]]:
    """The same claim where it stands in the same place, or, where it stands in none of the same, its first."""
    pairing = paired(was, is_now, key=lambda at: at.place.name)
    for one, other in pairing.both or ((0, 0),):
        yield was[one], is_now[other]


def _is_akin(was: Sequence[_At], is_now: Sequence[_At]) -> bool:
    """Does a new claim stand where one is gone, and say the same words or rest on the same passage?"""
    if not {at.place.name for at in was} & {at.place.name for at in is_now}:
        return False
    one, other = was[0].claim, is_now[0].claim
    return bool(one["text"] == other["text"] or _passages(one) & _passages(other))


def _passages(claim: dict[str, Any]) -> set[str]:
    return {citation["passage"] for citation in claim["citations"]}


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(a=one, b=other, autojunk=False).ratio()


def _ids(answer: Values) -> dict[int, str]:
    return {reference["number"]: reference["id"] for reference in answer["references"]}


def _sourced(claim: dict[str, Any], ids: Mapping[int, str]) -> dict[str, Any]:
    """The claim with its citations naming their sources by id, whatever number these have."""
    citations = [
        citation | {"reference": ids.get(citation["reference"], citation["reference"])}
        for citation in claim["citations"]
    ]
    return claim | {"citations": citations}


def _told(key: str, claim: dict[str, Any]) -> str:
    if key != "citations":
        return shown(claim.get(key))
    return (
        ", ".join(f"{one['passage']} [{one['start']}:{one['end']}]" for one in claim["citations"])
        or "nothing"
    )


def _names(at: Sequence[_At]) -> str:
    return ", ".join(dict.fromkeys(one.place.name for one in at))


def _moved(lost: Sequence[str], gained: Sequence[str]) -> str:
    if not lost:
        return f"Also in {', '.join(gained)} now"
    if not gained:
        return f"No longer in {', '.join(lost)}"
    return f"Moved from {', '.join(lost)} to {', '.join(gained)}"
