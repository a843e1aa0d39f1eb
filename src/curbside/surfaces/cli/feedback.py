"""``curbside feedback``: what became of the cards that were sent, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click
import msgspec

from curbside.surfaces import compose
from curbside.surfaces.cds_hooks.feedback import Feedback
from curbside.surfaces.cli import screen
from curbside.surfaces.render.wording import printable

_NO_REASON = "no reason given"


@click.command()
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON: one object a service, place, outcome and reason."
)
def command(*, as_json: bool) -> None:
    """Count what became of the cards that record systems were sent: accepted or overridden, where, and why."""
    counts = _counted(compose.feedback_store().kept())
    if as_json:
        keys = ("service", "place", "outcome", "reason")
        rows = [dict(zip(keys, key, strict=True)) | {"count": count} for key, count in counts.items()]
        screen.hand_over(msgspec.json.encode(rows).decode() + "\n")
        return
    if not counts:
        screen.note("No record system has reported yet.")
    sheet = screen.sheet()
    service = ""
    for key, count in counts.items():
        if key[0] != service:
            service = key[0]
            sheet.heading(printable(service))
        place, outcome, reason = (printable(part) for part in key[1:])
        why = f" ({reason})" if reason else ""
        sheet.write(f"{place or 'a card not known here'}: {outcome}{why}: {count}", bullet="• ", indent=2)
    screen.show(sheet)


def _counted(kept: Iterable[tuple[str, Feedback]]) -> dict[tuple[str, str, str, str], int]:
    """By service, place, outcome and reason; the commonest of a service first."""
    counts = Counter(
        (service, one.place, one.outcome, "" if one.outcome == "accepted" else one.reason or _NO_REASON)
        for service, one in kept
    )
    return dict(sorted(counts.items(), key=lambda entry: (entry[0][0], -entry[1], entry[0])))
