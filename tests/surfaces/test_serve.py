"""`curbside serve`: the program as it is started, called over a real socket and stopped."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import jsonschema
import pytest
from click.testing import CliRunner, Result

import calm_pathway
import cds_schema
from cds_bench import SERVICE, Signer, answered, calm, hay_fever, viewing
from curbside.surfaces.cli import main


@pytest.fixture(scope="module")
def pathway(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return calm_pathway.write(tmp_path_factory.mktemp("pathways") / "calm")


@contextmanager
def serving(*options: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The program, once it says where it listens, and from then on until the end."""
    command = [sys.executable, "-m", "curbside", "serve", "--port", "0", *map(str, options)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        try:
            assert program.stderr
            said = program.stderr.readline()
            assert " at http" in said, said + program.stderr.read()
            yield said.split(" at ")[-1].strip().removesuffix("/cds-services"), program
        finally:
            program.terminate()


def call(*options: object) -> Result:
    return CliRunner().invoke(main, ["serve", *map(str, options)])


def test_it_answers_many_at_once_each_with_their_own_and_ends_when_told(pathway: Path) -> None:
    patients = [
        ([calm(20), answered(cups=1)], "Give 500 mg of tea twice a day."),
        ([calm(40), answered(cups=1)], "Give 200 to 250 mg of tea once a day."),
        ([hay_fever()], "Tea must not be drunk with hay fever."),
        ([], "Measure the calm index."),
    ]
    with serving("--pathway", pathway) as (base, program):
        with httpx.Client(base_url=base, timeout=30) as client:
            assert client.get("/cds-services").json()["services"][0]["id"] == SERVICE

            def first_of(place: int) -> tuple[str, str]:
                resources, expected = patients[place % len(patients)]
                # The day is the machine's own here, so the results are of it.
                body = viewing(*(one | _today(one) for one in resources))
                reply = client.post(f"/cds-services/{SERVICE}", json=body)
                jsonschema.validate(reply.json(), cds_schema.CARDS)
                return reply.json()["cards"][0]["summary"], expected

            with ThreadPoolExecutor(8) as threads:
                answers = list(threads.map(first_of, range(40)))
            assert [found for found, _ in answers] == [expected for _, expected in answers]
        program.send_signal(signal.SIGINT)
        assert program.wait(20) == 130
        assert program.stderr
        # Neither whom it was asked about nor from where: nothing but that it ended.
        assert program.stderr.read().strip() == "curbside: stopped. What was reported as done is kept."
        assert program.stdout
        assert program.stdout.read() == ""


def _today(resource: dict[str, object]) -> dict[str, object]:
    return {"effectiveDateTime": date.today().isoformat()} if "effectiveDateTime" in resource else {}  # noqa: DTZ011


def test_with_a_list_only_its_clients_are_let_in(pathway: Path, tmp_path: Path) -> None:
    signer = Signer()
    (tmp_path / "jwks.json").write_text(json.dumps(signer.jwks), encoding="utf-8")
    clients = tmp_path / "clients.yaml"
    clients.write_text(
        "base_url: https://cds.example.org/\nclients: [{issuer: https://ehr.example.org, keys: jwks.json}]\n",
        encoding="utf-8",
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ("--pathway", pathway, "--clients", clients, "--port", port)
    with serving(*options) as (base, _):
        assert base == "https://cds.example.org"
        at = f"http://127.0.0.1:{port}/cds-services"
        token = signer.bearer("/cds-services", now=datetime.now(UTC))
        assert httpx.get(at, headers={"Authorization": token}).status_code == 200
        assert httpx.get(at).status_code == 401


class TestWhatIsRefusedBeforeItStarts:
    def test_others_are_not_let_in_unasked(self, pathway: Path) -> None:
        refused = call("--pathway", pathway, "--host", "0.0.0.0", "--port", 0)
        assert refused.exit_code == 2
        assert "expected --clients" in refused.stderr

    def test_an_address_that_is_taken(self, pathway: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            refused = call("--pathway", pathway, "--port", taken.getsockname()[1])
        assert refused.exit_code == 2
        assert "expected an address to listen at" in refused.stderr

    def test_a_pathway_with_a_mistake(self, tmp_path: Path) -> None:
        file = calm_pathway.write(tmp_path)
        file.write_text(calm_pathway.PATHWAY.replace('"< 18 years"', '"< 8 years"'), encoding="utf-8")
        refused = call("--pathway", file, "--port", 0)
        assert refused.exit_code == 3
        assert "expected a pathway without errors" in refused.stderr

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--pathway", "none"), "expected a file, or a pathway"),
            (("--clients", "none.yaml"), "expected a file of clients"),
            (("--tls-certificate", "c.pem"), "together"),
            (("--host", "nowhere.invalid"), "expected an address to listen at"),
        ],
    )
    def test_what_is_not_there(self, options: tuple[str, ...], said: str, pathway: Path) -> None:
        given = options if "--pathway" in options else ("--pathway", pathway, *options)
        refused = call("--port", 0, *given)
        assert refused.exit_code == 2, refused.output
        assert said in refused.stderr

    def test_a_certificate_that_is_none(self, pathway: Path, tmp_path: Path) -> None:
        nothing = tmp_path / "c.pem"
        nothing.write_text("nothing", encoding="utf-8")
        refused = call("--pathway", pathway, "--port", 0, "--tls-certificate", nothing, "--tls-key", nothing)
        assert refused.exit_code == 2
        assert "expected a certificate and its key" in refused.stderr

    def test_what_it_needs_and_is_not_installed_is_named(
        self, pathway: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "uvicorn", None)
        refused = call("--pathway", pathway, "--port", 0)
        assert refused.exit_code == 2
        assert "pip install 'curbside[server]'" in refused.stderr
