"""What a reader sees: the same answer in a terminal, on a page and in a note."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from curbside.literature.publication import Passage, Read
from curbside.surfaces.render import html, markdown, terminal, wording
from curbside.verification.answer import Abstention, Answer, Reference, UpheldClaim
from sample_answers import (
    ABSTENTION,
    ANSWER,
    COMPOSED,
    DROP_OUTS,
    LESS_LOSS,
    NO_DIFFERENCE,
    PASSAGES,
    STATEMENT_REFERENCE,
    TRIAL,
    TRIAL_REFERENCE,
    outcomes,
    quoted,
)
from sample_answers import text as texts

Outcome = Answer | Abstention
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
thorough = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def on_a_terminal(outcome: Outcome, *, width: int = 80, colour: bool = False) -> str:
    return terminal.render(outcome, width=width, colour=colour)


def as_markdown(outcome: Outcome) -> str:
    """The Markdown as a reader sees it, rendered to text."""
    return _Page.of(MarkdownIt().enable("table").render(markdown.render(outcome))).text


def on_a_page(outcome: Outcome) -> str:
    return _Page.of(html.render(outcome, passage_of=PASSAGES.get)).text


EVERYWHERE = [on_a_terminal, as_markdown, on_a_page]
everywhere = pytest.mark.parametrize("seen", EVERYWHERE, ids=lambda seen: seen.__name__)


VOID = {"meta", "br", "hr", "input", "img", "link"}


class _Page(HTMLParser):
    """A page's visible text, ids, links and tags."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.marked: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    @classmethod
    def of(cls, page: str) -> _Page:
        parsed = cls()
        parsed.feed(page)
        parsed.close()
        assert parsed.open == [], "every element is closed"
        return parsed

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        named = dict(attrs)
        if named.get("id"):
            self.ids.append(str(named["id"]))
        if tag == "a":
            self.links.append(str(named["href"]))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.words.append(data)
        if "mark" in self.open:
            self.marked[-1] += data


def one_line(text: str) -> str:
    return " ".join(text.split())


@everywhere
def test_an_answer_is_told_in_the_order_a_reader_needs_it(seen: Callable[[Outcome], str]) -> None:
    page = one_line(seen(ANSWER))
    landmarks = [
        "Read as",
        "Bottom line",
        "Outcome by outcome",
        "Harms",
        "Bone",
        "What to do",
        "What was looked for",
        "References",
    ]
    places = [page.index(landmark) for landmark in landmarks]
    assert places == sorted(places)


@everywhere
@pytest.mark.parametrize(
    "words",
    [
        "aromatase inhibitor",
        "joint pain is a known effect of it (97%); otherwise autoimmune (2%)",
        "●●●○",
        "moderate",
        "no difference",
        "observational; one centre",
        "Measure 25(OH)D",
        "Use one laboratory",
        "pregnancy: not found in this library",
        "Alder A, Birch B, Cedar C et al. Journal of Invented Trials. 2018.",
        "randomised trial",
        "read: abstract",
        "PMID 90000001",
        "doi:10.9999/jit.2018.1",
        "Larch L. no date.",
        "RETRACTED",
        "SUPERSEDED by pmid:90000009",
        "1 claim withheld|Withheld: 1 claim",
        "It halves pain.",
        "numbers: no quote has 'halves'",
        "3 retrieved sources unused|Unused: 3 retrieved sources",
        "about another drug",
        "What does ease the pain?",
        "Library abababababab · Curbside 0.1.0",
        "Not reviewed",
        "supports, and does not replace, clinical judgement",
    ],
)
def test_nothing_of_an_answer_is_left_out(seen: Callable[[Outcome], str], words: str) -> None:
    page = one_line(seen(ANSWER))
    assert any(one in page for one in words.split("|"))


@everywhere
@pytest.mark.parametrize(
    "words",
    [
        "No answer",
        "No publication in the library is about pizza.",
        "Searched 1,234 publications for: best, pizza, rome.",
        "Dietary fibre in Italian adults",
        "pmid:90000005#abstract",
        "Adults in two regions kept a food diary.",
        "leave out: pizza, rome",
        "curbside library add FILES",
        "shares too few words with the question",
    ],
)
def test_an_abstention_says_what_was_searched_and_what_would_help(
    seen: Callable[[Outcome], str], words: str
) -> None:
    assert words in one_line(seen(ABSTENTION))


def read_as(**changes: object) -> dict[int, Reference]:
    return {1: dataclasses.replace(TRIAL_REFERENCE, **changes), 2: STATEMENT_REFERENCE}


@pytest.mark.parametrize(
    ("claim", "references", "sentence", "cited"),
    [
        (DROP_OUTS, read_as(), "“Two women in each group stopped treatment.”", "[1]"),
        (DROP_OUTS, read_as(read=Read.FULL_TEXT), "“Two women in each group stopped treatment.”", "[1]"),
        (DROP_OUTS, read_as(read=Read.STATEMENT), DROP_OUTS.text, "[1, our summary]"),
        (
            DROP_OUTS,
            read_as(retracted=True),
            "“Two women in each group stopped treatment.”",
            "[1, RETRACTED]",
        ),
        (LESS_LOSS, read_as(), LESS_LOSS.text, "[2, our summary, RETRACTED]"),
        (COMPOSED, read_as(), "It spared bone but not joints.", "[2, RETRACTED][1]"),
        (dataclasses.replace(DROP_OUTS, citations=()), read_as(), DROP_OUTS.text, ""),
        (DROP_OUTS, {}, DROP_OUTS.text, "[1]"),
    ],
    ids=[
        "a document's words are quoted",
        "so are a full text's",
        "a statement is our summary",
        "a retracted source is named so at the claim",
        "a retracted source summarised",
        "a composed sentence is nobody's words",
        "without a citation nothing is quoted",
        "nor from a source that is not listed",
    ],
)
def test_quotation_marks_are_for_the_words_of_documents_only(
    claim: UpheldClaim, references: dict[int, Reference], sentence: str, cited: str
) -> None:
    assert wording.sentence(claim, references) == sentence
    assert "".join(map(str, wording.marks(claim, references))) == cited


@everywhere
@thorough
@given(outcome=outcomes)
def test_every_outcome_can_be_shown(seen: Callable[[Outcome], str], outcome: Outcome) -> None:
    assert "Not reviewed" in one_line(seen(outcome))


@thorough
@given(outcome=outcomes)
def test_colour_changes_nothing_that_is_read(outcome: Outcome) -> None:
    coloured = ESCAPE.sub("", on_a_terminal(outcome, colour=True))
    assert [line.rstrip() for line in coloured.splitlines()] == [
        line.rstrip() for line in on_a_terminal(outcome).splitlines()
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("outcome", [ANSWER, ABSTENTION], ids=["answer", "abstention"])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(outcome: Outcome, width: int) -> None:
    shown = on_a_terminal(outcome, width=width)
    assert max(len(line) for line in shown.splitlines()) <= width
    if outcome is ANSWER and width >= 60:
        assert set(NO_DIFFERENCE.text.split()) - {"Joint", ".62)."} <= set(shown.split())


HOSTILE = "\x1b[2J\x1b]0;owned\x07 \x9b31m red \x7f \r overtyped \u202e reversed \u2028 </script><b>bold</b>"


def everywhere_hostile() -> Answer:
    reference = dataclasses.replace(
        TRIAL_REFERENCE,
        title=HOSTILE,
        authors=(HOSTILE,),
        journal=HOSTILE,
        kind=HOSTILE,
        doi=f"javascript:{HOSTILE}",
        pmid=HOSTILE,
        superseded_by=HOSTILE,
    )
    claim = dataclasses.replace(DROP_OUTS, text=HOSTILE)
    return dataclasses.replace(ANSWER, references=(reference,), bottom_line=(claim,), follow_ups=(HOSTILE,))


@pytest.mark.parametrize(
    "written",
    [on_a_terminal, markdown.render, html.render],
    ids=["terminal", "Markdown", "page"],
)
def test_what_would_act_on_a_terminal_is_made_visible(written: Callable[[Outcome], str]) -> None:
    page = written(everywhere_hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", page)
    assert "\ufffd[2J" in page.replace("\\", "")


@thorough
@given(outcome=outcomes)
def test_no_character_of_any_outcome_acts_on_a_terminal(outcome: Outcome) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", on_a_terminal(outcome))


@given(written=texts)
def test_markdown_shows_text_as_it_is_written(written: str) -> None:
    for before, before_as_shown in (("- ", ""), ("# ", ""), ("x ", "x")):
        line = f"{before}{markdown.escaped(written)}"
        shown = _Page.of(MarkdownIt().enable("table").render(line)).text.strip()
        assert shown == one_line(f"{before_as_shown} {wording.printable(written)}")


@pytest.mark.parametrize(
    "written",
    [
        "1. not a list",
        "- nor this",
        "# nor a heading",
        "a | b",
        "*p* < .05",
        "<b>x</b>",
        "[1](http://x)",
        "&lt;",
        "`x`",
    ],
)
def test_markdown_takes_nothing_of_a_source_for_markup(written: str) -> None:
    assert _Page.of(MarkdownIt().render(f"- {markdown.escaped(written)}")).text == written


def test_a_page_stands_alone_and_runs_nothing() -> None:
    page = html.render(ANSWER, passage_of=PASSAGES.get)
    parsed = _Page.of(page)
    assert not {"script", "link", "img", "iframe", "object"} & set(parsed.tags)
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name in {"src", "style"}]
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page


@thorough
@given(outcome=outcomes)
def test_every_link_within_a_page_leads_somewhere_and_every_id_is_one_of_its_kind(outcome: Outcome) -> None:
    parsed = _Page.of(html.render(outcome))
    assert len(parsed.ids) == len(set(parsed.ids))
    leads = {link.removeprefix("#") for link in parsed.links if link.startswith("#")} - {"_"}
    assert leads <= set(parsed.ids)
    abroad = {link for link in parsed.links if not link.startswith("#")}
    assert all(re.match(r"https://(doi\.org/10\.|pubmed\.ncbi\.nlm\.nih\.gov/\d)", link) for link in abroad)


@pytest.mark.parametrize(
    ("doi", "link"),
    [
        ("10.9999/jit.2018.1", "https://doi.org/10.9999/jit.2018.1"),
        ("10.1002/(SICI)1097-0258(19980815)17:15", "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15"),
        ("javascript:alert(1)", ""),
        ("https://example.org", ""),
        ('10.9999/"onclick=', ""),
        (None, ""),
    ],
)
def test_a_doi_is_a_link_only_when_it_is_a_doi(doi: str | None, link: str) -> None:
    assert html.doi_link(doi) == link


@pytest.mark.parametrize(
    ("pmid", "link"), [("123", "https://pubmed.ncbi.nlm.nih.gov/123/"), ("12/..", ""), (None, "")]
)
def test_a_pmid_is_a_link_only_when_it_is_a_pmid(pmid: str | None, link: str) -> None:
    assert html.pmid_link(pmid) == link


def with_claims(*claims: UpheldClaim) -> Answer:
    return dataclasses.replace(ANSWER, bottom_line=claims, verdicts=(), sections=(), omissions=())


def long_passage(*parts: str) -> Passage:
    return msgspec.structs.replace(TRIAL, text=" ".join(parts))


def shown_passage(passage: Passage, *quotes: str) -> tuple[str, list[str]]:
    """The passage as a page shows it, and what is highlighted in it, when these are cited."""
    claims = [quoted(f"c{number}", passage, 1, quote) for number, quote in enumerate(quotes)]
    page = html.render(with_claims(*claims), passage_of={passage.id: passage}.get)
    excerpt = page[page.index('class="passage">') : page.index("</blockquote>")].split(">", 1)[1]
    parsed = _Page.of(excerpt)
    return parsed.text, parsed.marked


FILLER = " ".join(["word"] * 200)


@pytest.mark.parametrize(
    ("passage", "quotes", "marked", "clipped"),
    [
        (TRIAL, [DROP_OUTS.text], [DROP_OUTS.text], False),
        (TRIAL, [DROP_OUTS.text, NO_DIFFERENCE.text], [NO_DIFFERENCE.text, DROP_OUTS.text], False),
        (TRIAL, ["Two women in each", "each group stopped"], ["Two women in each group stopped"], False),
        (TRIAL, ["Two women in each", "Two women"], ["Two women in each"], False),
        (long_passage(FILLER, "Pain fell.", FILLER), ["Pain fell."], ["Pain fell."], True),
        (long_passage("A rose.", FILLER, "B fell."), ["A rose.", "B fell."], ["A rose.", "B fell."], True),
    ],
    ids=[
        "the words in what stands around them",
        "two quotes in reading order",
        "overlapping quotes are one stretch",
        "a quote within a quote",
        "a long passage is cut around the quote",
        "and between quotes",
    ],
)
def test_cited_words_are_highlighted_in_their_passage(
    passage: Passage, quotes: list[str], marked: list[str], clipped: bool
) -> None:
    text, highlighted = shown_passage(passage, *quotes)
    assert highlighted == marked
    assert ("…" in text) == clipped
    if not clipped:
        assert text == one_line(passage.text)
    stretches = [one_line(stretch) for stretch in text.split("…")]
    assert all(stretch in passage.text for stretch in stretches)


def test_a_quote_stands_alone_when_the_library_holds_other_words_now() -> None:
    changed = msgspec.structs.replace(
        TRIAL, text="Everything was rewritten after the answer was made, so beware."
    )
    page = html.render(with_claims(DROP_OUTS), passage_of={TRIAL.id: changed}.get)
    parsed = _Page.of(page)
    assert parsed.marked == [DROP_OUTS.text]
    assert "rewritten" not in parsed.text


def test_a_statement_is_shown_as_our_summary_not_as_a_quotation() -> None:
    page = html.render(with_claims(LESS_LOSS), passage_of=PASSAGES.get)
    assert "Our summary of the source, not its words" in page
    assert "<blockquote" not in page


def test_a_page_can_be_walked_through_by_its_landmarks() -> None:
    parsed = _Page.of(html.render(ANSWER, passage_of=PASSAGES.get))
    assert {"header", "main", "aside", "footer", "h1"} <= set(parsed.tags)
    assert parsed.tags.count("h1") == 1
    assert ("lang", "en") in parsed.attributes
    labelled = {value for name, value in parsed.attributes if name == "aria-labelledby"}
    assert labelled <= set(parsed.ids)


@pytest.mark.parametrize(
    ("timestamp", "day"),
    [
        ("2026-01-02T03:04:05Z", "2 January 2026"),
        ("2026-11-22T13:00:00.123456+00:00", "22 November 2026"),
        ("yesterday", "yesterday"),
    ],
)
def test_days_are_written_for_people(timestamp: str, day: str) -> None:
    assert html.day(timestamp) == day


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 sources"), (1, "1 source"), (2, "2 sources"), (1234, "1,234 sources")]
)
def test_counts_agree_with_their_nouns(number: int, words: str) -> None:
    assert wording.counted(number, "source") == words
