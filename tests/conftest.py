"""House rules that hold for every test: no network, no unmarked slow test, no skip that is not agreed upon.

The rules act on the environment before a test module is imported, so that libraries which read it at import
see it, and the processes that tests start inherit it. They know nothing about what is tested.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from types import ModuleType

import pytest

TESTS = Path(__file__).parent
ALLOWED_SKIPS = TESTS / "allowed_skips.txt"

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "NO_PROXY": "*",
    "no_proxy": "*",
}
# Hypothesis keeps what it knows about our source beside pytest's own cache.
KNOWN = {"HYPOTHESIS_STORAGE_DIRECTORY": str(TESTS.parent / ".pytest_cache" / "hypothesis")}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
ONE_THREAD |= {"TOKENIZERS_PARALLELISM": "false"}
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


def go_offline() -> ModuleType:
    """Bring this process, and by its environment each Python that it starts, under the offline rule."""
    for name in PROXIES:
        os.environ.pop(name, None)
    os.environ.update(OFFLINE | ONE_THREAD | KNOWN)
    folder = str(TESTS / "offline")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH")]))
    spec = importlib.util.spec_from_file_location("tests_offline", TESTS / "offline" / "sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    guard = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(guard)
    sys.addaudithook(guard.refuse)
    return guard


guard = go_offline()


class HouseRules:
    """Watches the run and fails it for what single tests cannot see."""

    def __init__(self, refusals: Path, call_limit_s: float) -> None:
        self.refusals = refusals
        self.call_limit_s = call_limit_s
        self.skips: list[tuple[str, str]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Fail an unmarked test whose call took too long by the clock; fixtures are not counted."""
        report = yield
        limit_s = self.call_limit_s * how_busy()
        too_long = report.when == "call" and report.passed and report.duration > limit_s
        if too_long and item.get_closest_marker("slow") is None:
            report.outcome = "failed"
            report.longrepr = (
                f"{item.nodeid} passed, but took {report.duration:.1f} s by the clock. A test without "
                f"@pytest.mark.slow has {limit_s:.1f} s on a machine as busy as this one. Make it faster, or "
                "mark it."
            )
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write down each skip, expected failures included: both hide something that does not work."""
        if report.skipped:
            self.skips.append((report.nodeid, reason_of(report)))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Write down each module that was skipped as a whole."""
        if report.skipped:
            self.skips.append((report.nodeid, reason_of(report)))

    def unlisted_skips(self) -> list[str]:
        """Name the skipped tests that `allowed_skips.txt` does not list."""
        allowed = allowed_skips(ALLOWED_SKIPS.read_text(encoding="utf-8"))
        return [test for test, _ in self.skips if test.partition("[")[0] not in allowed]

    def attempts(self) -> list[str]:
        """List what was refused, in this process and in those that it started."""
        return self.refusals.read_text(encoding="utf-8").splitlines()

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail a run that is green only because something was skipped or swallowed."""
        if session.exitstatus == pytest.ExitCode.OK and (self.unlisted_skips() or self.attempts()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was skipped and why, and why the run fails if it is for that."""
        for test, reason in self.skips:
            terminalreporter.write_line(f"skipped: {test}: {reason}")
        for test in self.unlisted_skips():
            terminalreporter.write_line(f"FAILED: {test} is not in {ALLOWED_SKIPS.name}", red=True)
        for attempt in self.attempts():
            terminalreporter.write_line(f"FAILED: tried to use the network: {attempt}", red=True)


def how_busy() -> float:
    """Return by how much the clock runs ahead of a test's work: 1 with a core to itself, 2 with half."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Find the reason in what pytest keeps about a skip: (file, line, "Skipped: reason")."""
    if hasattr(report, "wasxfail"):
        return f"fails as expected: {report.wasxfail}"
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)


def allowed_skips(text: str) -> set[str]:
    """Read the agreed skips: a test's id without its parameters, then the reason, one a line."""
    return {line.split()[0] for line in text.splitlines() if line.strip() and not line.startswith("#")}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a slow machine have more time: `make test ARGS="-o call_limit_s=20"`."""
    parser.addini("call_limit_s", "seconds that a test without the slow marker may take", default="5")


def pytest_configure(config: pytest.Config) -> None:
    """Put the house rules to work for this run."""
    descriptor, name = tempfile.mkstemp(prefix="simwright-refusals-")
    os.close(descriptor)
    os.environ[guard.REFUSALS] = name
    config.add_cleanup(Path(name).unlink)
    rules = HouseRules(Path(name), float(config.getini("call_limit_s")))
    config.pluginmanager.register(rules, "house-rules")
