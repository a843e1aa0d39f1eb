"""Every check of a single claim, in the order in which they are asked. The first objection withholds it.

What depends on more than one claim (its company, a verdict's sides) and on its plain wording is asked by
`curbside.verification.uphold` itself.
"""

from curbside.verification.check import Check
from curbside.verification.checks.address import ReportsOnly
from curbside.verification.checks.advice import AdviceIsGiven
from curbside.verification.checks.bearing import FiguresStayWithTheirs
from curbside.verification.checks.carried import QuotesCarryIt
from curbside.verification.checks.causation import AssociationStaysOne
from curbside.verification.checks.citation import CitationExists
from curbside.verification.checks.direction import DirectionIsCarried
from curbside.verification.checks.form import FormIsTheSame
from curbside.verification.checks.hedging import HedgesAreKept
from curbside.verification.checks.judgement import JudgementIsGiven
from curbside.verification.checks.near import RepeatsFaithfully
from curbside.verification.checks.negation import NegationIsCarried
from curbside.verification.checks.notice import NoNoticeIsEvidence
from curbside.verification.checks.numbers import NumbersAreCarried
from curbside.verification.checks.order import OrderIsKept
from curbside.verification.checks.plaintext import TextIsPlain
from curbside.verification.checks.population import PopulationIsTheSame
from curbside.verification.checks.quote import QuoteIsVerbatim
from curbside.verification.checks.retraction import SourceStands
from curbside.verification.checks.rivals import NothingIsSwapped
from curbside.verification.checks.sense import SenseIsTheQuestions
from curbside.verification.checks.shares import SharesAreCarried
from curbside.verification.checks.signs import SignsAreKept
from curbside.verification.checks.subject import SubjectIsCarried
from curbside.verification.checks.supersession import SuccessorSpeaks
from curbside.verification.checks.time import TimeIsTheSame
from curbside.verification.comparison import Comparison

COMPARISONS: tuple[Comparison, ...] = (
    NumbersAreCarried(),
    SharesAreCarried(),
    SignsAreKept(),
    FiguresStayWithTheirs(),
    NegationIsCarried(),
    DirectionIsCarried(),
    OrderIsKept(),
    PopulationIsTheSame(),
    FormIsTheSame(),
    TimeIsTheSame(),
    NothingIsSwapped(),
    SubjectIsCarried(),
    HedgesAreKept(),
    AssociationStaysOne(),
    AdviceIsGiven(),
    JudgementIsGiven(),
    RepeatsFaithfully(),
)
"""How the words of a claim are held against the words of its quotes."""

CHECKS: tuple[Check, ...] = (
    CitationExists(),
    QuoteIsVerbatim(),
    SourceStands(),
    NoNoticeIsEvidence(),
    SuccessorSpeaks(),
    TextIsPlain(),
    ReportsOnly(),
    SenseIsTheQuestions(),
    *(QuotesCarryIt(comparison) for comparison in COMPARISONS),
)
"""Checks that look at one claim and what it rests on."""
