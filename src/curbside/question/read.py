"""Reading a question: its words, its quoted phrases, the years it asks for, and what kind of question it is."""

from __future__ import annotations

import re

from curbside.errors import BadQuestion
from curbside.literature.text import STOP_WORDS, fold
from curbside.question.constraints import read_constraints, without_study_types
from curbside.question.expansion import expansions
from curbside.question.kinds import kind_of
from curbside.question.pico import read_pico
from curbside.question.reading import ClinicalQuestion
from curbside.question.senses import read_senses
from curbside.question.spelling import Names, corrected
from curbside.terminology.senses import Inventory
from curbside.terminology.short_forms import shipped
from curbside.terminology.shorthand import written_out

LONGEST = 4_000
"""Characters. A question longer than this is a document; the longest real ones seen have about 1,500."""

_QUOTED = re.compile(r'["“”„]([^"“”„]{2,200})["“”„]')
_WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*", re.UNICODE)
_YEAR = r"((?:18|19|20)\d\d)"
_SPAN = re.compile(
    rf"\b(?:between|from)\s+{_YEAR}\s+(?:and|to|until|through)\s+{_YEAR}\b|\b{_YEAR}(?:\s?[-\u2013]\s?|\s+to\s+){_YEAR}\b",
    re.I,
)
_SINCE = re.compile(
    rf"\b(since|from|after|later than|newer than|before|until|up to|older than)\s+{_YEAR}\b", re.I
)
_PUBLISHED_IN = re.compile(rf"\b(?:published|appeared)\s+in\s+{_YEAR}\b", re.I)

ASKING = frozenset(
    (
        "allowed alright am anybody anyone are be been best can could currently define definition describe did do does "
        "evidence exactly example examples exist explain find fine give given had has have help how info information "
        "is it know known list literature made main mean means meant mention name named names need not occur ok okay "
        "please question recommendation recommendations recommended role say says should show somebody someone "
        "studied studies study suggest summarise summarize tell the there think thought to understand used was were "
        "what when where whether which who whom whose why would"
    ).split()
)
"""Words that ask rather than say what is asked about."""


def read_question(
    asked: str, *, senses: Inventory | None = None, names: Names | None = None, expand: bool = True
) -> ClinicalQuestion:
    """The question as understood, its short forms in the senses they have in it.

    ``names`` are those that misspelt words are read as; without them nothing is taken for misspelt. ``expand`` says
    whether other words for the same are searched for as well.

    Raises `BadQuestion` when it has no word in it, or over `LONGEST` characters.
    """
    if len(asked) > LONGEST:
        raise BadQuestion(f"expected a question of at most {LONGEST:,} characters; came {len(asked):,}")
    text = fold(asked)
    if not _WORD.search(text):
        raise BadQuestion("expected a question in words; came one without any")
    spelled, corrections = corrected(text, names) if names is not None else (text, ())
    frequency = names.frequency if names is not None else None
    read = read_senses(written_out(spelled), senses or shipped(), frequency)
    years, rest = _years(read.searched)
    pico = read_pico(_years(read.read_as)[1])
    return ClinicalQuestion(
        asked=asked,
        read_as=read.read_as,
        kind=kind_of(rest),
        population=pico.population,
        intervention=pico.intervention,
        comparator=pico.comparator,
        outcomes=pico.outcomes,
        constraints=read_constraints(read.read_as, years, typed=spelled),
        senses=read.choices,
        corrections=corrections,
        terms=_terms(without_study_types(rest, typed=spelled)),
        expansions=expansions(rest, read.choices, frequency) if expand else (),
        phrases=tuple(dict.fromkeys(fold(phrase) for phrase in _QUOTED.findall(text) if fold(phrase))),
    )


def _years(text: str) -> tuple[tuple[int | None, int | None] | None, str]:
    """The span of publication years asked for, and the text without the words that ask for it."""
    if found := _SPAN.search(text):
        first, last = sorted(int(year) for year in found.groups() if year)
        return (first, last), _without(text, found)
    if found := _PUBLISHED_IN.search(text):
        year = int(found[1])
        return (year, year), _without(text, found)
    if found := _SINCE.search(text):
        word, year = found[1].casefold(), int(found[2])
        span = {
            "since": (year, None),
            "from": (year, None),
            "after": (year + 1, None),
            "later than": (year + 1, None),
            "newer than": (year + 1, None),
            "before": (None, year - 1),
            "older than": (None, year - 1),
            "until": (None, year),
            "up to": (None, year),
        }[word]
        return span, _without(text, found)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _terms(text: str) -> tuple[str, ...]:
    """Words that say what is asked about, each once, in order; all words when none of them does."""
    words = list(dict.fromkeys(_WORD.findall(text)))
    return tuple(word for word in words if word.casefold() not in STOP_WORDS | ASKING) or tuple(words)
