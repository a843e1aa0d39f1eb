"""Who may call: a signed token on every call, made out to the address called, once, by a client that is listed."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from cds_bench import AT, BASE, ISSUER, NOW, Bench, Signer, bench, fetching, viewing
from curbside.errors import Mendable, NetworkFailure, NotTrusted
from curbside.surfaces.cds_hooks import authentication
from curbside.surfaces.cds_hooks.authentication import UsedTokens
from curbside.surfaces.cds_hooks.clients import CdsClient, read_clients
from curbside.surfaces.cds_hooks.keys import (
    BETWEEN_ASKING_SECONDS,
    FRESH_SECONDS,
    LONGEST_KEPT_SECONDS,
    KeysInFile,
    PublishedKeys,
    key_set,
)
from loopback_fhir import LoopbackFhir

SIGNER = Signer()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guarded(tmp_path: Path, clock: Clock) -> Bench:
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(SIGNER.jwks), encoding="utf-8")
    client = CdsClient(issuer=ISSUER, keys="jwks.json", tenants=("north", "south"))
    return bench(tmp_path, clients={ISSUER: (client, KeysInFile(file))}, clock=clock)


def call(served: Bench, token: str) -> int:
    return served.post(viewing(), Authorization=f"Bearer {token}").status_code


def sound(**how: Any) -> str:
    return SIGNER.token(**{"tenant": "north", **how})


def test_a_sound_token_is_let_in_and_an_audience_may_be_a_list(guarded: Bench) -> None:
    assert call(guarded, sound()) == 200
    assert call(guarded, sound(aud=[f"{BASE}{AT}"])) == 200


def test_discovery_and_feedback_want_one_too(guarded: Bench) -> None:
    at = "/cds-services"
    assert guarded.get().status_code == 401
    assert guarded.get(Authorization=f"Bearer {sound(path=at)}").status_code == 200
    assert guarded.post({}, f"{AT}/feedback").status_code == 401
    for path in (AT, f"{AT}/feedback"):
        authorization = f"Bearer {sound(path=path)}"
        assert guarded.post({}, f"{AT}/feedback", Authorization=authorization).status_code == 400


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Basic dTpw", "Bearer a.b.c", "Bearer " + "a" * 9000]
)
def test_what_is_no_token_is_refused(authorization: str, guarded: Bench) -> None:
    assert guarded.post(viewing(), Authorization=authorization).status_code == 401


@pytest.mark.parametrize(
    "flaw",
    [
        {"aud": "https://cds.example.org/cds-services/other"},
        {"aud": "https://other.example.org" + AT},
        {"aud": f"{BASE}{AT}/"},
        {"aud": f"{BASE}/cds-services"},
        {"aud": None},
        {"iss": "https://stranger.example.org"},
        {"iss": None},
        {"iss": [ISSUER]},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"jti": "n" * 300},
        {"exp": None},
        {"iat": None},
        {"exp": int(NOW.timestamp()) - 61},
        {"iat": int(NOW.timestamp()) + 61},
        {"nbf": int(NOW.timestamp()) + 61},
        {"exp": int(NOW.timestamp()) + 3601},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": float("nan")},
        {"tenant": "west"},
        {"tenant": None},
    ],
    ids=str,
)
def test_a_token_that_says_the_wrong_thing_is_refused(flaw: dict[str, Any], guarded: Bench) -> None:
    try:
        token = sound(**flaw)
    except (TypeError, ValueError):  # the library will not sign it; somebody else's may
        token = _signed_anyway(flaw)
    assert call(guarded, token) == 401


def _signed_anyway(flaw: dict[str, Any]) -> str:
    payload = jwt.decode(sound(), options={"verify_signature": False}) | flaw
    body = json.dumps({name: value for name, value in payload.items() if value is not None}).encode()
    return jwt.PyJWS().encode(body, SIGNER.key, algorithm="ES384", headers={"kid": SIGNER.id, "typ": "JWT"})


def test_it_ends_a_minute_after_it_says_for_clocks_differ(guarded: Bench, clock: Clock) -> None:
    first, second = sound(), sound()
    clock.now = NOW + timedelta(seconds=359)
    assert call(guarded, first) == 200
    clock.now = NOW + timedelta(seconds=360)
    assert call(guarded, second) == 401


def test_it_is_good_once(guarded: Bench) -> None:
    token = sound()
    assert [call(guarded, token) for _ in range(3)] == [200, 401, 401]


def test_a_token_that_was_refused_is_not_used_up_by_it(guarded: Bench) -> None:
    assert call(guarded, sound(aud="https://elsewhere.example.org", jti="same")) == 401
    assert call(guarded, sound(jti="same")) == 200


def test_a_nonce_is_another_clients_own_affair() -> None:
    used = UsedTokens()
    assert used.use("a", "n", ends=10, now=0)
    assert used.use("b", "n", ends=10, now=0)
    assert not used.use("a", "n", ends=10, now=10)
    assert used.use("a", "n", ends=20, now=11)


def test_when_no_more_can_be_remembered_the_ended_make_room_and_else_nobody_is_let_in() -> None:
    used = UsedTokens(most=2)
    assert used.use("a", "1", ends=10, now=0)
    assert used.use("a", "2", ends=20, now=0)
    with pytest.raises(NotTrusted):
        used.use("a", "3", ends=20, now=5)
    assert used.use("a", "3", ends=20, now=11)
    assert not used.use("a", "2", ends=20, now=11)


class TestSignatures:
    """Which signatures are believed, and by which keys."""

    @pytest.mark.parametrize("algorithm", ["ES384", "ES256", "RS384", "RS256"])
    def test_four_kinds_are(self, algorithm: str, tmp_path: Path) -> None:
        served, signer = _served(tmp_path, algorithm)
        assert call(served, signer.token()) == 200

    @pytest.mark.parametrize("algorithm", ["ES512", "RS512", "PS384"])
    def test_others_are_not(self, algorithm: str, tmp_path: Path) -> None:
        made = Signer(key=_key(algorithm), algorithm=algorithm)
        with pytest.raises(ValueError, match="no public key"):
            key_set(json.dumps(made.jwks).encode())

    def test_none_is_not(self, guarded: Bench) -> None:
        payload = jwt.decode(sound(), options={"verify_signature": False})
        unsigned = jwt.encode(payload, None, algorithm="none", headers={"kid": SIGNER.id})
        assert call(guarded, unsigned) == 401

    @pytest.mark.parametrize("algorithm", ["HS256", "HS384"])
    def test_a_shared_secret_is_not_least_of_all_the_public_key(self, algorithm: str, guarded: Bench) -> None:
        signed = f"{_part({'alg': algorithm, 'typ': 'JWT', 'kid': SIGNER.id})}.{sound().split('.')[1]}"
        digest = {"HS256": "sha256", "HS384": "sha384"}[algorithm]
        mark = hmac.digest(json.dumps(SIGNER.jwk).encode(), signed.encode(), digest)
        assert call(guarded, f"{signed}.{_encoded(mark)}") == 401

    def test_another_key_under_the_same_id_is_not(self, guarded: Bench) -> None:
        assert call(guarded, Signer().token(tenant="north")) == 401

    def test_a_key_does_not_check_another_kind_of_signature(self, tmp_path: Path) -> None:
        served, signer = _served(tmp_path, "RS384")
        payload = jwt.decode(signer.token(), options={"verify_signature": False})
        other = jwt.encode(payload, signer.key, algorithm="RS256", headers={"kid": signer.id})
        assert call(served, other) == 401

    @pytest.mark.parametrize(
        "header",
        [
            {"kid": "another"},
            {"kid": None},
            {"typ": "at+jwt"},
            {"crit": ["exp"]},
            {"jku": "https://elsewhere.example.org/jwks.json"},
        ],
        ids=str,
    )
    def test_a_header_that_says_the_wrong_thing_is_refused(
        self, header: dict[str, Any], guarded: Bench
    ) -> None:
        try:
            token = sound(header=header)
        except jwt.InvalidTokenError:
            token = sound().replace(".", "..", 1)
        assert call(guarded, token) == 401

    def test_why_is_logged_and_not_told(self, guarded: Bench, caplog: pytest.LogCaptureFixture) -> None:
        token = sound(tenant="west")
        reply = guarded.post(viewing(), Authorization=f"Bearer {token}")
        assert reply.headers["www-authenticate"] == "Bearer"
        assert "tenant" not in reply.text
        assert "a tenant that is not listed" in caplog.text
        assert token not in caplog.text

    @pytest.mark.parametrize(
        "entry",
        [
            {"use": "enc"},
            {"kid": 3},
            {"alg": "ES256"},
            {"kty": "oct", "k": "c2VjcmV0", "crv": None},
            {"d": "AAAA"},
            {"x": "AAAA"},
        ],
        ids=str,
    )
    def test_a_key_that_may_not_be_used_is_none(self, entry: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="no public key"):
            key_set(json.dumps({"keys": [SIGNER.jwk | entry]}).encode())

    def test_a_short_rsa_key_is_none(self) -> None:
        made = Signer(key=rsa.generate_private_key(65537, 1024), algorithm="RS384")
        with pytest.raises(ValueError, match="no public key"):
            key_set(json.dumps(made.jwks).encode())

    @pytest.mark.parametrize("written", [b"", b"[]", b"{}", b'{"keys": {}}', b'{"keys": [1]}', b"\xff"])
    def test_a_set_that_is_none_is_refused(self, written: bytes) -> None:
        with pytest.raises(ValueError, match=r"no public key|JSON"):
            key_set(written)


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class TestPublishedKeys:
    """Keys at an address that the list names: fetched when needed, kept for a while, asked for anew with measure."""

    @pytest.fixture
    def server(self) -> Iterator[LoopbackFhir]:
        with LoopbackFhir(jwks=SIGNER.jwks) as server:
            yield server

    def test_a_token_may_name_that_address_and_no_other(self, server: LoopbackFhir, tmp_path: Path) -> None:
        at = f"{server.origin}/jwks.json"
        client = CdsClient(issuer=ISSUER, keys_at=at)
        served = bench(tmp_path, clients={ISSUER: (client, PublishedKeys(at, fetching()))})
        assert call(served, SIGNER.token(header={"jku": at})) == 200
        assert call(served, SIGNER.token()) == 200
        assert call(served, SIGNER.token(header={"jku": f"{server.origin}/other.json"})) == 401
        assert [one.path for one in server.asked] == ["/jwks.json"]

    def test_a_new_key_is_found_but_not_more_than_once_a_minute(self, server: LoopbackFhir) -> None:
        seconds = Seconds()
        keys = PublishedKeys(f"{server.origin}/jwks.json", fetching(now=seconds))
        assert keys.find(SIGNER.id)
        server.jwks = Signer(id="key-2").jwks
        assert keys.find("key-2") is None
        seconds.now += BETWEEN_ASKING_SECONDS + 1
        assert keys.find("key-2")
        assert keys.find(SIGNER.id) is None
        assert len(server.asked) == 2

    def test_a_key_that_was_withdrawn_is_forgotten(self, server: LoopbackFhir) -> None:
        seconds = Seconds()
        keys = PublishedKeys(f"{server.origin}/jwks.json", fetching(now=seconds))
        assert keys.find(SIGNER.id)
        server.jwks = Signer(id="key-2").jwks
        seconds.now += FRESH_SECONDS + 1
        assert keys.find(SIGNER.id) is None

    def test_while_they_cannot_be_had_those_had_last_count_for_an_hour(self, server: LoopbackFhir) -> None:
        seconds = Seconds()
        keys = PublishedKeys(f"{server.origin}/jwks.json", fetching(now=seconds))
        assert keys.find(SIGNER.id)
        server.manners.status = 500
        seconds.now = LONGEST_KEPT_SECONDS
        assert keys.find(SIGNER.id)
        seconds.now += BETWEEN_ASKING_SECONDS + 1
        with pytest.raises(NetworkFailure):
            keys.find(SIGNER.id)
        assert keys.find(SIGNER.id) is None

    @pytest.mark.parametrize(
        "manners", [{"status": 500}, {"redirect_to": "/elsewhere"}, {"padding": 9 << 20}], ids=str
    )
    def test_keys_that_cannot_be_had_let_nobody_in(
        self, manners: dict[str, Any], server: LoopbackFhir, tmp_path: Path
    ) -> None:
        for name, value in manners.items():
            setattr(server.manners, name, value)
        at = f"{server.origin}/jwks.json"
        client = CdsClient(issuer=ISSUER, keys_at=at)
        served = bench(tmp_path, clients={ISSUER: (client, PublishedKeys(at, fetching()))})
        assert call(served, SIGNER.token()) == 401
        assert len(server.asked) == 1


class TestTheListOfClients:
    """The file an institution writes."""

    SOUND = """\
base_url: https://cds.example.org
clients:
  - issuer: https://ehr.example.org
    keys_at: https://ehr.example.org/jwks.json
    tenants: [north]
    fhir_servers: [https://ehr.example.org/r4, "http://127.0.0.1:8080/fhir"]
    origins: [https://ehr.example.org]
"""

    def test_it_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "clients.yaml").write_text(self.SOUND, encoding="utf-8")
        listed = read_clients(tmp_path / "clients.yaml")
        assert listed.base_url == "https://cds.example.org"
        assert listed.clients[0].tenants == ("north",)
        assert listed.origins == ("https://ehr.example.org",)

    @pytest.mark.parametrize(
        ("was", "becomes", "said"),
        [
            ("keys_at: https://", "keys_at: http://", "expected an https address"),
            ("https://cds.example.org", "http://cds.example.org", "expected an https address"),
            ("https://ehr.example.org/r4", "https://u:p@ehr.example.org/r4", "expected an https address"),
            ("https://ehr.example.org/r4", "https://ehr.example.org/r4?x=1", "expected an https address"),
            ("    keys_at: https://ehr.example.org/jwks.json\n", "", "expected keys or keys_at"),
            ("tenants", "tenant", "unknown field"),
            ("clients:", "clients: []\nmore:", "unknown field"),
            ("issuer: https://ehr.example.org", "issuer: 3", "Expected `str`"),
        ],
        ids=lambda text: text.strip()[:24],
    )
    def test_a_mistake_in_it_is_named(self, was: str, becomes: str, said: str, tmp_path: Path) -> None:
        (tmp_path / "clients.yaml").write_text(self.SOUND.replace(was, becomes), encoding="utf-8")
        with pytest.raises(Mendable, match=said):
            read_clients(tmp_path / "clients.yaml")

    def test_an_issuer_stands_once(self, tmp_path: Path) -> None:
        twice = self.SOUND + self.SOUND.partition("clients:\n")[2]
        (tmp_path / "clients.yaml").write_text(twice, encoding="utf-8")
        with pytest.raises(Mendable, match="each issuer once"):
            read_clients(tmp_path / "clients.yaml")

    def test_none_is_no_list(self, tmp_path: Path) -> None:
        with pytest.raises(Mendable, match="expected a file of clients"):
            read_clients(tmp_path / "clients.yaml")

    def test_a_file_of_keys_that_holds_none_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(Mendable, match="expected a JWK Set"):
            KeysInFile(tmp_path / "none.json")


def test_the_limits_are_those_of_the_documents() -> None:
    assert authentication.SKEW_SECONDS == 60
    assert authentication.LONGEST_LIFE_SECONDS == 3600


def _part(of: dict[str, Any]) -> str:
    return _encoded(json.dumps(of).encode())


def _encoded(written: bytes) -> str:
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def _key(algorithm: str) -> Any:
    if algorithm.startswith("ES"):
        curve = {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1}[algorithm]
        return ec.generate_private_key(curve())
    return rsa.generate_private_key(65537, 2048)


def _served(folder: Path, algorithm: str) -> tuple[Bench, Signer]:
    signer = Signer(key=_key(algorithm), algorithm=algorithm)
    file = folder / "jwks.json"
    file.write_text(json.dumps(signer.jwks), encoding="utf-8")
    return bench(folder, clients={ISSUER: (CdsClient(issuer=ISSUER), KeysInFile(file))}), signer
