"""What a list of retractions says of publications, whether the library holds them yet or not."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

_REPLACED: Final = "retract and replace"


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
