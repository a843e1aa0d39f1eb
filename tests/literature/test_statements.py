"""A topic's folder, read and checked: chamomile tea and sleep, invented for these tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.appraisal.estimates import Effect, Measure, estimates
from curbside.literature import content
from curbside.literature.content import Mistake, check_topic, read_content
from curbside.literature.figures import differing_units, is_negated, numbers
from curbside.literature.publication import EventRates, Kind, Publication, Read, RelationKind, Unreadable
from curbside.literature.readers.statements import StatementsReader
from curbside.literature.topic import SLOTS, Topic, TopicQuestion, TopicSection, TopicStep
from tea_topic import FOLDER, REFERENCES, STATEMENTS, TOPIC, write_folder


def read(directory: Path) -> list[Publication | Unreadable]:
    return list(StatementsReader().read(directory / "statements.yaml"))


def statement_ids(directory: Path) -> list[str]:
    return [statement.id for statement in read_content(directory).statements]


def test_a_sound_folder_has_no_mistakes(tmp_path: Path) -> None:
    assert check_topic(write_folder(tmp_path)) == ()


def test_one_publication_for_each_reference_in_order_of_first_use(tmp_path: Path) -> None:
    records = read(write_folder(tmp_path))

    assert [record.id for record in records] == [
        "tea_sleep:rivers-2019",
        "tea_sleep:guide-2011",
        "tea_sleep:guide-2024",
        "tea_sleep:derived",
        "tea_sleep:topic",
    ]


def publications(directory: Path) -> dict[str, Publication]:
    """The publications of a folder by what stands after its name in their ids."""
    found = (record for record in read(directory) if isinstance(record, Publication))
    return {record.id.partition(":")[2]: record for record in found}


def test_the_topic_comes_last_and_names_its_statements_by_their_passages(tmp_path: Path) -> None:
    last = read(write_folder(tmp_path))[-1]

    assert isinstance(last, Publication)
    assert (last.id, last.title, last.passages) == ("tea_sleep:topic", "Chamomile tea and sleep", ())
    assert last.topic == Topic(
        id="tea_sleep",
        title="Chamomile tea and sleep",
        intervention=("chamomile tea", "chamomile"),
        population=("older people",),
        questions=(
            TopicQuestion(
                ask="Does chamomile tea help older people sleep?",
                answered_by=("tea_sleep:derived#D1", "tea_sleep:rivers-2019#T1"),
            ),
            TopicQuestion(ask="How many cups?", answered_by=("tea_sleep:guide-2024#G2",)),
        ),
        abbreviations={"CT": ("chamomile tea", "computed tomography")},
        outcomes={"sleep": "sleep", "harms": "side effects"},
        judged=("sleep", "harms"),
        sections=(
            TopicSection(title="Nights", outcomes=("sleep",)),
            TopicSection(title="Harms", outcomes=("harms",)),
        ),
        slots={"pregnancy": (), "monitoring": ("harms",)},
        steps=(
            TopicStep(title="At bedtime", statements=("tea_sleep:guide-2024#G2", "tea_sleep:rivers-2019#T1")),
        ),
        last_reviewed="2025-12",
    )


BARE_TOPIC = """\
id: tea_sleep
title: Chamomile tea and sleep
outcomes:
  sleep: sleep
  harms: side effects
"""


def test_a_topic_needs_no_more_than_an_id_a_title_and_outcomes(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, topic=BARE_TOPIC)
    assert check_topic(folder) == ()
    topic = publications(folder)["topic"].topic
    assert topic is not None
    assert (topic.questions, topic.judged, topic.sections, topic.slots, topic.steps) == ((), (), (), {}, ())


def test_a_topic_without_a_sound_statement_is_no_publication(tmp_path: Path) -> None:
    assert publications(write_folder(tmp_path, statements="# Later.\n")) == {}


def test_a_topic_does_not_name_a_statement_that_was_left_out(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, statements=STATEMENTS.replace("n: 60", "n: sixty"))
    held = publications(folder)
    topic, said = held["topic"].topic, held["rivers-2019"].passages[0].statement

    assert topic is not None
    assert topic.questions[0].answered_by == ("tea_sleep:derived#D1",)
    assert topic.steps[0].statements == ("tea_sleep:guide-2024#G2",)
    assert said is not None
    assert said.beside == ("tea_sleep:guide-2024#G2",)


def test_a_reference_becomes_the_publication_that_it_describes(tmp_path: Path) -> None:
    trial = read(write_folder(tmp_path))[0]

    assert isinstance(trial, Publication)
    assert trial.title == "Chamomile at bedtime"
    assert [author.name for author in trial.authors] == ["Rivers AB", "The Tea Group"]
    assert (trial.journal, trial.volume, trial.issue, trial.pages) == (
        "Journal of Infusions",
        "7",
        "2",
        "11-19",
    )
    assert (trial.published.year, trial.published.month, trial.published.day) == (2019, 3, None)
    assert (trial.doi, trial.pmid, trial.pmc) == ("10.1000/infusion.7", "12345", "PMC987")
    assert (trial.types, trial.read) == (("randomised trial",), Read.STATEMENT)
    assert trial.keywords == (
        "sleep",
        "chamomile tea",
        "warm water",
        "adults over 70",
        "harms",
        "tea of chamomile",
        "people over 70",
    )
    assert trial.metadata == {"note": "Title as printed."}


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("AB", "Rivers AB"),
        ("A. B.", "Rivers AB"),
        ("A B", "Rivers AB"),
        ("Anna B.", "Rivers AB"),
        ("A.", "Rivers A"),
    ],
)
def test_initials_are_kept_however_a_citation_manager_writes_them(
    tmp_path: Path, given: str, printed: str
) -> None:
    references = REFERENCES.replace('"given": "AB"', f'"given": "{given}"')
    trial = read(write_folder(tmp_path, references=references))[0]
    assert isinstance(trial, Publication)
    assert trial.authors[0].name == printed


def test_a_statement_becomes_a_passage_that_says_what_it_is(tmp_path: Path) -> None:
    trial = read(write_folder(tmp_path))[0]
    assert isinstance(trial, Publication)
    first, _ = trial.passages

    assert (first.id, first.kind, first.heading) == ("tea_sleep:rivers-2019#T1", Kind.STATEMENT, "sleep")
    assert first.text == (
        "In 60 adults over 70, two cups of chamomile tea at night added 12 minutes of sleep (CI 3 to 21) "
        "against warm water."
    )
    assert first.statement is not None
    assert first.statement.effect == "12 minutes (CI 3 to 21)"
    assert (first.statement.sample_size, first.statement.direction) == (60, "benefit")
    assert (first.statement.source_read, first.statement.checked_on) == ("abstract", "2025-11-03")


def test_a_statement_carries_what_a_reader_must_know_beside_it(tmp_path: Path) -> None:
    _, second = publications(write_folder(tmp_path))["rivers-2019"].passages

    assert second.statement is not None
    assert second.statement.event_rates == EventRates(intervention="10%", comparator="12%")
    assert second.statement.flags == ("secondary endpoint", "open label")
    assert second.statement.jurisdiction == "UK"
    assert second.statement.beside == ("tea_sleep:rivers-2019#T1", "tea_sleep:guide-2024#G2")


def test_what_was_derived_is_not_shown_as_its_source_s(tmp_path: Path) -> None:
    worked_out = publications(write_folder(tmp_path))["derived"]
    assert worked_out.types == ("derived",)
    assert (worked_out.authors, worked_out.doi, worked_out.pmid, worked_out.metadata) == ((), "", "", {})
    (passage,) = worked_out.passages
    assert passage.id == "tea_sleep:derived#D1"
    assert passage.statement is not None
    assert passage.statement.derivation == "12 minutes x 7 nights = 84 minutes"
    assert passage.statement.rests_on == ("tea_sleep:rivers-2019#T1",)


def test_superseded_guidance_is_linked_from_both_ends(tmp_path: Path) -> None:
    held = publications(write_folder(tmp_path))
    old, new = held["guide-2011"], held["guide-2024"]

    assert [(r.kind, r.target) for r in old.relations] == [
        (RelationKind.SUPERSEDED_BY, "tea_sleep:guide-2024")
    ]
    assert [(r.kind, r.target) for r in new.relations] == [(RelationKind.SUPERSEDES, "tea_sleep:guide-2011")]
    assert old.passages[0].statement is not None
    assert old.passages[0].statement.superseded_by == "tea_sleep:guide-2024#G2"


def test_guidance_that_was_updated_is_not_called_superseded(tmp_path: Path) -> None:
    updated = REFERENCES.replace('"superseded_by"', '"updated_by"')
    held = publications(write_folder(tmp_path, references=updated))
    old, new = held["guide-2011"], held["guide-2024"]

    assert [r.kind for r in old.relations] == [RelationKind.UPDATED_BY]
    assert [r.kind for r in new.relations] == [RelationKind.UPDATES]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    folder = write_folder(tmp_path)
    assert read(folder) == read(folder)


def test_only_statements_yaml_is_taken() -> None:
    reader = StatementsReader()
    assert reader.accepts(Path("tea/statements.yaml"), b"")
    assert not reader.accepts(Path("tea/topic.yaml"), b"")


# What is changed in statements.yaml, the line of the mistake, and how it is told.
MISTAKES_IN_STATEMENTS = [
    ("  population: adults over 70\n  inter", "  populaton: adults over 70\n  inter", 8,
     "statement 'T1' has no field 'populaton'; did you mean 'population'?"),
    ("  intervention: chamomile", "  intervenes: chamomile", 9,
     "statement 'T1' has no field 'intervenes'; did you mean 'intervention'?"),
    ("  design: randomised trial\n", "", 2,
     "statement 'T1' needs 'design'"),
    ("  text: The guide of 2024 advises two cups.", "  text:", 35,
     "statement 'G2' needs 'text'"),
    ("- id: G2", "- outcome: sleep", 34,
     "this statement needs 'id'"),
    ("direction: benefit\n  effect", "direction: benifit\n  effect", 12,
     "direction: expected one of: benefit, harm, no difference, mixed, unclear, "),
    ("outcome: sleep\n  population: adults over 70\n  inter", "outcome: slep\n  population: x\n  inter", 7,
     "outcome: expected one of: sleep, harms; came 'slep'; did you mean 'sleep'?"),
    ("confidence: derived", "confidence: guessed", 54,
     "confidence: expected one of: verified, derived; came 'guessed'"),
    ("reference: guide-2024", "reference: guide-2023", 41,
     "reference: expected an id of references.json, came 'guide-2023'; did you mean 'guide-2024'?"),
    ("- id: G2", "- id: T1", 34,
     "id: 'T1' is already the id of the statement on line 2"),
    ("- id: G2", "- id: G 2", 34,
     "id: expected letters, digits, '.', '_' or '-'; came 'G 2'"),
    ("  derivation: 12 minutes x 7 nights = 84 minutes\n", "", 54,
     "confidence: a derived statement shows how it was derived: expected a 'derivation'"),
    ("  rests_on: [T1]\n\n", "\n", 54,
     "confidence: a derived statement names what it was derived from: expected 'rests_on'"),
    ("rests_on: [T1]", "rests_on: [T1, T11]", 56,
     "rests_on: expected the id of another entry, came 'T11'; did you mean 'T1'?"),
    ("rests_on: [T1]", "rests_on: D1", 56,
     "rests_on: expected the id of another entry, came 'D1'"),
    ("superseded_by: G2", "superseded_by: G9", 32,
     "superseded_by: expected the id of another entry, came 'G9'"),
    ("added 12 minutes of sleep.\n", "added 21.5 minutes of sleep.\n", 6,
     "plain: the number 21.5 is not in 'text'"),
    ("effect: 12 minutes", "effect: 13 minutes", 13,
     "effect: the number 13 is not in 'text'"),
    ("n: 60", "n: sixty", 14,
     "n: expected a whole number, digits only; came 'sixty'"),
    ("checked_on: 2025-11-03", "checked_on: 3 November", 19,
     "checked_on: expected a date such as 2025-11-03, 2025-11 or 2025; came '3 November'"),
    ("locator: abstract", 'locator: "the  abstract"', 17,
     "locator: expected text with single spaces and no invisible characters; came otherwise"),
    ("locator: abstract", "locator: [abstract]", 17,
     "locator: expected text, came a list"),
    ("locator: abstract", "locator: abstract\n  locator: page 2", 18,
     "'locator' is given twice in statement 'T1'"),
    ("locator: abstract", "locator: *abstract", 17,
     "expected the value written out; came the alias '*abstract'"),
    ("locator: abstract", "locator: [[[[abstract]]]]", 17,
     "expected at most 4 levels of nesting; came more"),
    ("locator: abstract", "? [a]\n  : b", 17,
     "expected a field's name; came a list"),
    ("locator: abstract", 'locator: "abstract', 17,
     "expected YAML; "),
    ("# Tea.", "Tea:", 1,
     "expected a list, each entry beginning with '- ' in the first column"),
    ("flags: [secondary endpoint, open label]", "flags: [secondary endpoint, openlabel]", 68,
     "flags: expected one of: missed primary endpoint, secondary endpoint, post hoc, "),
    ("flags: [secondary endpoint, open label]", "flags: {open: label}", 68,
     "flags: expected a list of texts"),
    ("event_rates: {intervention: 10%, comp", "event_rates: {intervention: 11%, comp", 66,
     "event_rates: the number 11 is not in 'text'"),
    ("event_rates: {intervention: 10%, comp", "event_rates: {intervention: 10 of 100, comp", 66,
     "intervention: expected a percentage as printed, such as 37%; came '10 of 100'"),
    ("event_rates: {intervention: 10%, comp", "event_rates: {comp", 66,
     "'event_rates' of statement 'T2' needs 'intervention'"),
    ("event_rates: {intervention: 10%, comp", "event_rates: {treatment: 10%, comp", 66,
     "'event_rates' of statement 'T2' has no field 'treatment'"),
    ("event_rates: {intervention: 10%, comparator: 12%}", "event_rates: 10% and 12%", 66,
     "event_rates: expected fields, came text"),
    ("beside: [T1, G2]", "beside: [T1, T2]", 73,
     "beside: expected the id of another entry, came 'T2'"),
    ("beside: [T1, G2]", "beside: [T1, G3]", 73,
     "beside: expected the id of another entry, came 'G3'"),
    ("jurisdiction: UK", "jurisdiction: [UK]", 69,
     "jurisdiction: expected text, came a list"),
    ("In 4 weeks they came to 10% with", "In 4 weeks they came to 13% with", 60,
     "plain: the number 13 is not in 'text'"),
    ("In 4 weeks they came", "In 4 months they came", 60,
     "plain: 4 is in month here, and in week in 'text'"),
    ("plain: Side effects did not differ. In", "plain: Side effects were the same. In", 60,
     "plain: 'text' says no to something and 'plain' does not"),
    ("plain: The guide of 2024 advises two cups.", "plain: The guide of 2024 does not advise more than two cups.", 36,
     "plain: 'plain' says no to something and 'text' does not"),
    ("text: Two cups a night add 84 minutes", "text: Two cups a night add 90 minutes", 46,
     "text: the number 90 is neither in what it rests on nor in 'derivation'"),
    ("- id: G2\n", "- just words\n- id: G2\n", 34,
     "expected an entry with fields, such as '- id: S1'"),
]  # fmt: skip

UNUSED_REFERENCE = """,
  {"id": "tea-2001", "type": "book", "title": "Tea", "custom": {"curbside": {"kind": "narrative review"}}}
]
"""

MISTAKES_IN_REFERENCES = [
    ('"DOI": "10.1000', '"DOI": "https://doi.example/10.1000', 12,
     "DOI: expected a DOI that begins with '10.', without an address before it; came 'https://doi.example/"),
    ('"PMID": "12345"', '"PMID": "PMID12345"', 13,
     "PMID: expected a PubMed number, digits only; came 'PMID12345'"),
    ('"PMCID": "PMC987"', '"PMCID": "987"', 14,
     "PMCID: expected a PubMed Central number such as PMC1234567; came '987'"),
    ('"URL": "https:', '"URL": "', 15,
     "URL: expected an address that begins with https:// or http://; came '//journal.example/7'"),
    ('"volume"', '"volumes"', 9,
     "reference 'rivers-2019' has no field 'volumes'; did you mean 'volume'?"),
    ('"issue": "2"', '"volume": "2"', 9,
     "'volume' is given twice in reference 'rivers-2019'"),
    ('"article-journal"', '"article-jurnal"', 4,
     "type: expected one of: article, article-journal, "),
    ('[[2019, 3]]', '["March 2019"]', 8,
     'issued: expected {"date-parts": [[year, month, day]]}, the month and day where known'),
    ('{"literal": "The Tea Group"}', '{"given": "CD"}', 6,
     "'author' of reference 'rivers-2019' needs 'family'"),
    ('"title": "Guide to infusions",\n', "", 19,
     "reference 'guide-2011' needs 'title'"),
    ('"guide-2024"}}', '"guide-2042"}}', 23,
     "custom: expected the id of another entry, came 'guide-2042'; did you mean 'guide-2024'?"),
    ('{"curbside": {"kind": "randomised trial"}}', '{"curbside": {"kind": "random trial"}}', 17, "kind: "),
    ('{"curbside": {"kind": "randomised trial"}}', '{}', 17,
     "'curbside' of 'custom' of reference 'rivers-2019' needs 'kind'"),
    ('"id": "guide-2024",\n    "type"', '"id": "guide-2011",\n    "type"', 26,
     "id: 'guide-2011' is already the id of the reference on line 19"),
    ('"DOI": "10.1000/infusion.7",', '"DOI": [[[["10.1000/infusion.7"]]]],', 12,
     "expected at most 4 levels of nesting; came more"),
    ("  {\n    \"id\": \"guide-2011\"", "  7, {\n    \"id\": \"guide-2011\"", 19,
     "expected a reference with fields: {...}"),
    ('"note": "Title as printed.",', '"note": "Title as printed."', 17, "expected JSON; "),
    ("\n]\n", UNUSED_REFERENCE, 31, "id: no statement rests on the reference 'tea-2001'"),
]  # fmt: skip

MISTAKES_IN_TOPIC = [
    ("id: tea_sleep\n", "", 1, "the topic needs 'id'"),
    ("title: Chamomile", "titel: Chamomile", 2, "the topic has no field 'titel'; did you mean 'title'?"),
    ("  harms: side effects", "  harms:", 14, "'outcomes' of the topic needs 'harms'"),
    ("[chamomile tea, computed tomography]", "{a: b}", 11, "CT: expected a list of texts"),
    ("id: tea_sleep\n", "- id: tea_sleep\n", 2, "expected YAML; "),
    ("intervention: [chamomile tea, chamomile]", "intervention: {tea: chamomile}", 3,
     "intervention: expected a list of texts"),
    ("  - ask: How many cups?\n    answered_by: G2", "  - How many cups?", 6,
     "questions: expected a list of entries with fields"),
    ("  - ask: How many cups?", "  - asks: How many cups?", 8,
     "'questions' of the topic has no field 'asks'; did you mean 'ask'?"),
    ("answered_by: [D1, T1]", "answered_by: [D1, T11]", 7,
     "answered_by: expected the id of a sound statement, came 'T11'; did you mean 'T1'?"),
    ("answered_by: G2", "answered_by: tea_sleep:guide-2024#G2", 9,
     "answered_by: expected the id of a sound statement, came 'tea_sleep:guide-2024#G2'"),
    ("judged: [sleep, harms]", "judged: [slep]", 15,
     "judged: expected one of: sleep, harms; came 'slep'; did you mean 'sleep'?"),
    ("outcomes: [harms]", "outcomes: [harm]", 20,
     "outcomes: expected one of: sleep, harms; came 'harm'; did you mean 'harms'?"),
    ("outcomes: [harms]", "outcomes: [harms, sleep]", 20,
     "outcomes: the outcome 'sleep' stands in more than one section"),
    ("  - title: Harms\n    outcomes: [harms]\n", "", 17,
     "sections: expected every outcome in a section; none has 'harms'"),
    ("  - title: Harms", "  - name: Harms", 19,
     "'sections' of the topic has no field 'name'"),
    ("monitoring: [harms]", "monitoring: [harm]", 23,
     "monitoring: expected one of: sleep, harms; came 'harm'; did you mean 'harms'?"),
    ("monitoring: [harms]", "monitorin: [harms]", 23,
     "'slots' of the topic has no field 'monitorin'; did you mean 'monitoring'?"),
    ("statements: [G2, T1]", "statements: [G2, T3]", 26,
     "statements: expected the id of a sound statement, came 'T3'"),
    ("last_reviewed: 2025-12", "last_reviewed: December", 27,
     "last_reviewed: expected a date such as 2025-11-03, 2025-11 or 2025; came 'December'"),
]  # fmt: skip

NOTHING_TO_READ = [
    ("statements.yaml", STATEMENTS, "# Later.\n", 1, "expected a list, each entry beginning with '- '"),
    (
        "references.json",
        REFERENCES,
        '{"id": "rivers-2019"}',
        1,
        "expected a list of references: [{...}, {...}]",
    ),
    ("topic.yaml", TOPIC, "# Later.\n", 1, "expected something besides comments; there is nothing"),
    ("topic.yaml", TOPIC, "- tea\n", 1, "expected fields, such as 'id: my_topic', came a list"),
]

MISTAKES = [
    *(("statements.yaml", *row) for row in MISTAKES_IN_STATEMENTS),
    *(("references.json", *row) for row in MISTAKES_IN_REFERENCES),
    *(("topic.yaml", *row) for row in MISTAKES_IN_TOPIC),
    *NOTHING_TO_READ,
]


@pytest.mark.parametrize(
    ("file", "good", "bad", "line", "message"), MISTAKES, ids=[row[4] for row in MISTAKES]
)
def test_a_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, file: str, good: str, bad: str, line: int, message: str
) -> None:
    assert FOLDER[file].count(good) == 1
    folder = write_folder(tmp_path, **{file.partition(".")[0]: FOLDER[file].replace(good, bad)})

    told = [m.message for m in check_topic(folder) if (m.file, m.line) == (file, line)]
    assert any(said.startswith(message) for said in told), check_topic(folder)


def test_every_mistake_is_told_at_once_and_the_sound_statements_are_kept(tmp_path: Path) -> None:
    faulty = STATEMENTS.replace("n: 60", "n: sixty").replace("read: full text", "read: in full")
    records = read(write_folder(tmp_path, statements=faulty))

    assert [record.id for record in records if isinstance(record, Publication)] == [
        "tea_sleep:guide-2024",
        "tea_sleep:rivers-2019",
        "tea_sleep:derived",
        "tea_sleep:topic",
    ]
    assert [record.where for record in records if isinstance(record, Unreadable)] == [
        "statements.yaml:14",
        "statements.yaml:30",
        "topic.yaml:7",
        "topic.yaml:26",
    ]


def test_a_slip_in_the_punctuation_of_one_statement_costs_only_that_one(tmp_path: Path) -> None:
    broken = STATEMENTS.replace("text: The guide of 2011, since", "text: The guide: of 2011, since")
    assert statement_ids(write_folder(tmp_path, statements=broken)) == ["T1", "G2", "D1", "T2"]


def test_a_faulty_reference_keeps_back_the_statements_that_rest_on_it(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, references=REFERENCES.replace('"12345"', '"none"'))

    assert statement_ids(folder) == ["G1", "G2"]
    assert Mistake(
        file="statements.yaml",
        line=16,
        message="reference: 'rivers-2019' has mistakes of its own, from line 2 on",
    ) in check_topic(folder)


@pytest.mark.parametrize("name", FOLDER)
@pytest.mark.parametrize(
    ("written", "message"),
    [
        (None, "there is none"),
        (b"", "it is empty"),
        (b"id: caf\xe9\n", "expected text in UTF-8"),
        (b"# " + b"x" * (8 << 20), "expected at most 8,388,608 bytes"),
    ],
    ids=["missing", "empty", "latin-1", "huge"],
)
def test_a_file_that_cannot_be_read_is_one_mistake(
    tmp_path: Path, name: str, written: bytes | None, message: str
) -> None:
    folder = write_folder(tmp_path)
    if written is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(written)

    [mistake] = [mistake for mistake in check_topic(folder) if mistake.file == name]
    assert message in mistake.message
    if name != "statements.yaml":
        assert statement_ids(folder) == []


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    plain, windows = tmp_path / "plain", tmp_path / "windows"
    for directory in (plain, windows):
        directory.mkdir()
    write_folder(plain)
    for name, text in FOLDER.items():
        (windows / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))

    assert read(windows) == read(plain)


ALIASES = "- &a {x: y}\n" + "".join(
    f"- &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "aliases that double": ALIASES,
    "brackets without end": "- " + "[" * 50_000,
    "maps without end": "- " + "{a: " * 50_000,
    "a tag that asks for code": "- !!python/object/apply:os.system ['exit 1']\n",
    "an escape": '- id: "\\0"\n',
    "a bell": "- id: \a\n",
}


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_and_does_no_harm(tmp_path: Path, statements: str) -> None:
    folder = write_folder(tmp_path, statements=statements)
    assert check_topic(folder)
    assert statement_ids(folder) == []


def test_brackets_without_end_in_the_references_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, references="[" * 200_000)
    assert [m.line for m in check_topic(folder) if m.file == "references.json"] == [1]


@given(cut=st.integers(0, len(STATEMENTS)), length=st.integers(0, 40), put=st.text(max_size=12))
def test_no_damage_to_statements_yaml_makes_reading_fail(
    tmp_path_factory: pytest.TempPathFactory, cut: int, length: int, put: str
) -> None:
    damaged = STATEMENTS[:cut] + put + STATEMENTS[cut + length :]
    folder = tmp_path_factory.mktemp("tea")
    for name, text in FOLDER.items():
        (folder / name).write_bytes(text.encode())
    (folder / "statements.yaml").write_bytes(damaged.encode("utf-8", "surrogatepass"))

    found = read_content(folder)
    faulty = {mistake.line for mistake in found.mistakes if mistake.file == "statements.yaml"}
    assert list(found.mistakes) == sorted(found.mistakes)
    assert all(1 <= line <= damaged.count("\n") + 2 for line in faulty)


@pytest.mark.parametrize(
    ("text", "rests_on"),
    [
        ("Two cups a night add 84 minutes of sleep a week.", "[T1]"),
        ("Of 60 adults over 70, 12 minutes became 84.", "[T1]"),
        ("In 84 minutes 10% had side effects.", "[T1, T2]"),
    ],
)
def test_a_derived_number_stands_in_what_it_rests_on_or_is_worked_out(
    tmp_path: Path, text: str, rests_on: str
) -> None:
    changed = STATEMENTS.replace("text: Two cups a night add 84 minutes of sleep a week.", f"text: {text}")
    changed = changed.replace("plain: Two cups a night add 84 minutes of", "plain: More")
    changed = changed.replace("rests_on: [T1]", f"rests_on: {rests_on}")
    assert check_topic(write_folder(tmp_path, statements=changed)) == ()


def test_a_slip_in_the_topic_costs_no_statement(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, topic=TOPIC.replace("[sleep, harms]", "[sleep, harm]"))
    assert statement_ids(folder) == ["T1", "G1", "G2", "D1", "T2"]
    topic = publications(folder)["topic"].topic
    assert topic is not None
    assert topic.judged == ("sleep",)


MANUAL = Path(__file__).parents[2] / "docs" / "content.md"


def test_the_examples_of_the_manual_are_a_sound_folder(tmp_path: Path) -> None:
    fenced = re.findall(r"^```(?:yaml|json)\n(.*?)^```$", MANUAL.read_text(encoding="utf-8"), re.M | re.S)
    statements, references, topic = fenced

    folder = write_folder(tmp_path, statements=statements, references=references, topic=topic)
    assert check_topic(folder) == ()
    assert statement_ids(folder) == ["T1", "T2", "G1", "D1"]
    topic = read_content(folder).topic
    assert topic is not None
    assert [question.answered_by[0] for question in topic.questions] == ["D1", "T2"]


def test_the_manual_tells_rightly_which_plain_wordings_are_refused() -> None:
    table = re.search(
        r"^\| `text` \| `plain` \| \|\n.*\n((?:\|.*\n)+)", MANUAL.read_text(encoding="utf-8"), re.M
    )
    assert table
    text = ""
    for row in table[1].splitlines():
        _, said, plain, verdict, _ = (cell.strip() for cell in row.split("|"))
        text = said or text
        agrees = (
            numbers(plain) <= numbers(text)
            and not differing_units(text, plain)
            and is_negated(plain) == is_negated(text)
        )
        assert agrees == verdict.startswith("good"), row


def test_an_effect_of_the_manual_is_one_that_a_machine_reads() -> None:
    quoted = re.findall(r"effect: (.+)|`((?:RR|MD) [^`]+)`", MANUAL.read_text(encoding="utf-8"))
    effects = [one for found in quoted for one in found if one]
    assert effects
    for effect in effects:
        (read_as,) = (figure for figure in estimates(effect) if isinstance(figure, Effect))
        assert isinstance(read_as.measure, Measure)
        assert read_as.interval is not None


@pytest.mark.parametrize(
    "words",
    [
        content._STATEMENT_FIELDS,
        content._REFERENCE_FIELDS,
        content._TOPIC_FIELDS,
        content._CUSTOM_FIELDS,
        content.DESIGNS,
        content.DIRECTIONS,
        content.CONFIDENCES,
        content.HOW_FAR_READ,
        content.FLAGS,
        SLOTS,
        TopicQuestion.__struct_fields__,
        TopicSection.__struct_fields__,
        TopicStep.__struct_fields__,
        EventRates.__struct_fields__,
    ],
)
def test_the_manual_names_every_field_and_every_word_to_choose_from(words: tuple[str, ...]) -> None:
    manual = " ".join(MANUAL.read_text(encoding="utf-8").split())
    assert [word for word in words if word not in manual] == []
