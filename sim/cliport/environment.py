"""The environment that a program's `reset` is given: it takes objects in and remembers their lists."""

from __future__ import annotations

import itertools
from collections.abc import MutableMapping

import numpy as np

from sim.cliport.bullet import bounds_of
from sim.cliport.poses import quaternion, vector
from sim.cliport.session import ASSETS_ROOT, Given, Session
from sim.cliport.sight import PIXEL_M
from sim.frames import UPRIGHT, Quaternion
from sim.kinds import Vec3
from sim.spec import TABLE_X, TABLE_Y


class Environment:
    """What GenSim's `Environment` offers to a task that resets itself."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.assets_root = ASSETS_ROOT
        self.obj_ids: MutableMapping[str, list[Given]] = {"fixed": [], "rigid": [], "deformable": []}
        self.objects: MutableMapping[str, list[Given]] = {
            name: [] for name in self.obj_ids
        }  # stale, as there
        self.pix_size = PIXEL_M
        self.bounds = np.array([TABLE_X, TABLE_Y, (0, 0.3)])
        self.task: Given = None  # the one that resets itself; set before it does

    def set_task(self, task: Given) -> None:
        """Take a task."""
        self.task = task

    def get_task_name(self) -> str:
        """Return the name of the task's class."""
        return type(self.task).__name__

    def get_lang_goal(self) -> Given:
        """Return the sentence of the current goal."""
        return self.task.get_lang_goal()

    def seed(self, seed: Given = None) -> Given:
        """Return the seed; tasks draw from the global generators."""
        return seed

    @property
    def info(self) -> dict[Given, Given]:
        """Return pose and extents of every listed body by its number, and the sentence of the goal."""
        told: dict[Given, Given] = {"lang_goal": self.get_lang_goal()}
        for number in itertools.chain(*self.obj_ids.values()):
            told[number] = (*self.get_object_pose(number), self._session.body(number).shape.first_extents)
        return told

    def add_object(
        self, urdf: Given, pose: Given, category: Given = "rigid", color: Given = None, **_: Given
    ) -> int:
        """Load an asset at a pose and return its number; what GenSim lets pass passes, with a note."""
        made = self._session.load(str(urdf))
        made.position, made.rotation = self._pose(pose)
        number = self._session.add(made)
        self.obj_ids[category].append(number)
        if color is not None:
            self.set_color(number, self._session.palette[color] if isinstance(color, str) else color)
        return number

    def _pose(self, pose: Given) -> tuple[Vec3, Quaternion]:
        if len(pose) == 3 and not hasattr(pose[0], "__len__"):
            self._session.note("a bare position is given for a pose: GenSim adds no rotation to it")
            return vector(pose), UPRIGHT
        return vector(pose[0]), quaternion(pose[1])

    def set_color(self, obj_id: Given, color: Given) -> None:
        """Give a body a colour, a list of three numbers."""
        red, green, blue = (float(value) for value in (color + [1.0])[:3])  # noqa: RUF005 - a tuple fails, as there
        self._session.body(obj_id).color = (red, green, blue)

    def set_object_color(self, *arguments: Given, **named: Given) -> None:
        """Give a body a colour; another name of `set_color`."""
        self.set_color(*arguments, **named)

    def get_object_pose(self, obj_id: Given) -> tuple[Vec3, Quaternion]:
        """Return where a body's centre of mass is."""
        base = self._session.body(obj_id).base()
        return base.position, base.rotation

    def get_object_size(self, obj_id: Given) -> float:
        """Return the volume of the box about a body; GenSim calls it a size."""
        low, high = bounds_of(self._session.body(obj_id))
        return (high[0] - low[0]) * (high[1] - low[1]) * (high[2] - low[2])

    def step_simulation(self) -> None:
        """Let a step pass."""
        self._session.steps += 1

    @property
    def is_static(self) -> bool:
        """Say that nothing moves, as is true of a scene that was only built."""
        return True
