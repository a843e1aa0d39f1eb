"""When, and for how long: what was found at one time was not found at another, and before is not after."""

from __future__ import annotations

import pytest

from curbside.verification.checks.time import TimeIsTheSame
from curbside.verification.comparison import hold

PERSISTENCE = "They kept to it at 3, 6, and 12 months (85% vs 93%, 79% vs 88%, and 70% vs 82%, respectively)."


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("At 90 days 39% kept to it.", "They kept to it at 90 days (46%) and at 1 year (39%)."),
        ("At 12 months 46% kept to it.", "They kept to it at 90 days (46%) and at 1 year (39%)."),
        ("At 6 months 70% kept to it.", PERSISTENCE),
        ("Pain was gone in 12% at 24 weeks.", "Pain was gone in 12% at 6 weeks and in 30% at 24 weeks."),
        ("Stop it before surgery.", "Stop it after surgery."),
        ("Preoperative antibiotics helped.", "Postoperative antibiotics helped."),
        ("Bleeding during surgery was less.", "Bleeding after surgery was less."),
        ("Early mortality fell.", "Late mortality fell."),
        ("Tea was taken for 2 years.", "Women were followed for 2 years."),
        ("Tea was given daily for 24 months.", "Tea was given daily; median follow-up was 2 years."),
        ("It was injected every 12 weeks.", "It was injected for 12 weeks."),
        ("It was injected for 12 weeks.", "It was injected every 12 weeks."),
        ("Deaths within 30 days were fewer.", "Deaths beyond 30 days were fewer."),
        ("Deaths more than 30 days later were fewer.", "Deaths within 30 days were fewer."),
        ("Deaths after the first 30 days were fewer.", "Deaths within 30 days were fewer."),
        ("The long-term effect is known.", "The short-term effect is known."),
        ("Take it in the morning.", "Take it at night."),
    ],
)
def test_another_time(claim: str, quote: str) -> None:
    mismatch = TimeIsTheSame().mismatch(hold(claim, (quote,)))
    assert mismatch is not None
    assert mismatch.conflict


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("At 90 days 46% kept to it.", "They kept to it at 90 days (46%) and at 1 year (39%)."),
        ("At 1 year 39% kept to it.", "They kept to it at 90 days (46%) and at 12 months (39%)."),
        ("At 6 months 79% kept to it, against 88%.", PERSISTENCE),
        ("They kept to it in 70% by 12 months and 79% by 6 months.", PERSISTENCE),
        ("At 1 year 46% kept to it.", "They kept to it at 90 days and at 1 year (46% and 46%)."),
        (
            "Stop it 24 hours before surgery.",
            "It lasts for 24 hours after the last dose; stop it before surgery.",
        ),
        (
            "Bleeding during surgery was less.",
            "Intraoperative bleeding was less; postoperative pain was not.",
        ),
        (
            "Survival after normal postoperative levels was as after normal preoperative ones.",
            "Patients whose levels normalised after surgery lived as long. Preoperative levels were normal in 40.",
        ),
        ("Movements during injection were fewer.", "Movements after injection were fewer with pretreatment."),
        ("After a switch, stop warfarin.", "Before surgery warfarin was stopped."),
        ("An early gain was lost.", "What was gained was lost with late confirmations."),
        ("Women were followed for 2 years.", "Women were followed for 24 months."),
        ("Tea was taken for 2 years.", "Tea was taken for 2 years, with a follow-up of 2 years."),
        ("Deaths by day 30 were fewer.", "Deaths within 30 days were fewer."),
        ("Deaths within 30 days of surgery were fewer.", "Deaths 30 days after surgery were fewer."),
        ("Deaths within a month were fewer.", "Deaths after 30 days were fewer."),
        ("At 24 weeks pain fell.", "Pain fell at 24 weeks."),
    ],
)
def test_the_same_time(claim: str, quote: str) -> None:
    assert TimeIsTheSame().mismatch(hold(claim, (quote,))) is None
