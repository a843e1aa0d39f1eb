"""The evaluations are programs in one folder, not a package: the tests look where they do."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evals"))
