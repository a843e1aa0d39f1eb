"""A pathway as a person reads it: listed, laid out, and applied to one patient."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from curbside.surfaces.cli import main


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_the_pathways_that_come_with_it_are_listed_with_whom_each_is_for() -> None:
    listed = call("pathway", "list")
    assert listed.exit_code == 0, listed.output
    assert "vitamin_d_aimss" in listed.stdout
    assert "not reviewed by a board" in listed.stdout
    (vitamin_d,) = [
        one for one in json.loads(call("pathway", "list", "--json").stdout) if one["id"] == "vitamin_d_aimss"
    ]
    assert vitamin_d["for"]
    assert vitamin_d["not_for"]


def test_a_pathway_is_laid_out_with_the_sentences_that_its_actions_rest_on() -> None:
    shown = call("pathway", "show", "vitamin_d_aimss")
    assert shown.exit_code == 0, shown.output
    assert "30 to < 40 ng/mL (75 to < 100 nmol/L)" in words(shown)
    assert "What it rests on [1] " in words(shown)


def test_a_pathway_that_is_not_there_ends_with_2_and_names_those_that_are() -> None:
    shown = call("pathway", "show", "vitamin_z")
    assert shown.exit_code == 2
    assert "vitamin_d_aimss" in shown.stderr
