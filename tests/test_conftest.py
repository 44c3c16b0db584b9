"""The rules of `conftest.py` bite: each is broken once, in a suite of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Return a folder with our house rules and no tests."""
    shutil.copy(TESTS / "conftest.py", tmp_path)
    shutil.copytree(TESTS / "offline", tmp_path / "offline")
    (tmp_path / "allowed_skips.txt").write_text("# none yet\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = slow\n")
    return tmp_path


def outcome(suite: Path, test: str, *options: str) -> tuple[int, str]:
    """Run the suite with one test file; return pytest's exit status and what it said."""
    (suite / "test_it.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-p", "no:langsmith_plugin", "-p", "no:anyio", *options]
    run = subprocess.run(command, cwd=suite, capture_output=True, text=True, check=False)
    return run.returncode, run.stdout


def test_an_unmarked_test_over_the_limit_fails(suite: Path) -> None:
    test = "import time\n\n\ndef test_it():\n    time.sleep(0.3)\n"
    status, said = outcome(suite, test, "-o", "call_limit_s=0.01")
    assert status == 1
    assert "passed, but took 0.3 s by the clock" in said


def test_a_slow_test_and_its_fixtures_may_take_their_time(suite: Path) -> None:
    test = (
        "import time\n\nimport pytest\n\n\n@pytest.fixture\ndef wait():\n    time.sleep(0.3)\n\n\n"
        "def test_it(wait):\n    pass\n\n\n@pytest.mark.slow\ndef test_slow():\n    time.sleep(0.3)\n"
    )
    assert outcome(suite, test, "-o", "call_limit_s=0.1")[0] == 0


@pytest.mark.parametrize("mark", ["skip(reason='no time')", "xfail(reason='no time')"])
def test_a_skip_that_is_not_listed_fails_the_run_and_is_shown_with_its_reason(suite: Path, mark: str) -> None:
    test = f"import pytest\n\n\n@pytest.mark.{mark}\ndef test_it():\n    raise ValueError\n"
    status, said = outcome(suite, test)
    assert status == 1
    assert "FAILED: test_it.py::test_it is not in allowed_skips.txt" in said
    assert "no time" in said


def test_a_listed_skip_is_shown_and_passes(suite: Path) -> None:
    (suite / "allowed_skips.txt").write_text("test_it.py::test_it  needs a second machine\n")
    test = (
        "import pytest\n\n\n@pytest.mark.parametrize('n', [1])\ndef test_it(n):\n    pytest.skip('alone')\n"
    )
    status, said = outcome(suite, test)
    assert status == 0
    assert "skipped: test_it.py::test_it[1]: Skipped: alone" in said


def test_a_module_that_skips_itself_fails_the_run(suite: Path) -> None:
    test = "import pytest\n\npytest.skip('not today', allow_module_level=True)\n"
    status, said = outcome(suite, test)
    assert status != 0
    assert "FAILED: test_it.py is not in allowed_skips.txt" in said


def test_a_swallowed_use_of_the_network_fails_the_run(suite: Path) -> None:
    test = (
        "import socket\n\n\ndef test_it():\n    try:\n        socket.create_connection(('192.0.2.1', 80))\n"
        "    except Exception:\n        pass\n"
    )
    status, said = outcome(suite, test)
    assert status == 1
    assert "FAILED: tried to use the network: socket.getaddrinfo 192.0.2.1" in said
