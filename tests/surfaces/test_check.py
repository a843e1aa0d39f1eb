"""``curbside check``: a claim held against what ships, and a file of claims against the passages they come with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from curbside.surfaces.cli import main
from curbside.surfaces.render import listing
from curbside.surfaces.render.sheet import Sheet
from curbside.verification.judging import Source, judge
from medline_records import citation, link, medline

HIP = "Vitamin D reduced hip but not vertebral fractures (RR 0.84, 95% CI 0.70 to 0.99)."


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Metformin is contraindicated at an eGFR below 30 mL/min/1.73 m2.", "SUPPORTED"),
        ("Metformin is not contraindicated at an eGFR below 30 mL/min/1.73 m2.", "CONTRADICTED"),
        ("The usual dose of apixaban in atrial fibrillation is 5 mg twice daily.", "SUPPORTED"),
        ("The usual dose of apixaban in atrial fibrillation is 10 mg twice daily.", "CONTRADICTED"),
        ("Whales sing.", "NOT_ENOUGH_INFORMATION"),
        ("Vitamin D relieves aromatase inhibitor joint pain.", "CONTRADICTED"),
        ("Metformin should not be started with an eGFR of 30 to 45.", "SUPPORTED"),
        ("Metformin can be used at an eGFR of 25.", "CONTRADICTED"),
        ("Apixaban 2.5 mg twice daily is the dose for everyone over 80.", "NOT_ENOUGH_INFORMATION"),
        ("Acupuncture does not relieve aromatase inhibitor arthralgia.", "CONTRADICTED"),
        ("The tolerable upper intake level of vitamin D is 10,000 IU a day.", "CONTRADICTED"),
        ("Exercise worsened joint pain in women on aromatase inhibitors.", "CONTRADICTED"),
        ("Orlistat increases the absorption of vitamin D.", "CONTRADICTED"),
        ("A 25(OH)D of 20 ng/mL is 80 nmol/L.", "CONTRADICTED"),
        ("Apixaban can be taken with rifampicin without dose change.", "CONTRADICTED"),
    ],
)
def test_a_claim_is_held_against_the_evidence_that_ships(claim: str, verdict: str) -> None:
    result = CliRunner().invoke(main, ["check", claim, "--json"])
    assert result.exit_code == 0
    judged = json.loads(result.stdout)
    assert judged["verdict"] == verdict
    assert (judged["checks"] == []) == (verdict == "SUPPORTED" or not judged["rationale"])


@pytest.mark.parametrize(
    "claim",
    [
        "Apixaban can be used with mechanical heart valves.",
        "The EU label recommends apixaban 2.5 mg twice daily when creatinine clearance is below 15 mL/min.",
        "The apixaban dose is reduced when any one of the criteria of age, weight or creatinine is met.",
        "Metformin is safe on dialysis.",
        "Vitamin D 10,000 IU a day is safe.",
    ],
)
def test_what_would_harm_somebody_is_not_supported(claim: str) -> None:
    assert json.loads(CliRunner().invoke(main, ["check", claim, "--json"]).stdout)["verdict"] != "SUPPORTED"


def test_claims_of_a_file_are_held_against_their_own_passages_alone(tmp_path: Path) -> None:
    claims, out = tmp_path / "claims.jsonl", tmp_path / "verdicts.jsonl"
    rows = [
        {
            "id": "same",
            "claim": "Hip fractures were reduced by vitamin D.",
            "passages": [f"We studied women. {HIP}"],
        },
        {
            "id": "share",
            "claim": "Vitamin D reduced hip fractures by 16%.",
            "passages": [{"id": "p", "text": HIP}],
        },
        {
            "id": "not",
            "claim": "Vitamin D reduced vertebral fractures.",
            "passages": [{"id": "p", "text": HIP}],
        },
        {"id": "none", "claim": "Metformin is contraindicated at an eGFR below 30.", "passages": []},
    ]
    claims.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert CliRunner().invoke(main, ["check", "--claims", str(claims), "--out", str(out)]).exit_code == 0
    judged = {row["id"]: row for row in map(json.loads, out.read_text().splitlines())}
    assert {name: row["verdict"] for name, row in judged.items()} == {
        "same": "SUPPORTED",
        "share": "SUPPORTED",
        "not": "CONTRADICTED",
        "none": "NOT_ENOUGH_INFORMATION",
    }
    [rationale] = judged["same"]["rationale"]
    assert f"We studied women. {HIP}"[rationale["start"] : rationale["end"]] == rationale["quote"] == HIP


def test_a_faulty_line_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    claims, out = tmp_path / "claims.jsonl", tmp_path / "verdicts.jsonl"
    claims.write_text(
        '{"id": 1, "claim": ""}\n{"id": 2, "claim": "Tea.", "passages": [3]}\n{"id": 3, "claim": "Tea."}\n'
    )
    result = CliRunner().invoke(main, ["check", "--claims", str(claims), "--out", str(out)])
    assert result.exit_code == 3
    assert "line 1: expected a `claim`" in result.stderr
    assert "line 2: expected a text, or an object with a `text`, as passage 1" in result.stderr
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["3"]


@pytest.mark.parametrize(
    ("ref_type", "caution"),
    [
        ("ExpressionOfConcernIn", "pmid:1: an expression of concern was raised, see pmid:9"),
        ("UpdateIn", "pmid:1: superseded by pmid:9"),
        ("ErratumIn", "pmid:1: corrected, see pmid:9"),
        ("CommentIn", ""),
    ],
)
def test_what_was_said_of_a_source_stands_beside_what_rests_on_it(
    tmp_path: Path, ref_type: str, caution: str
) -> None:
    record = citation(1, title="Tea and hips", links=link(ref_type, 9))
    abstract = "<Abstract><AbstractText>Tea lowered hip fractures in women.</AbstractText></Abstract>"
    path = medline(tmp_path, record.replace("</ArticleTitle>", f"</ArticleTitle>{abstract}"))
    library = ("--library", str(tmp_path / "library"))
    assert CliRunner().invoke(main, ["library", "add", str(path), *library]).exit_code == 0
    claim = ["check", "Tea lowered hip fractures in women.", *library]
    assert json.loads(CliRunner().invoke(main, [*claim, "--json"]).stdout)["cautions"] == [caution] * bool(
        caution
    )
    assert caution in CliRunner().invoke(main, claim).stdout


def test_figures_that_disagree_are_told_with_what_a_claim_rests_on(tmp_path: Path) -> None:
    claims, out = tmp_path / "claims.jsonl", tmp_path / "verdicts.jsonl"
    text = "Tea lowered hip fractures (RR 0.84, 95% CI 0.90 to 0.97)."
    row = {"id": "1", "claim": "Tea lowered hip fractures.", "passages": [text]}
    claims.write_text(json.dumps(row) + "\n")
    assert CliRunner().invoke(main, ["check", "--claims", str(claims), "--out", str(out)]).exit_code == 0
    judged = json.loads(out.read_text())
    assert judged["verdict"] == "SUPPORTED"
    assert judged["discrepancies"] == ["the interval 0.90 to 0.97 does not contain 0.84"]

    sheet = Sheet(width=100, colour=False)
    listing.judged(sheet, judge(row["claim"], [Source(id="p", text=text)]))
    assert "The source's own figures disagree: the interval 0.90 to 0.97 does not contain 0.84." in " ".join(
        str(sheet).split()
    )
