"""A pathway for tests, beside the topic of chamomile tea: whom to give how many cups, and when to ask again."""

from __future__ import annotations

from pathlib import Path

from tea_topic import write_folder

PATHWAY = """\
id: tea_sleep
title: Chamomile tea for poor sleep
version: 1.2.0
status: draft
date: 2026-11-01
review_by: 2027-11-01
purpose: Let older people sleep, and keep those awake from tea who should be.
for: [older people who sleep badly]
not_for: [relief of anything else]
inputs:
  - name: allergy
    label: Allergy to daisies
    question: Is there an allergy to the daisy family?
    kind: boolean
    from: condition
    codes: [icd-10 Z91.0]
  - name: drowsiness
    label: Drowsiness score
    kind: quantity
    from: observation
    units: [points, "%"]
    codes: [loinc 1-8]
    traps: [{code: loinc 2-6, why: a score of something else}]
    within: 12 months
    plausible: "[0..100] points | [0..100] %"
    assay: {cv: 10, bias: 5, within_person: 7.1, claims: [T1]}
  - name: drowsiness_before
    label: Drowsiness score before
    kind: quantity
    from: observation
    units: [points, "%"]
    codes: [loinc 1-8]
    pick: previous
  - name: cups_expected
    label: Expected cups
    kind: quantity
    units: [cups]
    formula: {points: drowsiness / 10, "%": drowsiness / 20}
    by: drowsiness
    decimals: 1
tables:
  - id: safety
    title: Is tea safe
    hit: unique
    columns: [allergy]
    outputs: {status: [safe]}
    rows:
      - id: allergic
        if: {allergy: "true"}
        ends: An allergy to daisies rules chamomile out.
        actions:
          - do: advise
            text: Drink no chamomile.
            claims: [G2]
      - id: clear
        if: {allergy: "false"}
        then: {status: safe}
  - id: cups
    title: How many cups
    hit: unique
    columns: [drowsiness]
    when: {safety.status: safe}
    outputs: {amount: [few, many]}
    rows:
      - id: awake
        if: {drowsiness: "< 30 points | < 30 %"}
        then: {amount: many}
        actions:
          - do: start
            text: Give 3 to 4 cups a day, {cups_expected} by the score.
            plain: Drink some tea.
            dose: {amount: 3, most: 4, unit: cups, every: 1 day}
            over_limit: More than the 2 cups a day of the guide.
            claims: [T1, D1]
          - do: measure
            text: Ask for the score again.
            order: [loinc 1-8]
            after: 3 months
            claims: [G2]
      - id: drowsy
        if: {drowsiness: "[30..40) points | [30..40) %"}
        then: {amount: few}
        actions:
          - do: start
            text: Give 1 cup twice a day.
            dose: {amount: 1, unit: cups, every: 1 day, times: 2}
            claims: [G2]
      - id: asleep
        if: {drowsiness: ">= 40 points | >= 40 %"}
        then: {amount: few}
        note: Whoever sleeps needs no tea.
"""

PATIENTS = """\
- id: awake
  story: Somebody who does not sleep.
  on: 2026-11-25
  values: {allergy: "no", drowsiness: 12 points}
  fires: {safety: [clear], cups: [awake]}
- id: unknown
  story: Nobody asked.
  on: 2026-11-25
  values: {drowsiness: 12 points}
  lacks: [allergy]
"""


def write_pathway(directory: Path, *, pathway: str = PATHWAY, patients: str = PATIENTS) -> Path:
    """The topic's folder with the pathway and its test patients in it; the pathway's file."""
    folder = write_folder(directory)
    (folder / "patients.yaml").write_text(patients, encoding="utf-8")
    file = folder / "pathway.yaml"
    file.write_text(pathway, encoding="utf-8")
    return file
