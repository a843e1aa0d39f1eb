"""Which way did the outcome go? Trial abstracts, each with what was compared and what experts read in the paper.

    python evals/findings.py --half tune
    python evals/findings.py --half held-back --write

The data are one JSON Lines file of prompts: ``{"id", "pmcid", "intervention", "comparator", "outcome", "label",
"evidence": [...], "abstract"}``, Evidence Inference in that shape. Every prompt goes through ``curbside appraise``,
and what comes back is compared with always saying "no difference" and with a rule of keywords. The experts read the
whole paper; half the abstracts do not hold the sentence they marked, so no reader of abstracts can be right every
time. Improve on the half ``tune``; report the half ``held-back``. An abstract is in one half, with all its prompts.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from report import HALVES, Half, at_least, bootstrap, goals, in_half, machine, table, write_section

DATA = Path(__file__).parents[2] / "shared" / "data" / "trial_findings_dev.jsonl"
ABOUT = "Evidence Inference 2.0 (MIT)"
GOAL = 0.68

NOT_STATED = "not stated"
_TELLING = 60
DIRECTIONS = ("increased", "decreased", "no difference")
_LABELS = {
    "significantly increased": "increased",
    "significantly decreased": "decreased",
    "no significant difference": "no difference",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked of an abstract, and what experts who read the paper say."""

    id: str
    paper: str
    fields: Mapping[str, str]
    right: str
    is_told: bool
    """Is a sentence that the experts marked in the abstract, and not only in the paper?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What was right and what was said."""

    right: str
    said: str


Paper = Sequence[Marked]
"""All prompts of one abstract: what was drawn independently, and so the unit of the intervals."""


def accuracy(papers: Sequence[Paper]) -> float:
    """The share of prompts that are right."""
    return fmean(mark.right == mark.said for paper in papers for mark in paper)


def f1(papers: Sequence[Paper], direction: str) -> float:
    """F1 of one direction; zero when it is neither right nor said anywhere."""
    marks = [mark for paper in papers for mark in paper]
    both = sum(mark.right == direction == mark.said for mark in marks)
    either = sum((mark.right == direction) + (mark.said == direction) for mark in marks)
    return 2 * both / either if either else 0.0


def macro_f1(papers: Sequence[Paper]) -> float:
    """The mean of the three directions' F1. Saying "not stated" is wrong for every direction."""
    return fmean(f1(papers, direction) for direction in DIRECTIONS)


MEASURES: dict[str, Callable[[Sequence[Paper]], float]] = {
    "accuracy": accuracy,
    "macro-F1": macro_f1,
    **{f"  F1, {way}": lambda papers, way=way: f1(papers, way) for way in DIRECTIONS},  # type: ignore[misc]
}


def always_no_difference(_: Prompt) -> str:
    """What is right most often."""
    return "no difference"


_SAME = re.compile(
    r"no (\w+ )*differ|not (\w+ )*(differ|significan)|similar|comparable|unchanged|[pP] ?> ?0?\.05"
)
_MORE = re.compile(r"increas|higher|greater|more|improv|longer|better|rose")
_LESS = re.compile(r"decreas|reduc|lower|fewer|less|shorter|declin|fell")


def by_keywords(prompt: Prompt) -> str:
    """The sentence that shares most words with the outcome; in it, words of no difference, of more and of less."""
    asked = set(re.findall(r"\w{4,}", prompt.fields["outcome"].lower()))
    sentences = re.split(r"(?<=[.!?])\s+", prompt.fields["abstract"])
    scored = [(len(asked & set(re.findall(r"\w{4,}", one.lower()))), one.lower()) for one in sentences]
    for shared, sentence in sorted(scored, key=lambda pair: -pair[0]):
        if not shared:
            break
        if _SAME.search(sentence):
            return "no difference"
        more, less = len(_MORE.findall(sentence)), len(_LESS.findall(sentence))
        if more != less:
            return "increased" if more > less else "decreased"
    return "no difference"


def appraise(prompts: Sequence[Prompt], folder: Path) -> dict[str, str]:
    """The directions the command line gives, by prompt."""
    asked, out = folder / "prompts.jsonl", folder / "directions.jsonl"
    asked.write_text(
        "".join(json.dumps({"id": prompt.id, **prompt.fields}) + "\n" for prompt in prompts), encoding="utf-8"
    )
    command = [sys.executable, "-m", "curbside", "appraise", "--prompts", str(asked), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"curbside appraise ended with {done.returncode}:\n{done.stderr}")
    with out.open(encoding="utf-8") as lines:
        return {row["id"]: row["direction"] for row in map(json.loads, lines)}


def read_prompts(path: Path, half: Half) -> list[Prompt]:
    """The prompts of a half, in file order; a paper's id decides for all of its own."""
    with path.open(encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    parts = ("intervention", "comparator", "outcome", "abstract")
    return [
        Prompt(
            id=str(row["id"]),
            paper=row["pmcid"],
            fields={part: row[part] for part in parts},
            right=_LABELS[row["label"]],
            is_told=_is_told(row),
        )
        for row in rows
        if in_half(row["pmcid"], half)
    ]


def _is_told(row: Mapping[str, Any]) -> bool:
    """By the first characters of what was marked: experts often marked more than one sentence."""
    abstract = " ".join(row["abstract"].split())
    return any(
        " ".join(marked.split())[:_TELLING] in abstract for marked in row["evidence"] if marked.strip()
    )


def marked(prompts: Sequence[Prompt], said: Mapping[str, str]) -> list[Paper]:
    """What was said of each prompt beside what is right, paper by paper."""
    papers: dict[str, list[Marked]] = {}
    for prompt in prompts:
        papers.setdefault(prompt.paper, []).append(Marked(right=prompt.right, said=said[prompt.id]))
    return list(papers.values())


def compare(marks: Mapping[str, Sequence[Paper]]) -> str:
    """Every measure of every reader, with its interval over abstracts."""
    rows = [
        [name, *(str(bootstrap(papers, measure, rounds=1000)) for papers in marks.values())]
        for name, measure in MEASURES.items()
    ]
    return table(["", *marks], rows)


def confusion(papers: Sequence[Paper]) -> str:
    """How often what was said for what."""
    counts = Counter((mark.right, mark.said) for paper in papers for mark in paper)
    said = (*DIRECTIONS, NOT_STATED)
    rows = [[right, *(str(counts[right, one]) for one in said)] for right in DIRECTIONS]
    return table(["right, down; said, across", *said], rows)


def by_telling(prompts: Sequence[Prompt], said: Mapping[str, str]) -> str:
    """How good it is where the abstract holds a sentence that the experts marked, and where it does not."""
    rows = []
    for name, is_told in (("marked sentence in the abstract", True), ("only in the paper", False)):
        papers = marked([prompt for prompt in prompts if prompt.is_told is is_told], said)
        number = sum(len(paper) for paper in papers)
        figures = [str(bootstrap(papers, measure, rounds=1000)) for measure in (accuracy, macro_f1)]
        rows.append([name, str(number), *figures])
    return table(["", "prompts", "accuracy", "macro-F1"], rows)


def main() -> None:
    """Appraise, mark, print; write the section of the results page when told to."""
    parser = argparse.ArgumentParser(description="Which way did the outcome go?")
    parser.add_argument("--data", type=Path, default=DATA, help="file of prompts")
    parser.add_argument("--half", choices=HALVES, default="tune", help="improve on one, report the other")
    parser.add_argument("--write", action="store_true", help="write the section of evals/RESULTS.md")
    options = parser.parse_args()
    if not options.data.is_file():
        sys.exit(f"expected a file of prompts, one JSON object a line; there is none at {options.data}")

    prompts = read_prompts(options.data, options.half)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        directions = appraise(prompts, Path(folder))
        milliseconds = 1000 * (time.perf_counter() - began) / len(prompts)
    marks = {
        "curbside": marked(prompts, directions),
        "keywords": marked(prompts, {prompt.id: by_keywords(prompt) for prompt in prompts}),
        "always no difference": marked(
            prompts, {prompt.id: always_no_difference(prompt) for prompt in prompts}
        ),
    }
    reached = at_least("macro-F1", macro_f1(marks["curbside"]), GOAL)
    text = "\n".join(
        [
            f"{ABOUT}: {len(prompts):,} prompts (half: {options.half}), {len(marks['curbside']):,} abstracts",
            machine("curbside"),
            f"{milliseconds:.1f} ms a prompt, start-up included; 95% intervals by bootstrap over abstracts",
            "",
            compare(marks),
            "",
            confusion(marks["curbside"]),
            "",
            by_telling(prompts, directions),
            "",
            goals([reached]),
        ]
    )
    print(text)
    if options.write:
        write_section("findings", text)


if __name__ == "__main__":
    main()
