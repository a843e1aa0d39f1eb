"""How good are the answers? Real questions, each with the passages experts chose and the answer they wrote.

    python evals/answers.py --data FOLDER --half tune
    python evals/answers.py --data FOLDER --half held-back --write

``FOLDER`` has ``corpus.jsonl`` ({"_id", "title", "text"}) and ``questions.jsonl`` ({"id", "question",
"ideal_answer": [...], "gold": [corpus ids]}): BioASQ's questions in that shape. Every passage goes into a
fresh library, every question through ``curbside ask --topics``, and what comes back is compared with bare
BM25 over the same passages. Improve on the half ``tune``; report the half ``held-back``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-untyped]

import bare
from report import HALVES, Estimate, Goal, Half, bootstrap, goals, in_half, machine, table, write_section

DATA = Path(__file__).parents[2] / "shared" / "data" / "answers_dev"
ABOUT = "BioASQ 7-11 (CC BY 2.5), a closed pool"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of the set: what experts answered, and the passages they answered it from."""

    id: str
    text: str
    ideal: tuple[str, ...]
    gold: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a system said: its first words, all its words, and the passages it cited, each once."""

    bottom_line: str
    whole: str
    cited: tuple[str, ...]


NOTHING = Reply(bottom_line="", whole="", cited=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One reply against what experts hold right."""

    cited: int
    cited_gold: int
    rouge_bottom_line: float
    rouge_whole: float
    words: int


Marks = Sequence[Mark]


def gold_share(marks: Marks) -> float:
    """Of all passages cited in all replies, the share that is gold."""
    cited = sum(mark.cited for mark in marks)
    return sum(mark.cited_gold for mark in marks) / cited if cited else 0.0


def mean_gold_share(marks: Marks) -> float:
    """The gold share of each reply that cites something, averaged."""
    shares = [mark.cited_gold / mark.cited for mark in marks if mark.cited]
    return fmean(shares) if shares else 0.0


def gold_cited(marks: Marks) -> float:
    """The share of questions whose reply cites at least one gold passage; no reply cites none."""
    return fmean(mark.cited_gold > 0 for mark in marks)


def rouge_whole(marks: Marks) -> float:
    """ROUGE-2 F1 of all claims joined, averaged over questions; no reply scores zero."""
    return fmean(mark.rouge_whole for mark in marks)


def rouge_bottom_line(marks: Marks) -> float:
    """ROUGE-2 F1 of the bottom line alone."""
    return fmean(mark.rouge_bottom_line for mark in marks)


def answered(marks: Marks) -> float:
    """The share of questions that got a reply with a citation."""
    return fmean(mark.cited > 0 for mark in marks)


MEASURES = {
    "cited passages that are gold": gold_share,
    "  the same, averaged over answers": mean_gold_share,
    "questions with a gold passage cited": gold_cited,
    "ROUGE-2 F1, all claims": rouge_whole,
    "ROUGE-2 F1, bottom line": rouge_bottom_line,
    "questions answered": answered,
}


def mark(asked: Asked, reply: Reply, scorer: RougeScorer) -> Mark:
    """How one reply does; of several ideal answers the nearest counts."""
    return Mark(
        cited=len(reply.cited),
        cited_gold=len(asked.gold.intersection(reply.cited)),
        rouge_bottom_line=_rouge(asked, reply.bottom_line, scorer),
        rouge_whole=_rouge(asked, reply.whole, scorer),
        words=len(reply.whole.split()),
    )


def reply_of(answer: Mapping[str, Any]) -> Reply:
    """The words and citations of an answer as ``curbside ask --json`` prints it.

    All claims: the bottom line, then the sections, each claim once. Cited passages: those of every claim
    shown anywhere, verdicts and omissions too, since a reader follows them all.
    """
    if answer["status"] != "answered":
        return NOTHING
    bottom_line = list(answer["bottom_line"])
    in_sections = [claim for section in answer["sections"] for claim in section["claims"]]
    said = {claim["id"]: claim["text"] for claim in [*bottom_line, *in_sections]}
    cited = (citation["passage"] for claim in _claims(answer) for citation in claim["citations"])
    return Reply(
        bottom_line=" ".join(claim["text"] for claim in bottom_line),
        whole=" ".join(said.values()),
        cited=tuple(dict.fromkeys(passage.rpartition("#")[0] for passage in cited)),
    )


def ask_curbside(questions: Sequence[Asked], corpus: Path, folder: Path) -> dict[str, Reply]:
    """Every reply of the command line, batch mode, from a fresh library of the corpus made in ``folder``."""
    topics, out = folder / "topics.jsonl", folder / "answers.jsonl"
    topics.write_text(
        "".join(json.dumps({"id": q.id, "text": q.text}) + "\n" for q in questions), encoding="utf-8"
    )
    library = ("--library", str(folder / "library"))
    _curbside("library", "add", str(corpus), *library)
    _curbside("ask", "--topics", str(topics), "--out", str(out), *library)
    with out.open(encoding="utf-8") as lines:
        return {reply["id"]: reply_of(reply["answer"]) for reply in map(json.loads, lines)}


def ask_bm25(
    questions: Sequence[Asked], passages: Sequence[bare.Document], *, tops: Sequence[int]
) -> dict[str, dict[str, Reply]]:
    """The first passages of bare BM25, word for word, as answers whose bottom line is the first of them.

    One set of replies for each of ``tops``, from the same rankings.
    """
    index = bare.index(passages, threads=1)
    texts = {passage.id: passage.body for passage in passages}
    ranked = {
        question.id: tuple(found for found, _ in bare.search(index, question.text, top=max(tops)))
        for question in questions
    }
    return {
        f"BM25 top {top}": {key: _quoted(found[:top], texts) for key, found in ranked.items()} for top in tops
    }


def _quoted(cited: tuple[str, ...], texts: Mapping[str, str]) -> Reply:
    said = [texts[found] for found in cited]
    return Reply(bottom_line=" ".join(said[:1]), whole=" ".join(said), cited=cited)


def read_questions(path: Path, half: Half) -> list[Asked]:
    """The questions of a half, in file order."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Asked(
            id=row["id"], text=row["question"], ideal=tuple(row["ideal_answer"]), gold=frozenset(row["gold"])
        )
        for row in rows
        if in_half(row["id"], half)
    ]


def read_passages(path: Path) -> list[bare.Document]:
    """The corpus, in file order."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [bare.Document(id=row["_id"], title=row["title"], body=row["text"]) for row in rows]


def compare(marks: Mapping[str, Marks]) -> str:
    """Every measure of every system, with its interval over questions."""
    rows = [
        [name, *(str(bootstrap(of, measure)) for of in marks.values())] for name, measure in MEASURES.items()
    ]
    rows.append(["passages cited, mean", *(f"{fmean(m.cited for m in of):.1f}" for of in marks.values())])
    rows.append(["words, mean", *(f"{fmean(m.words for m in of):.0f}" for of in marks.values())])
    return table(["", *marks], rows)


def judged(marks: Mapping[str, Marks]) -> list[Goal]:
    """Is each of the three measures clearly above bare BM25: is the whole interval of the difference?"""
    wanted = (
        ("cited passages that are gold", gold_share, "BM25 top 3"),
        ("questions with a gold passage cited", gold_cited, "BM25 top 5"),
        ("ROUGE-2 F1, all claims", rouge_whole, "BM25 top 3"),
    )
    found = []
    for name, measure, rival in wanted:
        gain = _gain(marks["curbside"], marks[rival], measure)
        found.append(Goal(wanted=f"{name}: above {rival}", came=_signed(gain), reached=gain.low > 0))
    return found


def main() -> None:
    """Ask, mark, print; write the section of the results page when told to."""
    options = _options()
    if not (options.data / "questions.jsonl").is_file():
        sys.exit(f"expected questions.jsonl and corpus.jsonl; there are none in {options.data}")
    questions = read_questions(options.data / "questions.jsonl", options.half)
    passages = read_passages(options.data / "corpus.jsonl")

    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        replies = {"curbside": ask_curbside(questions, options.data / "corpus.jsonl", folder)}
        seconds = time.perf_counter() - began
    replies |= ask_bm25(questions, passages, tops=(3, 5))

    scorer = RougeScorer(["rouge2"], use_stemmer=True)
    marks = {
        name: [mark(question, of.get(question.id, NOTHING), scorer) for question in questions]
        for name, of in replies.items()
    }
    text = "\n".join(
        [
            f"{ABOUT}: {len(questions)} questions (half: {options.half}), {len(passages):,} passages",
            machine("curbside", "tantivy"),
            f"adding the corpus and asking every question: {seconds:.1f} s",
            "95% intervals by bootstrap over questions",
            "",
            compare(marks),
            "",
            goals(judged(marks)),
        ]
    )
    print(text)
    if options.worst:
        print("\n".join(_worst(questions, replies["curbside"], marks["curbside"], options.worst)))
    if options.write:
        write_section("answers", text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How good are the answers?")
    parser.add_argument(
        "--data", type=Path, default=DATA, help="folder with corpus.jsonl and questions.jsonl"
    )
    parser.add_argument("--half", choices=HALVES, default="tune", help="improve on one, report the other")
    parser.add_argument("--keep", type=Path, help="keep the library and the answers in this (new) folder")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also show the N worst answers")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    return parser.parse_args()


def _curbside(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "curbside", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"curbside {arguments[0]} ended with {done.returncode}:\n{done.stderr}")


def _claims(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from answer["bottom_line"]
    for verdict in answer["verdicts"]:
        yield from verdict["for"]
        yield from verdict["against"]
    for section in answer["sections"]:
        yield from section["claims"]
    for omission in answer["omissions"]:
        yield from omission["claims"]


def _rouge(asked: Asked, said: str, scorer: RougeScorer) -> float:
    return max(float(scorer.score(ideal, said)["rouge2"].fmeasure) for ideal in asked.ideal)


def _gain(ours: Marks, theirs: Marks, measure: Any) -> Estimate:
    pairs = list(zip(ours, theirs, strict=True))
    return bootstrap(pairs, lambda drawn: measure([a for a, _ in drawn]) - measure([b for _, b in drawn]))


def _signed(gain: Estimate) -> str:
    return f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}]"


def _worst(
    questions: Sequence[Asked], replies: Mapping[str, Reply], marks: Marks, number: int
) -> Iterator[str]:
    """The replies that cite least gold, and among those say least of the ideal answer."""
    by_merit = sorted(
        zip(questions, marks, strict=True), key=lambda pair: (pair[1].cited_gold, pair[1].rouge_whole)
    )
    for question, of in by_merit[:number]:
        reply = replies.get(question.id, NOTHING)
        yield f"\n{question.id}  {question.text}"
        yield f"  gold cited {of.cited_gold} of {of.cited}, ROUGE-2 {of.rouge_whole:.2f}"
        yield f"  ideal: {question.ideal[0][:300]}"
        yield f"  said:  {reply.whole[:300]}"
        yield f"  cited: {' '.join(reply.cited[:8])}"


if __name__ == "__main__":
    main()
