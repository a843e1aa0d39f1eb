"""Asking a language model, on good days and on bad ones: the whole road over HTTP, to a server on this machine."""

from __future__ import annotations

import gzip
import logging
import time
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from curbside.errors import LocalOnly, Mendable, ModelFailure
from curbside.inference.language_model import LanguageModel, Meter, Prompt
from curbside.inference.pydantic_ai_model import PydanticAIModel
from curbside.inference.scripted import ScriptedModel
from curbside.inference.settings import ModelSettings
from loopback_model import (
    Act,
    Asked,
    LoopbackModel,
    Replied,
    fails,
    hangs_up,
    leads_to,
    says_literally,
    stalls,
    stops_halfway,
)

KEY = "sk-secret-of-the-server"
PROMPT = Prompt(instructions="Count.", text="One, two. The question of Mrs Example.")


class Part(msgspec.Struct):
    name: str


class Form(msgspec.Struct):
    count: int
    parts: list[Part]


GOOD = '{"count": 2, "parts": [{"name": "one"}, {"name": "two"}]}'
FILLED = Form(2, [Part("one"), Part("two")])

pytestmark = pytest.mark.usefixtures("asks_a_loopback_model")


class Watch:
    """Lets no time pass, and says how much was asked for."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def model(server: LoopbackModel, watch: Watch | None = None, **settings: Any) -> PydanticAIModel:
    set_up = ModelSettings(name="openai:loopback", url=server.url, deadline_seconds=20.0)
    return PydanticAIModel(settings=replace(set_up, **settings), key=KEY, pause=(watch or Watch()).pause)


def asked(*script: Act, **settings: Any) -> Form:
    with LoopbackModel(*script) as server:
        return model(server, **settings).fill_in(Form, PROMPT, meter=Meter())


class TestAGoodDay:
    def test_the_form_comes_back_filled_in(self) -> None:
        assert asked(says_literally(GOOD)) == FILLED

    @pytest.mark.parametrize("around", ["```json\n{}\n```", "```\n{}```", " \n{}\n\n"])
    def test_a_fence_around_it_is_taken_off(self, around: str) -> None:
        assert asked(says_literally(around.replace("{}", GOOD))) == FILLED

    def test_what_is_sent(self) -> None:
        with LoopbackModel(says_literally(GOOD)) as server:
            model(server).fill_in(Form, PROMPT, meter=Meter())
        (sent,) = server.asked
        assert (sent.instructions, sent.text) == (PROMPT.instructions, PROMPT.text)
        assert sent.path == "/v1/chat/completions"
        assert sent.authorization == f"Bearer {KEY}"
        assert sent.body["temperature"] == 0.0
        held_to = sent.body["response_format"]["json_schema"]["schema"]
        assert held_to["required"] == ["count", "parts"]
        assert held_to["additionalProperties"] is False

    def test_without_a_key_no_other_is_sent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-server")
        with LoopbackModel(says_literally(GOOD)) as server:
            replace(model(server), key="").fill_in(Form, PROMPT, meter=Meter())
        assert "another" not in server.asked[0].authorization

    def test_the_meter_counts(self) -> None:
        meter = Meter()
        with LoopbackModel(fails(503), says_literally(GOOD), says_literally(GOOD)) as server:
            for _ in range(2):
                model(server).fill_in(Form, PROMPT, meter=meter)
        assert (meter.requests, meter.input_tokens, meter.output_tokens, meter.cost) == (3, 1800, 240, None)

    def test_who_listens_hears_it_grow(self) -> None:
        heard: list[Any] = []
        with LoopbackModel(says_literally(GOOD)) as server:
            model(server).fill_in(Form, PROMPT, meter=Meter(), partly=heard.append)
        assert heard[-1] == msgspec.to_builtins(FILLED)
        assert {len(one.get("parts", [])) for one in heard} > {1, 2}


def floods(_asked: Asked) -> Replied:
    return Replied(chunks=[f'{{"count": 2, "parts": "{"x" * 1_000}'] + ["x" * 50_000] * 40)


def floods_without_end_of_line(_asked: Asked) -> Replied:
    return Replied(chunks=["x" * 2_000_000])


def compressed(asked: Asked) -> Replied:
    return Replied(headers={"Content-Encoding": "gzip"}, chunks=[gzip.compress(b"x" * 9_000).hex()])


class TestABadDay:
    @pytest.mark.parametrize(
        ("script", "came"),
        [
            ([says_literally("I am sorry, I cannot help with that.")], "something else, cut off"),
            ([says_literally('{"count": "two", "parts": []}')], "something else"),
            ([says_literally('{"count": 2}')], "something else"),
            ([says_literally("[]")], "something else"),
            ([says_literally("")], "something else, cut off"),
            ([says_literally("[" * 50_000)], "something else, cut off"),
            ([stops_halfway(says_literally(GOOD))], "something else, cut off"),
            ([hangs_up(says_literally(GOOD))], "something else, cut off"),
            ([floods], "more than 60,000 characters"),
            ([floods_without_end_of_line], "more than 60,000 characters"),
            ([compressed], "a compressed one, which may be of any size"),
            ([fails(400)], "HTTP 400"),
            ([fails(401)], "HTTP 401"),
            ([fails(404)], "HTTP 404"),
            ([leads_to("http://192.0.2.1/v1/chat/completions")], "HTTP 307"),
            ([fails(500)] * 3, "HTTP 500, after 3 attempts"),
            ([fails(429)] * 3, "HTTP 429, after 3 attempts"),
            ([fails(503, Retry_After="3600")], "HTTP 503"),
        ],
    )
    def test_is_told_in_a_sentence_that_repeats_nothing(self, script: list[Act], came: str) -> None:
        with LoopbackModel(*script) as server, pytest.raises(ModelFailure) as told:
            model(server).fill_in(Form, PROMPT, meter=Meter())
        assert str(told.value).startswith("openai:loopback: expected ")
        assert f"; came {came}" in str(told.value)
        assert server.script == []
        for secret in (KEY, "Mrs Example", "sorry"):
            assert secret not in str(told.value)

    def test_a_body_without_end_is_read_no_further_than_it_may_be(self) -> None:
        with pytest.raises(ModelFailure, match="came more than 100,000 bytes"):
            asked(floods_without_end_of_line, largest_body=100_000)

    def test_nobody_there(self) -> None:
        with LoopbackModel() as server:
            gone = model(server)
        with pytest.raises(ModelFailure, match="came no connection"):
            gone.fill_in(Form, PROMPT, meter=Meter())

    def test_what_it_used_is_counted_although_it_failed(self) -> None:
        meter = Meter()
        with LoopbackModel(says_literally("no form")) as server, pytest.raises(ModelFailure):
            model(server).fill_in(Form, PROMPT, meter=meter)
        assert (meter.requests, meter.output_tokens) == (1, 120)

    def test_the_deadline_is_for_the_whole_of_it(self) -> None:
        began = time.monotonic()
        with pytest.raises(ModelFailure, match=r"expected a reply in 0\.2 seconds; came none"):
            asked(stalls, deadline_seconds=0.2)
        assert time.monotonic() - began < 5

    def test_nothing_is_logged_but_by_request(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO):
            asked(fails(500), says_literally(GOOD))
        assert KEY not in caplog.text
        assert "Mrs Example" not in caplog.text

    def test_its_settings_show_no_key(self) -> None:
        with LoopbackModel() as server:
            assert KEY not in repr(model(server))


class TestPatience:
    @pytest.mark.parametrize(
        ("script", "pauses"),
        [
            ([fails(429), says_literally(GOOD)], [1.0]),
            ([fails(503), fails(500), says_literally(GOOD)], [1.0, 2.0]),
            ([fails(429, Retry_After="7"), says_literally(GOOD)], [7.0]),
            ([fails(429, Retry_After="0"), says_literally(GOOD)], [1.0]),
            ([fails(429, Retry_After="soon"), says_literally(GOOD)], [1.0]),
        ],
    )
    def test_a_full_or_failing_server_is_asked_again(self, script: list[Act], pauses: list[float]) -> None:
        watch = Watch()
        with LoopbackModel(*script) as server:
            assert model(server, watch).fill_in(Form, PROMPT, meter=Meter()) == FILLED
        assert watch.pauses == pauses

    @pytest.mark.parametrize(
        "act", [fails(400), fails(429, Retry_After="21"), says_literally("no form"), floods]
    )
    def test_what_a_wait_would_not_mend_is_not(self, act: Act) -> None:
        watch = Watch()
        with LoopbackModel(act, says_literally(GOOD)) as server, pytest.raises(ModelFailure):
            model(server, watch).fill_in(Form, PROMPT, meter=Meter())
        assert (watch.pauses, len(server.asked)) == ([], 1)


class TestWhatCanBeMended:
    @pytest.mark.parametrize(
        ("settings", "told"),
        [
            ({"name": "nobody:gpt", "url": ""}, "a provider that pydantic-ai knows"),
            ({"name": "openai:gpt", "url": ""}, "OPENAI_API_KEY"),
            ({"name": "cohere:command", "url": ""}, r"pip install 'pydantic-ai-slim\[cohere\]'"),
            ({"name": "anthropic:claude"}, "expected openai:MODEL for the server at CURBSIDE_MODEL_URL"),
            ({"url": "127.0.0.1:8080"}, "expected an address such as"),
            ({"url": "ftp://127.0.0.1/v1"}, "expected an address such as"),
            ({"url": "http://me:secret@127.0.0.1/v1"}, "without a name, password or query"),
        ],
    )
    def test_is_told_before_anything_is_asked(self, settings: dict[str, str], told: str) -> None:
        with LoopbackModel() as server, pytest.raises(Mendable, match=told) as error:
            model(server, **settings)
        assert "secret" not in str(error.value)
        assert server.asked == []


class TestTheScriptedDouble:
    def test_says_its_lines_and_then_fails(self) -> None:
        double: LanguageModel = ScriptedModel(script=[FILLED, LocalOnly("not here")])
        meter = Meter()
        assert double.fill_in(Form, PROMPT, meter=meter) == FILLED
        with pytest.raises(LocalOnly):
            double.fill_in(Form, PROMPT, meter=meter)
        with pytest.raises(ModelFailure):
            double.fill_in(Form, PROMPT, meter=meter)
        assert meter.requests == 3
