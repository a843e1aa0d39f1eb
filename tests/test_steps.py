"""Where the two flows meet: a step of an answer names the table of the topic's pathway that decides it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from curbside.editorial.replay import Replay
from curbside.literature.library import Library, library_in_memory
from curbside.pathway.definition import Pathway
from curbside.surfaces import compose
from curbside.surfaces.render import terminal
from curbside.verification.answer import Answer
from curbside.verification.record import given, to_json
from curbside.workflows import PathwayOf, ask, no_pathway, open_pathway, replay
from tea_pathway import write_pathway

QUESTION = "Chamomile tea: dose, harms and sleep"
NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def tea(tmp_path: Path) -> Library:
    write_pathway(tmp_path)
    return library_in_memory([tmp_path / "statements.yaml"])


@pytest.fixture
def pathway(tmp_path: Path) -> Pathway:
    return open_pathway(write_pathway(tmp_path)).pathway


def asked(library: Library, pathway_of: PathwayOf) -> Answer:
    answer = ask(QUESTION, library=library, asked_at=NOW, pathway_of=pathway_of)
    assert isinstance(answer, Answer)
    return answer


def only(pathway: Pathway) -> PathwayOf:
    return lambda topic: pathway if topic == pathway.id else None


def test_a_step_names_the_table_that_rests_on_most_of_its_statements(tea: Library, pathway: Pathway) -> None:
    # Of T1 and G2 the table `safety` cites one, and `cups` both.
    (step,) = asked(tea, only(pathway)).steps
    assert (step.pathway, step.node) == ("tea_sleep", "cups")


def test_its_words_stay_those_of_claims_that_every_check_upheld(tea: Library, pathway: Pathway) -> None:
    with_it, without = asked(tea, only(pathway)), asked(tea, no_pathway)
    assert [step.actions for step in with_it.steps] == [step.actions for step in without.steps]
    bare = tuple(replace(step, pathway="", node="") for step in with_it.steps)
    assert replace(with_it, steps=bare, id=without.id) == without


def test_the_reader_is_told_which_it_is(tea: Library, pathway: Pathway) -> None:
    shown = terminal.render(asked(tea, only(pathway)), width=80, colour=False)
    assert "At bedtime (pathway tea_sleep, cups)" in shown


def test_an_answer_is_replayed_to_the_byte_with_the_same_pathway(tea: Library, pathway: Pathway) -> None:
    then = given(to_json(asked(tea, only(pathway))))

    def again(pathway_of: PathwayOf) -> Replay:
        return replay(then, library=tea, pathway_of=pathway_of)

    assert again(only(pathway)).is_reproduced
    assert not again(no_pathway).is_reproduced


def test_every_step_of_a_shipped_topic_leads_to_a_table_that_there_is() -> None:
    for topic, file in compose.shipped_pathways().items():
        pathway = compose.pathway_of(topic)
        assert pathway is not None
        library = library_in_memory([file.parent / "statements.yaml"])
        (one,) = library.topics()
        answer = ask(one.title, library=library, asked_at=NOW, pathway_of=compose.pathway_of)
        named = (
            [step.node for step in answer.steps if step.pathway == topic]
            if isinstance(answer, Answer)
            else []
        )
        assert set(named) <= {table.id for table in pathway.tables}


def test_a_topic_without_a_pathway_has_none() -> None:
    assert compose.pathway_of("tea_sleep") is None
