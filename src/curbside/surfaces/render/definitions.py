"""What the words of an answer mean, for students: only those that the answer uses.

Sources: Cochrane Handbook for Systematic Reviews of Interventions, version 6.5 (2024), chapters 6 (measures of
effect), 8 (bias), 10 (meta-analysis) and 14 (GRADE); Guyatt and others, J Clin Epidemiol 2011;64:383 (GRADE
guidelines 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A word of the field and what it means, in one sentence."""

    word: str
    means: str


def used_in(texts: Iterable[str]) -> tuple[Definition, ...]:
    """The definitions of the words that stand in any of the texts, in the order of the list."""
    text = "\n".join(texts)
    return tuple(
        Definition(word=word, means=means) for word, pattern, means in _DEFINED if pattern.search(text)
    )


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?![\w-])", re.IGNORECASE)


def _exactly(*alternatives: str) -> re.Pattern[str]:
    """Short forms, which in lower case are other words: OR is an odds ratio, "or" is not."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(alternatives)})(?![\w-])")


_DEFINED: Final[tuple[tuple[str, re.Pattern[str], str], ...]] = (
    (
        "Randomised trial",
        _words(r"randomi[sz]ed trials?", r"randomi[sz]ed"),
        "A study in which chance decides who gets which treatment, so that the groups differ in nothing else.",
    ),
    (
        "Double-blind",
        _words("double-blind", "unblinded", "open label"),
        "Neither those treated nor those who assess them know who got what; unblinded or open label means they do.",
    ),
    (
        "Placebo",
        _words("placebo"),
        "A treatment without the active substance that cannot be told from the real one.",
    ),
    (
        "Cohort study",
        _words("cohort stud(?:y|ies)", "cohort"),
        "A study that follows people over time without deciding their treatment.",
    ),
    (
        "Cross-sectional study",
        _words("cross-sectional stud(?:y|ies)", "cross-sectional"),
        "A study that looks at exposure and outcome at one moment, and so cannot tell which came first.",
    ),
    (
        "Case-control study",
        _words("case-control stud(?:y|ies)", "case-control"),
        "A study that compares people who have the outcome with people who do not, looking back in time.",
    ),
    (
        "Observational",
        _words("observational", "uncontrolled"),
        "Without random allocation, so that other differences between the groups may explain what is seen.",
    ),
    (
        "Systematic review",
        _words("systematic reviews?", "Cochrane review"),
        "A review that looks for all studies of a question by a stated method, and judges each.",
    ),
    (
        "Meta-analysis",
        _words("(?:network )?meta-analys[ie]s", "pooled analysis"),
        "The statistical combination of several studies into one estimate; a network one compares many treatments.",
    ),
    (
        "Guideline",
        _words("guidelines?"),
        "Recommendations of a body that has looked at the evidence for a purpose and a place.",
    ),
    (
        "Primary endpoint",
        _words("primary (?:endpoint|outcome)"),
        "The outcome a trial was planned and sized for; other outcomes can mislead by chance.",
    ),
    (
        "Post hoc, subgroup",
        _words("post[- ]hoc", "subgroups?", "secondary (?:analysis|endpoint)"),
        "Looked at afterwards, or in a part of the people: it suggests a hypothesis and seldom proves one.",
    ),
    (
        "Futility",
        _words("futility"),
        "A trial stopped for futility was ended because it had become very unlikely to show a difference.",
    ),
    (
        "Relative risk (RR)",
        _exactly("RR", "[Rr]elative risk", "[Rr]isk ratio"),
        "The risk in one group divided by that in the other: 1 is no difference, 0.80 is a fifth less.",
    ),
    (
        "Odds ratio (OR)",
        _exactly("OR", "[Oo]dds ratio"),
        "The odds in one group divided by those in the other; where events are common, further from 1 than the RR.",
    ),
    (
        "Hazard ratio (HR)",
        _exactly("HR", "[Hh]azard ratio"),
        "The rate of events over time in one group divided by that in the other.",
    ),
    (
        "Incidence rate ratio (IRR)",
        _exactly("IRR", "[Ii]ncidence rate ratio", "[Rr]ate ratio"),
        "Events per time at risk in one group divided by those in the other; one person may have several.",
    ),
    (
        "Mean difference (MD)",
        _exactly("MD", "WMD", "[Mm]ean difference"),
        "The average in one group less the average in the other, in the unit of the measurement.",
    ),
    (
        "Standardised mean difference (SMD)",
        _exactly("SMD", "[Ss]tandardi[sz]ed mean difference"),
        "A mean difference counted in standard deviations, so that different scales can be compared.",
    ),
    (
        "Confidence interval (CI)",
        _exactly("CI", "[Cc]onfidence (?:interval|limit)"),
        "The range of effects that fit the data; a 95% interval covers the true one in 95 of 100 repetitions.",
    ),
    (
        "P value",
        _exactly(r"P ?[=<>≤≥] ?[\d.]+", "[Pp] values?"),
        "How often chance alone would give a difference at least this large if there were none.",
    ),
    (
        "Significant",
        _words("significant(?:ly)?"),
        "By convention a P value below 0.05; it says nothing of whether a difference matters to a patient.",
    ),
    (
        "Certainty (GRADE)",
        _words("certainty"),
        "How sure the evidence makes one of an effect: high, moderate, low or very low.",
    ),
    (
        "Risk of bias",
        _words("risk of bias"),
        "Faults of design or conduct that push results one way.",
    ),
    (
        "Inconsistency",
        _words("inconsistency"),
        "Studies of one question disagree by more than chance.",
    ),
    (
        "Indirectness",
        _words("indirectness"),
        "The people, treatment or outcome studied are not those asked about.",
    ),
    (
        "Imprecision",
        _words("imprecision"),
        "Too few people or events: the interval holds both a worthwhile effect and none.",
    ),
    (
        "Publication bias",
        _words("publication bias"),
        "Studies that found something are printed more often than those that found nothing.",
    ),
    (
        "Derived",
        _words("derived"),
        "Worked out from other statements, which stand beside it; no source says it in these words.",
    ),
    (
        "Our summary",
        _words("our summary"),
        "A finding told in Curbside's words, and not in its source's.",
    ),
    (
        "Superseded",
        _words("superseded"),
        "Replaced by a newer version of the same body, named with it.",
    ),
    (
        "Expression of concern",
        _words("expressions? of concern"),
        "A journal's notice that a publication may not be reliable, while that is looked into.",
    ),
    (
        "Corrected",
        _words("corrected: see"),
        "Its journal has printed a correction of it, which is named; what is quoted may be the text before it.",
    ),
    (
        "Retracted",
        _words("retracted"),
        "Withdrawn by its journal or its authors: nothing may rest on it.",
    ),
)
