"""Write `constraints.txt`: the versions that an environment in which everything works holds.

The lock is a pip constraints file. It has no hashes and no local suffixes such as `+cpu`, so that one file
serves every build of torch. It leaves out what torch's GPU builds bring along: torch pins those itself, and
the CPU build has none of them. This module never asks an index for anything: it reads what is installed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "constraints.txt"
BROUGHT_BY_TORCH = ("nvidia-", "cuda-", "triton")

HEADER = """\
# The versions that Simwright is developed and tested with, used by `make install` as pip's constraints.
# Written by `make lock` from .venv; to move to newer ones, upgrade there, run the tests, and lock again.
"""


def asked_for() -> list[Requirement]:
    """Return what pyproject.toml asks for, for use and for development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(line) for lines in (project["dependencies"], *extras) for line in lines]


def installed_versions(asked: Iterable[Requirement]) -> dict[str, str]:
    """Return the installed version of everything that is asked for, and of all that this needs in turn.

    Versions are public ones: `2.13.0+cpu` is given as `2.13.0`.
    """
    versions: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = list(asked)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) not in seen and not name.startswith(BROUGHT_BY_TORCH):
                seen.add((name, extra))
                versions[name] = distribution(name).version.partition("+")[0]
                waiting += needs(name, extra)
    return versions


def needs(name: str, extra: str) -> Iterator[Requirement]:
    """Yield what an installed distribution needs on this machine with an extra, "" being none."""
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement


def lock_text(versions: dict[str, str]) -> str:
    """Return the text of the lock: the header, then one `name==version` a line, sorted."""
    return HEADER + "".join(f"{name}=={version}\n" for name, version in sorted(versions.items()))


if __name__ == "__main__":
    LOCK.write_text(lock_text(installed_versions(asked_for())), encoding="utf-8")
