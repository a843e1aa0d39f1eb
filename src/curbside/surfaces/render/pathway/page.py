"""A pathway, or what it says of one patient, as one self-contained page: no script, nothing fetched."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from markupsafe import Markup

from curbside.pathway.citations import CitedPathway
from curbside.pathway.definition import Pathway
from curbside.pathway.explanation import Explanation
from curbside.surfaces.render.audience import Audience
from curbside.surfaces.render.html import templates
from curbside.surfaces.render.pathway import curve, drawing, phrases
from curbside.surfaces.render.pathway.graph import nodes
from curbside.surfaces.render.pathway.shelf import Shelf
from curbside.surfaces.render.pathway.told import told
from curbside.surfaces.render.policy import disclaimer


def show(cited: CitedPathway) -> str:
    """The whole pathway, as its authors wrote it."""
    pathway = cited.pathway
    return _printed(
        "pathway.html", pathway, Shelf(cited), graph=nodes(pathway), drawn=drawing.svg(nodes(pathway))
    )


def recommendation(explanation: Explanation) -> str:
    """What a pathway says of one patient: what to do first, then everything that led to it."""
    shelf = Shelf(explanation.cited)
    said = told(explanation, shelf)
    on = phrases.day(explanation.recommendation.on)
    return _printed(
        "recommendation.html", explanation.cited.pathway, shelf, said=said, on=on, curve=curve.svg
    )


def _printed(template: str, pathway: Pathway, shelf: Shelf, **parts: object) -> str:
    return (
        templates()
        .get_template(template)
        .render(
            pathway=pathway,
            shelf=shelf,
            title=pathway.title,
            audience=Audience.CLINICIAN,
            phrases=phrases,
            disclaimer=disclaimer(Audience.CLINICIAN),
            pathway_style=_style(),
            **parts,
        )
    )


@cache
def _style() -> Markup:
    stylesheet = files("curbside.surfaces.render") / "templates" / "pathway.css"
    return Markup(stylesheet.read_text("utf-8"))  # noqa: S704, our own file
