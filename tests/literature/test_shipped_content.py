"""What the package ships: every folder of ``content/`` sound, its statements of one voice throughout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curbside.literature.content import Content, EvidenceStatement, check_topic, numbers, read_content
from curbside.literature.library import Library, library_in_memory
from curbside.literature.publication import Publication, RelationKind
from curbside.literature.readers.statements import StatementsReader
from curbside.verification.answer import Abstention, Answer
from curbside.workflows import ask

CONTENT = Path(__file__).parents[2] / "content"
FOLDERS = {path.parent.name: path.parent for path in sorted(CONTENT.glob("*/statements.yaml"))}
READ = {name: read_content(folder) for name, folder in FOLDERS.items()}
VITAMIN_D = READ["vitamin_d_aimss"].statements

INTERVAL = re.compile(r"C[Ir]?I (-?[\d.]+) to (-?[\d.]+)")
SIGNED = re.compile(r"(?<![\w)])[+-]\d+(?:\.\d+)?")
UNIT = re.compile(r"\b(?:IU|ng/mL|nmol/L|mg HA/cm3|mg|mmol)(?![\w/])|µg|%")

every_topic = pytest.mark.parametrize("content", READ.values(), ids=READ)


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_a_shipped_folder_has_no_mistakes(folder: Path) -> None:
    assert [str(mistake) for mistake in check_topic(folder)] == []


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_a_shipped_folder_reads_the_same_twice(folder: Path) -> None:
    path = folder / "statements.yaml"
    assert list(StatementsReader().read(path)) == list(StatementsReader().read(path))


def test_a_shipped_folder_is_named_after_its_topic() -> None:
    assert {name: content.topic and content.topic.id for name, content in READ.items()} == {
        n: n for n in READ
    }


@every_topic
def test_every_outcome_of_a_topic_has_a_statement(content: Content) -> None:
    assert content.topic is not None
    assert set(content.topic.outcomes) == {statement.about.outcome for statement in content.statements}


@every_topic
def test_no_two_statements_say_the_same(content: Content) -> None:
    for wordings in ([s.text for s in content.statements], [s.about.plain for s in content.statements]):
        assert [wording for wording, times in Counter(wordings).items() if times > 1] == []


def ends_well(statement: EvidenceStatement) -> bool:
    return all(re.fullmatch(r"[A-Z\d].*\.", words) for words in (statement.text, statement.about.plain))


def numbers_recur(statement: EvidenceStatement) -> bool:
    return numbers(statement.about.effect) | numbers(statement.about.plain) <= numbers(statement.text)


def intervals_rise(statement: EvidenceStatement) -> bool:
    found = INTERVAL.findall(statement.text) + INTERVAL.findall(statement.about.effect)
    return all(float(low) < float(high) for low, high in found)


def signs_recur(statement: EvidenceStatement) -> bool:
    return set(SIGNED.findall(statement.about.plain)) <= set(SIGNED.findall(statement.text))


def units_recur(statement: EvidenceStatement) -> bool:
    return set(UNIT.findall(statement.about.plain)) <= set(UNIT.findall(statement.text))


def speaks_of_medicine_alone(statement: EvidenceStatement) -> bool:
    """The notes that statements are written from argue with another article; a statement never does."""
    return not re.search(
        r"reference article|UNVERIFIED|CONFIRMED|compiler", statement.text + statement.about.plain
    )


def sends_doses_to_the_care_team(statement: EvidenceStatement) -> bool:
    return statement.about.outcome != "dosing" or "Ask your care team" in statement.about.plain


def calls_density_density(statement: EvidenceStatement) -> bool:
    """Strength is another thing: on high doses the Calgary trial found density lower and strength unchanged."""
    return "bone strength" not in statement.about.plain.casefold() or "bone strength" in statement.text


def shows_how_it_was_derived(statement: EvidenceStatement) -> bool:
    derived = statement.about.confidence == "derived"
    return derived == bool(statement.about.derivation) and derived <= bool(statement.rests_on)


def reads_easily(statement: EvidenceStatement) -> bool:
    return flesch_kincaid_grade(statement.about.plain) <= 10


def syllables(word: str) -> int:
    """English, roughly: groups of vowels, less a silent last e. A number counts as one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = groups > 1 and letters.endswith("e") and not letters.endswith(("le", "ee"))
    return max(groups - silent, 1)


def flesch_kincaid_grade(text: str) -> float:
    """Source: Kincaid and others 1975, Research Branch Report 8-75 of the US Naval Technical Training."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    words = [word for word in text.split() if re.search(r"\w", word)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@every_topic
@pytest.mark.parametrize(
    "holds",
    [
        ends_well,
        numbers_recur,
        intervals_rise,
        signs_recur,
        units_recur,
        speaks_of_medicine_alone,
        sends_doses_to_the_care_team,
        calls_density_density,
        shows_how_it_was_derived,
        reads_easily,
    ],
)
def test_of_every_statement(content: Content, holds: Callable[[EvidenceStatement], bool]) -> None:
    assert [statement.id for statement in content.statements if not holds(statement)] == []


@every_topic
def test_the_plain_wording_as_a_whole_reads_at_grade_8_or_below(content: Content) -> None:
    assert flesch_kincaid_grade(" ".join(statement.about.plain for statement in content.statements)) <= 8


def test_vitamin_d_ships_enough_to_answer_from() -> None:
    assert len(VITAMIN_D) >= 40


def test_the_trials_that_found_no_relief_stand_beside_the_one_that_did() -> None:
    """The first statement of each trial is its main result."""
    main_results = {
        s.source: s.about.direction
        for s in reversed(VITAMIN_D)
        if (s.about.outcome, s.about.design) == ("joint pain", "randomised trial")
        and "vitamin D" in s.about.intervention
    }
    assert main_results == {
        "shapiro-2016": "no difference",
        "khan-2017": "no difference",
        "rastelli-2011": "benefit",
        "niravath-2019": "no difference",
    }


@pytest.mark.parametrize(
    ("outcome", "directions"),
    [
        ("hip fracture", {"benefit", "no difference"}),
        ("nonvertebral fracture", {"benefit", "no difference"}),
        ("falls", {"benefit", "no difference", "harm"}),
        ("bone density", {"no difference", "harm"}),
        ("autoimmune disease", {"mixed", "no difference"}),
        ("autoimmune disease activity", {"benefit", "no difference"}),
    ],
)
def test_evidence_against_is_shipped_beside_evidence_for(outcome: str, directions: set[str]) -> None:
    assert directions <= {s.about.direction for s in VITAMIN_D if s.about.outcome == outcome}


def test_the_early_autoimmune_result_is_never_given_without_what_became_of_it() -> None:
    early = [s for s in VITAMIN_D if s.about.outcome == "autoimmune disease" and "0.78" in s.text]
    assert early
    assert all(re.search(r"confirmed later|late confirmations", s.text) for s in early)


def test_no_statement_is_replaced_by_one_that_does_not_take_its_place() -> None:
    """Thresholds of 2017 stand until those of the update have been read, and the calcium warning of 2011 too."""
    assert {s.id for s in VITAMIN_D if s.superseded_by} == {"S21a"}


@pytest.mark.parametrize("name", FOLDERS)
def test_every_printed_author_keeps_all_initials(name: str) -> None:
    for source in READ[name].sources.values():
        for author in source.authors:
            initials = re.sub(r"[^A-Z]", "", author.given)
            assert author.name == f"{author.family} {initials}".strip() or author.collective


@pytest.fixture(scope="module")
def shipped() -> Library:
    return library_in_memory([folder / "statements.yaml" for folder in FOLDERS.values()])


def asked(question: str, library: Library) -> Answer | Abstention:
    return ask(question, library=library, asked_at=datetime(2026, 1, 2, tzinfo=UTC))


# A clinician's question, and the statement that its answer must hold, or one of those that would do.
QUESTIONS = [
    ("Her joints hurt on an AI and her 25(OH)D is 34 ng/mL: will pushing it to 40 help the pain?", "F01"),
    ("Will raising 25(OH)D to 40 ng/mL or more relieve joint pain from an aromatase inhibitor?", "F01"),
    ("Does high-dose vitamin D prevent letrozole joint pain?", "A02a"),
    ("What does work for aromatase inhibitor joint pain?", "F02"),
    ("When do I start denosumab or zoledronate in a woman on anastrozole?", "F03"),
    ("Can I give vitamin D instead of a bisphosphonate?", "F04"),
    ("How much vitamin D will take her from 18 ng/mL to 40 ng/mL?", "F05b"),
    ("Is it safe with kidney stones, CKD, sarcoidosis, a thiazide or digoxin?", "N17a"),
    ("Is vitamin D safe in sarcoidosis?", "F06 N13a"),
    ("Daily vitamin D or a weekly, monthly or annual bolus?", "F07a"),
    ("Does stopping the aromatase inhibitor because of pain matter?", "F08b"),
    ("How do I know a repeat 25(OH)D has really changed?", "N12a F09a"),
    ("Should vitamin D be given to prevent autoimmune disease?", "F10 I06a"),
    ("Is 10,000 IU a day of vitamin D safe?", "S19b"),
    ("Vitamin D and thiazide diuretic: risk of hypercalcaemia?", "N15a"),
    ("Does vitamin D interact with digoxin?", "N15b"),
    ("Does vitamin D prevent falls?", "S06"),
    ("Does duloxetine help AI arthralgia?", "A08c1"),
    ("What happens when denosumab is stopped?", "B06"),
]


@pytest.mark.parametrize(("question", "statements"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_the_answer_holds_what_answers_the_question(question: str, statements: str, shipped: Library) -> None:
    answer = asked(question, shipped)
    assert isinstance(answer, Answer)
    claims = [*answer.bottom_line, *(claim for section in answer.sections for claim in section.claims)]
    said = {citation.passage.partition("#")[2] for claim in claims for citation in claim.citations}
    assert said & set(statements.split())


@pytest.mark.parametrize(
    "question",
    [
        "best pizza in Rome",
        "apixaban dose in atrial fibrillation",
        "influenza vaccine in pregnancy",
        "warfarin INR target",
    ],
)
def test_what_the_topics_do_not_cover_is_not_answered(question: str, shipped: Library) -> None:
    assert isinstance(asked(question, shipped), Abstention)


def test_the_guideline_of_2011_is_superseded_by_that_of_2024() -> None:
    records = StatementsReader().read(FOLDERS["vitamin_d_aimss"] / "statements.yaml")
    relations = {record.id: record.relations for record in records if isinstance(record, Publication)}

    [relation] = relations["vitamin_d_aimss:endocrine-society-2011"]
    assert relation.kind is RelationKind.SUPERSEDED_BY
    assert relation.target == "vitamin_d_aimss:endocrine-society-2024"


def test_trials_that_disagree_stand_side_by_side_the_larger_first(shipped: Library) -> None:
    answer = asked("What is the role of vitamin D in managing AI musculoskeletal syndrome?", shipped)
    assert isinstance(answer, Answer)
    said = []
    for claim in answer.bottom_line:
        passage = shipped.find(claim.citations[0].passage).passage(claim.citations[0].passage)
        assert passage is not None
        assert passage.statement is not None
        said.append((passage.statement.direction, passage.statement.sample_size))
    assert said == [("no difference", 113), ("benefit", 60)]
