"""Programs in GenSim's style that try to break out: contained with the rules of the dialect, and without."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from sim.build import Builder, Built
from sim.sandbox.layers import Layer
from tests.sim.cliport.making import PROGRAMS

ATTACKS = {path.stem: path.read_text() for path in sorted((PROGRAMS / "escapes").glob("*.py"))}
pytestmark = pytest.mark.slow  # two warm processes for each test
SECRET = "the-secret-of-the-canary"


async def built(off: tuple[Layer, ...], folder: Path) -> dict[str, Built]:
    canary = folder / "canary"
    canary.write_text(SECRET)
    canary.chmod(0o666)
    folder.chmod(0o777)
    texts = {
        name: text.replace("CANARY", str(canary)).replace("FOLDER", str(folder))
        for name, text in ATTACKS.items()
    }
    async with Builder(2, off=off) as builder:
        found = await asyncio.gather(*(builder.build(text, (0,), *_limits(text)) for text in texts.values()))
    assert canary.read_text() == SECRET
    assert [path.name for path in folder.iterdir()] == ["canary"]
    return dict(zip(ATTACKS, found, strict=True))


def _limits(text: str) -> tuple[float, float]:
    return (0.1, 3.0) if "# all: timeout" in text else (5.0, 30.0)


def ending(one: Built) -> str:
    if one.failure is None or one.failure.verdict == "foreign":
        return "built"
    return one.failure.verdict


def wanted(which: str) -> dict[str, str]:
    pattern = re.compile(rf"^# {which}: (\w+)$", re.MULTILINE)
    return {name: found[1] for name, text in ATTACKS.items() if (found := pattern.search(text))}


async def test_every_attack_ends_as_its_head_says(tmp_path: Path) -> None:
    found = {name: ending(one) for name, one in (await built((), tmp_path)).items()}
    assert found == wanted("all")


async def test_without_the_policy_the_stand_ins_and_the_sandbox_hold(tmp_path: Path) -> None:
    found = {name: ending(one) for name, one in (await built(("policy",), tmp_path)).items()}
    assert found == wanted("without policy")
