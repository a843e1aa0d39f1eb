"""What a claim may say of its quotes, a plain wording of its claim, a verdict of its sides, and what needs company."""

from __future__ import annotations

import pytest
from msgspec import structs

from curbside.answer.draft import Claim, Quote
from curbside.appraisal.result import Way
from curbside.literature.publication import Kind, Passage, Statement
from curbside.verification.check import Evidence
from curbside.verification.checks.carried import FiguresAreCarried
from curbside.verification.checks.company import company_objection
from curbside.verification.checks.plain import plain_objection
from curbside.verification.checks.verdict import direction_objection

NOTHING = Evidence(found={})


def quoting(text: str, *, name: str = "T1", beside: tuple[str, ...] = ()) -> Quote:
    said = structs.replace(Statement(outcome="sleep"), beside=beside)
    passage = Passage(id=f"tea:x#{name}", kind=Kind.STATEMENT, text=text, start=0, statement=said)
    return Quote(passage=passage, start=0, end=len(text), text=text)


def composed(text: str, *quoted: str) -> Claim:
    return Claim(text=text, kind="composed", quotes=tuple(map(quoting, quoted)))


@pytest.mark.parametrize(
    ("said", "quoted", "objection"),
    [
        ("Falls rose by 15%.", ["Falls rose by 15% in 2,256 women."], None),
        ("Falls rose by 51%.", ["Falls rose by 15% in 2,256 women."], "has the number 51"),
        ("It adds 4000 IU.", ["It adds 4,000 IU a day."], None),
        ("A dose of 4,000 mg.", ["A dose of 4,000 IU."], "4000 is in mg here, and in IU in its quotes"),
        ("It did not lower falls.", ["It lowered falls."], "says no"),
        ("It lowered falls.", ["It did not lower falls."], "it does not"),
        ("It lowered falls.", ["It did not lower falls.", "It lowered falls."], None),
    ],
)
def test_a_composed_claim_says_only_what_its_quotes_carry(
    said: str, quoted: list[str], objection: str | None
) -> None:
    reason = FiguresAreCarried().objection(composed(said, *quoted), NOTHING)
    assert (reason is None) if objection is None else (reason is not None and objection in reason)


@pytest.mark.parametrize(
    ("text", "plain", "objection"),
    [
        ("Pain fell by 12 points (P=0.04).", "Pain eased by 12 points.", None),
        ("Pain fell by 12 points.", "Pain eased by 20 points.", "no number 20"),
        ("Take 600 IU a day.", "Take 600 mg a day.", "600 is in mg here"),
        ("Pain did not fall.", "Pain fell.", "says no"),
        ("Pain fell.", "Pain did not fall.", "says no"),
        ("It lasted 12 weeks.", "It lasted 12 months.", "12 is in month here"),
    ],
)
def test_a_plain_wording_agrees_with_its_claim(text: str, plain: str, objection: str | None) -> None:
    claim = Claim(text=text, kind="verbatim", quotes=(quoting(text),), plain=plain)
    reason = plain_objection(claim)
    assert (reason is None) if objection is None else (reason is not None and objection in reason)


def test_an_early_result_is_not_shown_without_what_became_of_it() -> None:
    early = quoting("Cases fell by 22%.", beside=("tea:x#T2",))
    later = quoting("At 7 years nothing was left of it.", name="T2")
    claims = [Claim(text=q.text, kind="verbatim", quotes=(q,)) for q in (early, later)]
    assert company_objection(claims[0], claims) is None
    assert company_objection(claims[0], claims[:1]) == "it may not be shown without tea:x#T2"


def test_a_companion_that_is_only_cited_is_no_company() -> None:
    early = quoting("Cases fell by 22%.", beside=("tea:x#T2",))
    later = quoting("At 7 years nothing was left of it.", name="T2")
    alone = Claim(text=early.text, kind="verbatim", quotes=(early,))
    citing = Claim(text="Tea, by outcome: sleep.", kind="composed", quotes=(later,))
    assert company_objection(alone, [alone, citing]) is not None


CLAIM = composed("x", "x")


@pytest.mark.parametrize(
    ("direction", "supporting", "opposing", "stands"),
    [
        (Way.BENEFIT, [CLAIM], [], True),
        (Way.BENEFIT, [], [CLAIM], False),
        (Way.NO_DIFFERENCE, [CLAIM], [], False),
        (Way.NO_DIFFERENCE, [], [CLAIM], True),
        (Way.HARM, [], [CLAIM], True),
        (Way.MIXED, [CLAIM], [], True),
        (Way.MIXED, [], [], False),
        (Way.UNCLEAR, [], [], False),
    ],
)
def test_a_verdict_stands_on_claims_that_point_its_way(
    direction: Way, supporting: list[Claim], opposing: list[Claim], stands: bool
) -> None:
    assert (direction_objection(direction, supporting, opposing) is None) is stands
