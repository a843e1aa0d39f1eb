"""Local only: from `keep_to_this_machine` on, this process reaches no other machine.

It is held where sockets are opened, by Python's own audit events, and so for every package alike: a name that is
not this machine's is refused before it is looked up, an address before it is connected to. Nothing turns it off
again. What an adapter knows of its address it asks `hold_back` first, for a message that names the service.

Source: PEP 578 and the audit events table of the Python documentation.
"""

from __future__ import annotations

import sys
from ipaddress import IPv6Address, ip_address
from threading import Event
from typing import Any, Final
from urllib.parse import urlsplit

from curbside.errors import LocalOnly

_LOOKED_UP: Final = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_REACHED: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})

_kept = Event()
_watching = Event()


def keep_to_this_machine() -> None:
    """Refuse every other machine, in every thread, for as long as the process lives."""
    _kept.set()
    if not _watching.is_set():
        _watching.set()
        sys.addaudithook(_watch)


def is_kept_to_this_machine() -> bool:
    """Is local only set?"""
    return _kept.is_set()


def hold_back(url: str, *, whose: str) -> None:
    """Raise `LocalOnly` when that is set and the address is another machine's, saying ``whose`` it is."""
    host = urlsplit(url).hostname or ""
    if _kept.is_set() and not is_this_machine(host):
        raise LocalOnly(
            f"local only is set: expected {whose} on this machine; it is at {host or 'no address'}"
        )


def is_this_machine(host: str) -> bool:
    """Is it ``localhost`` or a loopback address? What any other name leads to only its owner knows."""
    name = host.removeprefix("[").removesuffix("]").partition("%")[0]
    if name.casefold() == "localhost":
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def refusal_in(error: BaseException) -> LocalOnly | None:
    """The refusal that an error of some package was made from, however deep it lies; None when there is none."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, LocalOnly):
            return one
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__]
            waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
    return None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear of every audit event of the process; most are not about the network, and this must cost them nothing."""
    if not event.startswith("socket.") or not _kept.is_set():
        return
    if event in _LOOKED_UP:
        _refuse_elsewhere(arguments[0])
    elif event in _REACHED:
        _, address = arguments
        # A path is a socket in this machine's file system; no address is that of a connection already let through.
        if isinstance(address, tuple):
            _refuse_elsewhere(address[0])
    elif event == "socket.getnameinfo":
        _refuse_elsewhere(arguments[0][0])


def _refuse_elsewhere(host: object) -> None:
    if host is None:
        return
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if not is_this_machine(name):
        raise LocalOnly(f"local only is set: expected an address of this machine; came {name}")
