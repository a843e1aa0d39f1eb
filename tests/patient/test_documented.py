"""The records that docs/patients.md shows are read, and say what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from curbside.patient.readers import patient_in

SHOWN = re.findall(
    r"^```(?:yaml|csv|json)\n(.*?)^```",
    (Path(__file__).parents[2] / "docs" / "patients.md").read_text("utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize("written", SHOWN, ids=["YAML", "CSV", "questionnaire"])
def test_a_record_that_is_shown_is_read(written: str) -> None:
    record = patient_in(written)
    assert {"level", "kidney_stones"} <= {answer.name for answer in record.answers}
    assert record.remarks == ()
