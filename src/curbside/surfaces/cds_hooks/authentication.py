"""Is it who it says, and may it call? A signed token on every call, discovery included.

Source: CDS Hooks 2.0, "Trusting CDS Clients"; RFC 7515, 7517 and 7519.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import jwt

from curbside.errors import LocalOnly, NetworkFailure, NotTrusted
from curbside.surfaces.cds_hooks.clients import CdsClient
from curbside.surfaces.cds_hooks.keys import ALGORITHMS, Keys, PublicKey

SKEW_SECONDS: Final = 60
"""How far two clocks may be apart."""
LONGEST_LIFE_SECONDS: Final = 3600
"""A token that is good for longer is refused: until it ends it must be remembered."""
MOST_REMEMBERED: Final = 200_000

_LONGEST_TOKEN: Final = 8192
_LONGEST_NONCE: Final = 256
_REQUIRED: Final = ("iss", "aud", "exp", "iat", "jti")


class UsedTokens:
    """The tokens that were shown and have not ended: each is good for one call."""

    def __init__(self, *, most: int = MOST_REMEMBERED) -> None:
        self._ends: dict[tuple[str, str], float] = {}
        self._most = most
        self._lock = threading.Lock()

    def use(self, issuer: str, nonce: str, *, ends: float, now: float) -> bool:
        """Is this its first use? Raises `NotTrusted` when more are running than can be remembered."""
        with self._lock:
            if (issuer, nonce) in self._ends and self._ends[issuer, nonce] >= now:
                return False
            if len(self._ends) >= self._most:
                self._ends = {used: end for used, end in self._ends.items() if end >= now}
            if len(self._ends) >= self._most:
                raise NotTrusted("more tokens at once than can be remembered")
            self._ends[issuer, nonce] = ends
            return True


class Authentication:
    """Checks the token of a call. ``keys`` are each issuer's; the clock is an argument, so that a test can be late."""

    def __init__(
        self,
        clients: Mapping[str, CdsClient],
        keys: Mapping[str, Keys],
        *,
        clock: Callable[[], datetime],
        used: UsedTokens | None = None,
    ) -> None:
        self._clients, self._keys, self._clock = clients, keys, clock
        self._used = used or UsedTokens()

    def client_of(self, authorization: str, *, audiences: Sequence[str]) -> CdsClient:
        """Who calls. ``audiences`` are what the address called may be named, to the letter. Raises `NotTrusted`."""
        token = _bearer(authorization)
        header, said = _unverified(token)
        client = self._clients.get(said.get("iss", "")) if isinstance(said.get("iss"), str) else None
        if client is None:
            raise NotTrusted("an issuer that is not listed")
        if "jku" in header and header["jku"] != client.keys_at:
            raise NotTrusted("keys at an address that is not listed")
        claims = _verified(token, self._key(client, header), client, audiences)
        self._check_times(claims)
        if client.tenants and claims.get("tenant") not in client.tenants:
            raise NotTrusted("a tenant that is not listed")
        self._use_up(client, claims)
        return client

    def _key(self, client: CdsClient, header: Mapping[str, Any]) -> PublicKey:
        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or not isinstance(key_id, str):
            raise NotTrusted("a signature of another kind, or no key id")
        try:
            key = self._keys[client.issuer].find(key_id)
        except (NetworkFailure, LocalOnly) as error:
            raise NotTrusted(f"keys that cannot be had: {error}") from None
        if key is None or algorithm not in key.algorithms:
            raise NotTrusted("no such key for this kind of signature")
        return key

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        issued, ends = _seconds(claims, "iat"), _seconds(claims, "exp")
        starts = _seconds(claims, "nbf") if "nbf" in claims else issued
        now = self._clock().timestamp()
        if max(issued, starts) > now + SKEW_SECONDS:
            raise NotTrusted("a token that is not good yet")
        if ends <= now - SKEW_SECONDS:
            raise NotTrusted("a token that has ended")
        if ends - issued > LONGEST_LIFE_SECONDS:
            raise NotTrusted(f"a token that is good for more than {LONGEST_LIFE_SECONDS} seconds")

    def _use_up(self, client: CdsClient, claims: Mapping[str, Any]) -> None:
        nonce = claims["jti"]
        if not isinstance(nonce, str) or not 0 < len(nonce) <= _LONGEST_NONCE:
            raise NotTrusted("no nonce")
        ends = _seconds(claims, "exp") + SKEW_SECONDS
        if not self._used.use(client.issuer, nonce, ends=ends, now=self._clock().timestamp()):
            raise NotTrusted("a token that was used before")


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.casefold() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
        raise NotTrusted("no token")
    return token.strip()


def _unverified(token: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What it says of itself, to be believed only once its signature is checked."""
    try:
        header = jwt.get_unverified_header(token)
        said = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, RecursionError):
        raise NotTrusted("a token of another form") from None
    if str(header.get("typ", "")).upper() != "JWT" or "crit" in header:
        raise NotTrusted("a token of another type, or with demands that are not known")
    return header, said


def _verified(token: str, key: PublicKey, client: CdsClient, audiences: Sequence[str]) -> Mapping[str, Any]:
    # Times are checked by the clock that was given, not by the machine's.
    try:
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=list(key.algorithms),
            audience=list(audiences),
            issuer=client.issuer,
            options={
                "require": list(_REQUIRED),
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.PyJWTError as error:
        raise NotTrusted(f"a token that does not hold: {type(error).__name__}") from None
    return claims


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise NotTrusted(f"no time in {name}")
    return float(value)
