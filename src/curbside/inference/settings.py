"""Which model is asked, where, and how long and how often."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """Part of the configuration hash that answers carry, and so without the key.

    ``name`` is ``PROVIDER:MODEL`` as pydantic-ai has it. With a ``url`` the model is asked there in the words of
    OpenAI's chat completions, which every server of that kind speaks; without, where its provider is.

    ``deadline_seconds`` is for a whole reply, from the first attempt to the last character, waits between attempts
    included. ``longest_reply`` counts characters, ``largest_body`` the bytes of one response as they arrive. A request
    that meets a full or failing server (429, 5xx) is made ``attempts`` times in all, after ``first_wait_seconds`` and
    then twice as much each time, or after what the server asks for, if that is no more than ``patience_seconds``.
    """

    name: str
    url: str = ""
    deadline_seconds: float
    longest_reply: int = 60_000
    largest_body: int = 16_000_000
    attempts: int = 3
    first_wait_seconds: float = 1.0
    patience_seconds: float = 20.0
