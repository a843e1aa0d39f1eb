"""What of the sources found may be cited at all, and why the rest may not, in a reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from curbside.answer.draft import Objection, Unneeded
from curbside.appraisal.design import Design, design_of
from curbside.literature.notice import notice_in
from curbside.literature.publication import Kind, Read
from curbside.question.reading import ClinicalQuestion
from curbside.retrieval.ranking import Found

_DESIGNS: Final[dict[str, tuple[Design, ...]]] = {
    "randomized controlled trial": (Design.RANDOMISED_TRIAL,),
    "systematic review": (Design.SYSTEMATIC_REVIEW, Design.META_ANALYSIS),
    "meta-analysis": (Design.META_ANALYSIS,),
    "guideline": (Design.GUIDELINE,),
    "cohort study": (Design.COHORT, Design.OBSERVATIONAL),
    "case-control study": (Design.CASE_CONTROL,),
    "case report": (Design.CASE_REPORT,),
}
"""The designs that each name of `curbside.question.constraints.STUDY_TYPES` asks for."""


def usable_of(question: ClinicalQuestion, found: Sequence[Found]) -> tuple[list[Found], list[Unneeded]]:
    """What may be cited at all, without statements that have fallen; for the rest, the reason in a reader's words."""
    usable: list[Found] = []
    unneeded: list[Unneeded] = []
    for one in found:
        reason = _unusable(question, one) or _same_work(one, usable)
        if reason:
            unneeded.append(Unneeded(publication=one.publication.id, reason=reason))
        else:
            usable.append(_standing(one))
    return _of_the_types_asked_for(question, usable, unneeded)


def _standing(found: Found) -> Found:
    fallen = found.standing.fallen
    kept = tuple(passage for passage in found.passages if passage.id not in fallen)
    return replace(found, passages=kept) if len(kept) < len(found.passages) else found


def fallen(found: Iterable[Found]) -> dict[str, Objection]:
    """What is against each statement that was worked out from a publication that was retracted, by its passage."""
    return {
        passage.id: Objection(text=passage.text, reason=worked_out_from_retracted(source), check="retraction")
        for one in found
        for passage in one.passages
        if (source := one.standing.fallen.get(passage.id))
    }


def worked_out_from_retracted(source: str) -> str:
    """Why a derived statement supports nothing."""
    return f"it was worked out from {source}, which was retracted"


def _of_the_types_asked_for(
    question: ClinicalQuestion, usable: Sequence[Found], unneeded: list[Unneeded]
) -> tuple[list[Found], list[Unneeded]]:
    """The documents of the study types that a question asks for, where there is any; else all of them.

    Evidence statements stay: which of them answer a question, their author has said.
    """
    wanted = {design for name in question.constraints.study_types for design in _DESIGNS[name]}
    others = [one for one in usable if not _is_stated(one) and design_of(one.publication) not in wanted]
    documents = [one for one in usable if not _is_stated(one)]
    if not wanted or len(others) == len(documents):
        return list(usable), unneeded
    asked_for = " or ".join(question.constraints.study_types)
    left_out = [
        Unneeded(publication=one.publication.id, reason=f"no {asked_for}, which the question asks for")
        for one in others
    ]
    return [one for one in usable if one not in others], [*unneeded, *left_out]


def _is_stated(found: Found) -> bool:
    return found.publication.read is Read.STATEMENT


def no_evidence(found: Found) -> str:
    """Why a source may stand under no claim, whatever was asked; empty when it may."""
    standing = found.standing
    if standing.retracted:
        return "retracted" + (f" (see {', '.join(standing.retracted_by)})" if standing.retracted_by else "")
    if found.passages and all(passage.id in standing.fallen for passage in found.passages):
        return worked_out_from_retracted(standing.fallen[found.passages[0].id])
    if notice := notice_in(found.publication):
        return f"{notice}, not evidence"
    return f"superseded by {found.yields_to}" if found.yields_to else ""


def caution(found: Found) -> str:
    """What was said of a source that may be cited all the same; empty where nothing was."""
    standing = found.standing
    said = {
        "an expression of concern was raised, see": standing.concern_raised_by,
        "superseded by": standing.superseded_by,
        "corrected, see": standing.corrected_by,
    }
    told = "; ".join(f"{what} {', '.join(by)}" for what, by in said.items() if by)
    return f"{found.publication.id}: {told}" if told else ""


def _unusable(question: ClinicalQuestion, found: Found) -> str:
    if reason := no_evidence(found):
        return reason
    publication = found.publication
    if question.years is not None:
        year, (first, last) = publication.published.year, question.years
        if year is None:
            return "its year is not known, and the question asks for years"
        if (first is not None and year < first) or (last is not None and year > last):
            return f"published in {year}, outside the years asked for"
    return ""


def _same_work(found: Found, usable: Sequence[Found]) -> str:
    """An abstract and its full text are one work, whichever of them ranks first.

    An evidence statement about a work is not: it is our summary, and stands beside what it summarises.
    """
    one = found.publication
    for other in (f.publication for f in usable):
        if {one.read, other.read} != {Read.ABSTRACT, Read.FULL_TEXT}:
            continue
        if (one.pmid and one.pmid == other.pmid) or (one.doi and one.doi.casefold() == other.doi.casefold()):
            return f"the same work as {other.id}"
    return ""


def too_little(found: Found) -> str:
    """Why a source that may be cited was not: it has nothing more to say."""
    if all(passage.kind is Kind.TITLE for passage in found.publication.passages):
        return "only its title is in the library"
    return "carries too little of the question"


def retrieved(found: Sequence[Found]) -> Iterator[Found]:
    """What the search returned, without what was read beside it because it belongs to the topic."""
    return (one for one in found if one.hit.units)
