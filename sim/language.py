"""Everything that a task program may import, in one place.

from sim.language import Block, Bowl, Scene, Task, inside
"""

from sim.arrangements import bridge, in_circle, in_row, layered, pyramid, stacked, wall
from sim.choices import any_of
from sim.fitting import inserted, on_rod, spans
from sim.kinds import VARIANTS
from sim.relations import at, inside, on, within
from sim.scene import Scene
from sim.spots import aligned, beside, between
from sim.task import Task
from sim.things import (
    Ball,
    Block,
    Bowl,
    Box,
    Container,
    Corner,
    Cylinder,
    Disk,
    Ell,
    Fixture,
    Hole,
    Kit,
    Line,
    Pallet,
    Pile,
    Rods,
    Rope,
    Shape,
    Square,
    Stand,
    Zone,
)

__all__ = [
    "VARIANTS", "Ball", "Block", "Bowl", "Box", "Container", "Corner", "Cylinder", "Disk", "Ell", "Fixture",
    "Hole", "Kit", "Line", "Pallet", "Pile", "Rods", "Rope", "Scene", "Shape", "Square", "Stand", "Task",
    "Zone", "aligned", "any_of", "at", "beside", "between", "bridge", "in_circle", "in_row", "inserted",
    "inside", "layered", "on", "on_rod", "pyramid", "spans", "stacked", "wall", "within",
]  # fmt: skip
