"""``curbside serve``: the doors over HTTP, until it is stopped."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from curbside.errors import Mendable
from curbside.network import is_this_machine
from curbside.surfaces import compose
from curbside.surfaces.cli import screen


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
    server = _server()
    files = [compose.pathway_file(screen.typed(name)) for name in named] or [
        *compose.shipped_pathways().values()
    ]
    scheme = "https" if tls_certificate else "http"
    door = compose.cds_hooks_door(
        files, clients_file=clients_file, base_url=f"{scheme}://{host}:{port}", clock=_now
    )
    if door.authentication is None and not anybody and not is_this_machine(host):
        raise Mendable(
            f"expected --clients, so that only they may call, or --anybody; came --host {host} with neither"
        )
    from curbside.surfaces.http.application import application

    screen.note(f"Serving {', '.join(door.pathways)} at {door.base_url}/cds-services")
    server.run(
        application(door),
        host=host,
        port=port,
        ssl_certfile=tls_certificate,
        ssl_keyfile=tls_key,
        # An access log would keep addresses with whatever a client put into them.
        access_log=False,
        log_level="warning",
        server_header=False,
    )


def _server() -> Any:
    try:
        import jwt  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise Mendable(
            f"expected what `serve` needs to be installed, and {error.name} is not: pip install 'curbside[server]'"
        ) from None
    return uvicorn


def _now() -> datetime:
    """In this machine's own zone, whose day a decision is made on."""
    return datetime.now().astimezone()
