"""Fit the weights of the votes on trial abstracts, and say what to expect of them elsewhere.

    python evals/fit_findings.py

Uses the half ``tune`` of the data of `findings` and no other. The model is the one of `curbside.appraisal.votes`: each
sentence votes for a direction, and the odds of a direction are its votes. The likelihood is made as large as it gets,
less a ridge penalty on every weight but the two that stand before the first vote. What is printed first is
cross-validated: every abstract, with all its prompts, is read with weights fitted without it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from curbside.appraisal.comparison import votes_on
from curbside.appraisal.votes import VoteWeights
from findings import DATA, DIRECTIONS, Prompt, macro_f1, marked, read_prompts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_BEFORE = ("before_change", "before_same")
_WEIGHED = tuple(f.name for f in fields(VoteWeights) if f.name not in _BEFORE)
_SAME = DIRECTIONS.index("no difference")
_FOLDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """The votes on some prompts, as arrays: one row a vote, but for ``right``, which has one a prompt."""

    prompts: Sequence[Prompt]
    right: Integers
    features: Floats
    asked: Integers
    direction: Integers


def ballots(prompts: Sequence[Prompt]) -> Ballots:
    """Every vote on every prompt."""
    rows, asked, direction = [], [], []
    for index, prompt in enumerate(prompts):
        for vote in votes_on(**prompt.fields):
            rows.append([vote.features.get(name, 0.0) for name in _WEIGHED])
            asked.append(index)
            direction.append(DIRECTIONS.index(vote.direction))
    return Ballots(
        prompts=prompts,
        right=np.array([DIRECTIONS.index(prompt.right) for prompt in prompts]),
        features=np.array(rows),
        asked=np.array(asked),
        direction=np.array(direction),
    )


def some(whole: Ballots, kept: NDArray[np.bool_]) -> Ballots:
    """The ballots of some prompts."""
    of_kept, number = kept[whole.asked], np.cumsum(kept) - 1
    return Ballots(
        prompts=[prompt for prompt, keep in zip(whole.prompts, kept, strict=True) if keep],
        right=whole.right[kept],
        features=whole.features[of_kept],
        asked=number[whole.asked[of_kept]],
        direction=whole.direction[of_kept],
    )


def counted(told: Ballots, weights: Floats) -> tuple[Floats, Floats]:
    """The votes of each direction for each prompt, and how much each vote counts."""
    change, same = np.exp(weights[-2:])
    votes = np.exp(told.features @ weights[:-2])
    totals = np.tile([same if index == _SAME else change for index in range(3)], (len(told.prompts), 1))
    np.add.at(totals, (told.asked, told.direction), votes)
    return totals, votes


def fit(told: Ballots, ridge: float) -> Floats:
    """The weights, the two before the first vote at the end."""
    each = np.arange(len(told.prompts))
    for_right = told.direction == told.right[told.asked]

    def loss(weights: Floats) -> tuple[float, Floats]:
        totals, votes = counted(told, weights)
        of_right, of_all = totals[each, told.right], totals.sum(axis=1)
        by_vote = votes * (for_right / of_right[told.asked] - 1 / of_all[told.asked])
        is_same = told.right == _SAME
        before = np.exp(weights[-2:]) * [
            float((~is_same / of_right - 2 / of_all).sum()),
            float((is_same / of_right - 1 / of_all).sum()),
        ]
        penalised = np.append(weights[:-2], [0.0, 0.0])
        value = -np.log(of_right / of_all).sum() + ridge / 2 * (penalised**2).sum()
        return float(value), ridge * penalised - np.concatenate([told.features.T @ by_vote, before])

    found = minimize(loss, np.zeros(len(_WEIGHED) + 2), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


def said(told: Ballots, weights: Floats) -> Integers:
    """The direction with most votes, by prompt."""
    totals, _ = counted(told, weights)
    directions: Integers = totals.argmax(axis=1)
    return directions


def score(told: Ballots, directions: Integers) -> float:
    """Macro-F1, as `findings` has it."""
    by_prompt = {prompt.id: DIRECTIONS[one] for prompt, one in zip(told.prompts, directions, strict=True)}
    return macro_f1(marked(told.prompts, by_prompt))


def cross_validated(whole: Ballots, ridge: float, seed: int) -> float:
    """Macro-F1 where each abstract is read with weights fitted without it."""
    papers = sorted({prompt.paper for prompt in whole.prompts})
    random.Random(seed).shuffle(papers)
    fold = {paper: index % _FOLDS for index, paper in enumerate(papers)}
    folds = np.array([fold[prompt.paper] for prompt in whole.prompts])
    directions = np.zeros(len(whole.prompts), dtype=np.int64)
    for index in range(_FOLDS):
        left_out = folds == index
        directions[left_out] = said(some(whole, left_out), fit(some(whole, ~left_out), ridge))
    return score(whole, directions)


def as_weights(found: Floats) -> VoteWeights:
    """What was fitted, rounded to one decimal, as the code holds it."""
    rounded: dict[str, Any] = {
        name: round(float(one), 1) for name, one in zip((*_WEIGHED, *_BEFORE), found, strict=True)
    }
    return VoteWeights(**rounded)


def main() -> None:
    """Fit, and print."""
    parser = argparse.ArgumentParser(description="Fit the weights of the votes.")
    parser.add_argument("--data", type=Path, default=DATA, help="file of prompts")
    parser.add_argument("--ridge", type=float, default=32.0, help="penalty on the square of every weight")
    parser.add_argument("--rounds", type=int, default=5, help="how often the folds are drawn anew")
    options = parser.parse_args()
    if not options.data.is_file():
        sys.exit(f"expected a file of prompts, one JSON object a line; there is none at {options.data}")

    whole = ballots(read_prompts(options.data, "tune"))
    scores = [cross_validated(whole, options.ridge, seed) for seed in range(options.rounds)]
    print(f"cross-validated macro-F1: {fmean(scores):.3f} ({min(scores):.3f} to {max(scores):.3f})")
    found = fit(whole, options.ridge)
    print(f"on the abstracts it was fitted on: {score(whole, said(whole, found)):.3f}")
    print(as_weights(found))


if __name__ == "__main__":
    main()
