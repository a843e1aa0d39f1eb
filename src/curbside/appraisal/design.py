"""What kind of study or document a publication is, in the field's words, and how much it can carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from curbside.literature.publication import Kind, Publication


class Design(StrEnum):
    """The values are what a reference list prints."""

    GUIDELINE = "guideline"
    META_ANALYSIS = "meta-analysis"
    SYSTEMATIC_REVIEW = "systematic review"
    RANDOMISED_TRIAL = "randomised trial"
    NON_RANDOMISED_TRIAL = "non-randomised trial"
    COHORT = "cohort study"
    CASE_CONTROL = "case-control study"
    CROSS_SECTIONAL = "cross-sectional study"
    OBSERVATIONAL = "observational study"
    PRODUCT_LABEL = "product label"
    CASE_REPORT = "case report"
    NARRATIVE_REVIEW = "narrative review"
    ANIMAL = "animal study"
    LABORATORY = "laboratory study"
    EDITORIAL = "editorial or letter"
    PROTOCOL = "study protocol"
    DERIVED = "derived"
    RETRACTION_NOTICE = "retraction notice"
    NOT_STATED = "not stated"


_LEVEL: dict[Design, int] = {
    Design.GUIDELINE: 1,
    Design.META_ANALYSIS: 1,
    Design.SYSTEMATIC_REVIEW: 1,
    Design.RANDOMISED_TRIAL: 2,
    Design.PRODUCT_LABEL: 2,
    Design.NON_RANDOMISED_TRIAL: 3,
    Design.COHORT: 3,
    Design.OBSERVATIONAL: 4,
    Design.CASE_CONTROL: 4,
    Design.CROSS_SECTIONAL: 4,
    Design.CASE_REPORT: 4,
    Design.NARRATIVE_REVIEW: 5,
    Design.ANIMAL: 5,
    Design.LABORATORY: 5,
    Design.NOT_STATED: 5,
    Design.DERIVED: 5,
    Design.EDITORIAL: 5,
    Design.PROTOCOL: 6,
    Design.RETRACTION_NOTICE: 6,
}


def strength(design: Design) -> int:
    """How far a design alone can carry a claim about treatment: 5 the furthest, 0 not at all.

    Six less the level of the Oxford table; what reports no evidence (a protocol, a retraction) stands
    below it. The table has no place for two kinds of document: a guideline stands with the reviews
    it must rest on, a product label with the trials it was granted for. For ordering, never for certainty:
    a trial may be marked down and a cohort up, and that is judged by outcome.

    Source: OCEBM Levels of Evidence Working Group, "The Oxford 2011 Levels of Evidence", row "Does this
    intervention help?"; it agrees with where GRADE starts (trials high, observational studies low; Guyatt
    2011, J Clin Epidemiol 64:383). Checked 2026-11.
    """
    return 6 - _LEVEL[design]


_DECISIVE_TYPES: tuple[tuple[Design, frozenset[str]], ...] = (
    (Design.RETRACTION_NOTICE, frozenset({"retraction of publication", "retraction notice"})),
    (Design.PROTOCOL, frozenset({"clinical trial protocol"})),
    (
        Design.GUIDELINE,
        frozenset(
            {
                "practice guideline",
                "guideline",
                "consensus development conference",
                "consensus development conference, nih",
                "consensus statement",
            }
        ),
    ),
    (Design.META_ANALYSIS, frozenset({"meta-analysis", "network meta-analysis"})),
    (Design.SYSTEMATIC_REVIEW, frozenset({"systematic review"})),
    (Design.ANIMAL, frozenset({"randomized controlled trial, veterinary", "clinical trial, veterinary"})),
    (Design.RANDOMISED_TRIAL, frozenset({"randomized controlled trial", "equivalence trial"})),
    (Design.CASE_REPORT, frozenset({"case reports"})),
    (Design.EDITORIAL, frozenset({"editorial", "comment", "letter", "news"})),
)

_CLINICAL_TRIAL = "clinical trial"
_OBSERVATIONAL_STUDY = "observational study"
_REVIEW = "review"

_OBSERVATIONAL_HEADINGS: tuple[tuple[Design, frozenset[str]], ...] = (
    (Design.CASE_CONTROL, frozenset({"case-control studies"})),
    (Design.CROSS_SECTIONAL, frozenset({"cross-sectional studies"})),
    (
        Design.COHORT,
        frozenset(
            {
                "cohort studies",
                "prospective studies",
                "retrospective studies",
                "longitudinal studies",
                "follow-up studies",
            }
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class _Wording:
    """``pattern`` says that a text is of this design; it cannot match where none of ``stems`` stands.

    Looking for a stem costs a hundredth of running an expression over an abstract, and `ask` asks the
    design of everything it ranks.
    """

    design: Design
    stems: tuple[str, ...]
    pattern: re.Pattern[str]

    def fits(self, text: str) -> bool:
        return any(stem in text for stem in self.stems) and self.pattern.search(text) is not None


def _wordings(*wordings: tuple[Design, str, tuple[str, ...]]) -> tuple[_Wording, ...]:
    return tuple(
        _Wording(design, tuple(stems.split()), re.compile("|".join(patterns)))
        for design, stems, patterns in wordings
    )


_NAMED = _wordings(
    (Design.RETRACTION_NOTICE, "retract", (r"^\W*(?:retraction|retracted|notice of retraction)\b",)),
    (
        Design.PROTOCOL,
        "protocol",
        (r"\b(?:study|trial|review) protocol\b", r"\bprotocol (?:for|of) an?\b", r": (?:a )?protocol\b"),
    ),
    (Design.META_ANALYSIS, "meta pooled", (r"\bmeta-?\s?analys[ei]s\b", r"\bpooled analys[ei]s\b")),
    (
        Design.SYSTEMATIC_REVIEW,
        "systematic cochrane",
        (r"\bsystematic(?:ally)? (?:\w+ )?review", r"\bcochrane review"),
    ),
    (
        Design.GUIDELINE,
        "guid statement report paper recommendation",
        (
            r"\bguidelines?\b",
            r"\bguidance\b",
            r"\b(?:position|consensus) (?:statement|report|paper)",
            r"\b(?:practice|task force) recommendations?\b",
        ),
    ),
    (
        Design.PRODUCT_LABEL,
        "label prescrib smpc package",
        (
            r"\b(?:product|regulatory|drug|us|eu) labels?\b",
            r"^labels?\b",
            r"\bprescribing information\b",
            r"\bsmpc\b",
            r"\bpackage (?:leaflet|insert)",
        ),
    ),
    (
        Design.NON_RANDOMISED_TRIAL,
        "randomi single-arm quasi before",
        (
            r"\b(?:non-?|un)randomi[sz]ed",
            r"\bsingle-arm\b",
            r"\bquasi-experiment",
            r"\bbefore-(?:and-)?after",
        ),
    ),
    (
        Design.RANDOMISED_TRIAL,
        "randomi rct placebo double cross",
        (
            r"\brandomi[sz]ed\b",
            r"\brcts?\b",
            r"\bplacebo-controlled\b",
            r"\bdouble-blind",
            r"\bcross-?over trial",
        ),
    ),
    (Design.CASE_CONTROL, "case-control", (r"\bcase-control\b",)),
    (
        Design.CROSS_SECTIONAL,
        "cross-sectional prevalence",
        (r"\bcross-sectional\b", r"\bprevalence (?:study|survey)"),
    ),
    (
        Design.COHORT,
        "cohort longitudinal spective",
        (r"\bcohorts?\b", r"\blongitudinal (?:study|analysis)", r"\b(?:pro|retro)spective\b"),
    ),
    (
        Design.NON_RANDOMISED_TRIAL,
        "trial phase",
        (r"\b(?:clinical|controlled) trial\b", r"\bphase (?:[1-4]|i{1,3}v?)\b"),
    ),
    (Design.OBSERVATIONAL, "observational registry", (r"\bobservational\b", r"\bregistry\b")),
    (Design.CASE_REPORT, "case", (r"\bcase (?:reports?|series)\b",)),
    (Design.NARRATIVE_REVIEW, "review", (r"\breview\b",)),
    (
        Design.ANIMAL,
        "mice rat murine zebrafish rabbit rodent canine porcine",
        (r"\b(?:mice|rats?|murine|zebrafish|rabbits?|rodents?|canine|porcine)\b",),
    ),
    (
        Design.LABORATORY,
        "vitro cell laboratory",
        (r"\bin vitro\b", r"\bcell lines?\b", r"\blaboratory (?:study|experiment)"),
    ),
)
"""How titles and design fields name a design, the most telling first: a meta-analysis *of* trials."""

_DONE = _wordings(
    (
        Design.META_ANALYSIS,
        "meta",
        (r"\b(?:this|we (?:did|performed|conducted|undertook)|in (?:a|our))\b[^.]{0,60}\bmeta-?analys[ei]s",),
    ),
    (
        Design.SYSTEMATIC_REVIEW,
        "systematic medline pubmed embase cochrane",
        (
            r"\b(?:this|we (?:did|performed|conducted|undertook)) (?:\w+ ){0,3}systematic review",
            r"\bsearch(?:ed|es)?\b[^.]{0,60}\b(?:medline|pubmed|embase|cochrane)\b",
        ),
    ),
    (
        Design.RANDOMISED_TRIAL,
        "random rct",
        (
            r"\b(?:were|was) (?:\w+ ){0,2}randomi[sz]ed",
            r"\bwe randomi[sz]ed",
            r"\brandomi[sz]ed (?:\w+ )?to\b",
            r"\brandomly (?:\w+ )?(?:assigned|allocated|divided)",
            r"\brandom(?:i[sz]ed)? (?:assignment|allocation)",
            r"\b(?:this|in an?|our|was an?|did an?)\b[^.]{0,60}\brandomi[sz]ed\b[^.]{0,60}\b(?:trial|study)",
            r"\b(?:randomi[sz]ed|rct)\b[^.]{0,40}\b(?:trial|study)\.",
        ),
    ),
    (Design.CASE_CONTROL, "case-control", (r"\bcase-control (?:study|design|analysis)",)),
    (
        Design.CROSS_SECTIONAL,
        "cross-sectional",
        (r"\bcross-sectional (?:study|survey|design|analysis|sample)",),
    ),
    (
        Design.COHORT,
        "cohort spective",
        (
            r"\b(?:prospective|retrospective|this|population-based|matched|observational|our) cohort",
            r"\bcohort (?:study|of)\b",
            r"\b(?:pro|retro)spective(?:ly)? (?:\w+ )?(?:study|review|analy|follow)",
        ),
    ),
    (
        Design.CASE_REPORT,
        "case",
        (r"\bwe (?:report|present|describe) (?:a|the|an?other|two|three) (?:\w+ )?cases?\b",),
    ),
    (Design.OBSERVATIONAL, "observational", (r"\bobservational study\b",)),
    (Design.LABORATORY, "vitro cell", (r"\bin vitro\b", r"\bcell lines?\b", r"\bcultured (?:\w+ )?cells\b")),
)
"""How an abstract says what was *done*, as against what others did before."""

_PEOPLE = re.compile(r"\b(?:patients?|women|men|participants?|volunteers|humans?|children|adults)\b")
_BEASTS = (
    " mice",
    "mice ",
    " mouse ",
    " rats",
    "rats ",
    " rabbits",
    "zebrafish",
    " dogs",
    " pigs",
    "rodents",
)


def design_of(publication: Publication) -> Design:
    """The design, from the surest witness that speaks.

    Publication types that settle it; then MeSH where only animals were studied (a trial in mice is no
    trial in patients); then the title; then the vaguer types with MeSH; then MeSH; then what the abstract
    says was done. Evidence statements name the design of their source as the first publication type.
    """
    if any(passage.kind is Kind.STATEMENT for passage in publication.passages):
        return design_named(publication.types[0]) if publication.types else Design.NOT_STATED
    types = frozenset(kind.casefold() for kind in publication.types)
    headings = frozenset(heading.name.casefold() for heading in publication.mesh)

    decided = _first_meeting(_DECISIVE_TYPES, types)
    only_animals = "animals" in headings and "humans" not in headings
    if decided is not None and not (only_animals and decided is Design.RANDOMISED_TRIAL):
        return decided
    if only_animals and _REVIEW not in types:
        return Design.ANIMAL
    named = design_named(publication.title)
    if named is not Design.NOT_STATED:
        return named
    return _from_vaguer_witnesses(types, headings, _abstract(publication))


def design_named(words: str) -> Design:
    """The design that a title, or a design field such as ``double-blind RCT, 24 wk``, names."""
    said = words.casefold()
    return _BY_VALUE.get(said) or _first_fitting(_NAMED, said)


# And the words of the statements' format that name none of them outright.
_BY_VALUE = {design.value: design for design in Design} | {
    "trial follow-up": Design.RANDOMISED_TRIAL,
    "crossover study": Design.NON_RANDOMISED_TRIAL,
    "dose-finding trial": Design.NON_RANDOMISED_TRIAL,
    "expert report": Design.GUIDELINE,
}


def _from_vaguer_witnesses(types: frozenset[str], headings: frozenset[str], abstract: str) -> Design:
    observational = _first_meeting(_OBSERVATIONAL_HEADINGS, headings)
    if any(kind.startswith(_CLINICAL_TRIAL) or kind.endswith(_CLINICAL_TRIAL) for kind in types):
        randomised = _done(abstract) is Design.RANDOMISED_TRIAL
        return Design.RANDOMISED_TRIAL if randomised else Design.NON_RANDOMISED_TRIAL
    if _REVIEW in types:
        done = _done(abstract)
        reviewed = done in {Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW}
        return done if reviewed else Design.NARRATIVE_REVIEW
    if _OBSERVATIONAL_STUDY in types:
        return observational or Design.OBSERVATIONAL
    done = _done(abstract)
    # Indexers give trials "Prospective Studies" too, so an abstract that tells of randomising goes first.
    return done if done is Design.RANDOMISED_TRIAL else observational or done


def _done(abstract: str) -> Design:
    told = abstract.casefold()
    if any(beast in told for beast in _BEASTS) and not _PEOPLE.search(told):
        return Design.ANIMAL
    return _first_fitting(_DONE, told)


def _first_fitting(wordings: tuple[_Wording, ...], text: str) -> Design:
    return next((wording.design for wording in wordings if wording.fits(text)), Design.NOT_STATED)


def _first_meeting(table: tuple[tuple[Design, frozenset[str]], ...], words: frozenset[str]) -> Design | None:
    return next((design for design, names in table if names & words), None)


def _abstract(publication: Publication) -> str:
    return " ".join(passage.text for passage in publication.passages if passage.kind is Kind.ABSTRACT)
