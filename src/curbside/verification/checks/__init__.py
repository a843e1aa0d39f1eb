"""Every check, in the order in which they are asked. The first objection withholds a claim."""

from curbside.verification.check import Check
from curbside.verification.checks.citation import CitationExists
from curbside.verification.checks.quote import QuoteIsVerbatim
from curbside.verification.checks.retraction import SourceStands

CHECKS: tuple[Check, ...] = (CitationExists(), QuoteIsVerbatim(), SourceStands())
