"""What every test may count on: no network, no settings of the user's, and in CI no quiet skip."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Iterator
from typing import Any, TypeVar

import hypothesis
import pytest

LAWFUL_SKIP = "needs ../shared"
"""How the reason of a skip begins that CI lets pass: that data cannot be installed. All else can."""

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

USER_SETTINGS = (
    *("CURBSIDE_LIBRARY", "CURBSIDE_HISTORY", "CURBSIDE_EUTILS_URL", "NCBI_API_KEY", "NCBI_EMAIL"),
    *("CURBSIDE_MODEL_URL", "CURBSIDE_MODEL_KEY", "CURBSIDE_MODEL_TIMEOUT", "CURBSIDE_LOCAL_ONLY"),
    *("CURBSIDE_COMPARISONS", "CURBSIDE_CDS_CLIENTS", "CURBSIDE_FEEDBACK", "CURBSIDE_ARTICLES_URL"),
    *("OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY"),
)

# A busy machine is no counter-example, so no deadline. CI repeats its examples: red there means the change.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CURBSIDE_CI") else "desk")


@pytest.fixture(scope="session", autouse=True)
def a_user_without_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Neither the developer's library nor their keys reach a test, or a program that a test starts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in USER_SETTINGS:
            patch.delenv(name, raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data-home")))
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test may talk to a server it started on this machine, and to nobody else."""
    connect = socket.socket.connect

    def connect_nearby(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "unix socket"
        if host not in {"127.0.0.1", "::1", "localhost", "unix socket"}:
            pytest.fail(f"a test tried to reach {host}; tests run without a network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_model() -> Iterator[None]:
    """A test asks no language model, unless it says that it has one on this machine (`asks_a_loopback_model`)."""
    from pydantic_ai.models import override_allow_model_requests

    with override_allow_model_requests(False):
        yield


@pytest.fixture
def asks_a_loopback_model() -> Iterator[None]:
    from pydantic_ai.models import override_allow_model_requests

    with override_allow_model_requests(True):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _unforgiving(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _unforgiving(report)


def _unforgiving(report: Report) -> Report:
    """In CI, a skip for want of something installable is a failure."""
    if not os.environ.get("CURBSIDE_CI") or not report.skipped or hasattr(report, "wasxfail"):
        return report
    said = report.longrepr[-1] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = said.removeprefix("Skipped: ")
    if not reason.startswith(LAWFUL_SKIP):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: skipped, which CI does not allow: {reason}"
    return report
