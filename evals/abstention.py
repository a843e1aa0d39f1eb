"""When does it speak, and when does it not?

    python evals/abstention.py

Forty questions that no medical library answers (off_topic.txt) are asked of every library at hand. And of a
library that holds half of PubMedQA's abstracts, without their titles (which are the questions), both halves'
questions are asked: those whose paper is there should be answered, and those whose paper is not seldom.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from curbside.literature.library import Library, library_in_memory
from curbside.literature.readers import files_under
from curbside.surfaces import compose
from curbside.verification.answer import Answer
from curbside.workflows import ask
from report import bootstrap, machine, table, write_section

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
ASKED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def answered(questions: Iterable[str], library: Library) -> list[bool]:
    """Which of the questions get an answer, rather than an abstention."""
    return [isinstance(ask(question, library=library, asked_at=ASKED_AT), Answer) for question in questions]


def libraries(data: Path) -> dict[str, Library]:
    """The shipped evidence, and what the data folder holds."""
    found = {"the shipped evidence": compose.holding(None).library}
    snippets, records = data / "answers_dev" / "corpus.jsonl", [data / "medline", data / "jats"]
    if snippets.is_file():
        found["BioASQ snippets"] = library_in_memory([snippets])
    if all(folder.is_dir() for folder in records):
        files = [file for folder in records for file in files_under(folder)]
        found["MEDLINE records and full texts"] = library_in_memory(files)
    return found


def halves(papers: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The papers in a library, and those kept out of it; by a hash of their ids."""
    kept = [p for p in papers if hashlib.sha256(str(p["id"]).encode()).digest()[0] % 2 == 0]
    return kept, [p for p in papers if p not in kept]


def library_of_abstracts(papers: Sequence[dict[str, Any]]) -> Library:
    """Their abstracts, entitled by their first MeSH headings."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "abstracts.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for paper in papers:
                title, text = " ".join(paper["mesh"][:4]) or "Study", " ".join(paper["contexts"])
                lines.write(json.dumps({"_id": paper["id"], "title": title, "text": text}) + "\n")
        return library_in_memory([file])


def _row(name: str, asked: str, said: list[bool]) -> tuple[str, str, str, str]:
    share = bootstrap(said, lambda drawn: sum(drawn) / len(drawn))
    return name, asked, str(len(said)), str(share)


def main() -> None:
    """Ask, count, print; write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="When does it speak, and when does it not?")
    parser.add_argument("--data", type=Path, default=SHARED, help="folder of the evaluation data")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    options = parser.parse_args()

    off_topic = (HERE / "off_topic.txt").read_text(encoding="utf-8").splitlines()
    rows = [
        _row(name, "off topic", answered(off_topic, library))
        for name, library in libraries(options.data).items()
    ]
    papers_at = options.data / "pubmedqa_dev.jsonl"
    if papers_at.is_file():
        papers = [json.loads(line) for line in papers_at.read_bytes().split(b"\n") if line]
        there, absent = halves(papers)
        library = library_of_abstracts(there)
        rows.append(
            _row("PubMedQA abstracts", "paper there", answered((p["question"] for p in there), library))
        )
        rows.append(
            _row("PubMedQA abstracts", "paper absent", answered((p["question"] for p in absent), library))
        )
    text = "\n".join(
        [
            machine("curbside"),
            "share of questions answered rather than abstained from, 95% intervals by bootstrap",
            "goal: off topic, none",
            "",
            table(("library", "questions", "asked", "answered"), rows),
        ]
    )
    print(text)
    if options.write:
        write_section("abstention", text)


if __name__ == "__main__":
    main()
