"""The picture in docs/architecture.md shows the arrows that import-linter checks."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = {"sim", "memory", "agents", "graphs", "policy", "eval", "simwright"}


def drawn() -> dict[str, set[str]]:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    arrows = re.findall(r"^    (\w+) --> (\w+)$", text, re.MULTILINE)
    return {package: {end for start, end in arrows if start == package} for package in PACKAGES}


def forbidden() -> dict[str, set[str]]:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter")
    return {
        package: set(config[f"importlinter:contract:{package}"]["forbidden_modules"].split())
        for package in PACKAGES - {"simwright"}
    }


def test_the_picture_draws_exactly_the_arrows_that_lint_allows() -> None:
    for package, modules in forbidden().items():
        assert drawn()[package] == PACKAGES - modules - {package}, package


def test_the_front_door_leads_everywhere() -> None:
    reached, frontier = set[str](), {"simwright"}
    while frontier:
        package = frontier.pop()
        reached.add(package)
        frontier |= drawn()[package] - reached
    assert reached == PACKAGES
