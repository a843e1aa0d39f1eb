"""The words every rendering uses, so that a terminal, a page and a Markdown file say the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from curbside.literature.publication import Passage, Read
from curbside.question.reading import ClinicalQuestion, SenseChoice
from curbside.question.senses import ONLY_SENSE
from curbside.verification.answer import (
    AMBIGUOUS,
    Abstention,
    Answer,
    Certainty,
    Choice,
    ModelUsage,
    Provenance,
    Reference,
    Step,
    Unused,
    UpheldClaim,
    Withheld,
)

MODELS_WORDS: Final = "model's words"
"""What a claim is marked with that a language model put into words of its own."""

NOT_SHOWN: Final = (
    "None of this is part of the answer: what it cites does not carry it, or nobody could check it."
)
SUMMARY: Final = "our summary"
DERIVED: Final = "derived"
SUPERSEDED: Final = "superseded"
RETRACTED: Final = "RETRACTED"
CONCERN: Final = "expression of concern"
PLAIN_CONCERN: Final = "its journal has doubts about it"
UNREVIEWED: Final = "Not reviewed"
WHICH: Final = "Which do you mean?"
AUTOMATED: Final = "Automated by written rules (GRADE-based), not a panel's judgement"
DISAGREEING: Final = "The source's own figures disagree"
NOT_POOLED: Final = "Nothing is pooled: people, doses and designs differ"
AUTHORS_SHOWN: Final = 3
_OTHERS_SHOWN: Final = 4
_ONE_PER_CENT: Final = 0.01

# C0 and C1 controls and DEL, which a terminal may obey; separators and lone surrogates; and the bidirectional
# overrides, which make text read as what it is not.
_ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)

_DOTS: Final[Mapping[Certainty, int]] = {"high": 4, "moderate": 3, "low": 2, "very low": 1}


def visible(text: str) -> str:
    """The text with every character that would act instead of being seen made a visible U+FFFD.

    Sources, questions and file names are other people's text: an escape sequence in a title must not repaint
    a clinician's terminal. Tabs and line breaks stay.
    """
    return _ACTING.sub("\ufffd", text)


def printable(text: str) -> str:
    """The text on one line: `visible`, every run of white space one space, and none at the ends."""
    return visible(" ".join(text.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A citation as printed after a claim: the reference's ``number``, and what must be known of it there."""

    number: int
    notes: tuple[str, ...]

    @property
    def note(self) -> str:
        """What must be known, as printed; empty where nothing must."""
        return ", ".join(self.notes)

    @property
    def is_grave(self) -> bool:
        """Must it be seen before the claim is believed?"""
        return not {RETRACTED, CONCERN, PLAIN_CONCERN}.isdisjoint(self.notes)

    def __str__(self) -> str:
        return f"[{self.number}, {self.note}]" if self.note else f"[{self.number}]"


def sentence(claim: UpheldClaim, references: Mapping[int, Reference]) -> str:
    """The claim as it may be printed: in quotation marks when, and only when, a document says it so.

    A statement is our summary of its source, so its words are nobody's to quote.
    """
    text = printable(claim.text)
    cited = [references.get(citation.reference) for citation in claim.citations]
    from_documents = all(reference and reference.read is not Read.STATEMENT for reference in cited)
    return f"“{text}”" if claim.kind == "verbatim" and cited and from_documents else text


def marks(claim: UpheldClaim, references: Mapping[int, Reference]) -> tuple[Mark, ...]:
    """The claim's citations, each reference once, in the order cited."""
    numbers = dict.fromkeys(citation.reference for citation in claim.citations)
    return tuple(Mark(number=number, notes=_notes(claim, references.get(number))) for number in numbers)


def mark_of(reference: Reference) -> Mark:
    """A reference named for itself, apart from any claim, with what was said of it."""
    return Mark(number=reference.number, notes=_said_of(reference))


def _notes(claim: UpheldClaim, reference: Reference | None) -> tuple[str, ...]:
    if reference is None:
        return ()
    # A composed claim is nobody's words, so only what was derived is marked among its sources.
    stated = reference.read is Read.STATEMENT and (claim.kind == "verbatim" or reference.kind == DERIVED)
    return ((_whose(reference),) if stated else ()) + _said_of(reference)


def _said_of(reference: Reference) -> tuple[str, ...]:
    notes = (
        SUPERSEDED if reference.superseded_by else "",
        CONCERN if reference.concern_raised_by else "",
        RETRACTED if reference.retracted else "",
    )
    return tuple(note for note in notes if note)


def _whose(reference: Reference) -> str:
    """A statement is our summary of its source, or was worked out from other statements."""
    return DERIVED if reference.kind == DERIVED else SUMMARY


def disagreeing(discrepancies: Iterable[str]) -> str:
    """That a source's figures cannot all be right, and which; empty where they may be."""
    which = "; ".join(map(printable, discrepancies))
    return f"{DISAGREEING}: {which}." if which else ""


def authors(names: Sequence[str]) -> str:
    """The first three, then ``et al.``; empty when nobody is named."""
    shown = ", ".join(printable(name) for name in names[:AUTHORS_SHOWN])
    return f"{shown} et al." if len(names) > AUTHORS_SHOWN else shown


def short_name(reference: Reference) -> str:
    """How a reference is spoken of: ``Khan 2017``; by its title when nobody is named."""
    first = printable(reference.authors[0]) if reference.authors else ""
    family = re.sub(r" [^\W\d_]{1,3}$", "", first) or printable(reference.title)
    return f"{family} {reference.year}" if reference.year is not None else family


def year(reference: Reference) -> str:
    """The year of publication, or that there is none to go by."""
    return str(reference.year) if reference.year is not None else "no date"


def printed_in(reference: Reference) -> str:
    """By whom, where and when it was published, as far as the source says; what was derived never was."""
    if reference.kind == DERIVED:
        return ""
    printed = (authors(reference.authors), printable(reference.journal), year(reference))
    return "".join(f"{part.rstrip('.')}. " for part in printed if part).rstrip()


def identifiers(reference: Reference) -> tuple[str, ...]:
    """The names the source goes by outside; the id of this library when it has none."""
    pmid = [f"PMID {printable(reference.pmid)}"] if reference.pmid else []
    doi = [f"doi:{printable(reference.doi)}"] if reference.doi else []
    return tuple(pmid + doi) or (printable(reference.id),)


def known_of(reference: Reference) -> tuple[str, ...]:
    """What a reference list says of a source after its title: kind, how much was read and when, identifiers."""
    kind = printable(reference.kind) if reference.kind != DERIVED else ""
    parts = (kind, read(reference), checked(reference), *identifiers(reference))
    return tuple(part for part in parts if part)


def read(reference: Reference) -> str:
    """How much of the source was read, and by whom: a document by this library, a summary's source by its author."""
    if reference.read is not Read.STATEMENT:
        return f"read: {reference.read.value}"
    if reference.kind == DERIVED:
        return DERIVED
    return f"{SUMMARY}; source read: {printable(reference.source_read or '') or 'not recorded'}"


def checked(reference: Reference) -> str:
    """When a summary was last held against its source; empty for a document, or where nobody has said."""
    return f"checked {day(reference.checked_on)}" if reference.checked_on else ""


def last_checked(references: Iterable[Reference]) -> str:
    """The newest day on which any source was last checked, in words."""
    dates = [reference.checked_on for reference in references if reference.checked_on]
    return day(max(dates)) if dates else "not recorded"


def day(timestamp: str) -> str:
    """``2026-01-02T03:04:05Z`` as ``2 January 2026``; what is no timestamp stays as it is."""
    try:
        moment = datetime.fromisoformat(timestamp)
    except ValueError:
        return printable(timestamp)
    return f"{moment.day} {moment:%B %Y}"


def kinds(references: Iterable[Reference]) -> str:
    """How many sources there are of each kind, the commonest first: ``randomised trial 20 · guideline 5``."""
    counts = Counter(printable(reference.kind) for reference in references if reference.kind.strip())
    return " · ".join(f"{kind} {number}" for kind, number in counts.most_common())


def basis(passage: Passage) -> str:
    """What a statement of ours rests on, as its author recorded it; empty for a document's own words."""
    if passage.statement is None:
        return ""
    statement = passage.statement
    parts = (
        f"{statement.confidence}: {statement.derivation}" if statement.derivation else statement.confidence,
        f"from the {statement.source_read}" if statement.source_read else "",
        statement.locator if statement.locator != statement.source_read else "",
        f"checked {statement.checked_on}" if statement.checked_on else "",
    )
    return " · ".join(printable(part) for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What must be seen before a source is believed. ``named`` are the notices that say it, or the ``successor``.

    A correction is not grave: what it changed may be a name.
    """

    says: str
    is_grave: bool = True
    named: tuple[str, ...] = ()
    successor: Reference | None = None

    def __str__(self) -> str:
        if self.successor is not None:
            return f"{self.says} [{self.successor.number}] {short_name(self.successor)}"
        return f"{self.says} {', '.join(map(named, self.named))}".rstrip(" .")


def alerts(reference: Reference, references: Iterable[Reference] = ()) -> tuple[Alert, ...]:
    """What must be seen before a source is believed, the gravest first."""
    found = [Alert(says=RETRACTED)] if reference.retracted else []
    if reference.concern_raised_by:
        found.append(Alert(says="EXPRESSION OF CONCERN raised: see", named=reference.concern_raised_by))
    if reference.superseded_by:
        found.append(
            Alert(
                says="SUPERSEDED by",
                named=(reference.superseded_by,),
                successor=successor_of(reference, references),
            )
        )
    if reference.corrected_by:
        found.append(Alert(says="Corrected: see", named=reference.corrected_by, is_grave=False))
    return tuple(found)


def named(notice: str) -> str:
    """What a notice or a successor is called outside a library: ``pmid:123`` is PMID 123; a citation is whole."""
    scheme, _, number = notice.partition(":")
    if scheme == "pmid":
        return f"PMID {printable(number)}"
    return printable(number if scheme == "pmc" else notice)


def successor_of(reference: Reference, references: Iterable[Reference]) -> Reference | None:
    """What replaces a source, where it is cited as well."""
    return next((one for one in references if one.id == reference.superseded_by), None)


def sense(choice: SenseChoice) -> str:
    """How a short form was read, and why; where it may mean something else, how sure that is, and what else."""
    read = f"{printable(choice.short)} is {printable(choice.long)}"
    if not choice.alternatives:
        return read if choice.why == ONLY_SENSE else f"{read}: {printable(choice.why)}"
    others = ", ".join(
        f"{printable(o.long)} ({percent(o.probability)})" for o in choice.alternatives[:_OTHERS_SHOWN]
    )
    return f"{read}: {printable(choice.why)} ({percent(choice.probability)}); otherwise {others}"


def understood(question: ClinicalQuestion) -> tuple[str, ...]:
    """How a question was understood where that was no matter of course: misspelt words first, then short forms."""
    corrections = (
        f"“{printable(one.written)}” is read as {printable(one.read)}: {printable(one.why)}"
        for one in question.corrections
    )
    follow_up = (f"{_capital(printable(question.follow_up.why))}.",) if question.follow_up is not None else ()
    return (*follow_up, *corrections, *map(sense, question.senses))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def also_searched(question: ClinicalQuestion) -> str:
    """What was searched for beside the words of the question; empty where nothing was."""
    said = (
        f"{', '.join(map(printable, one.also))} (for {printable(one.said)})" for one in question.expansions
    )
    return "; ".join(said)


def percent(probability: float) -> str:
    """A probability as read; one that rounds to none, or to certainty, is said to be near it."""
    if 0 < probability < _ONE_PER_CENT:
        return "under 1%"
    return "over 99%" if 1 - _ONE_PER_CENT < probability < 1 else f"{probability:.0%}"


def choice(one: Choice) -> str:
    """Another reading of the question, as it is offered: what the short form would mean, and what to ask for it."""
    means = f"{printable(one.short)} as {printable(one.long)} ({percent(one.probability)})"
    return f"{means}: {printable(one.ask)}"


def pathway(step: Step) -> str:
    """Which node of which pathway decides a step; empty where none does."""
    return f" (pathway {printable(step.pathway)}, {printable(step.node)})" if step.pathway else ""


def dots(certainty: Certainty) -> str:
    """Certainty as four dots, for the eye; the word always stands beside them."""
    filled = _DOTS[certainty]
    return "●" * filled + "○" * (4 - filled)


def by_reason(unused: Iterable[Unused]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Sources left out, grouped by reason: the commonest reason first, equals in the order met."""
    groups: dict[str, list[str]] = {}
    for source in unused:
        groups.setdefault(printable(source.reason), []).append(printable(source.id))
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return tuple((reason, tuple(ids)) for reason, ids in ordered)


def counted(number: int, one: str, many: str = "") -> str:
    """``1 source``, ``1,204 sources``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def library(provenance: Provenance) -> str:
    """Which library, and which version of Curbside, said this."""
    name = f"Library {printable(provenance.library)[:12]} · Curbside {printable(provenance.version)}"
    if provenance.model is None:
        return name
    usage = f" ({asked_of_model(provenance.usage)})" if provenance.usage is not None else ""
    return f"{name} · {printable(provenance.model)}{usage}"


def reason(abstention: Abstention) -> str:
    """Why there is no answer, as a sentence."""
    if abstention.reason == AMBIGUOUS:
        shorts = " and ".join(dict.fromkeys(printable(one.short) for one in abstention.choices))
        return f"{shorts} may mean several things, and this library answers each of them differently."
    why = printable(abstention.reason)
    stop = "" if why.endswith((".", "!", "?")) else "."
    return f"{why[:1].upper()}{why[1:]}{stop}"


def written_by(outcome: Answer | Abstention) -> str:
    """Of an answer that a language model was asked for, what is its and what is not; empty for any other."""
    made = outcome.provenance
    if made.model is None or (made.usage is None and not made.fallback):
        return ""
    model = f"the language model {printable(made.model)}"
    shown = _of_the_model(outcome)
    own = sum(whose(claim) != "" for claim in shown)
    refused = sum(one.writer == "model" and one.check != "abstention" for one in outcome.withheld)
    parts = []
    if made.fallback:
        what = "The bottom line is in" if shown else "In"
        parts.append(f"{what} the sources' own sentences, and not the model's: {printable(made.fallback)}.")
    if own:
        parts.append(
            f"{counted(own, 'sentence')} marked “{MODELS_WORDS}” {_were(own)} written by {model} and checked "
            f"against {'its' if own == 1 else 'their'} quotes. Nothing else here is in the model's words."
        )
    elif shown:
        parts.append(f"Chosen by {model} in part, and in none of its words.")
    if refused:
        parts.append(
            f"{counted(refused, 'claim')} of the model's failed a check and {_were(refused)} withheld."
        )
    return " ".join(parts)


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _of_the_model(outcome: Answer | Abstention) -> list[UpheldClaim]:
    """The claims of an answer that a language model proposed."""
    if isinstance(outcome, Abstention):
        return []
    sections = (claim for section in outcome.sections for claim in section.claims)
    return [claim for claim in (*outcome.bottom_line, *sections) if claim.writer == "model"]


def whose(claim: UpheldClaim) -> str:
    """Whose words a claim is in, where a reader must know: a language model's. Empty for all others."""
    return MODELS_WORDS if claim.writer == "model" and claim.kind == "composed" else ""


def withheld(one: Withheld) -> str:
    """Why a claim was withheld, and by which check; of a language model's, that it was one's."""
    by_whom = "by the model; " if one.writer == "model" else ""
    return f"{by_whom}{printable(one.check)}: {printable(one.reason)}"


def asked_of_model(usage: ModelUsage) -> str:
    """How often a model was asked, and what that took."""
    tokens = (
        f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
        if usage.input_tokens or usage.output_tokens
        else "tokens not reported"
    )
    price = "price not known" if usage.cost is None else f"US$ {usage.cost:.4f}"
    return f"{counted(usage.requests, 'request')}, {tokens}, {price}"


def searched(abstention: Abstention) -> str:
    """What was looked through, in a sentence."""
    looked = counted(abstention.searched.publications, "publication")
    terms = ", ".join(printable(term) for term in abstention.searched.terms)
    also = also_searched(abstention.question)
    beside = f" Searched for as well: {also}." if also else ""
    return f"Searched {looked} for: {terms}.{beside}" if terms else f"Searched {looked}."


def what_would_help(abstention: Abstention) -> tuple[str, ...]:
    """What the asker can do next, the likeliest to help first."""
    if abstention.reason == AMBIGUOUS:
        return ("Ask one of the questions above, or write the short form out.",)
    missing = ", ".join(printable(term) for term in abstention.searched.missing)
    add = "Add literature on the question: curbside library add FILES, or library add --pubmed QUERY."
    reword = "Ask in other words, or spell out abbreviations."
    if not missing:
        return (reword, add)
    return (f"Check the spelling of, or leave out: {missing}.", add, reword)
