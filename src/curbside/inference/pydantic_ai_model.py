"""Language models by way of pydantic-ai: hosted ones, Ollama, vLLM, llama.cpp, and all that speaks OpenAI's protocol.

A reply is always streamed, whether or not somebody listens: a model that writes without end is stopped when it has
written too much, and one that says nothing when its time is up.
"""

from __future__ import annotations

import asyncio
import inspect
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

import httpx2
import msgspec
from pydantic_ai import models
from pydantic_ai.direct import model_request_stream
from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError, UserError
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
)
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.providers import Provider, infer_provider_class
from pydantic_ai.settings import ModelSettings as RequestSettings
from pydantic_core import from_json

from curbside.errors import LocalOnly, Mendable, ModelFailure
from curbside.inference.language_model import Form, Meter, Partly, Prompt
from curbside.inference.settings import ModelSettings
from curbside.network import hold_back, is_kept_to_this_machine, refusal_in

_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500
_CONNECT_SECONDS = 10.0
_NO_KEY = "none"

# A reply is read in this one way only: no tools, no alternatives, and as little chance as the model allows.
_REQUEST = RequestSettings(temperature=0.0, max_retries=0)

T = TypeVar("T")


class _TooMuch(Exception):
    """More arrived than any reply needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PydanticAIModel:
    """A model by its settings. Asked from a thread that runs no event loop; each request opens its own connection.

    The ``key`` is for the server at ``settings.url``; a hosted provider's is read from the variable it documents.
    ``pause`` lets time pass.
    """

    settings: ModelSettings
    key: str = field(default="", repr=False)
    pause: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raises `Mendable` for a provider that is unknown, not installed, or has no key."""
        if self.settings.url and self._provider != "openai":
            raise Mendable(
                f"expected openai:MODEL for the server at CURBSIDE_MODEL_URL, by the protocol it speaks; "
                f"came {self.name}"
            )
        if self.settings.url and not _is_address(self.settings.url):
            raise Mendable(
                "expected an address such as http://127.0.0.1:8080/v1 in CURBSIDE_MODEL_URL, "
                "without a name, password or query"
            )
        _finished(self._checked())

    @property
    def name(self) -> str:
        return self.settings.name

    def fill_in(
        self, form: type[Form], prompt: Prompt, *, meter: Meter, partly: Partly | None = None
    ) -> Form:
        """See `curbside.inference.language_model.LanguageModel`."""
        said = _finished(self._within_the_deadline(form, prompt, meter=meter, partly=partly))
        try:
            return msgspec.json.decode(_unfenced(said), type=form)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            # What it said may hold anything, so the message repeats none of it.
            cut = "" if said.rstrip().endswith(("}", "`")) else ", cut off"
            raise ModelFailure(
                f"{self.name}: expected the form that was asked for; came something else{cut}"
            ) from None

    async def _within_the_deadline(
        self, form: type[Form], prompt: Prompt, *, meter: Meter, partly: Partly | None
    ) -> str:
        seconds = self.settings.deadline_seconds
        try:
            async with asyncio.timeout(seconds):
                return await self._patiently(form, prompt, meter=meter, partly=partly)
        except TimeoutError:
            raise ModelFailure(f"{self.name}: expected a reply in {seconds:g} seconds; came none") from None

    async def _patiently(
        self, form: type[Form], prompt: Prompt, *, meter: Meter, partly: Partly | None
    ) -> str:
        """Ask again while the server is full or failing, and asks for no longer a wait than we have patience for."""
        attempt = 1
        while True:
            try:
                return await self._once(form, prompt, meter=meter, partly=partly)
            except ModelAPIError as error:
                wait = max(error.retry_after or 0.0, self.settings.first_wait_seconds * 2.0 ** (attempt - 1))
                if (
                    attempt >= self.settings.attempts
                    or wait > self.settings.patience_seconds
                    or not _passes(error)
                ):
                    raise self._in_our_words(error, attempt) from None
            except _TooMuch as error:
                raise ModelFailure(
                    f"{self.name}: expected a reply of the form's size; came {error}"
                ) from None
            except (LocalOnly, ModelFailure, asyncio.CancelledError):
                raise
            except Exception as error:
                raise self._in_our_words(error, attempt) from None
            await self.pause(wait)
            attempt += 1

    async def _once(self, form: type[Form], prompt: Prompt, *, meter: Meter, partly: Partly | None) -> str:
        async with self._model() as model:
            meter.requests += 1
            request: list[ModelMessage] = [
                ModelRequest.user_text_prompt(prompt.text, instructions=prompt.instructions)
            ]
            asked = _asked_in(form, by_schema=bool(model.profile.get("supports_json_schema_output", False)))
            said = ""
            with warnings.catch_warnings():
                # Whether it takes a temperature is the model's affair and no concern of whoever asked a question.
                warnings.simplefilter("ignore")
                async with model_request_stream(
                    model, request, model_settings=_REQUEST, model_request_parameters=asked
                ) as stream:
                    try:
                        async for event in stream:
                            said += _text_of(event)
                            if len(said) > self.settings.longest_reply:
                                raise _TooMuch(f"more than {self.settings.longest_reply:,} characters")
                            if partly is not None and _text_of(event):
                                _tell(partly, said)
                    finally:
                        _count(stream.get(), meter)
            return said

    @asynccontextmanager
    async def _model(self) -> AsyncIterator[models.Model]:
        """The model with a connection of its own, which sends nothing on to another address."""
        transport = (
            _Measured(self.settings.largest_body) if is_kept_to_this_machine() or self.settings.url else None
        )
        async with httpx2.AsyncClient(
            transport=transport,
            trust_env=not is_kept_to_this_machine(),
            follow_redirects=False,
            headers={"Accept-Encoding": "identity"},
            timeout=httpx2.Timeout(self.settings.deadline_seconds, connect=_CONNECT_SECONDS),
        ) as client:
            model = self._of_provider(client)
            if (address := getattr(model, "base_url", None)) is not None:
                hold_back(str(address), whose=f"the model {self.name}")
            yield model

    def _of_provider(self, client: httpx2.AsyncClient) -> models.Model:
        if self.settings.url:
            from pydantic_ai.models.openai import OpenAIChatModel
            from pydantic_ai.providers.openai import OpenAIProvider

            provider = OpenAIProvider(
                base_url=self.settings.url, api_key=self.key or _NO_KEY, http_client=client
            )
            return OpenAIChatModel(self.name.partition(":")[2], provider=provider)

        def with_client(name: str) -> Provider[Any]:
            known = infer_provider_class(name)
            takes = inspect.signature(known).parameters
            given: dict[str, Any] = {"http_client": client} if "http_client" in takes else {}
            return known(**given)

        return models.infer_model(self.name, provider_factory=with_client)

    async def _checked(self) -> None:
        """Make the model once, so that what the caller can mend is told before a question is answered."""
        try:
            async with httpx2.AsyncClient(trust_env=False) as client:
                self._of_provider(client)
        except ValueError:
            raise Mendable(
                f"expected PROVIDER:MODEL with a provider that pydantic-ai knows, such as openai:NAME; came {self.name}"
            ) from None
        except ImportError:
            raise Mendable(
                f"expected what {self._provider} needs to be installed: "
                f"pip install 'pydantic-ai-slim[{self._provider}]'"
            ) from None
        except (UserError, httpx2.InvalidURL) as error:
            raise Mendable(f"{self.name}: {error}") from None

    def _in_our_words(self, error: Exception, attempts: int) -> ModelFailure | LocalOnly:
        """What went wrong, without the body that came: a server may repeat the key or the question in it."""
        if (refusal := refusal_in(error)) is not None:
            return refusal
        # A redirection is no HTTP error of pydantic-ai's; what the SDK said of it lies below.
        status = next(
            (s for one in (error, error.__cause__) if (s := getattr(one, "status_code", None))), None
        )
        if status is not None:
            came = f"HTTP {status}"
        elif (too_much := _found(error, _TooMuch)) is not None:
            came = str(too_much)
        elif _found(error, httpx2.TimeoutException) is not None:
            came = "nothing in time"
        elif _found(error, httpx2.ConnectError) is not None:
            came = "no connection"
        else:
            came = f"a connection that failed ({type(error).__name__})"
        times = f", after {attempts} attempts" if attempts > 1 else ""
        return ModelFailure(f"{self.name}: expected a reply; came {came}{times}")

    @property
    def _provider(self) -> str:
        return self.name.partition(":")[0]


class _Measured(httpx2.AsyncHTTPTransport):
    """A connection that takes in so many bytes of one response and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        hold_back(str(request.url), whose="what a model is asked")
        response = await super().handle_async_request(request)
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise _TooMuch("a compressed one, which may be of any size")
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _MeasuredStream(response.stream, self._most)
        return response


class _MeasuredStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        came = 0
        async for chunk in self._stream:
            came += len(chunk)
            if came > self._most:
                raise _TooMuch(f"more than {self._most:,} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def _is_address(url: str) -> bool:
    try:
        address = httpx2.URL(url)
    except httpx2.InvalidURL:
        return False
    return (
        address.scheme in {"http", "https"} and bool(address.host) and not (address.userinfo or address.query)
    )


def _asked_in(form: type[Any], *, by_schema: bool) -> models.ModelRequestParameters:
    """How the form is asked for: by its schema where the model is held to one, else in words."""
    return models.ModelRequestParameters(
        output_mode="native" if by_schema else "prompted",
        output_object=OutputObjectDefinition(json_schema=_schema(form), name=form.__name__, strict=True),
    )


def _schema(form: type[Any]) -> dict[str, Any]:
    """The form's JSON Schema in the subset that servers hold a model to: every key required, no others."""
    (reference,), definitions = msgspec.json.schema_components((form,), ref_template="#/$defs/{name}")
    for definition in definitions.values():
        definition |= {"additionalProperties": False, "required": list(definition.get("properties", {}))}
        definition.pop("title", None)
    name = reference["$ref"].rpartition("/")[2]
    others = {other: definition for other, definition in definitions.items() if other != name}
    schema: dict[str, Any] = definitions[name]
    return schema | ({"$defs": others} if others else {})


def _text_of(event: object) -> str:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return event.part.content
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return event.delta.content_delta
    return ""


def _tell(partly: Partly, said: str) -> None:
    try:
        partly(from_json(_unfenced(said), allow_partial="trailing-strings"))
    except ValueError:
        return  # no JSON yet, or none at all: the end will show


def _unfenced(said: str) -> str:
    """What stands in a code fence, which a model that is held to no schema likes to put around its reply."""
    text = said.strip()
    if text.startswith("```"):
        text = text.partition("\n")[2].removesuffix("```").rstrip()
    return text


def _count(response: ModelResponse, meter: Meter) -> None:
    usage = response.usage
    meter.count(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens, cost=_price(response))


def _price(response: ModelResponse) -> Decimal | None:
    """What it cost by the price list that comes with pydantic-ai; None for a model that is not on it."""
    try:
        return Decimal(response.cost().total_price)
    except (LookupError, ValueError, AssertionError):
        return None


def _passes(error: ModelAPIError) -> bool:
    """May the same request go well a little later?"""
    return isinstance(error, ModelHTTPError) and (
        error.status_code == _TOO_MANY_REQUESTS or error.status_code >= _SERVER_ERROR
    )


def _found(error: BaseException | None, wanted: type[T]) -> T | None:
    """An error of this type among those that led to this one."""
    while error is not None:
        if isinstance(error, wanted):
            return error
        error = error.__cause__ or error.__context__
    return None


def _finished(coroutine: Any) -> Any:
    """Run it on an event loop of its own.

    Unlike `asyncio.run` this does not wait for a name that is still being looked up: the deadline is the deadline.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
