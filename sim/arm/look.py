"""Pictures of the arm at work: from the front, past the table's corner, where it hides little."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

from sim.arm.kinematics import PEDESTAL_M, Joints, link_frames
from sim.arm.meshes import in_world, link_meshes
from sim.arm.robot import LINKS, TOOLS
from sim.camera import CUP_RGB, TIP_RGB, solid_and_flat
from sim.canvas import Body, Canvas, View, table_corners
from sim.frames import Frame
from sim.parts import Part
from sim.spec import TABLE_X, TABLE_Y, ObjectSpec, Tool

BESIDE_THE_TABLE = View(
    (1.62, -1.02, 1.16),
    (0.37, -0.01, 0.21),
    math.radians(52),
    (0.38, -0.42, 0.824),
    table_corners((-0.13, TABLE_X[1]), TABLE_Y),
)
PEDESTAL = Part("cylinder", (0.20, 0.20, PEDESTAL_M), (0.0, 0.0, PEDESTAL_M / 2))


def show_arm(
    things: Sequence[ObjectSpec], feet: Sequence[Frame], size: tuple[int, int], joints: Joints, tool: Tool
) -> Image.Image:
    """Draw objects on the table, and the arm over them.

    Args:
        things: the objects, ropes and piles in pieces.
        feet: where they are.
        size: width and height of the picture in pixels.
        joints: of the arm.
        tool: at its flange.
    """
    canvas = Canvas(size, BESIDE_THE_TABLE)
    links = link_frames(joints)
    bodies, paint = solid_and_flat(things, feet)
    bodies += [_tool(tool, links[-1]), [(PEDESTAL, Frame(PEDESTAL.position), TIP_RGB)]]
    arm = [(part, frame) for link, frame in zip(LINKS, links[1:], strict=True) for part in link.parts]
    casters = [(part, frame.compose(Frame(part.position, part.rotation))) for part, frame in arm]
    canvas.lay_table(paint, [*((part, frame) for body in bodies for part, frame, _ in body), *casters])
    for body in bodies:
        canvas.draw(body)
    for mesh, frame in zip(link_meshes(), links, strict=True):
        canvas.draw_mesh(in_world(mesh, frame))
    return canvas.picture()


def _tool(tool: Tool, flange: Frame) -> Body:
    mount, *rest = TOOLS[tool].parts
    parts = [(mount, TIP_RGB), *((part, CUP_RGB) for part in rest)]
    return [(part, flange.compose(Frame(part.position, part.rotation)), color) for part, color in parts]
