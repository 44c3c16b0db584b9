"""Ropes and kits of programs for GenSim: bodies that its base class makes many of at once."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from sim.cliport.assets import Shape, first_extents
from sim.cliport.record import Primitive
from sim.cliport.session import Given, Joint, Made, Session
from sim.frames import UPRIGHT

BEAD_KG = 0.1
ROPE_FORCE = 100.0
PIECE_SIZE = (0.08, 0.08, 0.02)
PIECE_SCALE = (0.003, 0.003, 0.001)

# The angle after which each of the twenty pieces looks the same; 0 for every angle.
SYMMETRIES = tuple(
    2 * math.pi / turns if turns else 0.0
    for turns in (1, 1, 3, 4, 4, 1, 2, 5, 2, 4, 5, 0, 1, 1, 1, 1, 0, 6, 1, 1)
)


def rope(session: Session, ends: tuple[Given, Given], radius: float, n_parts: int) -> list[int]:
    """Make the beads of a rope, one above the other, tied together; return their numbers.

    Args:
        session: where.
        ends: the two corners that the rope shall span, and a position above which it starts.
        radius: half the width of a bead, metres; it is seen as a ball half as large again.
        n_parts: how many beads.
    """
    (first, last), start = ends
    spacing = float(np.linalg.norm(np.float32(last) - np.float32(first)) / n_parts)
    cube = Primitive(form="box", size=(2 * radius,) * 3)
    ball = Primitive(form="sphere", size=(3 * radius,) * 3)
    shape = Shape((ball.part(),), (cube.part(),), first_extents(ball.part()), BEAD_KG, 0.5)
    numbers: list[int] = []
    for bead in range(n_parts):
        at = (float(start[0]), float(start[1]), float(start[2]) + (bead + 1) * spacing)
        made = Made(shape, at, UPRIGHT, collision=cube, visual=ball, mass_kg=BEAD_KG)
        numbers.append(session.add(made))
        if bead:
            parent, child = (session.index(number) for number in numbers[-2:])
            session.joints.append(Joint(parent, child, (0.0, 0.0, spacing), (0.0, 0.0, 0.0), ROPE_FORCE))
    return numbers


class Kitting(Protocol):
    """What of a task is needed to add pieces."""

    def get_random_pose(self, env: Given, obj_size: Given = ..., **more: Given) -> Given:
        """Draw a free pose."""

    def fill_template(self, template: Given, replace: Given) -> str:
        """Fill a template."""


def kit_objects(
    task: Kitting, env: Given, kit: tuple[Given, Given, Given], n_objects: int
) -> tuple[list[Given], list[Given]]:
    """Add the pieces of a kit at free poses.

    Args:
        task: draws poses and fills the template.
        env: takes the pieces in.
        kit: the targets, the shapes, the colours.
        n_objects: how many pieces.

    Returns:
        The objects with their symmetries, and for each a row that says which targets it fits: a list of
        rows, which GenSim cannot index as a matrix until the program has made one of it.
    """
    targets, shapes, colors = kit
    objects: list[Given] = []
    matches: list[Given] = []
    for index in range(n_objects):
        shape = shapes[index]
        pose = task.get_random_pose(env, PIECE_SIZE)
        fields = {"FNAME": (f"{shape:02d}.obj",), "SCALE": PIECE_SCALE, "COLOR": colors[index]}
        body = env.add_object(task.fill_template("kitting/object-template.urdf", fields), pose)
        objects.append((body, (SYMMETRIES[shape], None)))
        fits = np.zeros(len(targets))
        fits[np.argwhere(shapes == shape).reshape(-1)] = 1  # of a plain list, GenSim finds none
        matches.append(fits)
    return objects, matches
