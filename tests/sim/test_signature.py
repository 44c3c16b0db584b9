"""Signatures: what stays of a task when colours, counts, sizes and names are gone."""

from __future__ import annotations

import pytest

from sim.builder import load
from sim.signature import Clause, clauses_of, signature, skeleton
from sim.task import build_scene

HEAD = """
from sim.language import *
class T(Task):
    def build(self, scene):
"""


def signed(*lines: str, seed: int = 0) -> str:
    source = HEAD.replace("*", "Ball, Block, Bowl, Box, Container, Cylinder, Disk, Pallet, Rods, Task, "
                          "Zone, aligned, any_of, at, beside, between, in_row, inside, on, on_rod, stacked, "
                          "within")  # fmt: skip
    body = "".join(f"        {line}\n" for line in lines)
    return signature(clauses_of(build_scene(load(source + body), seed)))


SORT = (
    "for color in scene.colors(COUNT):",
    '    self.goal(inside(scene.add(Block(color)), scene.add(Bowl(color))), f"{color} block into its bowl")',
)


def test_counts_and_seeds_do_not_change_a_signature() -> None:
    two, three = (tuple(line.replace("COUNT", n) for line in SORT) for n in "23")
    assert signed(*two) == signed(*three, seed=9) == "inside(block -> bowl) by color"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (
                "a, b = scene.add(Block('red')), scene.add(Block('blue'))",
                "self.goal(inside(a, scene.add(Bowl('red'))), 'the red block')",
            ),
            "inside(block -> bowl) by one",
        ),
        (
            (
                "blocks = [scene.add(Block('red', e)) for e in (0.05, 0.04, 0.03)]",
                "self.goal(stacked(blocks), 'by size')",
            ),
            "tower(block -> block) by size, ordered",
        ),
        (
            (
                "blocks = [scene.add(Block(c)) for c in scene.colors(3)]",
                "self.goal(stacked(blocks, on=scene.add(Pallet('red')), any_order=True), 'any order')",
            ),
            "tower(block -> pallet) by all",
        ),
        (
            (
                "blocks = [scene.add(Block(c)) for c in scene.colors(3)]",
                "zone = scene.add(Zone('gray', size=(0.1, 0.3)))",
                "self.goal(in_row(blocks, on=zone), 'left to right')",
            ),
            "row(block -> zone) by all, ordered",
        ),
        (
            (
                "pallet = scene.add(Pallet('brown'))",
                "self.goal(on([scene.add(Block('red')) for _ in range(2)], pallet), 'blocks')",
                "self.goal(on(scene.add(Cylinder('red')), pallet), 'cylinder')",
            ),
            "on(block -> pallet) by all + on(cylinder -> pallet) by all, same place",
        ),
        (
            (
                "rods = scene.add(Rods('brown'))",
                "disks = [scene.add(Disk('red', d)) for d in (0.1, 0.07)]",
                "self.goal(on_rod(disks, rods, 0), 'the larger one below')",
            ),
            "inserted(disk -> rods) by size, ordered",
        ),
        (
            (
                "rods = scene.add(Rods('brown'))",
                "disks = [scene.add(Disk('red', d), on=rods) for d in (0.1, 0.07)]",
                "self.goal(on_rod(disks[1], rods, 1), 'out of the way', transient=True)",
                "self.goal(on_rod(disks[0], rods, 2), 'over the last rod', transient=True)",
                "self.goal(on_rod(disks, rods, 2), 'the larger one below')",
            ),
            "inserted(disk -> rods) by size, ordered",
        ),
        (
            (
                "bowl = scene.add(Bowl('red'))",
                "for side in ('left', 'right'):",
                "    self.goal(at(scene.add(Block('red')), beside(bowl, side)), side)",
            ),
            "beside(block -> bowl) by all",
        ),
        (
            (
                "bowls = [scene.add(Bowl(c)) for c in scene.colors(2)]",
                "self.goal(at(scene.add(Block('red')), between(*bowls)), 'between')",
                "self.goal(at(scene.add(Box('red')), aligned(*bowls)), 'in line')",
            ),
            "aligned(box -> bowl) by all, same place + between(block -> bowl) by all",
        ),
        (
            (
                "blocks = [scene.add(Block(c)) for c in scene.colors(3)]",
                "self.goal(inside(any_of(blocks), scene.add(Bowl('red'))), 'any block')",
            ),
            "inside(block -> bowl) by any",
        ),
    ],
)
def test_a_scene_is_read_as_a_researcher_would(lines: tuple[str, ...], expected: str) -> None:
    assert signed(*lines) == expected


def test_a_skeleton_forgets_kinds_but_not_roles() -> None:
    clauses = [Clause(verb="inside", mover=kind, target="bowl", selection="all") for kind in ("block", "box")]
    assert skeleton(clauses) == "inside(stackable -> receptacle) by all"
    assert len(signature(clauses).split(" + ")) == 2
