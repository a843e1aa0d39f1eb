"""The canary: distinctive values go in with a patient, and nothing but the recommendation itself ever has them.

Every command that takes patients is run here, also on records that cannot be read and when something breaks within.
Then all that was written anywhere is searched: messages, logs, warnings, the home, cache and temporary folders.
"""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from curbside.surfaces.cli import main
from curbside.surfaces.cli.pathway import command as pathway_group
from parquet import rows_of
from tea_pathway import write_pathway

NAME, ID, BORN, NOTE = "Zyzzyx", "canary-8675309", "1951-07-19", "kanarienvogel"
SCORE, OTHER_SCORE, UNIT, WORD = "31.41592", "27.18281", "zorkmids", "peevish"
CANARIES = (NAME, ID, BORN, NOTE, SCORE, OTHER_SCORE, UNIT, WORD, "Doe-Canary")
FACTS = (SCORE, OTHER_SCORE, ID)
"""What a recommendation may show: the values it rests on, and the ids of the resources that have them."""

Resource = dict[str, Any]


def person(**fields: Any) -> Resource:
    name = [{"family": NAME, "given": ["Doe-Canary"], "text": f"{NAME} Doe-Canary"}]
    return {"resourceType": "Patient", "id": ID, "birthDate": BORN, "name": name, **fields}


def score(value: Any = float(SCORE), code: str = "1-8", **fields: Any) -> Resource:
    return {
        "resourceType": "Observation",
        "id": f"{ID}-o",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": NOTE},
        "subject": {"reference": f"Patient/{ID}", "display": NAME},
        "effectiveDateTime": "2026-10-01T08:30:00Z",
        "note": [{"text": NOTE}],
        "valueQuantity": {"value": value, "unit": "points"},
        **fields,
    }


def bundle(*resources: Any) -> str:
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


def response(*items: Resource, **fields: Any) -> str:
    answered = {"resourceType": "QuestionnaireResponse", "id": ID, "status": "completed", "item": list(items)}
    return json.dumps({**answered, **fields})


HER_RECORDS = {
    "a bundle": bundle(person(), score()),
    "a bundle with all that can be wrong and is left out": bundle(
        person(birthDate=f"{BORN}T00:00:00Z {NAME}"),
        score(),
        score(float(OTHER_SCORE), id=f"{ID}-before", effectiveDateTime="2026-05-01"),
        score(id=f"{ID}-1", valueQuantity={"value": f"{SCORE} {UNIT}", "unit": UNIT}),
        score(id=f"{ID}-2", status=WORD),
        score(id=f"{ID}-3", effectiveDateTime="2027-01-01"),
        score(id=f"{ID}-4", effectiveDateTime=NAME),
        score(id=f"{ID}-5", code="2-6"),
        score(id=f"{ID}-6", subject={"reference": f"Patient/{NAME}"}),
        score(id=f"{ID}-7", subject={"display": NAME}),
        score(id=f"{ID}-8", code=NAME),
        {"resourceType": NAME, "id": NAME},
        {
            "resourceType": "Condition",
            "id": f"{ID}-c",
            "subject": {"reference": f"Patient/{ID}"},
            "code": NAME,
        },
        NAME,
    ),
    "a unit that nobody knows": bundle(person(), score(valueQuantity={"value": float(SCORE), "unit": UNIT})),
    "a value that cannot be": bundle(person(), score(3141592653.5)),
    "a questionnaire": response(
        {"linkId": "drowsiness", "answer": [{"valueString": f"{SCORE} points"}]},
        {"linkId": "allergy", "answer": [{"valueString": WORD}]},
        {"linkId": NAME, "text": NAME, "answer": [{"valueString": NOTE}]},
        subject={"display": NAME},
    ),
    "a row of YAML": f"id: {ID}\nborn: {BORN}\ndrowsiness: {SCORE} points\nallergy: {WORD}\n{NAME}: {NOTE}\n",
    "a row of CSV": f"id,born,drowsiness,allergy,{NAME}\n{ID},{BORN},{SCORE} points,no,{NOTE}\n",
}
REFUSED = {
    "JSON that breaks off": bundle(person(), score())[:-20],
    "JSON that is none": f'{{"{NAME}": {SCORE} {UNIT}}}',
    "another version of FHIR": bundle(person(), score(related=[NAME])),
    "a version that it says itself": bundle(person(fhirVersion=NAME), score()),
    "two patients": bundle(person(), person(id=f"{ID}-2")),
    "another kind of resource": json.dumps({**person(), "resourceType": NAME}),
    "NDJSON": json.dumps(person()) + "\n" + json.dumps(score()),
    "XML": f"<Patient><name>{NAME}</name></Patient>",
    "YAML with a name given twice": f"{NAME}: {SCORE}\n{NAME}: {SCORE}\n",
    "YAML that is none": f"{NAME}: '{SCORE}\n",
    "YAML within YAML": f"drowsiness:\n  {NAME}: {SCORE}\n",
    "CSV without its header": f"{ID},{BORN},{SCORE} points\n{ID},{NAME}\n",
    "CSV of several patients": f"id,{NAME}\n{ID},{SCORE}\n{ID},{SCORE}\n",
    "other bytes": f"{NAME}: \udcff{SCORE}",
    "nothing": "",
}
COMMANDS = {
    "apply": [
        ("apply", "{pathway}", "--patient", "{record}", "--date", "2026-11-25"),
        ("apply", "{pathway}", "--patient", "{record}", "--date", "2026-11-25", "--json"),
        ("apply", "{pathway}", "--patient", "{record}", "--date", "2026-11-25", "--html", "{out}/page.html"),
        ("apply", "{pathway}", "--patient", "{record}", "--date", "2026-11-25", "--subject", "somebody else"),
    ],
}
"""How every command that takes patients is run on a record; what it is told to write goes to {out}."""


@dataclass
class House:
    """Where a command may write, and all that it said."""

    directory: Path
    said: list[str] = field(default_factory=list)

    @property
    def record(self) -> Path:
        return self.directory / "given" / "record"

    @property
    def out(self) -> Path:
        return self.directory / "out"

    def run(self, pathway: Path, record: str, *arguments: str) -> tuple[int, str]:
        """The exit code and what came out; what was said besides is kept to be searched."""
        self.record.write_bytes(record.encode("utf-8", "surrogateescape"))
        places = {"pathway": pathway, "record": self.record, "out": self.out}
        ended = CliRunner().invoke(main, ["pathway", *(one.format(**places) for one in arguments)])
        self.said.append(ended.stderr)
        return ended.exit_code, ended.stdout

    def leaks(self, *, also: str = "") -> list[tuple[str, str]]:
        """Each planted value that stands where it should not, and where."""
        texts = {"said": "\n".join(self.said) + also}
        for path in self.directory.rglob("*"):
            if (
                path.is_file()
                and not path.is_relative_to(self.out)
                and not path.is_relative_to(self.record.parent)
            ):
                texts[path.name] = path.read_bytes().decode("utf-8", "replace")
            texts[f"the name of {path.parent}"] = path.name
        return [(where, canary) for where, text in texts.items() for canary in CANARIES if canary in text]


@pytest.fixture
def house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[House]:
    """A home, cache and temporary folder of its own; at the end nothing in them, or said, has a planted value."""
    for place in ("home", "cache", "tmp", "given", "out", "state"):
        (tmp_path / place).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.chdir(tmp_path / "home")
    caplog.set_level(logging.DEBUG)
    found = House(tmp_path)
    yield found
    assert found.leaks(also=caplog.text) == []


@pytest.fixture
def pathway(house: House) -> Path:
    folder = house.directory / "tea"
    folder.mkdir()
    return write_pathway(folder)


def unmentioned(shown: str, *, but: tuple[str, ...] = ()) -> list[str]:
    return [canary for canary in CANARIES if canary in shown and canary not in but]


@pytest.mark.parametrize("arguments", [one for each in COMMANDS.values() for one in each], ids=" ".join)
def test_a_record_is_told_of_only_in_the_recommendation(
    arguments: tuple[str, ...], house: House, pathway: Path
) -> None:
    for case, record in HER_RECORDS.items():
        code, shown = house.run(pathway, record, *arguments)
        assert code in {0, 3, 5}, case
        assert unmentioned(shown, but=FACTS) == [], case
    for file in house.out.rglob("*"):
        assert unmentioned(file.read_text("utf-8"), but=FACTS) == []


@pytest.mark.parametrize("arguments", [each[0] for each in COMMANDS.values()], ids=" ".join)
def test_a_record_that_is_refused_is_not_repeated(
    arguments: tuple[str, ...], house: House, pathway: Path
) -> None:
    for case, record in REFUSED.items():
        code, shown = house.run(pathway, record, *arguments)
        assert (code, shown) == (3, ""), case
        assert house.said[-1].startswith("curbside: expected "), case


@contextmanager
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gathering breaks, with the patient's values in the message."""
    from curbside.pathway import gather

    def fail(record: Any, *_: Any, **__: Any) -> None:
        raise ValueError(f"{record.id} {record.born_on} {record.observations[0].value}")

    with monkeypatch.context() as patch:
        patch.setattr(gather, "facts_of", fail)
        yield


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize("arguments", [each[0] for each in COMMANDS.values()], ids=" ".join)
def test_what_breaks_within_does_not_say_with_what(
    arguments: tuple[str, ...], debug: str, house: House, pathway: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURBSIDE_DEBUG", debug)
    with broken(monkeypatch):
        code, shown = house.run(pathway, HER_RECORDS["a bundle"], *arguments)
    assert (code, shown) == (1, "")
    assert "internal error: ValueError" in house.said[-1]


WELL = f"{BORN},{SCORE} points,no,{NOTE} {NAME}\n"
ILL = f"{WORD},{SCORE} {UNIT},{WORD},{NAME}\n"
POPULATION = "".join(f"{ID}-{number},{WELL if number % 3 else ILL}" for number in range(40))
HEADER = "patient,born,drowsiness,allergy,note\n"
POPULATIONS = {
    "a table": (HEADER + POPULATION, 0),
    "a table with lines that are broken": (
        HEADER + POPULATION + f'{ID},"{NAME}\n{SCORE},,,,,,,{UNIT}\n',
        None,
    ),
    "a table without its header": (POPULATION, 2),
    "a table that is none": (f'"{NAME}\n{SCORE} {UNIT}', None),
}


LINES = {
    "Patient.ndjson": [person(), person(id=f"{ID}-2"), person(id=f"{ID}-3", birthDate=NAME)],
    "Observation.ndjson": [
        score(),
        score(float(OTHER_SCORE), id=f"{ID}-2", subject={"reference": f"Patient/{ID}-2"}),
        score(
            id=f"{ID}-3", subject={"reference": f"Patient/{ID}-3"}, valueQuantity={"value": 1, "unit": UNIT}
        ),
        score(id=f"{ID}-4", status=WORD),
        score(id=f"{ID}-5", code=NAME),
        score(id=f"{ID}-6", subject={"display": NAME}),
    ],
}


@pytest.mark.parametrize("case", POPULATIONS)
def test_a_population_is_told_of_only_in_the_answers(case: str, house: House, pathway: Path) -> None:
    table, expected = POPULATIONS[case]
    house.record.with_name("record.csv").write_text(table)
    code, shown = run_on_population("{record}.csv", house, pathway)
    assert code in ({expected} if expected is not None else {0, 2, 3, 4}), house.said
    assert_told_in_answers_alone(code, shown, house)


@pytest.mark.parametrize("broken_off", [False, True], ids=["whole", "with a line that breaks off"])
def test_a_population_of_resources_is_too(broken_off: bool, house: House, pathway: Path) -> None:
    folder = house.record.with_name("bulk")
    folder.mkdir()
    for name, resources in LINES.items():
        lines = "".join(f"{json.dumps(one)}\n" for one in resources)
        (folder / name).write_text(lines + (json.dumps(resources[0])[:-9] if broken_off else ""))
    code, shown = run_on_population(str(folder), house, pathway)
    assert code == 0, house.said
    assert_told_in_answers_alone(code, shown, house)


def run_on_population(patients: str, house: House, pathway: Path) -> tuple[int, str]:
    options = ("--patients", patients, "--out", "{out}", "--date", "2026-11-25")
    return house.run(pathway, "", "run", "{pathway}", *options)


def assert_told_in_answers_alone(code: int, shown: str, house: House) -> None:
    assert unmentioned(shown) == []
    reports = [file for file in house.out.rglob("*") if file.suffix in {".json", ".html"}]
    assert bool(reports) == (code == 0)
    for file in reports:
        assert unmentioned(file.read_text("utf-8")) == []
    for file in house.out.rglob("*.parquet"):
        rows = "".join(str(row) for row in rows_of(file))
        assert unmentioned(rows, but=(ID,)) == []


def test_every_command_that_takes_patients_is_run_here() -> None:
    context = click.Context(pathway_group)
    commands = {
        name: pathway_group.get_command(context, name) for name in pathway_group.list_commands(context)
    }
    taking = {
        name
        for name, one in commands.items()
        if one and {"--patient", "--patients"} & {option for given in one.params for option in given.opts}
    }
    assert taking == {"apply", "run"}
