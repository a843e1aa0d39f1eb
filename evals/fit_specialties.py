"""Which words tell a specialty? Counted in the company that the shipped senses keep.

    python evals/fit_specialties.py
    python evals/fit_specialties.py --write

A word tells a specialty when at least three of its senses keep company with it, and when they do so often enough
beside those of all others: a fifth of the word's use, each specialty's senses counting as if they were equally many.
``--write`` adds the words that ``words.tsv`` lacks. What somebody wrote there by hand stays, and running it again adds
nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from curbside.literature.library.analysis import terms
from curbside.terminology import short_forms
from curbside.terminology.short_forms import shipped

WORDS = Path(str(files(short_forms))) / "words.tsv"
LEAST_SENSES = 3
LEAST_SHARE = 0.2
_SMALL = 30
"""Senses that every specialty is counted as having besides its own, so that a small one is not told by chance."""


def main() -> None:
    """Count, print what would be added, and add it when told to."""
    parser = argparse.ArgumentParser(description="Which words tell a specialty?")
    parser.add_argument("--write", action="store_true", help="add them to words.tsv")
    options = parser.parse_args()

    lines = WORDS.read_text(encoding="utf-8").splitlines()
    known = {name: words.split("; ") for name, words in (line.split("\t") for line in lines)}
    telling = telling_words()
    for specialty in list(known):
        held = {tuple(terms(word)) for word in known[specialty]}
        new = [word for word in telling.get(specialty, ()) if tuple(terms(word)) not in held]
        known[specialty] += new
        print(f"{specialty}: {'; '.join(new) or 'nothing new'}")
    if options.write:
        text = "".join(f"{specialty}\t{'; '.join(words)}\n" for specialty, words in known.items())
        WORDS.write_text(text, encoding="utf-8")


def telling_words() -> Mapping[str, list[str]]:
    """The words that tell each specialty, those of most senses first; equal ones by the alphabet."""
    senses: Counter[str] = Counter()
    uses: Counter[tuple[str, str]] = Counter()
    wordings: dict[str, Counter[str]] = defaultdict(Counter)
    for sense in (sense for short in shipped() for sense in shipped().of(short)):
        senses[sense.specialty] += 1
        for word in sense.company:
            if word.isalpha():
                for term in terms(word):
                    uses[term, sense.specialty] += 1
                    wordings[term][word] += 1
    rates = {(term, name): number / (senses[name] + _SMALL) for (term, name), number in uses.items()}
    whole: dict[str, float] = defaultdict(float)
    for (term, _), rate in rates.items():
        whole[term] += rate
    telling: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (term, name), number in uses.items():
        if number >= LEAST_SENSES and rates[term, name] >= LEAST_SHARE * whole[term]:
            usual = min(wordings[term], key=lambda word: (-wordings[term][word], word))
            telling[name].append((-number, usual))
    return {name: [word for _, word in sorted(words)] for name, words in telling.items()}


if __name__ == "__main__":
    main()
