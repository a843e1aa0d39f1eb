"""Passages laid out: where each begins, and a name of its own for every one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.literature.publication import Kind, lay_out


def names(*locators: str) -> list[str]:
    passages = lay_out("pmid:1", [(locator, Kind.ABSTRACT, "", "Text.") for locator in locators])
    return [passage.id.removeprefix("pmid:1#") for passage in passages]


@pytest.mark.parametrize(
    ("located", "named"),
    [
        (["abstract.methods", "abstract.results"], ["abstract.methods", "abstract.results"]),
        (["abstract", "abstract", "abstract"], ["abstract", "abstract.2", "abstract.3"]),
        (["abstract.2", "abstract", "abstract"], ["abstract.2", "abstract", "abstract.3"]),
        (["abstract", "abstract", "abstract.2"], ["abstract", "abstract.2", "abstract.2.2"]),
    ],
    ids=["all different", "unlabelled", "a section labelled 2", "labelled 2, and too late"],
)
def test_no_two_passages_share_a_name(located: list[str], named: list[str]) -> None:
    assert names(*located) == named


@given(st.lists(st.sampled_from(["a", "a.2", "a.3", "a.2.2", "b"])))
def test_whatever_the_labels_are_names_are_unique_and_the_first_keeps_its_own(located: list[str]) -> None:
    named = names(*located)
    assert len(set(named)) == len(located)
    assert named[:1] == located[:1]


@given(st.lists(st.text(max_size=5)))
def test_a_passage_begins_where_the_text_before_it_and_a_line_break_end(texts: list[str]) -> None:
    passages = lay_out("x", [("p", Kind.BODY, "", text) for text in texts])
    whole = "\n".join(filter(None, texts))
    assert [whole[passage.start : passage.end] for passage in passages] == list(filter(None, texts))
