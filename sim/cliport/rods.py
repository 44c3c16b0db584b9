"""Disks on rods: which rod a point is over, and at which height the next disk comes to lie there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.frames import Frame, about_z
from sim.kinds import ROD_SPACING_M
from sim.spec import ObjectSpec, Pose

ROD_OFFSETS_M = (-ROD_SPACING_M, 0.0, ROD_SPACING_M)  # along the stand
OVER_M = 0.02  # a point this near to a rod, seen from above, is over it
Rod = tuple[int, int]  # the stand among the things, and which of its rods


@dataclass
class Rods:
    """The rods of a scene and the disks that are on them, as one goal after the other moves them."""

    things: Sequence[ObjectSpec]
    _stacks: dict[Rod, list[int]] = field(default_factory=dict)

    def over(self, point: tuple[float, float]) -> Rod | None:
        """Return the rod that a point is over."""
        for number, thing in enumerate(self.things):
            if thing.kind != "rods":
                continue
            frame = Frame(thing.pose.position, about_z(thing.pose.yaw))
            for rod, y in enumerate(ROD_OFFSETS_M):
                if math.dist(frame.point((0.0, y, 0.0))[:2], point) < OVER_M:
                    return number, rod
        return None

    def local(self, rod: Rod, disk: int) -> tuple[float, float, float]:
        """Return where a disk that goes over a rod comes to lie, in the stand's frame, and put it there."""
        for stack in self._stacks.values():
            if disk in stack:
                stack.remove(disk)
        stack = self._stacks.setdefault(rod, [])
        stand = self.things[rod[0]]
        height = stand.size[2] + sum(self.things[below].size[2] for below in stack)
        stack.append(disk)
        return (0.0, ROD_OFFSETS_M[rod[1]], round(height, 6))

    def stacked(self) -> list[ObjectSpec]:
        """Return all things, with each disk that starts over a rod resting on what is below it."""
        disks = [number for number, thing in enumerate(self.things) if thing.kind == "disk"]
        told = list(self.things)
        for disk in sorted(disks, key=lambda number: self.things[number].pose.position[2]):
            x, y, _ = self.things[disk].pose.position
            rod = self.over((x, y))
            if rod is None:
                continue
            stand = self.things[rod[0]]
            frame = Frame(stand.pose.position, about_z(stand.pose.yaw))
            px, py, pz = (round(value, 6) for value in frame.point(self.local(rod, disk)))
            pose = Pose(position=(px, py, pz), yaw=self.things[disk].pose.yaw)
            told[disk] = self.things[disk].model_copy(update={"pose": pose})
        return told
