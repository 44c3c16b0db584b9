"""Our seven top-level packages are ours alone, and cannot be uploaded by accident."""

from __future__ import annotations

import importlib.util
from importlib.metadata import metadata, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("sim", "memory", "agents", "graphs", "policy", "eval", "simwright")


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_our_name(name: str) -> None:
    # An editable install, as `make install` makes it, owns no files and is not in the list at all.
    owners = set(packages_distributions().get(name, []))
    assert owners <= {"simwright"}, f"{sorted(owners)} bring a package called {name!r} as well"


@pytest.mark.parametrize("name", PACKAGES)
def test_our_name_leads_to_our_folder(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin == str(ROOT / name / "__init__.py")


def test_no_folder_of_tests_is_a_package() -> None:
    # With an __init__.py, tests/memory would be imported as `memory`, in place of the real one.
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_no_upload_is_possible_by_accident() -> None:
    assert "Private :: Do Not Upload" in (metadata("simwright").get_all("Classifier") or [])
