"""The public keys of a record system: a JWK Set in a file, or published at an address and fetched when needed."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from curbside.errors import Mendable, NetworkFailure
from curbside.surfaces.cds_hooks.clients import CdsClient
from curbside.surfaces.cds_hooks.fetching import Fetcher

ALGORITHMS: Final = ("ES384", "RS384", "ES256", "RS256")
"""Signatures that are accepted: the two that the specification recommends, and the two that most others give."""

_OF_CURVE: Final = {"P-384": ("ES384",), "P-256": ("ES256",)}
_OF_RSA: Final = ("RS384", "RS256")
_SHORTEST_RSA_BITS: Final = 2048

FRESH_SECONDS: Final = 900.0
"""Published keys are asked for again after so long, so that one that was withdrawn is."""
BETWEEN_ASKING_SECONDS: Final = 60.0
"""An unknown key id has them fetched anew, but no more often: anybody can send one."""
LONGEST_KEPT_SECONDS: Final = 3600.0
"""Where they cannot be had anew, those that were had last still count for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A key, and the signatures it may check: never another kind than it was made for."""

    id: str
    key: Any
    algorithms: tuple[str, ...]


KeySet = Mapping[str, PublicKey]
"""Keys by their id."""


class KeysInFile:
    """Keys that were handed over. Raises `Mendable` when the file holds none that may be used."""

    def __init__(self, path: Path) -> None:
        try:
            self._keys = key_set(path.read_bytes())
        except OSError as error:
            raise Mendable(f"expected a JWK Set at {path}; came: {error.strerror}") from None
        except ValueError as error:
            raise Mendable(f"expected a JWK Set at {path}; came {error}") from None

    def find(self, key_id: str) -> PublicKey | None:
        return self._keys.get(key_id)


class PublishedKeys:
    """Keys at an address, kept for a while. One thread fetches at a time."""

    def __init__(self, url: str, fetcher: Fetcher) -> None:
        self._url, self._fetcher = url, fetcher
        self._keys: KeySet = {}
        self._asked_at = self._had_at = -math.inf
        self._lock = threading.Lock()

    def find(self, key_id: str) -> PublicKey | None:
        """None when there is no such key. Raises `NetworkFailure` when they cannot be had."""
        with self._lock:
            if self._must_ask(key_id):
                self._ask()
            return self._keys.get(key_id)

    def _must_ask(self, key_id: str) -> bool:
        now = self._fetcher.now()
        is_wanting = key_id not in self._keys or now - self._had_at > FRESH_SECONDS
        return is_wanting and now - self._asked_at > BETWEEN_ASKING_SECONDS

    def _ask(self) -> None:
        now = self._asked_at = self._fetcher.now()
        try:
            self._keys, self._had_at = self._fetched(), now
        except NetworkFailure:
            if now - self._had_at > LONGEST_KEPT_SECONDS:
                self._keys = {}
                raise

    def _fetched(self) -> KeySet:
        fetcher = self._fetcher
        whose = "the keys of a client"
        reply = fetcher.get(self._url, whose=whose, accept="application/json", until=fetcher.deadline())
        try:
            return key_set(reply.content)
        except ValueError as error:
            raise NetworkFailure(f"expected a JWK Set at {self._url}; came {error}") from None


Keys = KeysInFile | PublishedKeys


def keys_of(client: CdsClient, folder: Path, fetcher: Fetcher) -> Keys:
    """The client's keys: in a file, by its name in the folder of the list, or where they are published."""
    return PublishedKeys(client.keys_at, fetcher) if client.keys_at else KeysInFile(folder / client.keys)


def key_set(written: bytes) -> KeySet:
    """The keys in a JWK Set that may be used. Raises `ValueError` when it is none, or holds none."""
    try:
        decoded = msgspec.json.decode(written)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ValueError("something that is no JSON") from None
    entries = decoded.get("keys") if isinstance(decoded, dict) else None
    if not isinstance(entries, list):
        raise ValueError("JSON without a list of keys")  # noqa: TRY004
    found = [key for entry in entries if isinstance(entry, dict) and (key := _key(entry))]
    if not found:
        raise ValueError("no public key with an id for any of: " + ", ".join(ALGORITHMS))
    return {key.id: key for key in found}


def _key(entry: Mapping[str, Any]) -> PublicKey | None:
    """None for one of another kind or use, too short, without an id, or with its private half, which is then public."""
    key_id = entry.get("kid")
    if not isinstance(key_id, str) or "d" in entry or entry.get("use", "sig") != "sig":
        return None
    kinds = _OF_RSA if entry.get("kty") == "RSA" else _OF_CURVE.get(str(entry.get("crv")), ())
    algorithms = tuple(kind for kind in kinds if entry.get("alg", kind) == kind)
    if not algorithms:
        return None
    try:
        key = jwt.PyJWK(dict(entry), algorithm=algorithms[0]).key
    except jwt.PyJWTError:
        return None
    if isinstance(key, RSAPublicKey) and key.key_size < _SHORTEST_RSA_BITS:
        return None
    return PublicKey(id=key_id, key=key, algorithms=algorithms)
