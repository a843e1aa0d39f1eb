"""What users and their files get wrong: each is named with its reason, ends with its code, and loses nothing.

Everything goes through the real command. No row may print a traceback or speak of an internal error.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from curbside.literature.readers.lines import LONGEST_LINE_BYTES
from curbside.surfaces.cli import main

ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
QUESTION = "Does larchamide shorten hay fever?"
LINE = '{"_id": "larch-1", "title": "Larchamide for hay fever", "text": "Larchamide shortened hay fever by 3 days."}'


@pytest.fixture(autouse=True)
def a_users_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Relative paths begin here, and no test reads the library of whoever runs it."""
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of one publication."""
    (tmp_path / "held.jsonl").write_text(f"{LINE}\n", encoding="utf-8")
    assert call("library", "add", "held.jsonl", "--library", "library").exit_code == 0
    return tmp_path / "library"


def call(*arguments: object) -> Result:
    """The command as typed; whatever comes of it, never a traceback and never a fault of our own."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert "internal error" not in result.output
    assert "Traceback" not in result.output
    return result


def run(
    *arguments: object, limit_bytes: int | None = None, **streams: int | None
) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, in which no file may grow past ``limit_bytes``."""

    def no_larger_file() -> None:
        if limit_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

    return subprocess.run(
        [sys.executable, "-m", "curbside", *map(str, arguments)],
        env={**os.environ, **ENVIRONMENT},
        preexec_fn=no_larger_file,
        stdout=streams.get("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


def held(library: object = "new") -> list[str]:
    """The titles found for a word they all have: what is kept, and can be found."""
    found = json.loads(call("search", "larchamide", "--json", "--library", library).stdout)
    return sorted(hit["title"] for hit in found["hits"])


def words(result: Result) -> str:
    """What came out on either stream, however it was wrapped."""
    return " ".join(result.output.split())


# Files


def article(pmid: int | None, title: str) -> str:
    named = f'<PMID Version="1">{pmid}</PMID>' if pmid is not None else ""
    return (
        f"<PubmedArticle><MedlineCitation>{named}<Article><ArticleTitle>{title}</ArticleTitle><Abstract>"
        "<AbstractText>Larchamide was well tolerated.</AbstractText></Abstract></Article></MedlineCitation>"
        "</PubmedArticle>"
    )


def medline(*articles: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f"{head}<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"


FIVE = medline(*(article(number, f"Larchamide {number}") for number in range(1, 6)))
ALL_FIVE = [f"Larchamide {number}" for number in range(1, 6)]
TWO_AND_THREE_WITHOUT_PMID = medline(
    article(1, "Larchamide 1"), article(None, "Larchamide anonymous"), article(3, "Larchamide 3")
)
BOMB = '<!DOCTYPE PubmedArticleSet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
THIEF = '<!DOCTYPE PubmedArticleSet [<!ENTITY stolen SYSTEM "file:///etc/passwd">]>'


def gzipped_and_cut(text: str) -> bytes:
    # Stored rather than deflated, so that the cut falls between records that can be told apart.
    whole = gzip.compress(text.encode(), compresslevel=0)
    return whole[: whole.index(b"Larchamide 4")]


def blank_pdf() -> bytes:
    page = BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(page)
    document.close()
    return page.getvalue()


def zipped(text: str) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("inner.xml", text)
    return archive.getvalue()


UNKNOWN = "no reader knows this kind of file"

FILES: dict[str, tuple[str, bytes, int, list[str], str]] = {
    "a truncated gzip": (
        "cut.xml.gz",
        gzipped_and_cut(FIVE),
        3,
        ALL_FIVE[:3],
        "cut.xml.gz, record 4, after pmid:3: the gzip data break off",
    ),
    "XML that ends midway": (
        "half.xml",
        FIVE[: FIVE.index("Larchamide 3")].encode(),
        3,
        ALL_FIVE[:2],
        "half.xml, record 3, after pmid:2: the XML breaks off",
    ),
    "an entity bomb": (
        "bomb.xml",
        medline(article(1, "Larchamide &b;"), head=BOMB).encode(),
        3,
        [],
        "its DOCTYPE declares entities",
    ),
    "an entity that fetches a file": (
        "thief.xml",
        medline(article(1, "Larchamide &stolen;"), head=THIEF).encode(),
        3,
        [],
        "its DOCTYPE declares entities",
    ),
    "a record without a PMID": (
        "anonymous.xml",
        TWO_AND_THREE_WITHOUT_PMID.encode(),
        3,
        ["Larchamide 1", "Larchamide 3"],
        "anonymous.xml, record 2, after pmid:1: it has no PMID; it is entitled “Larchamide anonymous”",
    ),
    "an encoding other than declared": (
        "latin.xml",
        medline(article(1, "Larchamide 1"), article(2, "Larchamide für alle")).encode("latin-1"),
        3,
        ["Larchamide 1"],
        "latin.xml, record 2, after pmid:1:",
    ),
    "UTF-16, as declared": (
        "wide.xml",
        medline(article(1, "Larchamide für alle"), head='<?xml version="1.0" encoding="UTF-16"?>').encode(
            "utf-16"
        ),
        0,
        ["Larchamide für alle"],
        "1 added",
    ),
    "a line that is not UTF-8": (
        "latin.jsonl",
        f"{LINE}\n".encode() + '{"_id": "b", "title": "Larchamide für alle"}\n'.encode("latin-1"),
        3,
        ["Larchamide for hay fever"],
        "latin.jsonl, line 2:",
    ),
    "an empty file": ("empty.xml", b"", 3, [], "empty.xml, the whole file: the file is empty"),
    "an empty file, compressed": (
        "empty.nbib.gz",
        gzip.compress(b""),
        3,
        [],
        "empty.nbib.gz, the whole file: the file is empty",
    ),
    "a file of empty lines": (
        "blank.jsonl",
        b"\n\n \n",
        3,
        [],
        "blank.jsonl, the whole file: expected a JSON object a line, found none",
    ),
    "a PDF without text": (
        "scan.pdf",
        blank_pdf(),
        3,
        [],
        "scan.pdf, the whole file: a PDF without text: a scan needs character recognition first",
    ),
    "a PDF that is none": (
        "fake.pdf",
        b"%PDF-1.4\n%%EOF",
        3,
        [],
        "fake.pdf, the whole file: a damaged PDF, or no PDF at all",
    ),
    "a gzip within a gzip": (
        "twice.xml.gz",
        gzip.compress(gzip.compress(FIVE.encode())),
        2,
        [],
        f"twice.xml.gz: {UNKNOWN}",
    ),
    "a ZIP archive called XML": ("archive.xml", zipped(FIVE), 2, [], f"archive.xml: {UNKNOWN}"),
    "bytes that are nothing": ("noise.dat", bytes(range(256)) * 4, 2, [], f"noise.dat: {UNKNOWN}"),
    "one id twice": (
        "twice.jsonl",
        f"{LINE}\n{LINE}\n".encode(),
        3,
        ["Larchamide for hay fever"],
        "twice.jsonl, line 2: '_id' 'larch-1' is given a second time; the first record is kept",
    ),
    "the layout of a web page": (
        "layout.jsonl",
        b'{"_id": "b", "title": "<i>Larchamide</i> where a<b>c", "text": "Harm.<br><b>Conclusion:</b> None."}\n',
        0,
        ["Larchamide where a<b>c"],
        "1 added",
    ),
    "an id with spaces": (
        "spaces.jsonl",
        b'{"_id": "larch 1", "title": "Larchamide spaced"}\n',
        0,
        ["Larchamide spaced"],
        "1 added",
    ),
    "an id that is a huge number": (
        "huge.jsonl",
        b'{"_id": 1000000000000000000000000000000, "title": "Larchamide huge"}\n',
        0,
        ["Larchamide huge"],
        "1 added",
    ),
    "a year that is a huge number": (
        "year.jsonl",
        f'{LINE}\n{{"_id": "b", "title": "Larchamide b", "metadata": {{"year": 1e999}}}}\n'.encode(),
        3,
        ["Larchamide for hay fever"],
        "year.jsonl, line 2:",
    ),
    "a name with spaces and a line break": (
        "my notes\nfrom Tuesday.jsonl",
        f"{LINE}\n{{\n".encode(),
        3,
        ["Larchamide for hay fever"],
        "my notes from Tuesday.jsonl, line 2:",
    ),
    "a name as long as can be": (
        f"{'n' * 249}.jsonl",
        f"{LINE}\n".encode(),
        0,
        ["Larchamide for hay fever"],
        "1 added",
    ),
}


@pytest.mark.parametrize(("name", "content", "code", "kept", "said"), FILES.values(), ids=FILES.keys())
def test_a_file_is_read_as_far_as_it_goes_and_the_rest_is_named(
    name: str, content: bytes, code: int, kept: list[str], said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    result = call("library", "add", name, "--library", "new")
    assert result.exit_code == code, result.output
    assert said in words(result)
    assert held() == kept


@pytest.mark.parametrize(("name", "content", "code", "kept", "said"), FILES.values(), ids=FILES.keys())
def test_a_bad_file_in_a_folder_leaves_its_neighbours_as_they_are(
    name: str, content: bytes, code: int, kept: list[str], said: str, tmp_path: Path
) -> None:
    folder = tmp_path / "folder.xml"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / "zz good.jsonl").write_text('{"_id": "good", "title": "Larchamide neighbour"}\n')
    result = call("library", "add", folder, "--library", "new")
    assert result.exit_code == (3 if code == 3 else 0), result.output
    assert said.removeprefix("1 added") in words(result)
    assert held() == sorted([*kept, "Larchamide neighbour"])


def long_line(before: bytes, start: bytes, after: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(before + start)
            for _ in range(100):
                file.write(b"x" * 1_000_000)
            file.write(after)

    return write


@pytest.mark.parametrize(
    ("name", "write", "kept"),
    [
        (
            "long.jsonl",
            long_line(
                b'{"_id": "a", "title": "Larchamide a"}\n',
                b'{"_id": "b", "title": "',
                b'"}\n{"_id": "c", "title": "Larchamide c"}\n',
            ),
            ["Larchamide a", "Larchamide c"],
        ),
        (
            "long.nbib",
            long_line(
                b"PMID- 1\nTI  - Larchamide a\nSO  - x\n\n",
                b"PMID- 2\nTI  - ",
                b"\nSO  - x\n\nPMID- 3\nTI  - Larchamide c\nSO  - x\n",
            ),
            ["Larchamide a", "Larchamide c"],
        ),
        ("long.md", long_line(b"# Larchamide\n\n", b"", b""), []),
    ],
    ids=["JSON Lines", "nbib", "Markdown"],
)
def test_a_line_of_100_mb_is_named_and_passed_over_in_little_memory(
    name: str, write: Callable[[Path], None], kept: list[str], tmp_path: Path
) -> None:
    write(tmp_path / name)
    script = (
        "import sys, tracemalloc; from curbside.surfaces.cli import main; tracemalloc.start()\n"
        f"try: main(['library', 'add', {name!r}, '--library', 'new'])\n"
        "except SystemExit as end: code = end.code\n"
        "print(tracemalloc.get_traced_memory()[1]); sys.exit(code)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 3, ended.stderr
    assert "longer than 16 MiB" in " ".join(ended.stdout.split())
    # The line being read, the piece of it to come, and a little of everything else.
    assert int(ended.stdout.split()[-1]) < 3 * LONGEST_LINE_BYTES
    assert held() == kept


def test_when_nothing_could_be_read_nobody_is_told_of_others(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").touch()
    result = call("library", "add", "empty.xml", "--library", "new")
    assert "curbside: nothing in what was given could be read; new is as it was" in result.stderr


# Paths


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "there is nothing at odd.xml"),
        (a_link_to_itself, "there is nothing at odd.xml"),
        (a_pipe, "came a pipe or a device: odd.xml"),
        (a_link_to_zeros, "came a pipe or a device: odd.xml"),
        (lambda path: path.mkdir(), "expected at least one file that a reader knows; came none"),
    ],
    ids=["nothing", "a link to itself", "a pipe", "a device without end", "an empty folder called .xml"],
)
def test_a_path_with_nothing_to_read_ends_with_2(make: Callable[[Path], None], said: str) -> None:
    make(Path("odd.xml"))
    result = call("library", "add", "odd.xml", "--library", "new")
    assert result.exit_code == 2, result.output
    assert said in words(result)


def test_pipes_and_devices_in_a_folder_hold_nobody_up(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    a_pipe(folder / "pipe.xml")
    a_link_to_zeros(folder / "zeros.xml")
    (folder / "good.jsonl").write_text(f"{LINE}\n")
    assert call("library", "add", folder, "--library", "new").exit_code == 0
    assert held() == ["Larchamide for hay fever"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["library", "add", ""],
        ["library", "add", "held.jsonl", "--library", ""],
        ["library", "status", "--library", ""],
        ["ask", QUESTION, "--html", ""],
        ["ask", "--topics", "", "--out", "x"],
    ],
    ids=" ".join,
)
def test_an_empty_path_is_not_the_folder_one_stands_in(arguments: list[str], library: Path) -> None:
    before = sorted(Path().iterdir())
    result = call(*arguments)
    assert result.exit_code == 2
    assert "expected a path; came an empty text" in words(result)
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize(
    "arguments", [["ask", QUESTION], ["library", "status"], ["library", "add", "held.jsonl"]]
)
def test_a_library_that_is_a_file_ends_with_2(arguments: list[str], library: Path) -> None:
    result = call(*arguments, "--library", "held.jsonl")
    assert result.exit_code == 2
    assert "held.jsonl" in result.stderr
    assert Path("held.jsonl").read_text("utf-8") == f"{LINE}\n"


def test_the_environment_may_name_a_library_from_home(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(library.parent))
    monkeypatch.setenv("CURBSIDE_LIBRARY", "~/library")
    assert json.loads(call("library", "status", "--json").stdout)["publications"] == 1


def test_a_library_of_ones_own_that_stayed_empty_says_so() -> None:
    Path("empty.xml").touch()
    call("library", "add", "empty.xml")
    asked = call("ask", QUESTION)
    assert asked.exit_code == 5
    assert "which is empty; to fill it: curbside library add FILES" in asked.stderr


# Questions


@pytest.mark.parametrize(
    "question",
    ["", " \t ", "???", "+-", "*", '""', "😀", "\u202e\u202d", "\x1b[2J\x1b[31m", "w" * 100_000],
    ids=ascii,
)
def test_what_holds_no_question_ends_with_2_and_says_so(question: str, library: Path) -> None:
    for command in ("ask", "search"):
        result = call(command, question, "--library", library)
        assert result.exit_code == 2
        assert "expected a question" in result.stderr


@pytest.mark.parametrize(
    "question",
    [
        "\x1b[1m\x1b[31mlarchamide\x1b[0m for hay fever",
        "\u202elarchamide\u202c for hay fever",
        "😀 larchamide for hay fever",
        "larchamide for hay fever \\",
        "larchamide* (hay fever",
        "+larchamide ~hay ^fever",
        "¿larchamide || hay && fever!",
    ],
    ids=ascii,
)
def test_what_only_dresses_a_question_does_not_change_its_answer(question: str, library: Path) -> None:
    result = call("ask", question, "--json", "--library", library)
    assert result.exit_code == 0, result.output
    assert [claim["text"] for claim in json.loads(result.stdout)["bottom_line"]] == [
        "Larchamide shortened hay fever by 3 days."
    ]


@pytest.mark.parametrize(
    "question",
    [
        "title:larchamide AND (",
        'larchamide "unbalanced',
        "[larchamide TO hay] {fever}",
        "larchamide'; DROP TABLE publication; --",
        "larchamide\0fever",
    ],
    ids=ascii,
)
def test_the_signs_of_query_languages_are_only_signs(question: str, library: Path) -> None:
    assert call("ask", question, "--library", library).exit_code in {0, 5}
    assert call("search", question, "--library", library).exit_code == 0
    assert call("library", "verify", "--library", library).exit_code == 0


# Outputs


@pytest.mark.parametrize("content", ["", "\n \n"], ids=["empty", "blank"])
def test_a_file_of_topics_without_one_is_not_done(content: str, library: Path) -> None:
    Path("topics.jsonl").write_text(content)
    result = call("ask", "--topics", "topics.jsonl", "--out", "answers.jsonl", "--library", library)
    assert result.exit_code == 3
    assert "topics.jsonl: expected a topic a line; came none" in result.stderr


def test_an_output_that_is_a_link_or_a_device_is_written_to_and_stays_one(library: Path) -> None:
    Path("topics.jsonl").write_text(json.dumps({"id": "q", "text": QUESTION}))
    Path("kept.jsonl").touch()
    Path("link.jsonl").symlink_to("kept.jsonl")
    result = call("ask", "--topics", "topics.jsonl", "--out", "link.jsonl", "--library", library)
    assert result.exit_code == 0, result.output
    assert Path("link.jsonl").is_symlink()
    assert json.loads(Path("kept.jsonl").read_bytes())["id"] == "q"
    os.mkfifo("pipe")
    with subprocess.Popen(["/bin/cat", "pipe"], stdout=subprocess.PIPE) as reader:
        assert call("ask", "--topics", "topics.jsonl", "--out", "pipe", "--library", library).exit_code == 0
        assert reader.stdout is not None
        assert json.loads(reader.stdout.read())["id"] == "q"
    assert Path("pipe").is_fifo()


def test_the_longest_name_a_file_may_have_can_be_written(library: Path) -> None:
    page = Path(f"{'n' * 250}.html")
    assert call("ask", QUESTION, "--html", page, "--library", library).exit_code == 0
    assert page.read_text("utf-8").startswith("<!")


def test_a_disk_that_fills_up_ends_with_4_names_the_file_and_leaves_no_half_of_it(library: Path) -> None:
    topics = ({"id": number, "text": QUESTION} for number in range(100))
    Path("topics.jsonl").write_text("".join(f"{json.dumps(topic)}\n" for topic in topics))
    Path("answers.jsonl").write_text("the answers of yesterday")
    # More than SQLite's own shared memory needs, and less than a hundred answers do.
    arguments = ("ask", "--topics", "topics.jsonl", "--out", "answers.jsonl", "--library", library)
    ended = run(*arguments, limit_bytes=64 * 1024)
    assert ended.returncode == 4
    assert ended.stderr == "curbside: answers.jsonl: File too large\n"
    assert Path("answers.jsonl").read_text() == "the answers of yesterday"
    assert not list(Path().glob(".*"))


def test_a_process_without_an_output_has_nothing_to_complain_of(library: Path) -> None:
    script = f'exec "{sys.executable}" -m curbside ask "$0" --library "$1" >&-'
    ended = subprocess.run(
        ["/bin/bash", "-c", script, QUESTION, str(library)],
        env={**os.environ, **ENVIRONMENT},
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
