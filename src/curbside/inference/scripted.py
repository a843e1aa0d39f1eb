"""A language model for tests: it says what its script says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from curbside.errors import ModelFailure
from curbside.inference.language_model import Form, Meter, Partly, Prompt


@dataclass(slots=True, kw_only=True)
class ScriptedModel:
    """Says one line of the ``script`` a request, or raises it, and keeps the prompts it was given."""

    script: Sequence[object]
    name: str = "scripted"
    settings: object = None
    prompts: list[Prompt] = field(default_factory=list)

    def fill_in(
        self, form: type[Form], prompt: Prompt, *, meter: Meter, partly: Partly | None = None
    ) -> Form:
        """See `curbside.inference.language_model.LanguageModel`. Past the end of its script it fails."""
        meter.requests += 1
        self.prompts.append(prompt)
        if len(self.prompts) > len(self.script):
            raise ModelFailure("the script has ended")
        line = self.script[len(self.prompts) - 1]
        if isinstance(line, Exception):
            raise line
        if partly is not None:
            partly(msgspec.to_builtins(line))
        return msgspec.convert(line, form)
