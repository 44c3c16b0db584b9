"""The lock: complete, plain, and what is installed here."""

from __future__ import annotations

import re

from packaging.utils import canonicalize_name

from tools.lock import LOCK, asked_for, installed_versions, lock_text

TEXT = LOCK.read_text(encoding="utf-8")
LINES = [line for line in TEXT.splitlines() if not line.startswith("#")]
PINS = dict(line.split("==") for line in LINES)
ASKED = {str(canonicalize_name(requirement.name)): requirement for requirement in asked_for()}


def test_each_line_is_a_name_and_a_public_version() -> None:
    pin = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==\d[a-z0-9.]*")
    strange = [line for line in LINES if not pin.fullmatch(line)]
    assert not strange, "no hashes, no local suffixes such as +cpu, no paths, no addresses"


def test_the_lock_has_the_form_that_make_lock_writes() -> None:
    assert lock_text(PINS).splitlines() == TEXT.splitlines()


def test_everything_that_pyproject_asks_for_is_pinned_within_its_bounds() -> None:
    assert not ASKED.keys() - PINS.keys()
    outside = {name: PINS[name] for name, asked in ASKED.items() if PINS[name] not in asked.specifier}
    assert not outside


def test_everything_that_is_asked_for_has_a_lower_bound() -> None:
    assert not [name for name, asked in ASKED.items() if not asked.specifier]


def test_everything_installed_for_simwright_is_pinned_at_its_installed_version() -> None:
    strange = installed_versions(asked_for()).items() - PINS.items()
    assert not strange, "run `make install`, or `make lock` if the new versions are wanted"


def test_torch_is_asked_for_in_the_version_that_is_installed_first() -> None:
    assert str(ASKED["torch"].specifier) == f"=={PINS['torch']}"
