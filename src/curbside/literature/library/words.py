"""The words a library knows: what its publications' short forms stand for, and how the names in it are spelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from curbside.literature.library.catalogue import Catalogue
from curbside.terminology.senses import Sense, merged, one_wording

_MOST_USES: Final = 1_000
"""Publications looked at for a short form, the newest first: what a field means by it now, at a bounded cost."""

_SAME_WORDS: Final = 0.6
"""The share of their words that two wordings of one publication each have in common, where nobody has judged them."""
_MANY: Final = 5
"""Publications of a sense beside which one that a single publication has is a slip of its author, or of the finder."""


class HeldSenses:
    """The short forms that a library's publications define. See `curbside.terminology.senses.Inventory`."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._remembered = lru_cache(maxsize=512)(self._of)

    def of(self, short: str) -> tuple[Sense, ...]:
        """See `curbside.terminology.senses.Inventory.of`: the sense of most publications first, in its usual words."""
        return self._remembered(short, self._catalogue.last_key())

    def spelled_like(self, short: str) -> tuple[str, ...]:
        """Of a short form typed in small letters, the one in capitals, when it is known."""
        capitals = short.upper()
        return (capitals,) if capitals != short and self.of(capitals) else ()

    def longer(self, long: str) -> Iterator[Sense]:
        """Nothing: to know every long form would be to read the whole table."""
        return iter(())

    def _of(self, short: str, _: int) -> tuple[Sense, ...]:
        """The second argument is the newest key: what another process adds is known as soon as it is there."""
        uses = self._catalogue.uses_of(short, limit=_MOST_USES) if self._catalogue.knows_words else []
        # Of two senses that equally many publications have, none is first for having been added first.
        uses.sort()
        companies: dict[str, list[str]] = {}
        wordings: dict[str, Counter[str]] = {}
        for long, company in uses:
            key = one_wording(long)
            companies.setdefault(key, []).append(company)
            wordings.setdefault(key, Counter())[long] += 1
        usual = sorted(companies, key=lambda key: -len(companies[key]))
        senses = merged((_sense(short, wordings[key], companies[key]) for key in usual), alike=_SAME_WORDS)
        most = max((sense.publications for sense in senses), default=0)
        return tuple(sense for sense in senses if sense.publications > 1 or most < _MANY)


def _sense(short: str, wordings: Counter[str], companies: Sequence[str]) -> Sense:
    seen = Counter(term for company in companies for term in company.split())
    usual = max(wordings, key=lambda wording: (wordings[wording], -len(wording), wording))
    return Sense(short=short, long=usual, commonness=1, publications=len(companies), seen_with=seen)
