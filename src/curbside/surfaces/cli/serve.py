"""``curbside serve``: the doors over HTTP, until it is stopped."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path
from ssl import SSLError
from typing import TYPE_CHECKING

import click

from curbside.errors import Mendable
from curbside.network import is_this_machine
from curbside.surfaces import compose
from curbside.surfaces.cli import screen

if TYPE_CHECKING:
    import uvicorn

    from curbside.surfaces.cds_hooks.door import CdsHooksDoor


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 for any that is free.",
)
@click.option(
    "--pathway", "named", multiple=True, metavar="NAME|FILE", help="Serve only this one. May be repeated."
)
@click.option(
    "--clients",
    "clients_file",
    type=screen.FILE,
    metavar="FILE",
    help="The record systems that may call: docs/cds-hooks.md. Else CURBSIDE_CDS_CLIENTS.",
)
@click.option(
    "--anybody",
    is_flag=True,
    help="Let other machines call without a list of clients, as where a proxy before it checks them.",
)
@click.option(
    "--tls-certificate", type=screen.FILE, metavar="FILE", help="The certificate, where TLS ends here."
)
@click.option("--tls-key", type=screen.FILE, metavar="FILE", help="Its private key.")
def command(
    *,
    host: str,
    port: int,
    named: tuple[str, ...],
    clients_file: Path | None,
    anybody: bool,
    tls_certificate: Path | None,
    tls_key: Path | None,
) -> None:
    """Serve pathways to record systems: CDS Hooks 2.0 at /cds-services.

    Without --pathway, every pathway that Curbside ships. Nothing is served that its own test patients do not bear out.
    """
    if bool(tls_certificate) != bool(tls_key):
        raise Mendable("expected --tls-certificate and --tls-key together; came one of them")
    files = [compose.pathway_file(screen.typed(name)) for name in named]
    listening = _listening(host, port)
    with listening:
        scheme = "https" if tls_certificate else "http"
        door = compose.cds_hooks_door(
            files or list(compose.shipped_pathways().values()),
            clients_file=clients_file,
            base_url=f"{scheme}://{_in_address(host)}:{listening.getsockname()[1]}",
            clock=_now,
        )
        if door.authentication is None and not anybody and not is_this_machine(host):
            raise Mendable(
                f"expected --clients, so that only they may call, or --anybody; came --host {host} with neither"
            )
        server = _server(door, tls_certificate, tls_key)
        screen.note(f"Serving {', '.join(door.services)} at {door.base_url}/cds-services")
        server.run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """The address, taken before anything is said of it. Raises `Mendable` when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise Mendable(
            f"expected an address to listen at; came {host}, port {port}: {error.strerror}"
        ) from None


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _server(door: CdsHooksDoor, certificate: Path | None, key: Path | None) -> uvicorn.Server:
    import uvicorn

    from curbside.surfaces.http.application import application

    config = uvicorn.Config(
        application(door),
        ssl_certfile=certificate,
        ssl_keyfile=key,
        # An access log would keep addresses with whatever a client put into them.
        access_log=False,
        # Its own setting up of logs would close every handler that this process has; warnings reach stderr without it.
        log_config=None,
        log_level="warning",
        server_header=False,
    )
    try:
        config.load()
    except SSLError as error:
        raise Mendable(
            f"expected a certificate and its key; came {error.reason or type(error).__name__}"
        ) from None
    return uvicorn.Server(config)


def _now() -> datetime:
    """In this machine's own zone, whose day a decision is made on."""
    return datetime.now().astimezone()
