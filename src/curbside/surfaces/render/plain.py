"""What a patient is told beside the plain wording of a claim: whom to ask about a dose, and to how many it happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from curbside.literature.publication import EventRates
from curbside.surfaces.render import wording

CARE_TEAM: Final = "Ask your care team before you change any dose."

_DOSE: Final = re.compile(
    r"(?:\d[\d.,]*|\b(?:one|two|three|four|half an?))[ \u00a0]?"
    r"(?:IU|international units|units?|mg|µg|μg|mcg|g|grams?|m[lL]|milligrams?|micrograms?|millilit(?:re|er)s?"
    r"|tablets?|capsules?|pills?|drops?|puffs?)\b(?![ \u00a0]?/[ \u00a0]?(?:d?L|ml|mmol|g\b))"
)
_WHOLE_PERCENTAGE: Final = re.compile(r"(\d{1,3})%")
_PERCENTAGE: Final = re.compile(r"(100|\d{1,2}(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmRate:
    """To how many in one group it happened; ``share`` is per cent, None where the source does not print it so."""

    group: str
    happened_to: str
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What happened to how many, in both arms."""

    arms: tuple[ArmRate, ArmRate]

    @property
    def sentence(self) -> str:
        """Both arms in words."""
        return " ".join(f"In the {arm.group}: {arm.happened_to}." for arm in self.arms)


def with_care_team(plain: str) -> tuple[str, str]:
    """A plain wording and the sentence that sends its reader to the care team, which every dose must have."""
    text, stop, last = plain.removesuffix(".").rpartition(". ")
    if stop and last.startswith("Ask your care team"):
        return f"{text}.", f"{last}."
    return plain, CARE_TEAM if _DOSE.search(plain) and "care team" not in plain.casefold() else ""


def rates(event_rates: EventRates) -> Rates:
    """Whole percentages as people of 100, all others as they are printed: no figure that the source does not give."""
    return Rates(
        arms=(
            _arm("treatment group", wording.printable(event_rates.intervention)),
            _arm("comparison group", wording.printable(event_rates.comparator)),
        )
    )


def _arm(group: str, printed: str) -> ArmRate:
    whole = _WHOLE_PERCENTAGE.fullmatch(printed)
    share = _PERCENTAGE.fullmatch(printed)
    return ArmRate(
        group=group,
        happened_to=f"{whole[1]} of 100 people" if whole and share else printed,
        share=float(share[1]) if share else None,
    )
