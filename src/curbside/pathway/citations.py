"""The statements that a pathway's actions rest on, each with the publication it summarises.

A pathway cites statements of the topic whose folder it lies in, by their ids. They are shown with those that must
stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from curbside.literature.content import DERIVED, Content, EvidenceStatement, Source
from curbside.pathway.definition import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedStatement:
    """A statement that an action rests on. Of one that is ``derived``, the source is only what it leans on most."""

    statement: EvidenceStatement
    source: Source

    @property
    def is_derived(self) -> bool:
        return self.statement.about.confidence == DERIVED

    @property
    def company(self) -> tuple[str, ...]:
        """The ids of the statements it must never be shown without."""
        return self.statement.about.beside


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPathway:
    """A pathway with all that it cites, by id. ``dangling`` are the ids that its topic has no sound statement for."""

    pathway: Pathway
    claims: Mapping[str, CitedStatement]
    dangling: tuple[str, ...]

    def resting_on(self, claims: Iterable[str]) -> tuple[CitedStatement, ...]:
        """The statements of these ids that there are, each followed by those that must stand beside it, each once."""
        return tuple(self.claims[name] for name in dict.fromkeys(self._in_company(claims)))

    def _in_company(self, claims: Iterable[str]) -> Iterator[str]:
        for name in claims:
            if name in self.claims:
                yield name
                yield from (one for one in self.claims[name].company if one in self.claims)


def cited(pathway: Pathway, content: Content | None) -> CitedPathway:
    """The pathway with the statements it cites. Without content every citation dangles."""
    statements = {one.id: one for one in content.statements} if content is not None else {}
    sources = content.sources if content is not None else {}
    wanted = _with_company(sorted(pathway.cited), statements)
    claims = {
        name: CitedStatement(statement=statements[name], source=sources[statements[name].source])
        for name in wanted
        if name in statements and statements[name].source in sources
    }
    dangling = tuple(name for name in sorted(pathway.cited) if name not in claims)
    return CitedPathway(pathway=pathway, claims=claims, dangling=dangling)


def _with_company(names: Iterable[str], statements: Mapping[str, EvidenceStatement]) -> dict[str, None]:
    company = (one for name in names if name in statements for one in statements[name].about.beside)
    return dict.fromkeys((*names, *company))
