"""What the house promises of itself: words explained, commands documented, pins pinned, the README true."""

from __future__ import annotations

import ast
import doctest
import itertools
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import click
import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "curbside"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINS = sorted((ROOT / "requirements").glob("*.txt"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "evals").glob("*.md")])


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def here(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files_under(folder: Path) -> list[Path]:
    """The files of a folder, without what programs leave behind in caches."""
    caches = ("__pycache__", ".", "node_modules")
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(caches) for part in path.relative_to(folder).parts)
    ]


def words(camel: str) -> str:
    """``MeshHeading`` as it is spoken: ``mesh heading``."""
    return " ".join(re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z0-9]*|[A-Z]+", camel)).casefold()


def requirement_name(requirement: str) -> str:
    """``lxml>=5.2`` asks for ``lxml``."""
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].casefold()


class TestWords:
    """docs/glossary.md has a sentence for every noun of the code."""

    FAMILIES: ClassVar = {"reader", "retriever", "writer"}
    """One sentence explains all of them: a `JatsReader` is the reader of JATS."""

    OWN_NAMES: ClassVar = {"EUtils": "e-utilities"}
    """What others have named, as they write it."""

    SAY_NOTHING: ClassVar = {"manager", "handler", "helper", "utils", "processor", "process", "data", "info"}

    @staticmethod
    def glossary() -> dict[str, str]:
        entries = re.findall(r"^- \*\*(.+?)\*\*: (.+(?:\n  .+)*)", text_of("docs/glossary.md"), re.MULTILINE)
        return {term.strip(): sentence for terms, sentence in entries for term in terms.split(",")}

    @classmethod
    def nouns(cls) -> Iterator[tuple[str, str]]:
        """``(noun, where)`` of every public class but the errors, which `curbside.errors` explains."""
        for module in sorted(PACKAGE.rglob("*.py")):
            for node in ast.parse(module.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and node.name[0] != "_" and module.name != "errors.py":
                    yield cls.OWN_NAMES.get(node.name, words(node.name)), f"{here(module)}:{node.lineno}"

    def test_every_public_class_is_a_word_of_the_glossary(self) -> None:
        known = {term.casefold() for term in self.glossary()}
        unknown = [
            f"{where}: {noun}"
            for noun, where in self.nouns()
            if noun not in known and noun.split()[-1] not in self.FAMILIES
        ]
        assert not unknown, "docs/glossary.md has no sentence for:\n" + "\n".join(unknown)

    def test_no_class_hides_behind_a_word_that_says_nothing(self) -> None:
        assert not [where for noun, where in self.nouns() if self.SAY_NOTHING & set(noun.split())]

    def test_each_part_of_the_glossary_is_in_order(self) -> None:
        for part in text_of("docs/glossary.md").split("\n## ")[1:]:
            terms = [term.casefold() for term in re.findall(r"^- \*\*([^*,]+)", part, re.MULTILINE)]
            assert terms == sorted(set(terms))

    def test_every_word_has_a_whole_sentence(self) -> None:
        assert self.glossary()
        assert not [term for term, sentence in self.glossary().items() if not sentence.endswith(".")]

    @pytest.mark.parametrize(
        ("name", "noun"),
        [("MeshHeading", "mesh heading"), ("HTMLPage", "html page"), ("Answer", "answer")],
    )
    def test_a_class_name_is_read_as_words(self, name: str, noun: str) -> None:
        assert words(name) == noun


class TestDocuments:
    """Every command, setting, error and dependency is documented, and every link leads somewhere."""

    @classmethod
    def commands(cls, command: click.Command, name: str) -> Iterator[str]:
        if not isinstance(command, click.Group):
            yield name
            return
        context = click.Context(command)
        for member in command.list_commands(context):
            found = command.get_command(context, member)
            assert found is not None, f"{name} {member} is listed and cannot be loaded"
            if not found.hidden:
                yield from cls.commands(found, f"{name} {member}")

    def test_every_command_is_in_the_readme(self) -> None:
        from curbside.surfaces import cli

        (group,) = (member for member in vars(cli).values() if isinstance(member, click.Group))
        assert not [name for name in self.commands(group, "curbside") if name not in text_of("README.md")]

    def test_every_setting_of_the_environment_is_documented(self) -> None:
        code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
        documents = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)
        settings = set(re.findall(r"""["']((?:CURBSIDE|NCBI)_[A-Z_]+)["']""", code))
        assert not [name for name in sorted(settings) if name not in documents]

    def test_every_error_stands_in_the_tree_at_the_top_of_its_file(self) -> None:
        module = ast.parse((PACKAGE / "errors.py").read_text("utf-8"))
        drawn = (ast.get_docstring(module) or "").split()
        assert not [
            node.name for node in module.body if isinstance(node, ast.ClassDef) and node.name not in drawn
        ]

    def test_every_dependency_has_its_reason(self) -> None:
        asked = itertools.chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
        explained = text_of("docs/dependencies.md").casefold()
        assert not [name for name in map(requirement_name, asked) if name not in explained]

    def test_an_example_shows_what_the_code_gives(self, monkeypatch: pytest.MonkeyPatch) -> None:
        name = "docs/how-an-answer-is-made.md"
        sessions = "\n".join(re.findall(r"```pycon\n(.*?)```", text_of(name), re.DOTALL))
        examples = doctest.DocTestParser().get_doctest(sessions, {}, name, None, None)
        monkeypatch.chdir(ROOT)
        complaints: list[str] = []
        doctest.DocTestRunner().run(examples, out=complaints.append)
        assert examples.examples
        assert not complaints, "".join(complaints)

    @pytest.mark.parametrize("document", DOCUMENTS, ids=here)
    def test_every_link_to_a_file_leads_to_one(self, document: Path) -> None:
        links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
        assert not [link for link in links if "://" not in link and not (document.parent / link).exists()]


class TestReadme:
    """What the README tells a newcomer to type is what CI types."""

    @staticmethod
    def command(name: str) -> str:
        program = ROOT / ".ci" / "readme-command"
        return subprocess.run([program, name], capture_output=True, text=True, check=True).stdout.strip()

    @pytest.mark.parametrize("name", ["ask", "test"])
    def test_a_command_is_read_from_the_readme_to_the_letter(self, name: str) -> None:
        assert f"<!-- command: {name} -->\n```sh\n{self.command(name)}\n```\n" in text_of("README.md")

    @pytest.mark.parametrize("name", ["ask", "test"])
    def test_ci_runs_it(self, name: str) -> None:
        assert f"{name}_command=$(.ci/readme-command {name})" in text_of(".ci/run")
        assert re.search(rf'^bash .*-c "\${name}_command"', text_of(".ci/run"), re.MULTILINE)

    def test_the_first_installs_and_asks(self) -> None:
        assert re.fullmatch(r'pip install \. && curbside ask ".+\?"', self.command("ask"))

    def test_the_answer_shown_is_the_answer_given(self) -> None:
        marked = re.search(
            r"<!-- example: .*? -->\n```text\n(.*)…\n```\n<!-- end of example -->",
            text_of("README.md"),
            re.DOTALL,
        )
        assert marked is not None
        _, *asked = shlex.split(self.command("ask").partition("&& ")[2])
        program = [sys.executable, "-m", "curbside", *asked]
        ran = subprocess.run(program, capture_output=True, text=True, encoding="utf-8", check=True)
        # The day changes, and with it where the line that names it is broken.
        shown, printed = (
            re.sub(r"Last updated \d+ \w+ \d+", "Last updated", " ".join(text.split()))
            for text in (marked[1], ran.stdout)
        )
        assert printed[: len(shown)] == shown

    def test_the_second_installs_what_is_pinned_and_runs_every_test(self) -> None:
        assert self.command("test").split(" && ") == [
            "pip install --require-hashes -r requirements/test.txt",
            "pip install --no-deps --no-build-isolation -e .",
            "python -m pytest",
        ]

    @pytest.mark.parametrize("name", ["run", "readme-command"])
    def test_the_files_of_ci_can_be_run(self, name: str) -> None:
        assert os.access(ROOT / ".ci" / name, os.X_OK)


class TestPins:
    """Exact, hashed, and free of any address they were fetched from."""

    PIN: ClassVar = re.compile(r"[a-z0-9][a-z0-9.-]*==\S+( --hash=sha256:[0-9a-f]{64})+")

    @staticmethod
    def lines(pins: Path) -> list[str]:
        """One requirement a line, without the comments that say what asked for it."""
        bare = re.sub(r"^ *#.*\n", "", pins.read_text("utf-8"), flags=re.MULTILINE)
        return [line.strip() for line in re.sub(r" *\\\n *", " ", bare).splitlines()]

    @pytest.mark.parametrize("pins", PINS, ids=here)
    def test_every_pin_is_exact_and_hashed(self, pins: Path) -> None:
        assert not [line for line in self.lines(pins) if not self.PIN.fullmatch(line)]

    @pytest.mark.parametrize("pins", PINS, ids=here)
    def test_no_pin_names_an_address(self, pins: Path) -> None:
        assert not re.search(r"://|@ |file:|index-url|find-links|trusted-host", pins.read_text("utf-8"))

    @pytest.mark.parametrize(("pins", "extra"), [("runtime", "pdf"), ("test", "test"), ("evals", "evals")])
    def test_everything_asked_for_is_pinned(self, pins: str, extra: str) -> None:
        asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"][extra]]
        pinned = {line.partition("==")[0] for line in self.lines(ROOT / "requirements" / f"{pins}.txt")}
        assert set(map(requirement_name, asked)) <= pinned

    def test_one_package_has_one_version(self) -> None:
        pairs = {line.split()[0] for pins in PINS for line in self.lines(pins)}
        assert len(pairs) == len({pair.partition("==")[0] for pair in pairs})


class TestPackage:
    """What is installed is whole, light to start, and says nothing of the machine it was built on."""

    HEAVY: ClassVar = {
        *("httpx", "jinja2", "lxml", "markdown_it", "msgspec", "pypdfium2", "rich", "rispy", "selectolax"),
        *("tantivy", "yaml", "asyncio", "multiprocessing", "sqlite3", "curbside.workflows"),
    }

    # Spelt so that the pattern does not find itself.
    MACHINES: ClassVar = re.compile(
        r"(?<![\w.~])/(?:roo[t]|hom[e]|wor[k]|User[s])/"
        r"|pyp[i]\.org|pythonhoste[d]\.org|npmj[s]\.org|crate[s]\.io"
    )

    def test_the_wheel_carries_the_code_and_the_shipped_evidence(self, tmp_path: Path) -> None:
        (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
        evidence = {f"curbside/{here(path)}" for path in files_under(ROOT / "content")}
        code = {path.relative_to(ROOT / "src").as_posix() for path in files_under(PACKAGE)}
        assert evidence
        assert evidence | code <= set(zipfile.ZipFile(wheel).namelist())

    def test_every_folder_of_code_is_a_package(self) -> None:
        folders = {module.parent for module in PACKAGE.rglob("*.py")}
        assert not [here(folder) for folder in folders if not (folder / "__init__.py").exists()]

    def test_help_imports_nothing_of_weight(self) -> None:
        program = (
            "import sys; sys.argv = ['curbside', '--help']\n"
            "from curbside.surfaces.cli import main\n"
            "try: main()\n"
            "finally: print(*sys.modules)\n"
        )
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert not self.HEAVY & set(ran.stdout.splitlines()[-1].split())

    def test_no_file_names_a_machine_or_a_registry(self) -> None:
        places = ("src", "tests", "docs", "content", "evals", "requirements", ".ci")
        files = [path for place in places for path in files_under(ROOT / place)]
        # Where this is a second working tree of a repository, git keeps a file of its own here.
        files += [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
        lines = (
            (path, number, line)
            for path in files
            for number, line in enumerate(path.read_bytes().decode("utf-8", "replace").splitlines(), 1)
        )
        assert not [f"{here(path)}:{number}" for path, number, line in lines if self.MACHINES.search(line)]


class TestTheTestsThemselves:
    """What tests/conftest.py promises."""

    def test_nobody_is_reached_over_the_network(self) -> None:
        with socket.socket() as unconnected, pytest.raises(pytest.fail.Exception, match="without a network"):
            unconnected.connect(("192.0.2.1", 80))

    @pytest.mark.parametrize(("ci", "outcome"), [("", "3 skipped"), ("1", "1 failed, 1 skipped, 1 error")])
    def test_in_ci_a_skip_is_a_failure(self, ci: str, outcome: str, tmp_path: Path) -> None:
        skipping = {
            "test_tool.py": "def test_it(): pytest.skip('needs Chromium')",
            "test_data.py": "def test_it(): pytest.skip('needs ../shared')",
            "test_package.py": "pytest.importorskip('no_such_package')",
        }
        shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
        for name, body in skipping.items():
            (tmp_path / name).write_text(f"import pytest\n\n{body}\n", encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--continue-on-collection-errors"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "CURBSIDE_CI": ci},
        )
        assert outcome in ran.stdout
