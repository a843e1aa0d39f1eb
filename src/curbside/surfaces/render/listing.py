"""What is held, in a terminal: publications, what a search found, what adding did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from curbside.editorial.affected import AffectedReport, Change, SourceChange
from curbside.literature.library import (
    AdditionReport,
    LibraryStatus,
    NoticesReport,
    Quarantined,
    Skipped,
    Standing,
)
from curbside.literature.notice import Notice
from curbside.literature.publication import Kind, Passage, Publication
from curbside.retrieval.ranking import Found
from curbside.surfaces.render import wording
from curbside.surfaces.render.sheet import Sheet
from curbside.surfaces.render.wording import counted, printable
from curbside.terminology.senses import Sense
from curbside.verification.judging import Judged

EXCERPT_CHARACTERS: Final = 240
SHOWN_OF_ID: Final = 10
"""Characters of an id: enough to name an answer among billions, and to be read aloud."""
COMPANY_SHOWN: Final = 12
"""Words of company: enough to see which sense is meant."""


def found(sheet: Sheet, hits: Sequence[Found]) -> None:
    """What a search found, best first, each with the passage of it that matched."""
    for hit in hits:
        lead = f"{hit.hit.rank}. "
        sheet.write(*_alerts(hit.standing), (hit.publication.title, "bold"), bullet=lead)
        if printed := _printed_in(hit.publication):
            sheet.write(printed, indent=len(lead))
        sheet.write((f"{hit.publication.id} · score {hit.hit.score:.2f}", "dim"), indent=len(lead))
        for passage in [p for p in hit.passages if p.kind is not Kind.TITLE][:1]:
            sheet.write(*_fallen(passage, hit.standing), _excerpt(passage), indent=len(lead))
        sheet.gap()


def publication(sheet: Sheet, shown: Publication, standing: Standing, notices: Sequence[Notice] = ()) -> None:
    """A publication with what is known of it, and every passage under its id."""
    sheet.write(*_alerts(standing), (shown.title, "bold"))
    if printed := _printed_in(shown):
        sheet.write(printed)
    names = [("PMID", shown.pmid), ("PMC", shown.pmc), ("doi", shown.doi), ("url", shown.url)]
    facts = [("id", shown.id), *names, ("version", shown.version), ("read", shown.read.value)]
    facts += [("types", "; ".join(shown.types)), ("MeSH", "; ".join(heading.name for heading in shown.mesh))]
    facts += [(relation.kind.value, relation.target or relation.citation) for relation in shown.relations]
    for name, value in facts:
        if value:
            sheet.write((f"{name}: ", "dim"), value)
    for notice in notices:
        known = (
            notice.kind.value,
            notice.said_on and wording.day(notice.said_on),
            notice.said_by,
            notice.reasons,
        )
        sheet.write(("Retraction Watch: ", "dim"), " · ".join(filter(None, known)))
    for passage in shown.passages:
        sheet.gap()
        sheet.write((passage.id, "cyan"), (f" {passage.heading}" if passage.heading else "", "bold"))
        sheet.write(*_fallen(passage, standing), passage.text, indent=2)
        if basis := wording.basis(passage):
            sheet.write((basis, "dim"), indent=2)


def status(sheet: Sheet, held: LibraryStatus) -> None:
    """How much a library holds, and the hash that its answers carry."""
    sheet.write(f"{counted(held.publications, 'publication')} with {counted(held.passages, 'passage')}")
    sheet.write(f"from {counted(held.sources, 'source file')}")
    sheet.write(
        f"{counted(held.quarantined, 'record')} quarantined, {held.deleted:,} deleted by their source"
    )
    if held.notices:
        until = f", the newest of {wording.day(held.notices_until)}" if held.notices_until else ""
        sheet.write(f"list of retractions: {counted(held.notices, 'notice')}{until}")
    else:
        sheet.write("no list of retractions: curbside library add --retractions FILE")
    sheet.write(f"snapshot {held.snapshot}")
    if not held.indexed:
        lagging = "Not all of it can be found yet: it is being added to, or adding was cut short."
        sheet.write((lagging, "bold red"))
        sheet.write("When nobody is adding: curbside library rebuild")


def addition(sheet: Sheet, report: AdditionReport, *, first: int) -> None:
    """What adding did, and the reasons for what it could not do: the ``first`` of each, and how many more."""
    rate = report.records / max(report.seconds, 1e-3)
    sheet.write(
        f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{report.deleted:,} deleted, {len(report.quarantined):,} quarantined"
    )
    sheet.write(
        f"{counted(report.records, 'record')} from {counted(report.files, 'file')} "
        f"in {report.seconds:.1f} s ({rate:,.0f} a second)"
    )
    _skipped(sheet, report.skipped, first=first)
    if report.quarantined:
        sheet.heading("Quarantined")
    quarantined(sheet, report.quarantined[:first])
    more = len(report.quarantined) - first
    if more > 0:
        sheet.write(f"and {more:,} more: curbside library quarantine")


def notices_added(sheet: Sheet, report: NoticesReport, *, first: int) -> None:
    """What adding a list of retractions did, and the ``first`` rows that could not be read."""
    until = f", the newest of {wording.day(report.until)}" if report.until else ""
    sheet.write(
        f"List of retractions: {counted(report.held, 'notice')}{until}; {report.new:,} new, {report.gone:,} gone, "
        f"{len(report.quarantined):,} quarantined"
    )
    sheet.write(
        f"It names {counted(report.bearing, 'publication')} that this library holds; "
        f"{counted(report.unnamed, 'row')} name neither a PMID nor a DOI ({report.seconds:.1f} s)"
    )
    if report.quarantined:
        sheet.heading("Quarantined")
    quarantined(sheet, report.quarantined[:first])
    if (more := len(report.quarantined) - first) > 0:
        sheet.write(f"and {more:,} more: curbside library quarantine")


def quarantined(sheet: Sheet, records: Sequence[Quarantined]) -> None:
    """Records that could not be read: in which file, where in it, and why."""
    for record in records:
        sheet.write((f"{record.source}, {record.where}: ", "bold"), record.reason, bullet="• ")


def _skipped(sheet: Sheet, files: Sequence[Skipped], *, first: int) -> None:
    if files:
        sheet.heading("Left alone")
    for file in files[:first]:
        sheet.write(f"{file.path}: {file.reason}", bullet="• ")
    if len(files) > first:
        sheet.write(f"and {len(files) - first:,} more")


def affected(sheet: Sheet, report: AffectedReport, *, has_list: bool) -> None:
    """The answers that are touched, newest first: the question, what has become of which source, and what to do."""
    for one in report.affected:
        short = one.kept.id[:SHOWN_OF_ID]
        sheet.write((one.kept.title, "bold"))
        sheet.write((f"answer {short}, given {wording.day(one.kept.given_at.isoformat())}", "dim"), indent=2)
        for change in one.changes:
            _source_change(sheet, change)
        sheet.write(f"curbside replay {short}", bullet="→ ", indent=2)
        sheet.gap()
    looked_at = counted(report.looked_at, "answer")
    if report.affected:
        sheet.write(
            f"{counted(len(report.affected), 'answer')} of {report.looked_at:,} in the history touched."
        )
    elif report.looked_at:
        sheet.write(f"{looked_at} in the history; nothing that this library knows touches any of them.")
    else:
        sheet.write("No answers in the history, and so none that is touched.")
    if report.unread:
        sheet.write(
            (f"{counted(len(report.unread), 'answer')} could not be read: curbside history", "bold red")
        )
    if not has_list:
        sheet.write(
            "This library holds no list of retractions, and knows of them by its own publications alone: "
            "curbside library add --retractions FILE"
        )


def plain_affected(report: AffectedReport, *, library: str) -> dict[str, object]:
    """The answers that are touched as JSON values; ``library`` is the snapshot that knows it."""
    return {
        "library": library,
        "looked_at": report.looked_at,
        "unread": [one.id for one in report.unread],
        "affected": [
            {
                "kind": one.kept.kind,
                "id": one.kept.id,
                "asked": one.kept.title,
                "given_at": one.kept.given_at.isoformat(),
                "changes": [_plain_change(change) for change in one.changes],
            }
            for one in report.affected
        ],
    }


def _plain_change(change: SourceChange) -> dict[str, object]:
    source = change.source
    return {
        "reference": source.number,
        "id": source.id,
        "title": source.title,
        "pmid": source.pmid,
        "doi": source.doi,
        "change": change.change.value,
        "by": change.by,
    }


def _source_change(sheet: Sheet, change: SourceChange) -> None:
    source = change.source
    lead = "Left out as retracted:" if source.number is None else f"[{source.number}]"
    name = f"PMID {source.pmid}" if source.pmid else source.id
    by = f": see {', '.join(map(wording.named, change.by))}" if change.by else ""
    style = "bold red" if change.change in _GRAVE else "bold"
    sheet.write(
        f"{lead} ",
        (f"{change.change.value.upper()}{by}. ", style),
        f"{source.title} ",
        (name, "dim"),
        bullet="• ",
        indent=2,
    )


_GRAVE: Final = frozenset({Change.RETRACTED, Change.CONCERN, Change.SUPERSEDED})


def _alerts(standing: Standing) -> list[tuple[str, str]]:
    alerts = ["RETRACTED"] if standing.retracted else []
    alerts += [f"EXPRESSION OF CONCERN by {source}" for source in standing.concern_raised_by]
    alerts += [f"SUPERSEDED by {source}" for source in standing.superseded_by]
    alerts += [f"Corrected by {source}" for source in standing.corrected_by]
    return [(f"{alert}. ", "bold red") for alert in alerts]


def _fallen(passage: Passage, standing: Standing) -> list[tuple[str, str]]:
    """What must be seen before a statement that was worked out from a retracted source."""
    source = standing.fallen.get(passage.id)
    return [(f"WORKED OUT from {source}, which was retracted. ", "bold red")] if source else []


def _printed_in(shown: Publication) -> str:
    authors = wording.authors([author.name for author in shown.authors])
    year = str(shown.published.year) if shown.published.year else shown.published.printed
    return "".join(f"{part.rstrip('.')}. " for part in (authors, shown.journal, year) if part)


def _excerpt(passage: Passage) -> str:
    text = passage.text
    return text if len(text) <= EXCERPT_CHARACTERS else text[:EXCERPT_CHARACTERS].rpartition(" ")[0] + " …"


def senses(sheet: Sheet, known: Iterable[Sense]) -> None:
    """What a short form may stand for: how common each sense is, in how many publications, and beside which words."""
    for sense in known:
        held = counted(round(sense.publications), "publication") if sense.publications else ""
        parts = (sense.specialty, f"commonness {sense.commonness} of 5", held)
        sheet.write((sense.long, "bold"), f" · {' · '.join(filter(None, parts))}", bullet="• ")
        if company := _company(sense):
            sheet.write((", ".join(map(printable, company)), "dim"), indent=2)


def plain_sense(sense: Sense) -> dict[str, object]:
    """A sense as JSON values."""
    return {
        "short": sense.short,
        "long": sense.long,
        "specialty": sense.specialty,
        "commonness": sense.commonness,
        "publications": round(sense.publications),
        "company": sorted(sense.company),
        "seen_with": dict(sorted(sense.seen_with.items(), key=lambda seen: (-seen[1], seen[0]))),
    }


def _company(sense: Sense) -> list[str]:
    """The words it is met with most in the library, then those that are written down."""
    seen = sorted(sense.seen_with, key=lambda term: (-sense.seen_with[term], term))
    return [*seen[:COMPANY_SHOWN], *sorted(sense.company)][:COMPANY_SHOWN]


def judged(sheet: Sheet, one: Judged) -> None:
    """A claim's verdict, the sentences it rests on, and what the checks had against the claim."""
    sheet.write((one.verdict.value.replace("_", " ").capitalize(), "bold"))
    for found in one.checks:
        sheet.write(f"{found.check}: {found.reason}", bullet="• ")
    for rationale in one.rationale:
        sheet.write(f"“{rationale.quote}” ", (rationale.passage, "dim"), bullet="  ")
    for caution in one.cautions:
        sheet.write((caution, "bold red"), indent=2)
    if doubt := wording.disagreeing(one.discrepancies):
        sheet.write((doubt, "bold yellow"))
