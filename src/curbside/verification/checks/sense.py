"""No claim rests on a source that means something else by a short form of the question."""

from __future__ import annotations

from curbside.answer.draft import Claim
from curbside.retrieval.dossier import means_another
from curbside.terminology.senses import SenseInventory
from curbside.verification.check import Evidence


class SenseIsTheQuestions:
    """What a publication defines a short form as is what it means by it, wherever it uses it."""

    name = "sense"

    def objection(self, claim: Claim, evidence: Evidence) -> str | None:
        """See `curbside.verification.check.Check`."""
        for quote in claim.quotes:
            found = evidence.found[quote.passage.publication]
            for choice in evidence.senses:
                if means_another(found.meant.get(choice.short), choice, SenseInventory()):
                    meant = found.meant[choice.short]
                    return f"by {choice.short} its source {found.publication.id} means {meant}"
        return None
