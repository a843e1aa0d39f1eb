"""What a reader sees: the same answer in a terminal, on a page and in a note."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curbside.literature.publication import EventRates, Passage, Read
from curbside.surfaces.render import html, markdown, policy, terminal, wording
from curbside.surfaces.render.audience import Audience
from curbside.verification.answer import (
    Abstention,
    Answer,
    Omission,
    Reference,
    Section,
    Step,
    UpheldClaim,
)
from sample_answers import (
    ABSTENTION,
    ADVICE_US,
    ANSWER,
    COMPOSED,
    DERIVED,
    DROP_OUTS,
    LABEL_EU,
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


CLINICIAN = Audience.CLINICIAN


def on_a_terminal(
    outcome: Outcome, audience: Audience = CLINICIAN, *, width: int = 80, colour: bool = False
) -> str:
    return terminal.render(outcome, width=width, colour=colour, audience=audience, passage_of=PASSAGES.get)


def as_markdown(outcome: Outcome, audience: Audience = CLINICIAN) -> str:
    """The Markdown as a reader sees it, rendered to text."""
    written = markdown.render(outcome, audience=audience, passage_of=PASSAGES.get)
    return _Page.of(MarkdownIt().enable("table").render(written)).text


def on_a_page(outcome: Outcome, audience: Audience = CLINICIAN) -> str:
    return _Page.of(html.render(outcome, audience=audience, passage_of=PASSAGES.get)).text


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
    opening = ["Vitamin D and joints on an aromatase inhibitor", "Not reviewed", "Read as", "Bottom line"]
    landmarks = [
        "Outcome by outcome",
        "Harms",
        "What to do",
        "What was looked for",
        "Another reading of the question",
        "If AI means autoimmune",
        "Ask next",
        "References",
        "Editorial policy",
        "Disclaimer",
    ]
    # A page lists its parts near its top, so that their headings are the last to name them.
    places = [page.index(words) for words in opening] + [page.rindex(words) for words in landmarks]
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
        "observational; one centre|observational one centre",
        "Measure 25(OH)D",
        "Asked: Does vitamin D ease AI joint pain?",
        "Last updated 2 January 2026",
        "evidence last checked: 24 December 2025",
        "5 sources cited",
        "written for: clinicians",
        "Automated by written rules (GRADE-based), not a panel's judgement",
        "for [2] superseded, RETRACTED against [1]|for [2, superseded, RETRACTED] · against [1]|For: Women who reached",
        "Nothing is pooled: people, doses and designs differ",
        "1.20 (95% CI 0.3 to 2.1)",
        "-0.1 (95% CI -0.30 to 0.5)",
        "our summary; source read: abstract",
        "checked 30 November 2025",
        "SUPERSEDED by [4] Label of vitamin D3",
        "guideline 1",
        "US Give at least 800 IU|US: Give at least 800 IU",
        "Nobody yet. No medical board",
        "pregnancy: not found in this library",
        "Alder A, Birch B, Cedar C et al. Journal of Invented Trials. 2018.",
        "randomised trial",
        "read: abstract",
        "PMID 90000001",
        "doi:10.9999/jit.2018.1",
        "Larch L. no date.",
        "RETRACTED",
        "SUPERSEDED by PMID 90000009",
        "Withheld: 1 claim failed a check",
        "It halves pain.",
        "numbers: no quote has 'halves'",
        "Unused: 3 retrieved sources",
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
        (
            DROP_OUTS,
            read_as(concern_raised_by=("pmid:7",), corrected_by=("pmid:8",)),
            "“Two women in each group stopped treatment.”",
            "[1, expression of concern]",
        ),
        (LESS_LOSS, read_as(), LESS_LOSS.text, "[2, our summary, superseded, RETRACTED]"),
        (COMPOSED, read_as(), "It spared bone but not joints.", "[2, superseded, RETRACTED][1]"),
        (dataclasses.replace(DROP_OUTS, citations=()), read_as(), DROP_OUTS.text, ""),
        (DROP_OUTS, {}, DROP_OUTS.text, "[1]"),
    ],
    ids=[
        "a document's words are quoted",
        "so are a full text's",
        "a statement is our summary",
        "a retracted source is named so at the claim",
        "a source that is doubted is named so too, and one that was corrected is not",
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
@given(outcome=outcomes, audience=st.sampled_from(Audience))
def test_every_outcome_can_be_shown_to_everybody(
    seen: Callable[[Outcome, Audience], str], outcome: Outcome, audience: Audience
) -> None:
    assert "Not reviewed" in one_line(seen(outcome, audience))


@everywhere
@pytest.mark.parametrize("audience", Audience)
def test_a_derived_claim_is_never_shown_without_the_mark_and_its_sources(
    seen: Callable[[Outcome, Audience], str], audience: Audience
) -> None:
    page = one_line(seen(ANSWER, audience))
    said = DERIVED.plain if audience is Audience.PATIENT else DERIVED.text
    after = page.partition(said.partition(" Ask your")[0])[2][:60]
    assert re.match(r" ?\[5(\]|,) derived\]? ?\[3", after), after


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
    """An answer in which every text that somebody else wrote is hostile."""
    reference = dataclasses.replace(
        TRIAL_REFERENCE,
        title=HOSTILE,
        authors=(HOSTILE,),
        journal=HOSTILE,
        kind=HOSTILE,
        doi=f"javascript:{HOSTILE}",
        pmid=HOSTILE,
        superseded_by=HOSTILE,
        source_read=HOSTILE,
        checked_on=HOSTILE,
    )
    claim = dataclasses.replace(
        NO_DIFFERENCE,
        text=HOSTILE,
        plain=HOSTILE,
        jurisdiction=HOSTILE,
        event_rates=EventRates(intervention=HOSTILE, comparator=HOSTILE),
    )
    verdict = dataclasses.replace(
        ANSWER.verdicts[1],
        outcome=HOSTILE,
        plain_outcome=HOSTILE,
        why=(HOSTILE,),
        supporting=(claim,),
        estimates=tuple(
            dataclasses.replace(one, reference=1, passage=HOSTILE) for one in ANSWER.verdicts[1].estimates
        ),
    )
    return dataclasses.replace(
        ANSWER,
        title=HOSTILE,
        references=(reference,),
        bottom_line=(claim,),
        verdicts=(verdict,),
        sections=(
            Section(title=HOSTILE, claims=(claim,)),
            Section(title=HOSTILE, claims=(claim,), apart=True),
        ),
        steps=(Step(title=HOSTILE, actions=(claim,), pathway=HOSTILE, node=HOSTILE),),
        omissions=(Omission(slot=HOSTILE, status="found", claims=(claim,)),),
        follow_ups=(HOSTILE,),
    )


WRITTEN: dict[str, Callable[[Outcome, Audience], str]] = {
    "terminal": on_a_terminal,
    "Markdown": lambda outcome, audience: markdown.render(outcome, audience=audience),
    "page": lambda outcome, audience: html.render(outcome, audience=audience),
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_what_would_act_is_made_visible(
    written: Callable[[Outcome, Audience], str], audience: Audience
) -> None:
    page = written(everywhere_hostile(), audience)
    assert "</script>" not in page or written is on_a_terminal
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


@pytest.mark.parametrize("audience", Audience)
def test_a_page_stands_alone_and_runs_nothing(audience: Audience) -> None:
    page = html.render(ANSWER, audience=audience, passage_of=PASSAGES.get)
    parsed = _Page.of(page)
    assert not {"script", "link", "img", "iframe", "object"} & set(parsed.tags)
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name in {"src", "style"}]
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page


@thorough
@given(outcome=outcomes, audience=st.sampled_from(Audience))
def test_every_link_within_a_page_leads_somewhere_and_every_id_is_one_of_its_kind(
    outcome: Outcome, audience: Audience
) -> None:
    parsed = _Page.of(html.render(outcome, audience=audience))
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
    return dataclasses.replace(ANSWER, bottom_line=claims, verdicts=(), sections=(), steps=(), omissions=())


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
    labels = [value.split() for name, value in parsed.attributes if name == "aria-labelledby"]
    assert {name for names in labels for name in names} <= set(parsed.ids)


def test_the_rules_of_two_places_stand_side_by_side() -> None:
    page = html.render(ANSWER, passage_of=PASSAGES.get)
    beside = page.partition('<li class="beside">')[2].partition("</li>")[0]
    columns = [_Page.of(f"<div>{column}").text for column in beside.split("<div>")[1:]]
    assert len(columns) == 2
    assert columns[0].startswith(f"US {ADVICE_US.text}")
    assert columns[1].startswith(f"EU {LABEL_EU.text}")


def test_neighbours_of_one_place_or_of_none_stand_below_each_other() -> None:
    alike = dataclasses.replace(LABEL_EU, jurisdiction="US")
    for claims in ((ADVICE_US, alike), (ADVICE_US, DROP_OUTS, LABEL_EU), (ADVICE_US,)):
        section = Section(title="Bone", claims=claims)
        page = html.render(dataclasses.replace(ANSWER, sections=(section,)))
        assert 'class="beside"' not in page


def test_what_answers_another_reading_is_set_apart() -> None:
    page = html.render(ANSWER, passage_of=PASSAGES.get)
    main, _, apart = page.partition('<section class="apart"')
    assert "If AI means autoimmune" in apart
    assert "If AI means autoimmune" not in main


DOUBTED = dataclasses.replace(
    ANSWER,
    references=(
        dataclasses.replace(
            TRIAL_REFERENCE,
            corrected_by=("pmid:90000007", "J Invented Trials. 2019;2(1):3"),
            concern_raised_by=("doi:10.9999/jit.2020.1",),
        ),
        *ANSWER.references[1:],
    ),
)


@everywhere
@pytest.mark.parametrize("audience", Audience)
def test_a_notice_on_a_source_is_seen_at_the_reference(
    seen: Callable[[Outcome, Audience], str], audience: Audience
) -> None:
    page = one_line(seen(DOUBTED, audience))
    listed = page.rpartition(audience.headings.references)[2]
    assert "EXPRESSION OF CONCERN raised: see doi:10.9999/jit.2020.1" in listed
    assert "Corrected: see PMID 90000007, J Invented Trials. 2019;2(1):3" in listed
    mark = "its journal has doubts about it" if audience is Audience.PATIENT else "expression of concern"
    assert mark in page.partition(audience.headings.references)[0]


AT_ODDS = dataclasses.replace(
    ANSWER,
    bottom_line=(
        dataclasses.replace(
            NO_DIFFERENCE,
            discrepancies=("the interval 0.90 to 0.97 does not contain 0.84", "12 of 40 are 30.0%, not 45%"),
        ),
    ),
)


@everywhere
@pytest.mark.parametrize("audience", Audience)
def test_figures_of_a_source_that_disagree_are_told_beside_the_claim(
    seen: Callable[[Outcome, Audience], str], audience: Audience
) -> None:
    page = one_line(seen(AT_ODDS, audience))
    told = (
        "The numbers in this study do not all fit together."
        if audience is Audience.PATIENT
        else "The source's own figures disagree: the interval 0.90 to 0.97 does not contain 0.84; "
        "12 of 40 are 30.0%, not 45%."
    )
    assert page.count(told) == 1
    assert told not in one_line(seen(ANSWER, audience))


def test_a_notice_on_a_source_is_one_tap_away() -> None:
    links = _Page.of(html.render(DOUBTED, passage_of=PASSAGES.get)).links
    assert {"https://pubmed.ncbi.nlm.nih.gov/90000007/", "https://doi.org/10.9999/jit.2020.1"} <= set(links)


def test_a_superseded_source_leads_to_what_replaces_it() -> None:
    page = html.render(ANSWER, passage_of=PASSAGES.get)
    assert 'SUPERSEDED by <a href="#reference-4">[4] Label of vitamin D3</a>' in page


@pytest.mark.parametrize("audience", Audience)
def test_a_page_says_for_whom_it_is_written_and_how_it_came_about(audience: Audience) -> None:
    page = html.render(ANSWER, audience=audience, passage_of=PASSAGES.get)
    parsed = _Page.of(page)
    assert f"written for: {audience}s" in parsed.text
    assert "policy" in parsed.ids
    assert "#policy" in parsed.links
    status = page.partition('<p class="meta">')[2].partition("</p>")[0]
    assert 'href="#policy"' in status


DOCUMENT = Path(__file__).parents[2] / "docs" / "editorial-policy.md"


@pytest.mark.parametrize("audience", Audience)
def test_the_policy_of_every_page_stands_in_the_documents(audience: Audience) -> None:
    document = one_line(DOCUMENT.read_text("utf-8"))
    assert [text for _, text in policy.policy(audience) if text not in document] == []


def words_after(page: str, heading: str, until: str) -> str:
    return page.rpartition(heading)[2].partition(until)[0]


@everywhere
def test_a_student_gets_the_words_that_occur_and_no_others(seen: Callable[[Outcome, Audience], str]) -> None:
    page = words_after(one_line(seen(ANSWER, Audience.STUDENT)), "Words used here", "References")
    assert "Randomised trial" in page
    assert "Mean difference (MD)" in page
    assert "P value" in page
    assert "Hazard ratio" not in page
    assert "Words used here" not in one_line(seen(ANSWER, CLINICIAN))


@everywhere
def test_a_researcher_gets_every_estimate_with_its_study_design_and_people(
    seen: Callable[[Outcome, Audience], str],
) -> None:
    page = words_after(one_line(seen(ANSWER, Audience.RESEARCHER)), "Effect table", "References")
    for words in ("Alder 2018", "Larch", "prospective cohort", "0.50", "1.20", "232", "not stated"):
        assert words in page
    assert "Effect table" not in one_line(seen(ANSWER, CLINICIAN))


@pytest.mark.parametrize(
    ("audience", "opened"),
    [(Audience.CLINICIAN, 1), (Audience.PATIENT, 0), (Audience.STUDENT, 4), (Audience.RESEARCHER, 4)],
)
def test_what_stands_open(audience: Audience, opened: int) -> None:
    """The first outcome; for students all of them and why; for researchers all, and what was left out."""
    page = html.render(ANSWER, audience=audience, passage_of=PASSAGES.get)
    assert len(re.findall(r"<details[^>]* open>", page)) == opened


@pytest.mark.parametrize(
    ("timestamp", "day"),
    [
        ("2026-01-02T03:04:05Z", "2 January 2026"),
        ("2026-11-22T13:00:00.123456+00:00", "22 November 2026"),
        ("yesterday", "yesterday"),
    ],
)
def test_days_are_written_for_people(timestamp: str, day: str) -> None:
    assert wording.day(timestamp) == day


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 sources"), (1, "1 source"), (2, "2 sources"), (1234, "1,234 sources")]
)
def test_counts_agree_with_their_nouns(number: int, words: str) -> None:
    assert wording.counted(number, "source") == words
