"""Engines that we did not write, run in Node.js: what an export is held against.

``npm ci --prefix tests/oracles`` brings them; without it the tests that ask them are skipped, except in CI.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ORACLES = Path(__file__).parent / "oracles"
PACKAGES = ORACLES / "node_modules"


def said_by(script: str, asked: Any) -> Any:
    """What the script in ``tests/oracles`` answers. One call asks for many patients, as Node.js is slow to start."""
    node = shutil.which("node")
    if node is None or not PACKAGES.is_dir():
        pytest.skip("needs Node.js, and its packages: npm ci --prefix tests/oracles")
    ran = subprocess.run(
        [node, ORACLES / script], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)
