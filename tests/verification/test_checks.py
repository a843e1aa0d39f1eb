"""What a claim may say of its quotes, a plain wording of its claim, a verdict of its sides, and what needs company."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from curbside.answer.draft import Claim, DraftVerdict, Quote
from curbside.appraisal.result import Way
from curbside.appraisal.weighing import Certainty
from curbside.literature.publication import Kind, Passage, Statement
from curbside.verification.check import Evidence
from curbside.verification.checks import COMPARISONS
from curbside.verification.checks.carried import QuotesCarryIt
from curbside.verification.checks.company import company_objection
from curbside.verification.checks.plain import plain_objection
from curbside.verification.checks.plaintext import TextIsPlain
from curbside.verification.checks.verdict import direction_objection, summary_objection

NOTHING = Evidence(found={})


def quoting(text: str, *, name: str = "T1", beside: tuple[str, ...] = ()) -> Quote:
    said = structs.replace(Statement(outcome="sleep"), beside=beside)
    passage = Passage(id=f"tea:x#{name}", kind=Kind.STATEMENT, text=text, start=0, statement=said)
    return Quote(passage=passage, start=0, end=len(text), text=text)


def composed(text: str, *quoted: str) -> Claim:
    return Claim(text=text, kind="composed", quotes=tuple(map(quoting, quoted)))


@pytest.mark.parametrize(
    ("said", "quoted", "check"),
    [
        ("Falls rose by 15%.", "Falls rose by 15% in 2,256 women.", ""),
        ("Falls went up by 15%.", "Falls rose by 15% in 2,256 women.", ""),
        ("Falls rose by 51%.", "Falls rose by 15% in 2,256 women.", "numbers"),
        ("Falls rose by 1.5%.", "Falls rose by 15% in 2,256 women.", "numbers"),
        ("It adds 4000 IU.", "It adds 4,000 IU a day.", ""),
        ("A dose of 4,000 mg.", "A dose of 4,000 IU.", "numbers"),
        ("It adds 100 µg of vitamin D.", "It adds 4,000 IU of vitamin D.", ""),
        ("Vitamin D reached 100 nmol/L.", "Vitamin D reached 40 ng/mL.", ""),
        ("Vitamin D reached 40 nmol/L.", "Vitamin D reached 40 ng/mL.", "numbers"),
        ("Treatment lasted 1 year.", "Treatment lasted 12 months.", ""),
        ("Treatment lasted 12 weeks.", "Treatment lasted 12 months.", "numbers"),
        ("Risk was 16% lower.", "Risk was lower (RR 0.84, 95% CI 0.70 to 0.99).", ""),
        ("Risk was lower (RR 0.70).", "Risk was lower (RR 0.84, 95% CI 0.70 to 0.99).", "numbers"),
        ("Risk was lower (HR 0.84).", "Risk was lower (RR 0.84, 95% CI 0.70 to 0.99).", "numbers"),
        ("Pain fell (P < 0.05).", "Pain fell (P = 0.04).", ""),
        ("Pain fell (P < 0.01).", "Pain fell (P = 0.04).", "numbers"),
        (
            "Pain fell by 51% with tea and by 37% with milk.",
            "Pain fell by 37% with tea and 51% with milk.",
            "bearing",
        ),
        (
            "Pain fell by 37% with tea and by 51% with milk.",
            "Pain fell by 37% with tea and 51% with milk.",
            "",
        ),
        ("The change was -0.5 points.", "The change was −0.5 points.", ""),
        ("The change was 0.5 points.", "The change was -0.5 points.", "signs"),
        ("The change was -0.5 points.", "The change was 0.5 points.", "signs"),
        ("Pain changed by +0.5 points.", "Pain changed by -0.5 points.", "signs"),
        ("Pain changed by +0.5 points.", "Pain changed by 0.5 points.", ""),
        ("Pain fell by 0.5 points.", "The change in pain was -0.5 points, a decrease.", ""),
        ("The change in pain was -0.5 points.", "Pain decreased by 0.5 points.", ""),
        (
            "The difference was 0.5 (95% CI -0.9 to -0.1).",
            "The difference was −0.5 (95% CI −0.9 to −0.1).",
            "numbers",
        ),
        ("Pain was less by 19 (95% CI 14 to 24).", "Pain was less: difference -19 (95% CI -24 to -14).", ""),
        (
            "Pain was less by 19 (95% CI -24 to 14).",
            "Pain was less: difference -19 (95% CI -24 to -14).",
            "numbers",
        ),
        ("Tea lasted 10 to 20 weeks.", "Tea lasted 10-20 weeks.", ""),
        ("Tea lasted 10 to 20 weeks.", "Tea lasted 10 -20 weeks.", ""),
        ("Scores were 1.8 ± 0.3.", "Scores were 1.8 ± 0.3 points.", ""),
        ("Scores were 1.8 ± 2.4.", "Scores were 1.8 ± 0.3 with tea, and 2.4 ± 0.4 with milk.", "numbers"),
        ("Scores were 1.8 ± 0.4.", "Scores were 1.8 ± 0.3 with tea, and 2.4 ± 0.4 with milk.", "numbers"),
        ("Pain fell (P > 0.001).", "Pain fell (P < 0.001), and itch did too (P = 0.02).", "numbers"),
        ("Pain did not fall (P > 0.05).", "Pain did not fall (P = 0.42).", ""),
        ("Tea at 10 mg two times a day.", "Tea at 10 mg twice daily.", ""),
        ("Tea helped 63 adults.", "Sixty-three adults were helped by tea.", ""),
        ("Tea helped 36 adults.", "Sixty-three adults were helped by tea.", "numbers"),
        ("Tea helped 56% of adults.", "Tea helped 60 of 107 adults.", ""),
        ("Tea helped 65% of adults.", "Tea helped 60 of 107 adults.", "numbers"),
        ("Tea helped a fifth of adults.", "Tea helped 21 of 107 adults.", ""),
        ("Tea helped about 34,500 adults.", "Tea helped 34,504 adults.", ""),
        ("Tea helped 34,500 adults.", "Tea helped 34,504 adults.", "numbers"),
        ("Tea helped about 43,500 adults.", "Tea helped 34,504 adults.", "numbers"),
        ("The hazard with tea was half.", "With tea the hazard ratio was 0.50 (95% CI 0.38 to 0.66).", ""),
        (
            "The hazard with tea was twice that.",
            "With tea the hazard ratio was 0.50 (95% CI 0.38 to 0.66).",
            "shares",
        ),
        ("Tea gives 400 mg.", "Tea gives 0.4 grams.", ""),
        ("Use was 5% lower.", "Use was lower by 5 percentage points.", "numbers"),
        ("Use was lower by 5 percentage points.", "Use was 5% lower.", ""),
        ("Toxicity of grade 3.", "Toxicity was of grade III.", ""),
        ("Toxicity of grade 2.", "Toxicity was of grade III.", "numbers"),
        ("Tea in type 2 diabetes.", "Tea in T2DM, a diabetes.", ""),
        ("It was measured with the SF-36.", "It was measured with the Short Form (SF 36).", ""),
        ("Tea lasted 6 months.", "In a six-month trial tea lasted.", ""),
        ("A six-month trial of tea.", "In a trial tea was taken for 9 months.", "numbers"),
        ("Pain fell (P value of 0.04).", "Pain fell (P = 0.04).", ""),
        (
            "Pain fell (P of 0.04 and 0.002).",
            "Pain and itch fell (P = 0.04 and P = 0.002, respectively).",
            "",
        ),
        (
            "Risk fell by 16%; the RR's 95% CI ran from 0.70 to 0.99.",
            "Risk fell (RR 0.84, 95% CI 0.70-0.99).",
            "",
        ),
        ("Risk fell, with an RR of 0.70 to 0.99.", "Risk fell (RR 0.84, 95% CI 0.70-0.99).", "numbers"),
        ("Volumes were 300 mL (range 25 to 2500 mL).", "Volumes were 300 cc (range 25-2500).", ""),
        ("Tea at 10 mg two times a day.", "Tea at 10 mg once daily.", "numbers"),
        ("Tea at 40 IU a day.", "Tea at 40 IU (1 µg) a day.", ""),
        ("Adults of 60 years drank tea.", "Adults aged 60 drank tea.", ""),
        ("Tea at 10 mg twice daily.", "Tea at 10 mg once, then 5 mg twice daily.", "numbers"),
        ("Tea at 5 mg twice daily.", "Tea at 10 mg once, then 5 mg twice a day.", ""),
        ("Tea below an eGFR of 30.", "Tea at an eGFR between 30 and 45.", ""),
        ("Tea at an eGFR below 30.", "Tea at an eGFR between 30 and 45.", "numbers"),
        ("Tea is contraindicated.", "This is no contraindication to tea.", "negation"),
        ("Tea improved joint pain.", "The trial of tea for joint pain was stopped.", "direction"),
        ("It did not lower falls.", "It lowered falls.", "negation"),
        ("It lowered falls.", "It did not lower falls.", "negation"),
        ("Tea reduced hip fractures.", "Tea reduced hip but not vertebral fractures.", ""),
        ("Tea reduced vertebral fractures.", "Tea reduced hip but not vertebral fractures.", "negation"),
        ("Deaths did not differ.", "Mortality was similar in both groups.", ""),
        ("Tea raised mortality.", "Tea lowered mortality.", "direction"),
        ("Tea prevents strokes.", "Stroke rates were similar with tea.", "direction"),
        ("Pain was lower with milk than with tea.", "Pain was lower with tea than with milk.", "direction"),
        ("Pain was higher with milk than with tea.", "Pain was lower with tea than with milk.", ""),
        ("Heart attacks were fewer with tea.", "Tea reduced myocardial infarction.", ""),
        ("Tea was given to men.", "Tea was given to women.", "population"),
        ("Drink 40 mL of tea daily.", "Drink 40 mL of tea weekly.", "numbers"),
        ("Drink tea daily.", "Drink tea weekly.", "rivals"),
        ("Tea is not contraindicated in gout.", "Tea must not be used in gout.", "negation"),
        ("Tea is contraindicated in gout.", "Tea must not be used in gout: a contraindication.", ""),
        ("Tea is safe in gout.", "In gout tea is contraindicated.", "negation"),
        (
            "Tea reduced wrist falls.",
            "Tea reduced hip but not wrist falls (RR 0.84, 95% CI 0.7 to 0.9).",
            "negation",
        ),
        ("Tea may be used in gout.", "Tea should be avoided in gout.", "negation"),
        ("Tea cured gout and asthma.", "Tea cured gout.", "subject"),
        ("Tea reduces stroke.", "Tea may reduce stroke.", "hedging"),
        ("Tea might reduce stroke.", "Tea may reduce stroke.", ""),
        ("Tea causes cancer.", "Tea was associated with cancer.", "causation"),
        ("Tea does not cause gout.", "Tea must not be used with gout.", "causation"),
        ("Tea doubles bleeding.", "Tea had bleeding at HR 0.48.", "shares"),
        ("Tea lowered falls and should be drunk.", "Tea lowered falls in older women.", "advice"),
        ("Tea should be drunk.", "The guideline recommends tea.", ""),
        (
            "In older women with gout, milk taken at breakfast lowered night falls and bruises more than tea.",
            "In older women with gout, tea taken at breakfast lowered night falls and bruises more than milk.",
            "direction",
        ),
        (
            "In older women with gout, tea taken at breakfast lowered night falls and sprains by 15% in winter.",
            "In older women with gout, tea taken at breakfast lowered night falls and bruises by 15% in winter.",
            "near",
        ),
        ("Tea was linked to cancer.", "Tea was associated with cancer.", ""),
        ("Tea did not lower falls. Tea lowered falls.", "Tea did not lower falls in 60 women.", "direction"),
        ("Tea lowered falls. It was drunk at 9.", "Tea lowered falls. It was drunk at noon.", "numbers"),
        ("Tea lowered falls. It was drunk at noon.", "Tea lowered falls. It was drunk at noon.", ""),
        ("Tea lowered falls in 60 women. So give tea.", "Tea lowered falls in 60 women.", "advice"),
    ],
)
def test_a_composed_claim_says_only_what_its_quotes_carry(said: str, quoted: str, check: str) -> None:
    claim = composed(said, quoted)
    objecting = [one.name for one in COMPARISONS if QuotesCarryIt(one).objection(claim, NOTHING)]
    assert objecting[:1] == ([check] if check else [])


QUOTED = "Tea lowered falls (P < 0.05) [in 60 women] at 25 \N{MICRO SIGN}g."


@pytest.mark.parametrize(
    ("said", "objection"),
    [
        ("Tea lowered falls (P < 0.05).", ""),
        ("Tea “lowered” falls – at 25 \N{GREEK SMALL LETTER MU}g; naïve, it’s said.", ""),
        ("Tea lowered falls [in 60 women].", ""),
        ("Tea <b>lowered</b> falls.", "markup"),
        ("Tea lowered falls, see www.example.org.", "markup"),
        ("Tea [lowered](x) falls.", "markup"),
        ("Tea lowered falls &amp; fractures.", "markup"),
        ("Tea *lowered* falls.", "U+002A"),
        ("| Tea | falls |", "U+007C"),
        ("Tea lowered \N{CYRILLIC SMALL LETTER EF}alls.", "U+0444"),
        ("Tea lowered falls \N{THUMBS UP SIGN}", "U+1F44D"),
        ("Tea n\u0336o\u0336t", "U+0336"),
        ("Tea lowered falls at 25\N{SUPERSCRIPT TWO}", "U+00B2"),
    ],
)
def test_a_composed_claim_is_plain_text(said: str, objection: str) -> None:
    told = TextIsPlain().objection(composed(said, QUOTED), NOTHING)
    assert (told or "") == "" if not objection else objection in (told or "")


def test_what_a_quote_says_may_be_said_as_it_says_it() -> None:
    assert (
        TextIsPlain().objection(composed("Falls fell by 5 m².", "Falls fell by 5 m² (a<b)."), NOTHING) is None
    )


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


@pytest.mark.parametrize(
    ("line", "supporting", "objection"),
    [
        ("Tea, by outcome. Sleep: benefit (low certainty).", [CLAIM], None),
        ("Tea, by outcome. Sleep: benefit (low certainty).", [], "no claim for a benefit was upheld"),
        ("Tea, by outcome. Sleep: harm (low certainty).", [CLAIM], "as it is"),
        ("Tea, by outcome. Sleep: benefit (high certainty).", [CLAIM], "as it is"),
        ("Tea, by outcome. Falls: benefit (low certainty).", [CLAIM], "as it is"),
    ],
)
def test_a_line_sums_up_what_stands_and_as_it_stands(
    line: str, supporting: list[Claim], objection: str | None
) -> None:
    verdict = DraftVerdict(
        outcome="sleep",
        plain_outcome="",
        direction=Way.BENEFIT,
        certainty=Certainty.LOW,
        why=(),
        supporting=(CLAIM,),
        opposing=(),
    )
    reason = summary_objection(replace(CLAIM, text=line, sums_up=(verdict,)), [(verdict, supporting, [])])
    assert (reason is None) if objection is None else (reason is not None and objection in reason)
