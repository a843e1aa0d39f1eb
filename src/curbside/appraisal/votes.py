"""How much each sentence of an abstract speaks for a direction: votes that are counted, not rules that overrule.

Every clause that says which way votes for its direction, the more the more of the outcome it names; a sentence on the
comparison as a whole votes a little, for any outcome. Before a word is read, "no difference" has more votes than either
change: of outcomes that an abstract hardly speaks of, most did not differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from curbside.appraisal.abstract import AbstractSentence
from curbside.appraisal.direction import Direction
from curbside.appraisal.readings import ClauseReading
from curbside.appraisal.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteWeights:
    """A multinomial logistic model: the odds of a direction are its votes, a vote being *e* to the sum of its weights.

    Of a clause that names the outcome: ``share`` weighs the logarithm of the share of the name that it says, ``exact``
    that it says the name in full, ``head`` its most telling word; ``same`` that it speaks for no difference,
    ``both_arms`` that its sentence names both arms, ``results`` that it stands among the results, ``doubtful`` what
    `ClauseReading` calls so. Of a sentence as a whole: ``whole``, and ``unjudged`` for a change in something else that
    is called neither better nor worse. ``before_change`` and ``before_same`` are the votes that each direction has to
    begin with, as logarithms.

    Fitted by ``evals/fit_findings.py`` on one half of a set of trial abstracts with a ridge penalty of 32, and rounded;
    ``evals/findings.py`` reports the other half. A significant p value was weighed as well, and told nothing more.
    """

    share: float = 0.5
    exact: float = 0.7
    head: float = 0.8
    same: float = 0.4
    both_arms: float = 0.4
    results: float = 0.6
    doubtful: float = -0.2
    whole: float = -0.6
    unjudged: float = -0.4
    before_change: float = -1.0
    before_same: float = 0.6


WEIGHTS: Final = VoteWeights()
_SMALLEST_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A sentence that speaks for a direction. ``features`` are what `VoteWeights` weighs, by its names.

    One that does not ``bear`` on the outcome counts and is no reason to give: a change in something else, from which
    a kindred outcome can be guessed.
    """

    sentence: AbstractSentence
    direction: Direction
    share: float
    bears: bool
    features: Mapping[str, float]

    def counts(self, weights: VoteWeights = WEIGHTS) -> float:
        """How many votes this is."""
        return math.exp(math.fsum(getattr(weights, name) * value for name, value in self.features.items()))


def vote_of(sentence: AbstractSentence, reading: ClauseReading) -> Vote:
    """What a clause that names the outcome says of it, as a vote."""
    features = {
        "share": math.log(max(reading.share, _SMALLEST_SHARE)),
        "exact": float(reading.is_exact),
        "head": float(reading.has_head),
        "same": float(reading.direction is Direction.NO_DIFFERENCE),
        "both_arms": float(reading.names_both_arms),
        "results": float(sentence.role is Role.RESULTS),
        "doubtful": float(reading.is_doubtful),
    }
    return Vote(
        sentence=sentence, direction=reading.direction, share=reading.share, bears=True, features=features
    )


def vote_as_a_whole(sentence: AbstractSentence, reading: ClauseReading, *, judges: bool) -> Vote:
    """What a sentence says of the comparison, as a vote on an outcome that it may not name."""
    is_unjudged = reading.direction is not Direction.NO_DIFFERENCE and not judges
    features = {"whole": 1.0, "unjudged": float(is_unjudged)}
    return Vote(
        sentence=sentence, direction=reading.direction, share=0.0, bears=not is_unjudged, features=features
    )


def tally(votes: Iterable[Vote], weights: VoteWeights = WEIGHTS) -> dict[Direction, float]:
    """The votes of each direction, those before a word was read among them."""
    totals = dict.fromkeys(Direction, math.exp(weights.before_change))
    totals[Direction.NO_DIFFERENCE] = math.exp(weights.before_same)
    for vote in votes:
        totals[vote.direction] += vote.counts(weights)
    return totals
