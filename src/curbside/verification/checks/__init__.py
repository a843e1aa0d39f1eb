"""Every check of a single claim, in the order in which they are asked. The first objection withholds it.

What depends on more than one claim (its company, a verdict's sides) and on its plain wording is asked by
`curbside.verification.uphold` itself.
"""

from curbside.verification.check import Check
from curbside.verification.checks.carried import FiguresAreCarried
from curbside.verification.checks.citation import CitationExists
from curbside.verification.checks.quote import QuoteIsVerbatim
from curbside.verification.checks.retraction import SourceStands

CHECKS: tuple[Check, ...] = (CitationExists(), QuoteIsVerbatim(), SourceStands(), FiguresAreCarried())
"""Checks that look at one claim and what it rests on."""
