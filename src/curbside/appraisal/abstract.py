"""An abstract given as one text: its sentences, where they stand, and what each does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from curbside.appraisal.role import Role, role_of_heading, roles
from curbside.literature.sentences import sentences

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEADING = re.compile(r"\s*(?:ABSTRACT\.)?(?P<heading>[A-Z][A-Za-z /&,()'?.-]{2,60}?):*\s*\Z")
_ANNOUNCES = re.compile(r"\s*(?:ABSTRACT\.|TITLE\b)|.{1,50}:\s*\Z")
_TITLE = "TITLE"
_AFTERTHOUGHT = 60
"""Characters. A sentence no longer than this and in brackets belongs to the one before it: ``(P = 0.01).``"""
_ODD_SPACE = re.compile(r"[^\S\n]")
_ODD_HYPHEN = re.compile("[\u2010\u2011]")


@dataclass(frozen=True, slots=True, kw_only=True)
class AbstractSentence:
    """Characters ``[start, end)`` of an abstract; ``text`` is those characters with plain spaces and hyphens.

    The role is None for a title, which does none of the things a role names.
    """

    start: int
    end: int
    text: str
    role: Role | None


@lru_cache(maxsize=16)  # One abstract is asked about many outcomes in a row.
def sentences_of(abstract: str) -> tuple[AbstractSentence, ...]:
    """Every sentence, in order. A line such as ``RESULTS:`` is a heading, and ``TITLE:`` holds for one line."""
    # One character for another, so that every offset stays true.
    plain = _ODD_HYPHEN.sub("-", _ODD_SPACE.sub(" ", abstract))
    found: list[AbstractSentence] = []
    heading = ""
    for line in _LINE.finditer(plain):
        if announced := _heading_in(line[0]):
            heading = announced
            continue
        found.extend(_sentences_in(line, heading))
        heading = "" if heading == _TITLE else heading
    return tuple(found)


def _heading_in(line: str) -> str:
    heading = _HEADING.match(line)
    return heading["heading"] if heading and _ANNOUNCES.match(line) else ""


def _sentences_in(line: re.Match[str], heading: str) -> Iterator[AbstractSentence]:
    spans = _joined(line[0])
    texts = [line[0][start:end] for start, end in spans]
    # "METHODS AND FINDINGS" says nothing of any one sentence: the cue words decide, as where there is no heading.
    spoken = "" if role_of_heading(heading) is Role.UNKNOWN else heading
    said: list[Role | None] = [None] * len(texts) if heading == _TITLE else [*roles(texts, heading=spoken)]
    for (start, end), text, role in zip(spans, texts, said, strict=True):
        yield AbstractSentence(start=line.start() + start, end=line.start() + end, text=text, role=role)


def _joined(line: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in sentences(line):
        if spans and line[start] == "(" and end - start < _AFTERTHOUGHT:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans
