"""``curbside ask``: one question answered on the screen or into a file, or a whole file of them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
import msgspec

from curbside import workflows
from curbside.editorial.asked import Asked
from curbside.editorial.asked import asked as asked_and_answered
from curbside.errors import EXIT_ABSTAINED, CurbsideError
from curbside.network import keep_to_this_machine
from curbside.surfaces import compose
from curbside.surfaces.cli import screen
from curbside.surfaces.cli.batch import Topics, either, whole_file
from curbside.surfaces.cli.progress import counting
from curbside.surfaces.cli.writing import writing
from curbside.surfaces.render import export, markdown, terminal
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.effects import PassageOf
from curbside.surfaces.render.wording import reason
from curbside.verification.answer import Abstention, Answer
from curbside.verification.record import Outcome, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curbside.answer.model import ModelWriter
    from curbside.verification.comparison import Comparison

Printed = Literal["terminal", "json", "markdown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """How an outcome is to be shown: for whom, and as a page in a file, an export, or else printed."""

    printed: Printed
    exported: export.Format | None
    audience: Audience
    page: Path | None

    @property
    def is_on_screen(self) -> bool:
        """Is it to be read where it is asked?"""
        return self.printed == "terminal" and self.page is None and self.exported is None


@click.command()
@click.argument("question", required=False)
@click.option("--json", "printed", flag_value="json", help="Print JSON: curbside schema answer describes it.")
@click.option("--markdown", "printed", flag_value="markdown", help="Print Markdown.")
@click.option("--html", "page", type=screen.FILE, metavar="FILE", help="Write one self-contained page.")
@click.option(
    "--for",
    "audience",
    type=click.Choice([one.value for one in Audience]),
    default=Audience.CLINICIAN.value,
    show_default=True,
    help="For whom it is told: a patient reads plain words; a student gets the terms explained; a researcher, "
    "every effect in a table. JSON is the same for all.",
)
@click.option(
    "--export",
    "exported",
    type=click.Choice([one.value for one in export.Format]),
    help="Print the references instead (ris, bibtex, csl-json), or the effect table (csv).",
)
@click.option(
    "--after",
    metavar="ID",
    help="The answer it follows, by its id or as `last`: what the question leaves out is completed from that one.",
)
@click.option("--private", is_flag=True, help="Keep neither the question nor the answer in the history.")
@click.option("--pubmed", "from_pubmed", is_flag=True, help="Answer from what PubMed has on the question.")
@click.option(
    "--writer",
    "writer_named",
    metavar="extractive|MODEL",
    default=compose.EXTRACTIVE,
    show_default=True,
    help="Who writes: nobody, the sources' own sentences standing as they are; or a language model, as "
    "PROVIDER:NAME. Each sentence of its is checked against its quotes, or withheld.",
)
@click.option("--local-only", is_flag=True, help="Reach no other machine, as CURBSIDE_LOCAL_ONLY=1.")
@click.option("--topics", type=screen.FILE, metavar="FILE", help='Answer many: {"id", "text"} a line.')
@click.option("--out", type=screen.FILE, metavar="FILE", help='With --topics: {"id", "answer"} a line.')
@screen.expansion_option
@screen.library_option
def command(
    *,
    question: str | None,
    printed: Printed | None,
    page: Path | None,
    audience: str,
    exported: str | None,
    after: str | None,
    private: bool,
    from_pubmed: bool,
    writer_named: str,
    local_only: bool,
    topics: Path | None,
    out: Path | None,
    expand: bool,
    library_path: Path | None,
) -> None:
    """Answer QUESTION from the library, every sentence with the passage that says it.

    When the library carries no answer, it says what was searched and what came nearest, and the exit code
    is 5. So it is when a short form may mean several things that are answered differently: then it asks which.

    Single answers are kept for `--after` and `curbside history`; those of a file are not.
    """
    either(question=question, topics=topics, out=out, out_name="--out")
    if sum(way is not None for way in (page, printed, exported)) > 1:
        raise click.UsageError("expected at most one of --json, --html, --markdown and --export")
    if exported is not None and topics is not None:
        raise click.UsageError("expected --export with one question")
    if from_pubmed and (topics is not None or library_path is not None):
        raise click.UsageError("expected --pubmed with one question and without --library")
    if topics is not None and after is not None:
        raise click.UsageError("expected --after with one question")
    if local_only:
        keep_to_this_machine()
    writer, further = compose.model_writer(writer_named), compose.further_comparisons()
    if topics is not None and out is not None:
        _answer_many(topics, out, library_path, expand=expand, writer=writer, further=further)
        return
    asked = screen.typed(question or "")
    wanted = _Wanted(
        printed=printed or "terminal",
        exported=export.Format(exported) if exported else None,
        audience=Audience(audience),
        page=page,
    )
    last = compose.asked_store().find(screen.typed(after)) if after is not None else None
    if from_pubmed:
        outcome = _from_pubmed(
            asked,
            expand=expand,
            after=last.outcome() if last is not None else None,
            writer=writer,
            further=further,
            wanted=wanted,
        )
        _present(outcome, wanted)
        _keep(outcome, private=private, after=last)
        _end(outcome)
        return
    with screen.reading(library_path) as library:
        while True:
            with writing(watched=writer is not None and wanted.is_on_screen) as heard:
                outcome = workflows.ask(
                    asked,
                    library=library,
                    asked_at=datetime.now(UTC),
                    expand=expand,
                    after=last.outcome() if last is not None else None,
                    writer=writer,
                    heard=heard,
                    further=further,
                    pathway_of=compose.pathway_of,
                )
            _present(outcome, wanted, passage_of=workflows.passage_of(library))
            _keep(outcome, private=private, after=last)
            chosen = _another_sense(outcome, wanted)
            if chosen is None:
                _end(outcome)
                return
            asked, last = chosen, None


def _another_sense(outcome: Outcome, wanted: _Wanted) -> str | None:
    """The question in another sense of its short form, when whoever asked presses the key for it."""
    if not wanted.is_on_screen:
        return None
    number = screen.chosen(len(outcome.choices))
    return outcome.choices[number - 1].ask if number is not None else None


def _keep(outcome: Outcome, *, private: bool, after: Asked | None) -> None:
    """Keep an answer that has been shown; what hinders that is said, and takes nothing away from the answer."""
    if private:
        return
    try:
        compose.asked_store().keep(asked_and_answered(outcome, after=after.id if after is not None else None))
    except CurbsideError as error:
        screen.note(f"Not kept in the history: {error}")


def _end(outcome: Outcome) -> None:
    if isinstance(outcome, Abstention):
        raise click.exceptions.Exit(EXIT_ABSTAINED)


def _from_pubmed(
    question: str,
    *,
    expand: bool,
    after: Outcome | None,
    writer: ModelWriter | None,
    further: Sequence[Comparison],
    wanted: _Wanted,
) -> Outcome:
    screen.note("Reading what PubMed has on the question")
    with compose.pubmed() as source, ExitStack() as fetching:
        tell = fetching.enter_context(counting("records from PubMed"))
        watched = writer is not None and wanted.is_on_screen
        with writing(watched=watched, instead_of=fetching.close) as heard:
            return workflows.ask_pubmed(
                question,
                source=source,
                cache=compose.cache(),
                asked_at=datetime.now(UTC),
                expand=expand,
                after=after,
                writer=writer,
                heard=heard,
                further=further,
                progress=lambda fetched, total: tell(fetched, done=fetched, total=total),
            )


def _answer_many(
    topics_path: Path,
    out: Path,
    library_path: Path | None,
    *,
    expand: bool,
    writer: ModelWriter | None,
    further: Sequence[Comparison],
) -> None:
    topics = Topics(topics_path)
    with (
        screen.reading(library_path) as library,
        whole_file(out) as file,
        counting("questions") as tell,
    ):
        answers = workflows.ask_many(
            topics,
            library=library,
            asked_at=datetime.now(UTC),
            expand=expand,
            writer=writer,
            further=further,
            pathway_of=compose.pathway_of,
        )
        for answered, (name, outcome) in enumerate(answers, start=1):
            if isinstance(outcome, CurbsideError):
                topics.fault(f"topic {name}", str(outcome))
                continue
            file.write(b'{"id":%b,"answer":%b}\n' % (msgspec.json.encode(name), to_json(outcome)))
            tell(answered)
    topics.end()


def _present(outcome: Outcome, wanted: _Wanted, *, passage_of: PassageOf = lambda _: None) -> None:
    """Show the outcome where it was wanted."""
    if wanted.page is not None:
        _write_page(outcome, wanted.page, wanted.audience, passage_of)
    elif wanted.exported or wanted.printed == "json":
        screen.hand_over(_printed(outcome, wanted, passage_of))
    else:
        screen.show(_printed(outcome, wanted, passage_of))


def _printed(outcome: Outcome, wanted: _Wanted, passage_of: PassageOf) -> str:
    if wanted.exported:
        return _exported(outcome, wanted.exported, passage_of)
    if wanted.printed == "json":
        return f"{to_json(outcome).decode()}\n"
    if wanted.printed == "markdown":
        return markdown.render(outcome, audience=wanted.audience, passage_of=passage_of)
    return terminal.render(
        outcome,
        width=screen.width(),
        colour=screen.colour(),
        audience=wanted.audience,
        passage_of=passage_of,
    )


def _exported(outcome: Outcome, wanted: export.Format, passage_of: PassageOf) -> str:
    if isinstance(outcome, Answer):
        return export.export(outcome, wanted, passage_of=passage_of)
    screen.note(f"No answer, and so nothing to export: {reason(outcome)}")
    return ""


def _write_page(outcome: Outcome, page: Path, audience: Audience, passage_of: PassageOf) -> None:
    from curbside.surfaces.render import html

    with whole_file(page) as file:
        file.write(html.render(outcome, audience=audience, passage_of=passage_of).encode())
    screen.note(f"Wrote {page}")
