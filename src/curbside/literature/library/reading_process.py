"""A process that only reads: `curbside.literature.library.intake` starts it and takes what it finds."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path

import msgspec

from curbside.literature.library.intake import LENGTH, Errand, Frame, Opened, read


def main() -> None:
    """Read the errand from standard input, and write a frame for everything found to standard output."""
    # Ctrl-C reaches every process of a terminal. The writer hears it, and ends its readers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Records are trees, freed as soon as they are sent: there are no cycles worth looking for so often.
    gc.set_threshold(100_000)
    errand = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Errand)
    complete = frozenset(errand.complete)
    encode = msgspec.msgpack.Encoder().encode
    out = sys.stdout.buffer
    try:
        for path in errand.paths:
            for part in read(Path(os.fsdecode(path)), complete=complete):
                wire = encode(Frame(opened=part) if isinstance(part, Opened) else Frame(batch=part))
                out.write(LENGTH.pack(len(wire)))
                out.write(wire)
                out.flush()
    except BrokenPipeError:
        # The writer has gone, and there is nobody left to read for.
        os._exit(0)


if __name__ == "__main__":
    main()
