"""Where the words of a quote stand in a passage, for a writer that repeats words and knows no offsets."""

from __future__ import annotations

import re
from typing import Final

from curbside.answer.draft import Quote
from curbside.appraisal.finding import cut
from curbside.literature.publication import Passage

SHORTEST: Final = 12
"""Characters. Fewer stand in every passage, and carry nothing."""

_FOLD: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
)
_SPACE: Final = re.compile(r"\s+")


def locate(passage: Passage, words: str) -> Quote | None:
    """The whole sentences of a passage that hold these words; None when it does not have them.

    Quotation marks, dashes and white space of any kind are taken for each other, and nothing else is: a letter, a
    figure or a sign that differs is another quote. Whole sentences, because half of one can say the opposite of it.
    """
    wanted = _folded(words).strip()
    if len(wanted) < SHORTEST:
        return None
    pattern = _SPACE.sub(r"\\s+", re.escape(wanted).replace(r"\ ", " "))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", _folded(passage.text))
    if found is None:
        return None
    start, end = _whole(passage, found.start(), found.end())
    return Quote(passage=passage, start=start, end=end, text=passage.text[start:end])


def _folded(text: str) -> str:
    """As long as the text, so that an offset in one is an offset in the other."""
    return text.translate(_FOLD)


def _whole(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The span of the sentences that the characters ``[start, end)`` touch."""
    touched = [span for span in cut(passage) if span[0] < end and span[1] > start]
    return min([start, *(first for first, _ in touched)]), max([end, *(last for _, last in touched)])
