"""Who may call: the record systems that an institution trusts, as it lists them in one YAML file.

::

    base_url: https://cds.example.org      where this server is, as the record systems see it
    clients:
      - issuer: https://ehr.example.org    the `iss` of its tokens
        keys_at: https://ehr.example.org/jwks.json      its public keys; or `keys: jwks.json`, a file beside this
        tenants: [hospital-1]              when given, only these
        fhir_servers: [https://ehr.example.org/r4]      what missing data may be fetched from
        origins: [https://ehr.example.org]              web pages that may call from a browser (CORS)
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from curbside.errors import Mendable
from curbside.network import is_this_machine

_LARGEST_FILE: Final = 1 << 20


class CdsClient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record system that may call. ``keys`` is a file of its public keys, ``keys_at`` where they are published."""

    issuer: str
    keys: str = ""
    keys_at: str = ""
    tenants: tuple[str, ...] = ()
    fhir_servers: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


class ClientList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of them, and the address that their tokens must be made out to."""

    base_url: str
    clients: tuple[CdsClient, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        return tuple(origin for client in self.clients for origin in client.origins)


def read_clients(path: Path) -> ClientList:
    """The list in this file. Raises `Mendable`, saying what was expected where."""
    try:
        written = path.read_bytes()
    except OSError as error:
        raise Mendable(f"expected a file of clients at {path}; came: {error.strerror}") from None
    if len(written) > _LARGEST_FILE:
        raise Mendable(f"expected at most {_LARGEST_FILE:,} bytes in {path}; came more")
    try:
        listed = msgspec.yaml.decode(written, type=ClientList)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Mendable(f"expected a list of clients in {path}; came: {error}") from None
    for address in _addresses(listed):
        check_address(address, where=str(path))
    for client in listed.clients:
        if bool(client.keys) == bool(client.keys_at):
            raise Mendable(f"expected keys or keys_at, and not both, of {client.issuer} in {path}")
    issuers = [client.issuer for client in listed.clients]
    if not issuers or len(set(issuers)) < len(issuers):
        raise Mendable(f"expected clients in {path}, each issuer once")
    return listed


def _addresses(listed: ClientList) -> list[str]:
    found = [listed.base_url]
    for client in listed.clients:
        found += [*client.fhir_servers, *client.origins, *filter(None, [client.keys_at])]
    return found


def check_address(address: str, *, where: str) -> None:
    """Raises `Mendable` unless it is https, or http on this very machine, with no user, query or fragment."""
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))
    is_plain = parts.hostname and not (parts.query or parts.fragment or parts.username or parts.password)
    if not (is_safe and is_plain):
        raise Mendable(f"expected an https address (http only on this machine) in {where}; came {address!r}")
