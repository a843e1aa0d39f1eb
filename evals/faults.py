"""What does verification let through? True claims, each with one fault planted in it, and claims that are sound.

    python evals/faults.py
    python evals/faults.py --show direction
    python evals/faults.py --half held-back --write
    python evals/faults.py --library DIR

A true claim is a sentence of results or of conclusions, or an evidence statement, verbatim. Each kind of fault is
planted in as many of them as it fits, one fault a claim, and the claim goes through
`curbside.verification.uphold.uphold` as a writer's would: *caught* is what is withheld. Beside the faults stand sound
claims: the same sentences untouched, and paraphrases written by hand (`evals/data/paraphrases_*.jsonl`), each with a
faulty twin.

Faults in the text, and paraphrases, go through the door of ``curbside check`` too, each against the sentence that it
was made from: there *caught* is every verdict but SUPPORTED.

Without ``--library`` the claims come out of MEDLINE citations, abstracts of articles and of trials, and the shipped
statements. A publication's id decides its half; the shipped statements are in ``tune``. Improve on ``tune``; of
``held-back`` only counts are ever shown.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Final, Literal

from curbside.answer.draft import Claim, Draft
from curbside.errors import CurbsideError, NotFound
from curbside.literature.library import Library, Standing, library_in_memory, open_library
from curbside.literature.publication import Kind, Passage, Publication
from curbside.question.inventory import inventory_of
from curbside.question.read import read_question
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.keyword import KeywordRetriever
from curbside.retrieval.ranking import Found, Ranking
from curbside.terminology.definitions import definitions_in
from curbside.terminology.senses import USUAL
from curbside.verification.answer import Answer, Provenance
from curbside.verification.judging import Judgement, Source
from curbside.verification.uphold import LibrarySearched, uphold
from curbside.workflows import GivenClaim, check_many
from plant_drafts import DRAFT_PLANTERS, composed, verbatim
from planting import PLANTERS, planted
from report import HALVES, Goal, Half, at_least, at_most, goals, machine, table, wilson, write_section
from rewording import reworded
from true_claims import CONTENT, SHARED, TrueClaim, shared_library, true_claims

PARAPHRASES = Path(__file__).parent / "data"
ABOUT = "MEDLINE (NLM), articles (CC BY), trials' abstracts (Evidence Inference 2.0), shipped statements"

MOST_OF_A_KIND: Final = 250
DEPTH: Final = 12
"""How many publications are retrieved for the question that a claim answers."""

VERBATIM, COMPOSED = "untouched, verbatim", "untouched, composed"
BY_RULE, BY_HAND, FREELY = "reworded by rule", "paraphrased by hand", "reworded freely"
RETRACTED, NOT_RETRIEVED, OTHER_SENSE = "retracted source", "source not retrieved", "other sense"
TWIN: Final = "twin: "
FREE_TWIN: Final = "twin, reworded freely"
_TWIN_OF: Final = {"arm": "arms", "timeframe": "time frame"}
"""Kinds of fault as the files of paraphrases call them, where that is another word."""
SOUND: Final[Mapping[str, float]] = {
    VERBATIM: 0.02,
    COMPOSED: 0.02,
    BY_RULE: 0.10,
    BY_HAND: 0.10,
    FREELY: 0.10,
}
"""The kinds of claim without a fault, with the share of each that may be withheld at most."""

_CERTAIN, _MOSTLY = 0.99, 0.90
_CERTAINLY: Final = frozenset(
    (
        "number",
        "number in words",
        "number from elsewhere",
        "sign",
        "decimal",
        "unit",
        "interval",
        "p value",
        "dose",
    )
).union(DRAFT_PLANTERS, (RETRACTED, NOT_RETRIEVED, OTHER_SENSE, "figures"))

_PROVENANCE = Provenance(library="0", version="0", config="0", writer="faults", model=None, asked_at="")


Wording = Literal["own", "by rule", "by hand"]
WORDINGS: Final[tuple[Wording, ...]] = ("own", "by rule", "by hand")


def wanted(kind: str) -> float:
    """The share of the faults of a kind that is to be caught."""
    return _CERTAIN if kind.removeprefix(TWIN) in _CERTAINLY else _MOSTLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim to be heard, with what is retrieved beside its source; ``truth`` is what the source says.

    ``wording`` is how the claim was put before a fault was planted in it: its source's own, by rule or by hand.
    """

    kind: str
    truth: str
    claim: Claim
    source: Publication
    wording: Wording = "own"
    is_retracted: bool = False
    is_retrieved: bool = True
    sense: tuple[str, str] | None = None
    """A short form, and what the question means by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of a case: the check that withheld it and why, both empty where it was shown."""

    case: Case
    check: str
    reason: str

    @property
    def is_right(self) -> bool:
        """Was a fault withheld, or a sound claim shown?"""
        return bool(self.check) != (self.case.kind in SOUND)


class Court:
    """Puts cases to verification, each with the publications that its own question retrieves."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._retriever = KeywordRetriever(library)
        self._senses = inventory_of(library, library.topics())
        self._searched = LibrarySearched(snapshot="0", publications=library.status().publications)
        self._retrieved: tuple[str, Ranking, tuple[Found, ...]] | None = None

    def hear(self, case: Case) -> Heard:
        """Draft an answer of the claim, beside what must stand beside it, and see whether it is shown."""
        ranking, found = self._found_for(case)
        company = self._company(case)
        read = {one.publication.id for one in found}
        beside = [passage.id for passage in company if passage.publication not in read]
        found = (*found, *self._retriever.named(beside))
        claims = (*(verbatim(passage, 0, len(passage.text)) for passage in company), case.claim)
        outcome = uphold(
            Draft(bottom_line=claims, sections=(), unneeded=()),
            question=ranking.question,
            ranking=ranking,
            found=found,
            library=self._searched,
            provenance=_PROVENANCE,
        )
        withheld = [one for one in outcome.withheld if one.text == case.claim.text]
        shown = isinstance(outcome, Answer) and any(
            one.text == case.claim.text for one in outcome.bottom_line
        )
        if shown == bool(withheld):
            raise AssertionError(f"expected {case.claim.text!r} to be either shown or withheld")
        return Heard(
            case=case,
            check=withheld[0].check if withheld else "",
            reason=withheld[0].reason if withheld else "",
        )

    def hear_all(self, every: Iterable[Case]) -> list[Heard]:
        """All cases, in their order; those of one publication are heard together, as they share what is retrieved."""
        numbered = sorted(enumerate(every), key=lambda pair: pair[1].source.id)
        heard = {number: self.hear(case) for number, case in numbered}
        return [heard[number] for number in sorted(heard)]

    def neighbours(self, true: TrueClaim) -> list[Passage]:
        """The passages that are retrieved with a claim's publication: its own first, then those of others."""
        publication = true.publication
        _, found = self._read(publication)
        others = (one.publication for one in found if one.publication.id != publication.id)
        return [
            passage
            for one in (publication, *others)
            for passage in one.passages
            if passage.kind is not Kind.TITLE
        ]

    def other_sense(self, publication: Publication, text: str) -> tuple[str, str] | None:
        """A short form of the text with a common sense that its publication defines it not to have; None without one.

        A sense that shares a word with the defined one may be a wording of it, and is passed over.
        """
        for passage in publication.passages:
            for own in definitions_in(passage.text) if passage.kind is Kind.ABSTRACT else ():
                if not re.search(rf"(?<!\w){re.escape(own.short)}(?!\w)", text):
                    continue
                for sense in self._senses.of(own.short):
                    is_other = sense.commonness >= USUAL and not _share_a_word(sense.long, own.long)
                    if is_other and self._asks_for(own.short, sense.long):
                        return own.short, sense.long
        return None

    def _asks_for(self, short: str, long: str) -> bool:
        return any(one.short == short and one.long == long for one in self._question_of(short, long).senses)

    def _question_of(self, short: str, long: str) -> ClinicalQuestion:
        return read_question(f"What is known of {short}?", senses=self._senses.settled(short, long))

    def _found_for(self, case: Case) -> tuple[Ranking, tuple[Found, ...]]:
        ranking, found = self._read(case.source)
        if case.sense is not None:
            short, long = case.sense
            question = read_question(f"What is known of {short}?", senses=self._senses.settled(short, long))
            ranking = replace(ranking, question=question)
            found = tuple(replace(one, meant=self._meant(short, one.publication)) for one in found)
        if case.is_retracted:
            found = tuple(
                replace(one, standing=Standing(retracted=True))
                if one.publication.id == case.source.id
                else one
                for one in found
            )
        if not case.is_retrieved:
            found = tuple(one for one in found if one.publication.id != case.source.id)
        return ranking, found

    def _read(self, publication: Publication) -> tuple[Ranking, tuple[Found, ...]]:
        """What a question in the words of a publication's title retrieves, the publication itself among it."""
        if self._retrieved is None or self._retrieved[0] != publication.id:
            question = _asked(publication)
            ranking = self._retriever.rank(question, limit=DEPTH)
            found = self._retriever.read(ranking)
            if all(one.publication.id != publication.id for one in found):
                found = (*self._retriever.named([publication.passages[0].id]), *found)
            self._retrieved = publication.id, ranking, found
        return self._retrieved[1:]

    def _meant(self, short: str, publication: Publication) -> dict[str, str]:
        defined = (one for passage in publication.passages for one in definitions_in(passage.text))
        return {one.short: one.long for one in defined if one.short == short}

    def _company(self, case: Case) -> list[Passage]:
        """What an evidence statement may not be shown without, each once; nothing for what says no statement's words.

        Only a claim in its quote's own words needs company, and where two need each other it is not its own.
        """
        if case.claim.text != case.claim.quotes[0].text or not case.is_retrieved:
            return []
        company: dict[str, Passage] = {}
        waiting = [quote.passage for quote in case.claim.quotes]
        while waiting:
            said = waiting.pop().statement
            for name in said.beside if said is not None else ():
                if name not in company:
                    company[name] = self._passage(name)
                    waiting.append(company[name])
        return [one for one in company.values() if one.text != case.claim.text]

    def _passage(self, name: str) -> Passage:
        passage = self._library.find(name).passage(name)
        if passage is None:
            raise NotFound(f"expected a passage {name}; its publication holds none of that name")
        return passage


def _share_a_word(long: str, other: str) -> bool:
    words, there = ({word[:4] for word in re.findall(r"\w{2,}", one.lower())} for one in (long, other))
    return bool(words & there)


def _asked(publication: Publication) -> ClinicalQuestion:
    """A question in the words of a publication's title; no short form of it may be misunderstood."""
    return replace(read_question(publication.title[:300] or publication.id), senses=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Paraphrase:
    """A line of a file of paraphrases: a passage's characters, said in other words, and said wrongly."""

    id: str
    passage: str
    start: int
    end: int
    claim: str
    fault: str
    faulty: str


def read_paraphrases(half: Half) -> list[Paraphrase]:
    """The paraphrases of a half, as far as they are written."""
    rows = []
    for name in ("tune", "held-back"):
        path = PARAPHRASES / f"paraphrases_{name.replace('-', '_')}.jsonl"
        if half in (name, "all") and path.is_file():
            with path.open(encoding="utf-8") as lines:
                rows += [Paraphrase(**json.loads(line)) for line in lines if line.strip()]
    return rows


def read_free_paraphrases() -> list[Paraphrase]:
    """Those in everyday words that share as little as they can with their source. Checks were changed by them."""
    with (PARAPHRASES / "paraphrases_free.jsonl").open(encoding="utf-8") as lines:
        return [Paraphrase(**json.loads(line)) for line in lines if line.strip()]


def paraphrased(rows: Sequence[Paraphrase], library: Library) -> Iterator[Case]:
    """Each paraphrase, its faulty twin, and faults planted in it; none where the library does not hold its passage."""
    for row, true in _quoted(rows, library):
        yield _case(BY_HAND, true, composed(row.claim, true.claim))
        twin = _case(TWIN + _TWIN_OF.get(row.fault, row.fault), true, composed(row.faulty, true.claim))
        yield replace(twin, wording="by hand")
        for kind in PLANTERS:
            if (case := _faulty_text(kind, true, row.claim, "by hand")) is not None:
                yield case


def freely_paraphrased(rows: Sequence[Paraphrase], library: Library) -> Iterator[Case]:
    """Each of them and its faulty twin, counted apart."""
    for row, true in _quoted(rows, library):
        yield _case(FREELY, true, composed(row.claim, true.claim))
        yield _case(FREE_TWIN, true, composed(row.faulty, true.claim))


def _quoted(rows: Sequence[Paraphrase], library: Library) -> Iterator[tuple[Paraphrase, TrueClaim]]:
    for row in rows:
        try:
            publication = library.find(row.passage)
        except NotFound:
            continue
        passage = publication.passage(row.passage)
        if passage is not None and 0 <= row.start < row.end <= len(passage.text):
            yield (
                row,
                TrueClaim(publication=publication, passage=passage, start=row.start, end=row.end, source=""),
            )


def cases(claims: Sequence[TrueClaim], court: Court, most: int) -> Iterator[Case]:
    """Every kind of case, at most ``most`` of each, as many from every kind of source as there are."""
    makers: dict[str, Callable[[TrueClaim], Case | None]] = {
        VERBATIM: _untouched,
        COMPOSED: _in_the_same_words,
        BY_RULE: _reworded,
        **{kind: partial(_in_own_words, kind) for kind in PLANTERS},
        **{kind: partial(_faulty_draft, kind, court) for kind in DRAFT_PLANTERS},
        RETRACTED: _of_retracted,
        NOT_RETRIEVED: _of_not_retrieved,
        OTHER_SENSE: partial(_in_other_sense, court),
    }
    for kind, make in makers.items():
        yield from islice(_made(claims, kind, make), most)
    for kind in PLANTERS:
        yield from islice(_made(claims, f"{kind}, reworded", partial(_in_other_words, kind)), most // 2)


def _made(claims: Sequence[TrueClaim], kind: str, make: Callable[[TrueClaim], Case | None]) -> Iterator[Case]:
    return (case for true in _drawn(claims, kind) if (case := make(true)) is not None)


def _drawn(claims: Sequence[TrueClaim], kind: str) -> Iterator[TrueClaim]:
    """The claims in an order of chance that is the same every time, the kinds of source by turns."""
    by_source: dict[str, list[TrueClaim]] = {}
    for true in claims:
        by_source.setdefault(true.source, []).append(true)
    for drawn in by_source.values():
        drawn.sort(key=lambda true: true.dice(kind).random())
    turns = chain.from_iterable(zip_longest(*(by_source[source] for source in sorted(by_source))))
    return (true for true in turns if true is not None)


def _case(kind: str, true: TrueClaim, claim: Claim) -> Case:
    return Case(kind=kind, truth=true.told.text, claim=claim, source=true.publication)


def _untouched(true: TrueClaim) -> Case:
    return _case(VERBATIM, true, true.claim)


def _in_the_same_words(true: TrueClaim) -> Case:
    return _case(COMPOSED, true, composed(true.claim.text, true.claim))


def _reworded(true: TrueClaim) -> Case | None:
    text = reworded(true.told.text)
    return _case(BY_RULE, true, composed(text, true.claim)) if text != true.told.text else None


def _in_own_words(kind: str, true: TrueClaim) -> Case | None:
    return _faulty_text(kind, true, true.told.text, "own")


def _in_other_words(kind: str, true: TrueClaim) -> Case | None:
    text = reworded(true.told.text)
    return _faulty_text(kind, true, text, "by rule") if text != true.told.text else None


def _faulty_text(kind: str, true: TrueClaim, text: str, wording: Wording) -> Case | None:
    told = true.told if wording == "own" else replace(true.told, text=text, source=true.told.text)
    ways = planted(kind, told)
    if not ways:
        return None
    claim = composed(true.dice(f"{kind} {wording}").choice(ways), true.claim)
    return replace(_case(kind, true, claim), wording=wording)


def _faulty_draft(kind: str, court: Court, true: TrueClaim) -> Case | None:
    claim = DRAFT_PLANTERS[kind](true.claim, court.neighbours(true), true.dice(kind))
    return _case(kind, true, claim) if claim is not None else None


def _of_retracted(true: TrueClaim) -> Case:
    return replace(_case(RETRACTED, true, true.claim), is_retracted=True)


def _of_not_retrieved(true: TrueClaim) -> Case:
    return replace(_case(NOT_RETRIEVED, true, true.claim), is_retrieved=False)


def _in_other_sense(court: Court, true: TrueClaim) -> Case | None:
    """A sentence that says a short form, cited for a question that means something else by it."""
    sense = court.other_sense(true.publication, true.told.text)
    return replace(_case(OTHER_SENSE, true, true.claim), sense=sense) if sense is not None else None


# What is printed


def checked(every: Iterable[Case]) -> list[Heard]:
    """The same through the door that takes a text and says what becomes of it: each against its own source alone.

    That is the sentence, and not its abstract: another sentence of it may well say what a fault was made of.
    """
    in_text = [
        case for case in every if case.kind in SOUND or case.kind in PLANTERS or case.kind.startswith("twin")
    ]
    given = (
        GivenClaim(
            id=str(number),
            text=case.claim.text,
            sources=(Source(id=case.claim.quotes[0].passage.id, text=case.truth, title=case.source.title),),
        )
        for number, case in enumerate(in_text)
    )
    heard = []
    with library_in_memory([]) as nothing:
        for name, judged in check_many(given, library=nothing):
            if isinstance(judged, CurbsideError):
                raise judged
            is_supported = judged.verdict is Judgement.SUPPORTED
            objection = next(iter(judged.checks), None)
            heard.append(
                Heard(
                    case=in_text[int(name)],
                    check="" if is_supported else objection.check if objection else judged.verdict.value,
                    reason=objection.reason if objection else "",
                )
            )
    return heard


def by_kind(heard: Sequence[Heard]) -> dict[str, list[Heard]]:
    """What became of the cases of each kind, in the order of the kinds."""
    kinds: dict[str, list[Heard]] = {}
    for one in heard:
        kinds.setdefault(one.case.kind, []).append(one)
    return kinds


def faults_table(kinds: Mapping[str, Sequence[Heard]]) -> str:
    """Of every kind of fault how many were caught, in all and by the wording it stands in, and by which checks."""
    rows = []
    for kind, heard in kinds.items():
        if kind not in SOUND:
            caught = sum(one.is_right for one in heard)
            by_wording = (_caught_of([one for one in heard if one.case.wording == how]) for how in WORDINGS)
            share = str(wilson(caught, len(heard)))
            rows.append((kind, f"{len(heard):,}", f"{caught:,}", share, *by_wording, _checks_of(heard)))
    return table(("fault", "planted", "caught", "share", *WORDINGS, "checks"), rows)


def _caught_of(heard: Sequence[Heard]) -> str:
    return f"{sum(one.is_right for one in heard)}/{len(heard)}" if heard else "--"


def _checks_of(heard: Sequence[Heard]) -> str:
    checks = Counter(one.check for one in heard if one.check)
    return ", ".join(f"{check} {times}" for check, times in checks.most_common(3))


def sound_table(kinds: Mapping[str, Sequence[Heard]]) -> str:
    """Of every kind of sound claim how many were withheld, and by which checks."""
    rows = []
    for kind in SOUND:
        heard = kinds.get(kind, ())
        withheld = sum(bool(one.check) for one in heard)
        share = str(wilson(withheld, len(heard)))
        rows.append((kind, f"{len(heard):,}", f"{withheld:,}", share, _checks_of(heard)))
    return table(("sound claim", "heard", "withheld", "share", "checks"), rows)


def reached(kinds: Mapping[str, Sequence[Heard]]) -> list[Goal]:
    """Every goal with what came."""
    made = []
    for kind, heard in (*_without_twins(kinds), *_twins_together(kinds)):
        right = sum(one.is_right for one in heard) / len(heard)
        if kind in SOUND:
            made.append(at_most(f"{kind}, withheld", 1 - right, SOUND[kind]))
        else:
            made.append(at_least(f"{kind}, caught", right, wanted(kind)))
    return made


def _without_twins(kinds: Mapping[str, Sequence[Heard]]) -> list[tuple[str, Sequence[Heard]]]:
    return [(kind, heard) for kind, heard in kinds.items() if not kind.startswith(TWIN)]


def _twins_together(kinds: Mapping[str, Sequence[Heard]]) -> list[tuple[str, Sequence[Heard]]]:
    """A dozen twins of a kind say little; those that share a goal are taken together."""
    together: dict[str, list[Heard]] = {}
    for kind, heard in kinds.items():
        if kind.startswith(TWIN):
            name = f"{TWIN}{'figures' if wanted(kind) == _CERTAIN else 'words'}"
            together.setdefault(name, []).extend(heard)
    return list(together.items())


def misses(heard: Iterable[Heard], kind: str) -> Iterator[str]:
    """What went wrong of a kind: what the source says, what the claim says, and why it was withheld if it was."""
    for one in heard:
        if one.case.kind == kind and not one.is_right:
            yield f"source  {one.case.truth}\nclaim   {one.case.claim.text}"
            if one.check:
                yield f"        {one.check}: {one.reason}"
            elif one.case.sense is not None:
                yield f"        asked: {' is '.join(one.case.sense)}"
            yield ""


def main() -> None:
    """Plant, hear, print; write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="What does verification let through?")
    parser.add_argument("--library", type=Path, help="take the true claims out of this library")
    parser.add_argument(
        "--data", type=Path, default=SHARED, help="folder of evaluation data, without --library"
    )
    parser.add_argument("--half", choices=HALVES, default="tune", help="improve on one, report the other")
    parser.add_argument("--most", type=int, default=MOST_OF_A_KIND, help="cases of a kind")
    parser.add_argument(
        "--show", metavar="KIND", help="list what went wrong of a kind; of the half tune only"
    )
    parser.add_argument("--door", choices=("draft", "check"), default="draft", help="which door --show is of")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    options = parser.parse_args()
    if options.show and options.half != "tune":
        sys.exit(f"expected --show with the half tune; the texts of {options.half} are not for reading")
    if options.library is None and not (options.data / "medline").is_dir():
        sys.exit(f"expected a folder of evaluation data; there is no {options.data / 'medline'}")

    library = open_library(options.library) if options.library else shared_library(options.data, CONTENT)
    with library:
        court = Court(library)
        claims = list(true_claims(library, options.half))
        rows = read_paraphrases(options.half)
        every = [
            *cases(claims, court, options.most),
            *paraphrased(rows, library),
            *freely_paraphrased(read_free_paraphrases(), library),
        ]
        began = time.perf_counter()
        heard = court.hear_all(every)
        milliseconds = 1000 * (time.perf_counter() - began) / len(heard)
        judged = checked(every)
    if options.show:
        print("\n".join(misses(judged if options.door == "check" else heard, options.show)))
        return
    kinds, by_text = by_kind(heard), by_kind(judged)
    untold = len(rows) - len(kinds.get(BY_HAND, ()))
    text = "\n".join(
        [
            ABOUT if options.library is None else "a library of one's own",
            f"{len(claims):,} true claims (half: {options.half}), at most {options.most} of a kind",
            f"{len(rows):,} paraphrases, of which {untold} quote passages that are not held",
            machine("curbside"),
            f"{milliseconds:.1f} ms a claim, retrieval included; 95% intervals by Wilson's score",
            "",
            "The writers' door: what is withheld of a draft",
            faults_table(kinds),
            "",
            sound_table(kinds),
            "",
            goals(reached(kinds)),
            "",
            "The door of curbside check: what is not SUPPORTED by the sentence it was made from",
            faults_table(by_text),
            "",
            sound_table(by_text),
        ]
    )
    print(text)
    if options.write:
        write_section("faults", text)


if __name__ == "__main__":
    main()
