"""The sandbox as a whole: what it promises to those who build in it. `test_escapes` tries to break it."""

from __future__ import annotations

import os
import signal
from ctypes.util import find_library
from pathlib import Path

import psutil
import pytest

from sim.build import Builder, layers_in_force
from sim.catalog import base_tasks
from sim.errors import UsageError
from sim.sandbox.layers import LAYERS
from sim.sandbox.mutants import mutants

HONEST = base_tasks()[0].source
UNORDERED = """
from sim.language import Block, Bowl, Task, inside
class Unordered(Task):
    def build(self, scene):
        for color in {"red", "green", "blue", "cyan", "pink"}:
            bowl, block = scene.add(Bowl(color)), scene.add(Block(color))
            self.goal(inside(block, bowl), f"put the {color} block into the {color} bowl")
"""
FORGETFUL = """
from sim.language import Block, Bowl, Task, inside
class Forgetful(Task):
    seen = []
    def build(self, scene):
        self.seen.append(Block("red"))
        blocks = [scene.add(block) for block in self.seen]
        self.goal(inside(blocks[0], scene.add(Bowl("red"))), "put the red block into the red bowl")
"""


def warm_processes() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "sim.builder" in one.cmdline()]


async def test_every_layer_is_in_force_that_this_machine_says_it_has() -> None:
    missing = set(LAYERS) - set(await layers_in_force())
    assert missing <= {"namespaces", "landlock", "seccomp"}
    security = Path("/sys/kernel/security/lsm")
    if security.is_file() and "landlock" in security.read_text():
        assert "landlock" not in missing
    if find_library("seccomp") and Path("/proc/sys/kernel/seccomp").is_dir():
        assert "seccomp" not in missing


async def test_a_scene_depends_on_its_seed_alone_whatever_a_program_keeps_of_other_seeds() -> None:
    async with Builder() as builder:
        together = await builder.build(FORGETFUL, (0, 1, 2))
        alone = await builder.build(FORGETFUL, (2,))
    assert together.scenes[2:] == alone.scenes
    assert len(alone.scenes) == 1


async def test_strict_refuses_to_start_without_a_layer_and_names_it() -> None:
    with pytest.raises(UsageError, match="landlock, seccomp cannot be had"):
        async with Builder(strict=True, off=["landlock", "seccomp", "namespaces"]):
            pass
    assert warm_processes() == []


async def test_strict_does_without_namespaces() -> None:
    async with Builder(strict=True, off=["namespaces"]) as builder:
        assert "namespaces" not in await builder.layers()


async def test_a_warm_process_that_was_killed_is_replaced_and_nobody_notices() -> None:
    async with Builder() as builder:
        before = await builder.build(HONEST, (0,))
        (warm,) = warm_processes()
        os.kill(warm.pid, signal.SIGKILL)
        warm.wait(10)
        assert await builder.build(HONEST, (0,)) == before
        assert before.failure is None


async def test_one_warm_process_serves_many_programs_and_keeps_nothing_of_them() -> None:
    async with Builder() as builder:
        before = await builder.build(HONEST, (0, 1, 2))
        (warm,) = warm_processes()
        open_files = warm.num_fds()
        for mutant in mutants([HONEST], 40, seed=4):
            await builder.build(mutant, (0,), 0.2, 2.0)
        assert warm_processes() == [warm]
        assert (warm.num_threads(), warm.num_fds(), warm.children()) == (1, open_files, [])
        assert await builder.build(HONEST, (0, 1, 2)) == before


async def test_the_order_of_a_set_is_the_same_in_every_process() -> None:
    scenes = []
    for _ in range(2):
        async with Builder() as builder:
            scenes.append((await builder.build(UNORDERED, (0,))).scenes)
    assert scenes[0] == scenes[1]
    assert len(scenes[0]) == 1


async def test_a_program_that_only_sleeps_meets_the_clock() -> None:
    asleep = HONEST.replace('"""\n\nfrom', '"""\nimport time; time.sleep(9)\nfrom', 1)
    async with Builder(off=["policy", "seccomp"]) as builder:
        built = await builder.build(asleep, (0,), wall_s=0.5)
    assert built.failure is not None
    assert (built.failure.verdict, built.failure.layer) == ("timeout", "process")


def test_the_same_seed_gives_the_same_mutants() -> None:
    assert list(mutants([HONEST], 9, seed=1)) == list(mutants([HONEST], 9, seed=1))
    assert list(mutants([HONEST], 9, seed=1)) != list(mutants([HONEST], 9, seed=2))
