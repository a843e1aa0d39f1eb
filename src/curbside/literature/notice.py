"""What notices say of publications: those that are publications themselves, and the rows of a list of retractions."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from curbside.literature.publication import Publication, RelationKind

_REPLACED: Final = "retract and replace"
_NOTICES: Final = {
    "retraction of publication": "a retraction notice",
    "retraction notice": "a retraction notice",
    "expression of concern": "an expression of concern",
    "published erratum": "a correction",
}
"""Publication types, in lower case, and what such a publication is called."""
_GIVES: Final = {
    RelationKind.RETRACTS: "a retraction notice",
    RelationKind.RAISES_CONCERN_ABOUT: "an expression of concern",
}


def notice_in(publication: Publication) -> str:
    """What a publication is that tells of another's standing and reports nothing itself; empty for any other.

    An article that takes the place of the one it retracts or corrects is none.
    """
    if any(relation.kind is RelationKind.SUPERSEDES for relation in publication.relations):
        return ""
    by_type = (_NOTICES[name] for one in publication.types if (name := one.casefold()) in _NOTICES)
    by_relation = (_GIVES[one.kind] for one in publication.relations if one.kind in _GIVES)
    return next(by_type, "") or next(by_relation, "")


class NoticeKind(StrEnum):
    """What happened to a publication, in the words of the Retraction Watch list."""

    RETRACTION = "Retraction"
    CORRECTION = "Correction"
    CONCERN = "Expression of concern"
    REINSTATEMENT = "Reinstatement"


class Notice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that was said of one publication, named by its ``pmid`` or its ``doi`` (in lower case) or both.

    ``said_on`` is a day (``2023-08-16``), empty when the list gives none that can be read; ``said_by`` the id of the
    notice itself (``pmid:555``, ``doi:10.1/x``); ``record`` the list's own number of the row.
    """

    kind: NoticeKind
    pmid: str = ""
    doi: str = ""
    said_on: str = ""
    said_by: str = ""
    reasons: str = ""
    record: str = ""

    @property
    def names_one(self) -> bool:
        """Does it name a publication at all? Some rows are on works that have neither a PMID nor a DOI."""
        return bool(self.pmid or self.doi)

    @property
    def is_of_a_replaced_version(self) -> bool:
        """Was a new version published in the place of the retracted one, and perhaps under its DOI?"""
        return _REPLACED in self.reasons.casefold()


def in_force(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Of what was said of one publication, what holds: a reinstatement undoes the retractions up to its day.

    A retraction without a day is undone by nothing: that it came before the reinstatement is only likely.
    """
    reinstated_on = max((one.said_on for one in notices if one.kind is NoticeKind.REINSTATEMENT), default="")
    return tuple(
        one
        for one in notices
        if one.kind is not NoticeKind.REINSTATEMENT
        and not (one.kind is NoticeKind.RETRACTION and "" < one.said_on <= reinstated_on)
    )
