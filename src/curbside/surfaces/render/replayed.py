"""A replay on the screen and as JSON: whether the answer is the same, and if not, what differs and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from curbside.editorial.replay import Difference, Replay
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import day, printable

_SHOWN_OF_ID: Final = 12
_HEARD_AGAIN: Final = "Every claim upheld again, byte for byte"
_NO_REASON: Final = (
    "Nothing that an answer is made of differs, and yet the answer does. That should never be: it is a fault of "
    "Curbside, worth reporting."
)


def render(replay: Replay, *, width: int, colour: bool) -> str:
    """The replay as text of at most ``width`` cells a line, ending with a line break."""
    sheet = Sheet(width=width, colour=colour)
    if replay.is_reproduced:
        sheet.write((_HEARD_AGAIN if replay.is_heard_again else "Reproduced byte for byte", "bold green"))
    else:
        sheet.write(("Not reproduced", "bold yellow"))
    _name(sheet, replay)
    if not replay.is_reproduced:
        _list(sheet, "Why", _why(replay))
        _list(sheet, "What differs", _what(replay))
    _list(sheet, "To know", replay.notes)
    return str(sheet)


def plain(replay: Replay) -> dict[str, Any]:
    """The replay as JSON values: docs/replay.md describes them."""
    return {
        "answer": replay.given.id,
        "now": replay.now.id,
        "reproduced": replay.is_reproduced,
        "differences": replay.differences,
        "notes": replay.notes,
        "written_by": {
            "writer": replay.given.provenance.writer,
            "model": replay.given.provenance.model,
            "prompt": replay.given.provenance.prompt,
        },
    }


def _name(sheet: Sheet, replay: Replay) -> None:
    given, made = replay.given, replay.given.provenance
    sheet.write(f"{printable(given.question.asked)}")
    sheet.write(f"Answer {given.id[:_SHOWN_OF_ID]}, given {day(made.asked_at)}", indent=2)
    sheet.write(
        f"Library {printable(made.library)[:_SHOWN_OF_ID]} · configuration {printable(made.config)} · "
        f"Curbside {printable(made.version)} · {printable(made.model or made.writer)}",
        indent=2,
    )


def _why(replay: Replay) -> tuple[str, ...]:
    if not replay.why:
        return (_NO_REASON,)
    return _sentences(replay.why)


def _what(replay: Replay) -> tuple[str, ...]:
    return _sentences(replay.what) or ("Nothing: it says the same, of the same sources.",)


def _sentences(differences: Iterable[Difference]) -> tuple[str, ...]:
    return tuple(one.said for one in differences)


def _list(sheet: Sheet, title: str, sentences: Iterable[str]) -> None:
    for number, sentence in enumerate(sentences):
        if not number:
            sheet.heading(title)
        sheet.write(f"{printable(sentence)}{'' if sentence.endswith(('.', '?', '!')) else '.'}", bullet="- ")
