"""The command line: which commands there are, and how each way of ending becomes an exit code.

``curbside --help`` imports nothing but click: a command's module, with all it needs, is loaded when the
command is run. Exit codes are those of `curbside.errors`; besides, 130 for Ctrl-C and 141 for an output that
was closed, as a shell has it.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final

import click

from curbside import __version__
from curbside.errors import CurbsideError, Mendable, StorageFailure
from curbside.network import keep_to_this_machine
from curbside.surfaces.cli.doors import Doors

_WHERE_PATIENTS_ARE: Final = ("curbside.patient", "curbside.pathway", "curbside.surfaces.cli.pathway")
_COMMANDS: Final = {
    "ask": "Answer a clinical question from the library, with citations.",
    "history": "List the answers that were asked, print one again, and forget.",
    "replay": "Ask the question of an answer again, and say what has changed.",
    "search": "List the publications that fit a query, best first.",
    "question": "Say how a question is understood: senses, concepts, kind.",
    "check": "Say whether the library bears a claim out, and the sentences that decide it.",
    "appraise": "Say which way outcomes went, in abstracts given with what to look for.",
    "abbreviations": "Find the abbreviations that texts define, with their long forms.",
    "library": "Add literature, and see, check and mend what is held.",
    "content": "See the topics that come with it, and check one that you are writing.",
    "pathway": "See, check and run pathways: an answer's algorithm as data, on one patient or on many.",
    "serve": "Serve pathways to record systems, as CDS Hooks.",
    "feedback": "Count what became of the cards that record systems were sent.",
    "schema": "Print the JSON Schema of what a command prints.",
}

_EXIT_INTERNAL: Final = 1
_EXIT_INTERRUPTED: Final = 130
_EXIT_OUTPUT_CLOSED: Final = 141
_ASKED_FOR_WRONGLY: Final = {
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.EACCES,
    errno.EPERM,
    errno.ENAMETOOLONG,
}


class _Curbside(Doors):
    """Every command, and how a run of one ends."""

    package = __name__
    lines = _COMMANDS

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go_of_output()
            raise click.exceptions.Exit(_EXIT_OUTPUT_CLOSED) from None
        return result

    def main(self, *args: Any, **options: Any) -> Any:
        """Run, and end the process with the exit code of what happened. No traceback, unless asked for."""
        _survive_closed_streams()
        _survive_narrow_encodings()
        options |= {"prog_name": "curbside", "standalone_mode": False}
        sys.exit(_exit_code_of(lambda: super(_Curbside, self).main(*args, **options)))


@click.group(
    cls=_Curbside, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="curbside", message="%(prog)s %(version)s")
def main() -> None:
    """Clinical answers, every sentence tied to the passage that says it.

    Supports, and does not replace, clinical judgement.
    """
    if os.environ.get("CURBSIDE_LOCAL_ONLY", "0") not in {"", "0"}:
        keep_to_this_machine()


def _exit_code_of(run: Callable[[], Any]) -> int:
    try:
        result = run()
    except click.ClickException as error:
        error.show()
        return Mendable.exit_code
    except click.Abort:
        _say("stopped. What was reported as done is kept.")
        return _EXIT_INTERRUPTED
    except CurbsideError as error:
        _say(str(error))
        return error.exit_code
    except OSError as error:
        _let_go_of_output()
        _say(_in_words(error))
        return Mendable.exit_code if error.errno in _ASKED_FOR_WRONGLY else StorageFailure.exit_code
    except Exception as error:
        return _internal(error)
    return result if isinstance(result, int) else 0


def _internal(error: Exception) -> int:
    kind = type(error).__name__
    is_private = _met_a_patient(error)
    if os.environ.get("CURBSIDE_DEBUG"):
        if is_private:
            traceback.print_tb(error.__traceback__)
            _say(f"internal error: {kind}, with a message that may have a value of the patient: not shown")
        else:
            traceback.print_exception(error)
        return _EXIT_INTERNAL
    said = kind if is_private else f"{kind}: {error}"
    _say(f"internal error: {said}; run with CURBSIDE_DEBUG=1 for the traceback")
    return _EXIT_INTERNAL


def _met_a_patient(error: Exception) -> bool:
    """Did it come by where a patient's record is in hand? Then its own message may repeat what stands there."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(frame.f_globals.get("__name__", "").startswith(_WHERE_PATIENTS_ARE) for frame in frames)


def _in_words(error: OSError) -> str:
    named = [str(name) for name in (error.filename, error.filename2) if name is not None]
    return ": ".join([*named, error.strerror or type(error).__name__])


def _say(message: str) -> None:
    from curbside.surfaces.render.wording import printable

    with suppress(OSError):
        click.echo(f"curbside: {printable(message)}", err=True)


def _streams() -> Iterator[io.TextIOWrapper]:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            yield stream


def _survive_closed_streams() -> None:
    """A process may be started without an output (``>&-``): then what is printed goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))


def _survive_narrow_encodings() -> None:
    r"""Where ``≥`` cannot be shown it becomes ``\u2265``, not ``?``: it matters which sign it was."""
    for stream in _streams():
        stream.reconfigure(errors="backslashreplace")


def _let_go_of_output() -> None:
    """Send what is still unwritten nowhere, or Python would complain of it once more on its way out."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
