"""What a language model is to the rest of the house: it is given text, and fills in a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

Form = TypeVar("Form")

Partly = Callable[[Any], None]
"""Hears a form while it is being filled in: JSON values, the last of which may be unfinished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a model is told to do, and the text to do it with."""

    instructions: str
    text: str


@dataclass(slots=True, kw_only=True)
class Meter:
    """Counts what a model is asked, failed requests included; one meter an answer.

    ``cost`` is in US dollars; None before the first reply, and as soon as the price of one is not known.
    """

    requests: int = 0
    replies: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None

    def count(self, *, input_tokens: int, output_tokens: int, cost: Decimal | None) -> None:
        """Add what one reply came to."""
        self.input_tokens += input_tokens
        self.output_tokens += output_tokens
        known = Decimal(0) if self.replies == 0 else self.cost
        self.cost = None if known is None or cost is None else known + cost
        self.replies += 1


class LanguageModel(Protocol):
    """A language model, wherever it runs."""

    @property
    def name(self) -> str:
        """By which it is asked for and named in answers."""
        ...

    @property
    def settings(self) -> object:
        """All that an answer may depend on, and no secret: part of the configuration hash."""
        ...

    def fill_in(
        self, form: type[Form], prompt: Prompt, *, meter: Meter, partly: Partly | None = None
    ) -> Form:
        """The form, filled in by the model, its types checked and nothing else.

        ``partly`` hears the form grow. Raises `ModelFailure` when the model cannot be reached, takes too long, says
        too much or something that is not the form, and `LocalOnly` when it is on another machine and that is set.
        Neither message repeats what the model was given or said, or a key.
        """
        ...
