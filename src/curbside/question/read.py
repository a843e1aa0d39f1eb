"""Reading a question: its words, its quoted phrases, the years it asks for, and what kind of question it is."""

from __future__ import annotations

import re

from curbside.errors import BadQuestion
from curbside.literature.text import STOP_WORDS, fold
from curbside.question.pico import read_pico
from curbside.question.reading import ClinicalQuestion
from curbside.question.senses import read_senses
from curbside.terminology.senses import SenseInventory
from curbside.terminology.shorthand import written_out

LONGEST = 4_000
"""Characters. A question longer than this is a document; the longest real ones seen have about 1,500."""

_QUOTED = re.compile(r'["“”„]([^"“”„]{2,200})["“”„]')
_WORD = re.compile(r"[^\W_]+(?:[-'’.,/][^\W_]+)*", re.UNICODE)
_YEAR = r"((?:18|19|20)\d\d)"
_SPAN = re.compile(
    rf"\b(?:between|from)\s+{_YEAR}\s+(?:and|to|until|through)\s+{_YEAR}\b|\b{_YEAR}\s?[-\u2013]\s?{_YEAR}\b",
    re.I,
)
_SINCE = re.compile(rf"\b(since|after|later than|newer than|before|until|up to|older than)\s+{_YEAR}\b", re.I)
_PUBLISHED_IN = re.compile(rf"\b(?:published|appeared)\s+in\s+{_YEAR}\b", re.I)

ASKING = frozenset(
    (
        "allowed alright am are be been best can could currently define definition describe did do does evidence "
        "example examples exist explain find fine give given had has have help how info information is it know "
        "known list literature made main mean means meant mention name named names need occur ok okay please question "
        "recommendation recommendations recommended role say says should show studied studies study suggest "
        "summarise summarize tell the there think thought to understand used was were what when where whether "
        "which who whom whose why would"
    ).split()
)
"""Words that ask rather than say what is asked about."""

_KINDS = tuple(
    (kind, re.compile(words))
    for kind, words in (
        (
            "contraindication",
            r"contra-?indicat|should not (?:be )?(?:use|take|give)|avoid(?:ed)?\b|who should not",
        ),
        ("interaction", r"interact|together with|combin(?:e|ed|ing) with|taken? with|co-?administ"),
        (
            "dose",
            (
                r"\bdos(?:e|es|ing|age)\b|how much|how many (?:mg|iu|units|tablets)|loading\b|titrat"
                r"|\d[\d.,]* (?:or|versus|vs\.?) \d[\d.,]* ?(?:mg|iu|mcg|g)\b"
            ),
        ),
        (
            "monitoring",
            (
                r"monitor|how often|recheck|follow-?up (?:test|visit|interval)|target level"
                r"|when (?:to|should i) (?:re)?(?:check|test|measure)"
            ),
        ),
        (
            "comparison",
            (
                r"\b(?:versus|vs\.?|compared (?:with|to)|better than|superior|non-?inferior|rather than)\b"
                r"|difference between"
            ),
        ),
        (
            "harm",
            r"side effect|adverse|harm|toxic|\bsafe(?:ty|ly)?\b|\brisks? of\b|danger|increase the risk|\bcauses?\b",
        ),
        (
            "diagnosis",
            r"diagnos|sensitivity|specificity|biomarker|screen(?:ing)?\b|test for|detect|differential|criteria",
        ),
        (
            "prognosis",
            r"prognos|surviv|mortality|life expectancy|outlook|predict|risk factor|recurrence rate",
        ),
        (
            "mechanism",
            (
                r"mechanism|how (?:do|does) .* (?:work|act)|pathway|mode of action|pathophysiolog"
                r"|regulat|\bgene|mutation|protein|receptor|signal"
            ),
        ),
        (
            "definition",
            (
                r"^(?:what|who) (?:is|are|was) (?!(?:the )?(?:role|effect|evidence|risk|dose|best)\b)"
                r"(?:an? |the )?[\w'’ -]{2,60}\??$|^define|meaning of|stands? for|definition"
            ),
        ),
    )
)


def read_question(asked: str, *, senses: SenseInventory | None = None) -> ClinicalQuestion:
    """The question as understood, its short forms in the senses they have in it.

    Raises `BadQuestion` when it has no word in it, or over `LONGEST` characters.
    """
    if len(asked) > LONGEST:
        raise BadQuestion(f"expected a question of at most {LONGEST:,} characters; came {len(asked):,}")
    text = fold(asked)
    if not _WORD.search(text):
        raise BadQuestion("expected a question in words; came one without any")
    read = read_senses(written_out(text), senses or SenseInventory())
    years, rest = _years(read.searched)
    pico = read_pico(_years(read.read_as)[1])
    return ClinicalQuestion(
        asked=asked,
        read_as=read.read_as,
        kind=kind_of(rest),
        population=pico.population,
        intervention=pico.intervention,
        outcomes=pico.outcomes,
        senses=read.choices,
        terms=_terms(rest),
        phrases=tuple(dict.fromkeys(fold(phrase) for phrase in _QUOTED.findall(text) if fold(phrase))),
        years=years,
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


def kind_of(text: str) -> str:
    """What kind of question it is, by its words: dose, harm, monitoring and so on; "effect" when none of them tells."""
    lowered = text.casefold()
    return next((kind for kind, words in _KINDS if words.search(lowered)), "effect")
