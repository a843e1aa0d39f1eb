"""An answer as one self-contained page: no script, nothing fetched, light and dark, screen and paper.

Each citation links to its source, which opens beside the text with the cited words highlighted in the passage
they are from.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from curbside.surfaces.render import effects, forest, policy, wording
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.edition import UNSAID, edition
from curbside.surfaces.render.effects import PassageOf
from curbside.surfaces.render.excerpts import Cited
from curbside.surfaces.render.readability import flesch_kincaid_grade
from curbside.verification.answer import Abstention, Answer

_DOI: Final = re.compile(r"10\.\d{4,9}/[^\s<>\"'\\]+")
_PMID: Final = re.compile(r"\d{1,9}")


def render(
    outcome: Answer | Abstention,
    *,
    audience: Audience = Audience.CLINICIAN,
    passage_of: PassageOf = lambda _: None,
) -> str:
    """The whole page. ``passage_of`` gives what stands around a quote; without it the quote stands alone."""
    if isinstance(outcome, Abstention):
        status = (f"Asked {wording.day(outcome.provenance.asked_at)}", f"written for: {audience}s")
        title = outcome.question.asked
        return _printed("abstention.html", outcome, audience, title=title, status=status)
    told = edition(outcome, audience, passage_of=passage_of)
    cited = Cited(told, passage_of)
    return _printed(
        "answer.html", outcome, audience, title=told.title, status=told.status, told=told, cited=cited
    )


def _printed(template: str, outcome: Answer | Abstention, audience: Audience, **parts: object) -> str:
    return templates().get_template(template).render(outcome=outcome, audience=audience, **parts)


@cache
def templates() -> Environment:
    """What every page is printed from: nothing in it runs, and whatever is put in is made safe to look at."""
    made = Environment(
        loader=PackageLoader("curbside.surfaces.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Whatever a template prints is somebody's text, and is made safe to look at on its way out.
        finalize=_seen,
    )
    stylesheet = (files(__package__) / "templates" / "page.css").read_text("utf-8")
    made.globals |= {
        "stylesheet": Markup(stylesheet),  # noqa: S704, our own file
        "UNSAID": UNSAID,
        "wording": wording,
        "policy": policy,
        "digits": effects.digits,
        "forest": forest.svg,
        "grade": flesch_kincaid_grade,
        "doi_link": doi_link,
        "pmid_link": pmid_link,
        "notice_link": notice_link,
    }
    return made


def doi_link(doi: str | None) -> str:
    """Where a DOI leads; empty when it has not the form of one, and so could lead anywhere."""
    return f"https://doi.org/{doi}" if doi and _DOI.fullmatch(doi) else ""


def pmid_link(pmid: str | None) -> str:
    """PubMed's page of a record; empty when the id has not the form of one."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid and _PMID.fullmatch(pmid) else ""


def notice_link(notice: str) -> str:
    """Where a notice that is named by its PMID or its DOI is found; empty for any other."""
    scheme, _, number = notice.partition(":")
    if scheme == "doi":
        return doi_link(number)
    return pmid_link(number) if scheme == "pmid" else ""


def _seen(value: object) -> object:
    return wording.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
