"""A pathway with all that a pathway can have: each policy, guards, ends, formulas, dates, null, units left out."""

from __future__ import annotations

from pathway.small_pathways import AGE, CREATININE, DIALYSIS, LEVEL, STONES, WEIGHT

CLEARANCE = """\
  - name: clearance
    label: Creatinine clearance
    kind: quantity
    units: [mL/min]
    by: creatinine
    decimals: 1
    formula: {mg/dL: "(140 - age) * weight / (72 * creatinine)", umol/L: "1.23 * (140 - age) * weight / creatinine"}
"""
MET = """\
  - name: met_on
    label: Met on
    kind: date
"""

TABLES = """\
  - id: scope
    title: Scope
    hit: first
    columns: [age, stones]
    outputs: {fits: [yes, no]}
    rows:
      - {id: child, if: {age: "< 18 year"}, then: {fits: no}, ends: Not for children.}
      - {id: unasked, if: {stones: "null"}, then: {fits: yes}}
      - {id: stones, if: {stones: "true", age: "not(null)"}, then: {fits: yes}}
      - {id: rest, if: {age: "not([18..20)) year"}, then: {fits: yes}}
  - id: renal
    title: Kidneys
    hit: priority
    columns: [clearance, dialysis]
    outputs: {function: [none, poor, fair], asks: [nothing, more]}
    rows:
      - {id: fair, if: {clearance: ">= 30 mL/min"}, then: {function: fair, asks: nothing}}
      - {id: poor, if: {clearance: "< 30 mL/min"}, then: {function: poor, asks: nothing}}
      - {id: gone, if: {dialysis: 'not("none")'}, then: {function: none, asks: nothing}}
      - {id: unknown, if: {clearance: "null"}, then: {function: fair, asks: more}}
  - id: dose
    title: Dose
    hit: any
    columns: [age, weight, creatinine]
    when: {renal.function: '"poor", "fair"'}
    outputs: {dose: [full, reduced]}
    rows:
      - {id: old_light, if: {age: ">= 80 year", weight: "<= 60 kg"}, then: {dose: reduced}}
      - {id: old_renal, if: {age: ">= 80 year", creatinine: ">= 1.5 mg/dL | >= 133 umol/L"}, then: {dose: reduced}}
      - {id: light_renal, if: {weight: "<= 60 kg", creatinine: ">= 1.5 mg/dL | >= 133 umol/L"}, then: {dose: reduced}}
      - {id: young_heavy, if: {age: "< 80 year", weight: "> 60 kg"}, then: {dose: full}}
      - {id: young_clear, if: {age: "< 80 year", creatinine: "< 1.5 mg/dL | < 133 umol/L"}, then: {dose: full}}
      - {id: heavy_clear, if: {weight: "> 60 kg", creatinine: "< 1.5 mg/dL | < 133 umol/L"}, then: {dose: full}}
  - id: band
    title: Band
    hit: unique
    columns: [level, dose.dose]
    when: {met_on: '>= date("2026-01-01")'}
    outputs: {band: [low, middle, high]}
    rows:
      - {id: low, if: {level: "null, < 30 ng/mL | < 75 nmol/L", dose.dose: "full"}, then: {band: low}}
      - {id: low_reduced, if: {level: "< 30 ng/mL | < 75 nmol/L", dose.dose: 'not("full")'}, then: {band: low}}
      - {id: middle, if: {level: "[30..40) ng/mL | [75..100) nmol/L"}, then: {band: middle}}
      - {id: high, if: {level: "40, > 40 ng/mL"}, then: {band: high}, ends: Enough.}
  - id: advice
    title: Advice
    hit: collect
    columns: [band.band, dialysis, stones, level]
    rows:
      - {id: eat, if: {band.band: "low, middle"}}
      - {id: drink, if: {stones: "true", dialysis: "none"}}
      - {id: unbanded, if: {band.band: "null"}}
      - {id: stop, if: {level: "> 100 ng/mL | > 250 nmol/L"}, ends: Stop.}
      - {id: always}
  - id: last
    title: Last
    hit: unique
    columns: []
    rows:
      - {id: goodbye}
"""
INPUTS = AGE + WEIGHT + CREATININE + CLEARANCE + STONES + DIALYSIS + LEVEL + MET

SETTLED = {
    "age": "70 year",
    "weight": "70 kg",
    "creatinine": "1 mg/dL",
    "stones": "no",
    "dialysis": "none",
    "met_on": "2026-11-01",
}
"""Somebody of whom only the level is left to know."""
