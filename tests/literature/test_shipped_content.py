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

# What an effect with an interval begins with: a measure that a machine can draw, or the share or change of one group.
MEASURED = re.compile(r"(?:RR|HR|OR|IRR|MD|SMD|RD) -?[\d.]+ \(|(?:mean loss|prevalence) |[\d.]+% \(95% CrI ")
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


def sends_tempting_doses_to_the_care_team(statement: EvidenceStatement) -> bool:
    """A dose that a patient reads a gain beside is one that a patient may take."""
    tempting = statement.about.direction == "benefit" and re.search(r"\d IU\b", statement.about.plain)
    return not tempting or "Ask your care team" in statement.about.plain


def names_its_measure(statement: EvidenceStatement) -> bool:
    effect = statement.about.effect
    return not INTERVAL.search(effect) or MEASURED.match(effect) is not None


def shows_both_arms_as_printed(statement: EvidenceStatement) -> bool:
    rates = statement.about.event_rates
    return rates is None or (rates.intervention in statement.text and rates.comparator in statement.text)


def calls_density_density(statement: EvidenceStatement) -> bool:
    """Strength is another thing: on high doses the Calgary trial found density lower and strength unchanged."""
    return "bone strength" not in statement.about.plain.casefold() or "bone strength" in statement.text


def shows_how_it_was_derived(statement: EvidenceStatement) -> bool:
    derived = statement.about.confidence == "derived"
    return derived == bool(statement.about.derivation) and derived <= bool(statement.about.rests_on)


def reads_easily(statement: EvidenceStatement) -> bool:
    return flesch_kincaid_grade(statement.about.plain) <= 8


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
        sends_tempting_doses_to_the_care_team,
        names_its_measure,
        shows_both_arms_as_printed,
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


# What may never be shown alone, each with what must stand beside it for it to be honest.
BESIDE = [
    ("the 22% fewer autoimmune diseases", "I01 I01b", "I06a I06b"),
    ("40 ng/mL and pain, an association", "S03b", "A01a A02a A04a"),
    ("40 ng/mL and bone loss, an association", "S01c", "S02b S31a S35a"),
    ("10 ng/mL more and bone loss, an association", "S01b", "S31a"),
    ("the one trial that relieved pain", "A03a A03b A03d", "A01a A02a A04a"),
    ("the post-hoc result of a trial that missed its endpoint", "A02c", "A01a A02a A04a"),
    ("pain after repletion, uncontrolled", "A17a", "A01a A04a"),
    ("the 19% fewer falls", "S05a", "S06 S08a"),
    ("fewer falls on a level, or with calcium", "S05b S08a S08b", "S06"),
    ("fewer hip fractures with calcium", "S14a S17a S17b H09", "S14b"),
    ("fewer hip fractures on the highest intakes", "S10a S11b", "S14b"),
    ("fewer nonvertebral fractures", "S10b S11a S11c S17d", "H01b"),
    ("a target of 40 ng/mL", "S01c S21d S29a S29b S02d F05 F05a F05b F05c N03x2 N09a A05a", "S35a"),
    ("10,000 IU a day", "S19b", "H03a"),
    ("the draft against vitamin D", "S07a S07b", "S07c"),
    ("advice for the general population", "S20a S20b S20d N18b", "S20c"),
    ("the thresholds of 2017", "B01a", "B02 B03a"),
    ("the threshold of 2019", "B03a", "B01a"),
]


@pytest.mark.parametrize(("ids", "others"), [row[1:] for row in BESIDE], ids=[row[0] for row in BESIDE])
def test_no_statement_stands_without_what_honesty_needs(ids: str, others: str) -> None:
    beside = {s.id: set(s.about.beside) for s in VITAMIN_D}
    assert [name for name in ids.split() if not set(others.split()) <= beside[name]] == []


def test_what_calls_40_a_target_tells_that_it_collides_with_the_limit() -> None:
    """In its own words, or with the statement that says so beside it. In sarcoidosis it is called unsafe instead."""
    targets = [s for s in VITAMIN_D if re.search(r"\btarget\b", s.text) and "40 ng/mL" in s.text]
    alone = [s.id for s in targets if "4,000" not in s.text and "S35a" not in s.about.beside]
    assert set(alone) == {"F06", "F06b"}


# What is often said wrongly, and what the statement that puts it right must hold.
CORRECTIONS = [
    ("nonvertebral fractures: in whom, and by how much", "S11f", "nonvertebral|65 or older|14% to 20%|0.97"),
    ("the regimen behind 40 ng/mL was more than 800 IU a day", "S02b", "1,943 IU|more than 800 IU"),
    ("800 IU a day is not enough to reach it", "S02d", "800 IU a day is unlikely|40 ng/mL"),
    ("nobody calls a level below 40 insufficient", "S21d", "no society guidance|below 40 ng/mL|insufficient"),
    ("40 ng/mL collides with 4,000 IU", "S35a", "40 ng/mL|4,000 IU|collide|6,000 to 8,000 IU"),
    ("vitamin D alone does nothing for the hip", "S14d", "alone has no significant effect on hip fracture"),
    ("that it prevents falls is contradicted", "S06b", "contradicted|19%|no significant effect|0.948"),
    ("the early autoimmune result did not last", "F10", "not established|0.78|0.85|0.98"),
    ("pain is not relieved, bone is treated", "BL1", "for bone, not to relieve joint pain|60 women"),
    ("100 ng/mL is no limit of intake", "S18c", "no upper limit of 100 ng/mL|4,000 IU"),
]


@pytest.mark.parametrize(
    ("name", "holds"), [row[1:] for row in CORRECTIONS], ids=[row[0] for row in CORRECTIONS]
)
def test_what_is_often_said_wrongly_is_put_right_in_one_statement(name: str, holds: str) -> None:
    [statement] = [s for s in VITAMIN_D if s.id == name]
    assert [words for words in holds.split("|") if words not in statement.text] == []


def test_figures_that_nobody_could_confirm_are_not_shipped() -> None:
    unconfirmed = re.compile(r"(?:RR|relative risk) 0\.(?:95|84)\b|0\.74 to 0\.96|0\.90 to 0\.99|10% to 20%")
    shown = {s.id: f"{s.text} {s.about.effect} {s.about.derivation}" for s in VITAMIN_D}
    assert [name for name, words in shown.items() if unconfirmed.search(words)] == []


@every_topic
def test_every_question_of_a_topic_is_answered_by_one_to_three_statements(content: Content) -> None:
    assert content.topic is not None
    assert [q.ask for q in content.topic.questions if not 1 <= len(q.answered_by) <= 3] == []


def test_every_question_on_vitamin_d_is_answered_whole_by_its_first_statement() -> None:
    topic = READ["vitamin_d_aimss"].topic
    assert topic is not None
    firsts = [question.answered_by[0] for question in topic.questions]
    assert firsts[:11] == ["BL1", "F01", "F02", "F03", "F04", "F05", "F06b", "F07a", "F08b", "F09c", "F10"]
    assert len({question.ask for question in topic.questions}) == len(topic.questions)


def test_no_statement_is_replaced_by_one_that_does_not_take_its_place() -> None:
    """Thresholds of 2017 stand until those of the update have been read, and the calcium warning of 2011 too."""
    assert {s.id for s in VITAMIN_D if s.about.superseded_by} == {"S21a"}


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
