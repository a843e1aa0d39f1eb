"""The order of the rooms, the two walls and the doors: held by the real tree, and broken by every violation.

A violation is planted in a copy of the package, where a room that is not built yet is made for it. A check
that no violation can break checks nothing.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from importlinter import configuration
from importlinter.application.use_cases import lint_imports

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "pyproject.toml"

STOREYS: list[tuple[str, ...]] = [
    ("surfaces",),
    ("workflows",),
    ("editorial",),
    ("verification",),
    ("answer",),
    ("appraisal",),
    ("retrieval",),
    ("question", "pathway"),
    ("literature", "patient"),
    ("inference", "terminology"),
    ("network",),
    ("errors",),
]
"""The rooms of the house, top to bottom. Rooms of one storey do not know each other."""

EVIDENCE_ROOMS = ("question", "literature", "retrieval", "appraisal", "answer", "verification", "editorial")
CARE_ROOMS = ("patient", "pathway")
FRAMEWORKS = ("click", "rich", "jinja2", "jwt", "starlette", "uvicorn")


class Verdict(NamedTuple):
    """What import-linter said, its lines run together so that where it wraps them does not matter."""

    kept: bool
    said: str


class House:
    """A copy of the package, in which a test may build and break."""

    def __init__(self, directory: Path) -> None:
        self.package = directory / "curbside"
        shutil.copytree(ROOT / "src" / "curbside", self.package, ignore=shutil.ignore_patterns("__pycache__"))

    def plant(self, importer: str, imported: str) -> str:
        """Make a module of ``importer`` import ``imported``; returns the import as the linter prints it."""
        module = self._module(importer)
        with module.open("a", encoding="utf-8") as file:
            file.write(f"\nimport {self._in_package(imported)}\n")
        name = ".".join(module.relative_to(self.package.parent).with_suffix("").parts)
        return f"{name} -> {self._in_package(imported)}"

    def _module(self, room: str) -> Path:
        if (module := self.package / f"{room}.py").exists():
            return module
        return self._folder(room) / "planted.py"

    def _folder(self, room: str) -> Path:
        folder = self.package / room
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        return folder

    def _in_package(self, name: str) -> str:
        if name in FRAMEWORKS:
            return name
        room, _, module = name.partition(".")
        if not (self.package / f"{room}.py").exists():
            (self._folder(room) / f"{module or '__init__'}.py").touch()
        return f"curbside.{name}"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The copy, standing where the import system looks for ``curbside``."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "curbside", raising=False)
    return House(tmp_path)


def check(capsys: pytest.CaptureFixture[str], *contracts: str) -> Verdict:
    # Not the command `lint-imports`, which sets the whole process's logging up anew and closes its handlers.
    configuration.configure()
    capsys.readouterr()
    kept = lint_imports(str(CONFIG), limit_to_contracts=contracts, cache_dir=None, no_logo=True)
    return Verdict(kept=kept, said=" ".join(capsys.readouterr().out.split()))


def test_the_real_tree_keeps_every_contract(capsys: pytest.CaptureFixture[str]) -> None:
    verdict = check(capsys)
    assert verdict.kept, verdict.said


def test_the_contract_lists_the_storeys_in_their_order() -> None:
    contracts = tomllib.loads(CONFIG.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    assert [tuple(room.strip("() ") for room in layer.split("|")) for layer in layers] == STOREYS


UPWARDS = [
    *((low, high) for above, below in itertools.pairwise(STOREYS) for low in below for high in above),
    *(pair for storey in STOREYS for pair in itertools.permutations(storey, 2)),
    ("errors", "surfaces"),
]


@pytest.mark.parametrize(("importer", "imported"), UPWARDS)
def test_no_room_imports_one_above_or_beside_it(
    importer: str, imported: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = house.plant(importer, imported)
    verdict = check(capsys, "layers")
    assert not verdict.kept
    assert planted in verdict.said


def test_a_room_is_placed_in_the_order_before_it_is_built(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.plant("cellar", "errors")
    verdict = check(capsys, "layers")
    assert not verdict.kept
    assert "not listed as layers: - curbside.cellar" in verdict.said


@pytest.mark.parametrize("imported", CARE_ROOMS)
@pytest.mark.parametrize("importer", EVIDENCE_ROOMS)
def test_no_evidence_room_knows_a_patient(
    importer: str, imported: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = house.plant(importer, imported)
    verdict = check(capsys, "patient-wall")
    assert not verdict.kept
    assert planted in verdict.said


@pytest.mark.parametrize("importer", CARE_ROOMS)
def test_a_pathway_decides_without_a_language_model(
    importer: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = house.plant(importer, "inference")
    verdict = check(capsys, "model-wall")
    assert not verdict.kept
    assert planted in verdict.said


@pytest.mark.parametrize(
    ("wall", "importer", "go_between", "imported"),
    [
        ("patient-wall", "retrieval", "terminology", "patient"),
        ("patient-wall", "literature", "inference", "pathway"),
        ("model-wall", "pathway", "terminology", "inference"),
    ],
)
def test_a_wall_has_no_way_round(
    wall: str, importer: str, go_between: str, imported: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.plant(importer, f"{go_between}.planted")
    planted = house.plant(go_between, imported)
    verdict = check(capsys, wall)
    assert not verdict.kept
    assert planted in verdict.said


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("importer", ["workflows", "verification", "literature", "errors"])
def test_frameworks_stay_at_the_doors(
    importer: str, framework: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = house.plant(importer, framework)
    verdict = check(capsys, "doors")
    assert not verdict.kept
    assert planted in verdict.said


def test_no_two_modules_of_a_room_import_each_other(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.plant("retrieval", "retrieval.other")
    with (house.package / "retrieval" / "other.py").open("a", encoding="utf-8") as file:
        file.write("import curbside.retrieval.planted\n")
    verdict = check(capsys, "acyclic")
    assert not verdict.kept
    assert "No cycles are allowed in curbside.retrieval" in verdict.said


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("surfaces", "click"),
        ("surfaces", "workflows"),
        ("workflows", "pathway"),
        ("workflows", "inference"),
        ("editorial", "verification"),
        ("answer", "inference"),
        ("pathway", "patient"),
        ("pathway", "terminology"),
        ("literature", "errors"),
    ],
)
def test_a_lawful_import_breaks_nothing(
    importer: str, imported: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.plant(importer, imported)
    verdict = check(capsys)
    assert verdict.kept, verdict.said
