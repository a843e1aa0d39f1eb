"""A shelf of made-up trials for tests, alike enough that many of them fit a question equally well.

Every treatment is invented, and so is every figure.
"""

from __future__ import annotations

from random import Random

from curbside.literature.publication import Publication
from library_of import publication

TREATMENTS = ("larchamab", "willowstatin", "maple extract", "physiotherapy", "vitamin D")
OUTCOMES = ("joint pain", "hip fracture", "hot flushes", "fatigue", "blood pressure", "sleep")
PEOPLE = ("women with breast cancer", "adults with hypertension", "people on dialysis", "children")
SHORT_FORMS = (
    ("AI", "aromatase inhibitor"),
    ("AI", "artificial intelligence"),
    ("PE", "pulmonary embolism"),
    ("PE", "physical education"),
    ("HF", "heart failure"),
)
QUESTIONS = (
    "Does larchamab reduce joint pain in women with breast cancer?",
    "What dose of vitamin D for hip fracture?",
    "Is willowstatin safe in people on dialysis?",
    "willowstatin versus maple extract for sleep",
    "Does physiotherapy help fatigue in children?",
    "Which treatment is best for hot flushes?",
    "Does larchamab interact with willowstatin?",
    "Should larchamab be monitored?",
    "Is maple extract contraindicated in pregnancy?",
    "joint pain on an AI",
    "Is PE treated with larchamab?",
    "vitamin D and blood pressure in an 82-year-old with eGFR 25",
    '"quality of life" with physiotherapy',
    "How common is juniper fever?",
)
"""Of every kind: effect, dose, harm, comparison, interaction, an ambiguous short form, a value, a phrase, nothing."""


def shelf(size: int) -> list[Publication]:
    """So many made-up records, always the same ones."""
    chance = Random(size)
    return [_trial(number, chance) for number in range(1, size + 1)]


def _trial(number: int, chance: Random) -> Publication:
    treatment, outcome = chance.choice(TREATMENTS), chance.choice(OUTCOMES)
    people, (short, long) = chance.choice(PEOPLE), chance.choice(SHORT_FORMS)
    estimate = chance.randrange(60, 99)
    interval = f"95% CI 0.{estimate - 9} to 1.{estimate % 9}"
    found = chance.choice(
        (
            f"{treatment} reduced {outcome} compared with placebo (RR 0.{estimate}; P < .001)",
            f"{outcome} did not differ between {treatment} and placebo (RR 0.{estimate}; {interval})",
            f"{treatment} increased {outcome} more than {chance.choice(TREATMENTS)} did (P = .04)",
        )
    )
    text = (
        f"We randomised {chance.randrange(4, 40) * 10} {people} to {treatment} "
        f"{chance.choice((400, 800, 2000))} IU a day or placebo. {found[:1].upper()}{found[1:]}. "
        f"Quality of life, {long} ({short}) and adverse events were recorded. {chance.choice(_ENDS)}"
    )
    types = ("Randomized Controlled Trial",) if chance.random() < 0.5 else ()
    title = f"{treatment.capitalize()} for {outcome} in {people}" if chance.random() < 0.8 else ""
    return publication(
        chance.randrange(10**6) * 1000 + number, text, title=title, year=2000 + number % 20, types=types
    )


_ENDS = (
    "Larchamab is contraindicated in pregnancy.",
    "Kidney function should be monitored every month.",
    "No interaction with willowstatin was seen.",
    "Treatment was stopped in two participants.",
)
