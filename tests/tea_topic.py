"""A topic's folder, sound and whole: chamomile tea and sleep, invented for tests."""

from __future__ import annotations

from pathlib import Path

TOPIC = """\
id: tea_sleep
title: Chamomile tea and sleep
intervention: [chamomile tea, chamomile]
population: [older people]
questions:
  - ask: Does chamomile tea help older people sleep?
    answered_by: [D1, T1]
  - ask: How many cups?
    answered_by: G2
abbreviations:
  CT: [chamomile tea, computed tomography]
outcomes:
  sleep: sleep
  harms: side effects
judged: [sleep, harms]
sections:
  - title: Nights
    outcomes: [sleep]
  - title: Harms
    outcomes: [harms]
slots:
  pregnancy: []
  monitoring: [harms]
steps:
  - title: At bedtime
    statements: [G2, T1]
last_reviewed: 2025-12
"""

REFERENCES = """\
[
  {
    "id": "rivers-2019",
    "type": "article-journal",
    "title": "Chamomile at bedtime",
    "author": [{"family": "Rivers", "given": "AB"}, {"literal": "The Tea Group"}],
    "container-title": "Journal of Infusions",
    "issued": {"date-parts": [[2019, 3]]},
    "volume": "7",
    "issue": "2",
    "page": "11-19",
    "DOI": "10.1000/infusion.7",
    "PMID": "12345",
    "PMCID": "PMC987",
    "URL": "https://journal.example/7",
    "note": "Title as printed.",
    "custom": {"curbside": {"kind": "randomised trial"}}
  },
  {
    "id": "guide-2011",
    "type": "report",
    "title": "Guide to infusions",
    "custom": {"curbside": {"kind": "guideline", "superseded_by": "guide-2024"}}
  },
  {
    "id": "guide-2024",
    "type": "report",
    "title": "Guide to infusions, second edition",
    "custom": {"curbside": {"kind": "guideline"}}
  }
]
"""

STATEMENTS = """\
# Tea.
- id: T1
  text: >-
    In 60 adults over 70, two cups of chamomile tea at night added 12 minutes of sleep
    (CI 3 to 21) against warm water.
  plain: In 60 adults over 70, chamomile tea at night added 12 minutes of sleep.
  outcome: sleep
  population: adults over 70
  intervention: chamomile tea
  comparator: warm water
  dose: two cups at night
  direction: benefit
  effect: 12 minutes (CI 3 to 21)
  n: 60
  design: randomised trial
  reference: rivers-2019
  locator: abstract
  read: abstract
  checked_on: 2025-11-03
  confidence: verified

- id: G1
  text: The guide of 2011, since replaced, advised one cup.
  plain: A guide of 2011, since replaced, advised one cup.
  outcome: sleep
  population: adults
  direction: not applicable
  design: guideline
  reference: guide-2011
  read: full text
  confidence: verified
  superseded_by: G2

- id: G2
  text: The guide of 2024 advises two cups.
  plain: The guide of 2024 advises two cups.
  outcome: sleep
  population: adults
  direction: not applicable
  design: guideline
  reference: guide-2024
  read: secondary report
  confidence: verified

- id: D1
  text: Two cups a night add 84 minutes of sleep a week.
  plain: Two cups a night add 84 minutes of sleep a week.
  outcome: sleep
  population: adults over 70
  direction: benefit
  design: derived
  reference: rivers-2019
  read: abstract
  confidence: derived
  derivation: 12 minutes x 7 nights = 84 minutes
  rests_on: [T1]

- id: T2
  text: Side effects did not differ, 10% with chamomile tea and 12% with water for 4 weeks (RR 0.83, CI 0.5 to 1.4).
  plain: Side effects did not differ. In 4 weeks they came to 10% with tea and 12% with water.
  outcome: harms
  population: people over 70
  intervention: tea of chamomile
  direction: no difference
  effect: RR 0.83 (CI 0.5 to 1.4)
  event_rates: {intervention: 10%, comparator: 12%}
  design: trial follow-up
  flags: [secondary endpoint, open label]
  jurisdiction: UK
  reference: rivers-2019
  read: abstract
  confidence: verified
  beside: [T1, G2]
"""

FOLDER = {"topic.yaml": TOPIC, "references.json": REFERENCES, "statements.yaml": STATEMENTS}


def write_folder(directory: Path, **changed: str) -> Path:
    """The three files, some of them changed: ``topic=…``, ``references=…``, ``statements=…``."""
    for name, text in FOLDER.items():
        (directory / name).write_text(changed.get(name.partition(".")[0], text), encoding="utf-8")
    return directory
