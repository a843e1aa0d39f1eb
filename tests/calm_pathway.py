"""A pathway with codes and orders on the invented evidence of `tea_topic`: all of its codes are invented too."""

from __future__ import annotations

from pathlib import Path

import tea_topic

PATHWAY = """\
id: tea_calm
title: Chamomile tea for sleep
plain_title: Tea to help you sleep
version: 1.2.0
status: active
date: 2026-01-02
purpose: Help adults sleep.
for: [adults who sleep badly]
not_for: [children]
inputs:
  - name: age
    label: Age
    kind: quantity
    from: age
    units: [years]
  - name: sedative
    label: Sleeping pill
    kind: boolean
    from: therapy
    codes: [rxnorm 900100]
    within: 12 months
    absent: "no"
  - name: hay_fever
    label: Hay fever
    kind: boolean
    from: condition
    codes: [icd-10-cm J30.-]
    absent: "no"
  - name: calm
    label: Calm index
    question: What is the calm index?
    kind: quantity
    from: observation
    units: [ng/mL, nmol/L]
    codes: [loinc 90001-1, loinc 90002-2]
    traps:
      - code: loinc 90009-9
        why: the calm index of the cup, not of the drinker
    within: 6 months
    plausible: "[0..500] ng/mL | [0..1250] nmol/L"
  - name: cups
    label: Cups a day
    question: How many cups does the patient drink a day?
    kind: quantity
    from: answer
    units: [cups]
tables:
  - id: scope
    title: Is it for them?
    hit: first
    columns: [age]
    rows:
      - id: child
        if: {age: "< 18 years"}
        ends: Tea is for adults here.
      - id: adult
        if: {age: ">= 18 years"}
  - id: safety
    title: Does anything rule tea out?
    hit: collect
    columns: [hay_fever, sedative]
    rows:
      - id: hay_fever
        if: {hay_fever: true}
        ends: Tea must not be drunk with hay fever.
        actions:
          - do: stop
            text: Give no tea with hay fever.
            medicine: [rxnorm 900001, atc V90AA01]
            claims: [T2]
      - id: sedative
        if: {sedative: true}
        actions:
          - do: advise
            text: Mind the sleeping pill.
            claims: [T2]
  - id: dose
    title: How much tea
    hit: unique
    columns: [calm]
    outputs:
      band: [low, middle, high]
    rows:
      - id: low
        if: {calm: "< 30 ng/mL | < 75 nmol/L"}
        then: {band: low}
        note: Low is common in winter.
        actions:
          - do: start
            text: Give 500 mg of tea twice a day.
            medicine: [rxnorm 900001, atc V90AA01]
            dose: {amount: 500, unit: mg, every: 1 day, times: 2}
            claims: [T1, G2]
      - id: middle
        if: {calm: "[30..100) ng/mL | [75..250) nmol/L"}
        then: {band: middle}
        actions:
          - do: start
            text: Give 200 to 250 mg of tea once a day.
            medicine: [rxnorm 900001, atc V90AA01]
            dose: {amount: 200, most: 250, unit: mg, every: 1 day}
            claims: [G2]
      - id: high
        if: {calm: ">= 100 ng/mL | >= 250 nmol/L"}
        then: {band: high}
        actions:
          - do: start
            text: Give 3 g of tea a day, if at all.
            medicine: [rxnorm 900001, atc V90AA01]
            dose: {amount: 3, unit: g, every: 1 day}
            over_limit: More than 2 g a day passes the limit of the guide.
            claims: [G2]
      - id: not_measured
        if: {calm: "null"}
        then: {band: low}
        actions:
          - do: measure
            text: Measure the calm index.
            order: [loinc 90001-1]
            after: 2 weeks
            claims: [T1]
  - id: habit
    title: What they drink
    hit: unique
    columns: [cups, dose.band]
    rows:
      - id: little
        if: {cups: "< 2 cups"}
        actions:
          - do: advise
            text: Two cups are what the guide says.
            claims: [G2]
      - id: enough
        if: {cups: ">= 2 cups", dose.band: '"low", "middle", "high"'}
        actions:
          - do: advise
            text: Keep to that.
            claims: [G2]
"""

PATIENTS = """\
- id: a_low_index
  story: An adult who sleeps badly, with a low calm index.
  on: 2026-03-01
  values: {age: 40 years, sedative: false, hay_fever: false, calm: 20 ng/mL, cups: 1 cups}
  fires: {scope: [adult], dose: [low], habit: [little]}
- id: a_child
  story: Too young.
  on: 2026-03-01
  values: {age: 9 years}
  fires: {scope: [child]}
"""


def write(folder: Path) -> Path:
    """The pathway's file, in the topic's folder with all that belongs there."""
    folder.mkdir(parents=True, exist_ok=True)
    tea_topic.write_folder(folder)
    (folder / "patients.yaml").write_text(PATIENTS, encoding="utf-8")
    file = folder / "pathway.yaml"
    file.write_text(PATHWAY, encoding="utf-8")
    return file
