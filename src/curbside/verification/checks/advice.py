"""What was found is not yet what to do: a claim that advises has a quote that does."""

from __future__ import annotations

import re
from typing import Final

from curbside.verification.comparison import Held, Mismatch

_ADVISES: Final = re.compile(
    r"\b(?:should|must|ought\sto|recommend\w*|advis\w+|is\sindicated|are\sindicated|needs?\sto\sbe|first[- ]line"
    r"|(?:drug|treatment)\sof\schoice|standard\sof\scare|warrant\w*)\b"
    r"|(?:^|[;:,]\s)(?:(?:so|then|thus|hence|therefore|please|always)\b,?\s)*"
    r"(?:give|take|start|use|prescribe|offer|stop|add|increase|double|switch|consider|try|continue)\s(?!of\b)",
    re.IGNORECASE,
)
_ADVISED: Final = re.compile(
    r"\b(?:should|must|ought|recommend\w*|advi[sc]\w+|suggest\w*|indicated|contraindicat\w+|need\w*|necessary|warrant\w*"
    r"|consider\w*|prefer\w*|avoid\w*|guid\w+|choice|first[- ]line|standard\sof\scare|appropriate|require\w*"
    r"|deserv\w+|merit\w*|not\sto\sbe|label\w*|may\sbe|can\sbe|give|take|use|start|stop|offer|do\snot)\b",
    re.IGNORECASE,
)


class AdviceIsGiven:
    """Words of recommending in the claim need some word of it in the quotes; how strong it is, `hedging` looks at."""

    name = "advice"

    def mismatch(self, held: Held) -> Mismatch | None:
        """See `curbside.verification.comparison.Comparison`."""
        advises = _ADVISES.search(held.claim.text)
        if advises is None or _ADVISED.search(held.quoted.text):
            return None
        return Mismatch(f"it advises ({advises[0]!r}), and its quotes only report", conflict=False)
