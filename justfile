# Every recipe is one or two plain commands: without `just`, run what it says.

# what there is
default:
    @just --list --unsorted

# what the tests need, pinned and hashed, and this working tree
install:
    pip install --require-hashes -r requirements/test.txt
    pip install --no-deps --no-build-isolation -e .

# all tests, or those named: just test tests/literature -k retraction
test *which:
    python -m pytest {{which}}

# the linter
lint:
    ruff check .

# the types of the package and the benchmarks
types:
    mypy

# the order of the rooms and the two walls
architecture:
    lint-imports

# put the layout right
format:
    ruff check --fix .
    ruff format .

# the benchmarks; figures land in evals/RESULTS.md
evals:
    pip install --require-hashes -r requirements/evals.txt
    python evals/speed.py --write
    python evals/pathway_check.py --write
    python evals/population.py --write
    python evals/dmn_tck.py --write
    python evals/answers.py --write
    python evals/retrieval.py --write
    python evals/abstention.py --write
    python evals/faults.py --half held-back --write

# refresh the pins (CONTRIBUTING.md says when)
pins:
    pip-compile {{pin}} --extra pdf --extra models --extra population --extra server --extra spark --output-file requirements/runtime.txt pyproject.toml
    pip-compile {{pin}} --extra evals --constraint requirements/runtime.txt --output-file requirements/evals.txt pyproject.toml
    pip-compile {{pin}} --extra test --constraint requirements/runtime.txt --constraint requirements/evals.txt --output-file requirements/test.txt pyproject.toml

# everything, as on a bare machine
ci:
    .ci/run

# No download address is written: a pin is a name, a version and its hashes, wherever they are fetched from.
export CUSTOM_COMPILE_COMMAND := "just pins"
pin := "--quiet --no-config --upgrade --generate-hashes --allow-unsafe --strip-extras --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links"
