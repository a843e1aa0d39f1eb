"""How good is the ranking? Questions with graded judgements, against bare BM25 on the same texts.

    python evals/retrieval.py --data FOLDER [FOLDER ...] --half tune
    python evals/retrieval.py --half held-back --write

Each ``FOLDER`` is in the BEIR shape: ``corpus.jsonl`` ({"_id", "title", "text"}), ``queries.jsonl`` ({"_id",
"text"}) and ``qrels/test.tsv`` (query-id, corpus-id, score). Every text goes into a fresh library and every
query through ``curbside search --topics``. A query without results scores zero: it never leaves the mean.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import ir_measures
from ir_measures import R, nDCG

import bare
from report import HALVES, Half, bootstrap, in_half, machine, randomisation_p, table, write_section

_SHARED = Path(__file__).parents[2] / "shared" / "data"
DATA = (_SHARED / "retrieval_dev", _SHARED / "answers_dev")
ABOUT = {
    "retrieval_dev": "LiveQA-Med on MedQuAD (CC BY 4.0, NLM), a closed pool",
    "answers_dev": "BioASQ 7-11 (CC BY 2.5), a closed pool",
}
MEASURES = (nDCG @ 10, R @ 100)
DEPTH = 100

Judgements = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A set to search: the file of its texts, its queries, and which texts answer which, and how well."""

    name: str
    corpus: Path
    queries: Mapping[str, str]
    judgements: Judgements


def read_collection(folder: Path, half: Half) -> Collection:
    """The queries of a half that some text answers; the others cannot tell one ranking from another."""
    judgements: dict[str, dict[str, int]] = {}
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            judgements.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
        asked = {row["_id"]: row["text"] for row in map(json.loads, lines)}
    queries = {
        key: text
        for key, text in asked.items()
        if in_half(key, half) and any(grade > 0 for grade in judgements.get(key, {}).values())
    }
    return Collection(
        name=folder.name,
        corpus=folder / "corpus.jsonl",
        queries=queries,
        judgements={key: judgements[key] for key in queries},
    )


def scores(judgements: Judgements, run: Run) -> dict[str, dict[str, float]]:
    """For each measure by name, the score of every judged query; of one without results, zero."""
    found = {str(measure): dict.fromkeys(judgements, 0.0) for measure in MEASURES}
    for score in ir_measures.iter_calc(MEASURES, judgements, run):
        found[str(score.measure)][score.query_id] = score.value
    return found


def run_curbside(collection: Collection, folder: Path) -> Run:
    """What the command line ranks, from a fresh library made in ``folder``."""
    topics, out = folder / "topics.jsonl", folder / "run.trec"
    topics.write_text(
        "".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in collection.queries.items()),
        encoding="utf-8",
    )
    library = ("--library", str(folder / "library"))
    _curbside("library", "add", str(collection.corpus), *library)
    _curbside("search", "--topics", str(topics), "--run", str(out), "--top", str(DEPTH), *library)
    return read_run(out)


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """A run in TREC's format: query, Q0, document, rank, score, name."""
    ranked: dict[str, dict[str, float]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, document, _, score, _ = line.split()
        ranked.setdefault(query, {})[document] = float(score)
    return ranked


def run_bm25(collection: Collection) -> Run:
    """What bare BM25 ranks: every word of the question, title and body."""
    with collection.corpus.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    documents = (bare.Document(id=row["_id"], title=row["title"], body=row["text"]) for row in rows)
    index = bare.index(documents, threads=1)
    return {key: dict(bare.search(index, text, top=DEPTH)) for key, text in collection.queries.items()}


def compare(ours: Mapping[str, Mapping[str, float]], theirs: Mapping[str, Mapping[str, float]]) -> str:
    """Both means of each measure, their difference with its interval, and how easily chance gives as much.

    The goal is to be above: the whole interval of the difference.
    """
    rows = []
    for measure, by_query in ours.items():
        differences = [by_query[key] - theirs[measure][key] for key in by_query]
        gain = bootstrap(differences, fmean)
        rows.append(
            [
                measure,
                str(bootstrap(list(by_query.values()), fmean)),
                str(bootstrap(list(theirs[measure].values()), fmean)),
                f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]",
                f"{randomisation_p(differences):.4f}",
                "reached" if gain.low > 0 else "NOT reached",
            ]
        )
    return table(["", "curbside", "bare BM25", "difference", "p", "goal"], rows)


def main() -> None:
    """Rank, score, print; write the section of the results page when told to."""
    options = _options()
    present = [folder for folder in options.data if (folder / "qrels" / "test.tsv").is_file()]
    if not present:
        sys.exit(f"expected qrels/test.tsv in {' or '.join(map(str, options.data))}; there is none")

    parts = [
        machine("curbside", "tantivy"),
        "95% intervals by bootstrap over queries; p by a paired randomisation test, two-sided",
        "goal: the whole interval of the difference above nought",
    ]
    for folder in present:
        parts += ["", _evaluate(folder, options.half)]
    text = "\n".join(parts)
    print(text)
    if options.write:
        write_section("retrieval", text)


def _evaluate(folder: Path, half: Half) -> str:
    collection = read_collection(folder, half)
    with tempfile.TemporaryDirectory() as made:
        ours = scores(collection.judgements, run_curbside(collection, Path(made)))
    theirs = scores(collection.judgements, run_bm25(collection))
    about = ABOUT.get(collection.name, collection.name)
    return f"{about}: {len(collection.queries)} queries (half: {half})\n{compare(ours, theirs)}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How good is the ranking?")
    parser.add_argument("--data", type=Path, nargs="+", default=DATA, help="folders in the BEIR shape")
    parser.add_argument("--half", choices=HALVES, default="tune", help="improve on one, report the other")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    return parser.parse_args()


def _curbside(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "curbside", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"curbside {arguments[0]} ended with {done.returncode}:\n{done.stderr}")


if __name__ == "__main__":
    main()
