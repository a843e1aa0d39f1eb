"""What the answers of a row or of a questionnaire say together.

``born``, ``sex`` and ``died`` say who the patient is, and ``level_on`` is the day on which ``level`` was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from curbside.patient.record import Answer, Remark

BORN, SEX, DIED = "born", "sex", "died"
_ON: Final = "_on"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SEXES: Final = {
    "female": "female",
    "male": "male",
    "other": "other",
    "unknown": "unknown",
    "f": "female",
    "m": "male",
}
YES_OR_NO: Final = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Said:
    """Who the patient is, and the other answers, each with the day it is of."""

    born_on: date | None
    sex: str
    died: bool
    answers: tuple[Answer, ...]
    remarks: tuple[Remark, ...]


def said_in(answers: Iterable[Answer]) -> Said:
    """A day, a sex or a yes that cannot be read is remarked on; what it would have dated cannot then be read either."""
    given = list(answers)
    by_name = {one.name: one for one in given}
    days = {name for name in by_name if name.endswith(_ON) and name.removesuffix(_ON) in by_name}
    remarks: list[Remark] = []
    others = []
    for one in given:
        if one.name in days or one.name in {BORN, DIED}:
            continue
        if dated := by_name.get(f"{one.name}{_ON}"):
            day = day_said(dated)
            one = replace(one, given_on=day) if day else replace(one, value="", coded=())  # noqa: PLW2901
            if not day:
                remarks.append(
                    Remark(where="an answer", what="is dated by what is no date such as 2026-03-01")
                )
        others.append(_with_sex(one) if one.name == SEX else one)
    born_on = day_said(by_name[BORN]) if BORN in by_name else None
    if BORN in by_name and not born_on:
        remarks.append(
            Remark(where="an answer", what="the birth date is no date such as 1950-03-01; not used")
        )
    sex = str(by_name[SEX].value).casefold() if SEX in by_name else ""
    died = _death_said(by_name[DIED]) if DIED in by_name else False
    if died is None:
        remarks.append(Remark(where="an answer", what="whether the patient has died is neither yes nor no"))
    return Said(
        born_on=born_on,
        sex=_SEXES.get(sex, ""),
        died=died is True,
        answers=tuple(others),
        remarks=tuple(remarks),
    )


def day_said(answer: Answer) -> date | None:
    """The day that an answer is, as a date or written as one."""
    return answer.value if isinstance(answer.value, date) else day_written(str(answer.value))


def day_written(text: str) -> date | None:
    """``2026-03-01`` as a date; None when it is none."""
    try:
        return date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:
        return None


def _death_said(answer: Answer) -> bool | None:
    """Yes, no or the day of it; None when it is none of these."""
    if isinstance(answer.value, bool):
        return answer.value
    return True if day_said(answer) else YES_OR_NO.get(str(answer.value).casefold())


def _with_sex(answer: Answer) -> Answer:
    return replace(answer, value=_SEXES.get(str(answer.value).casefold(), answer.value))
