"""The base class of GenSim's tasks, as a program sees it: what it inherits, calls and fills.

Names, arguments and the order of all draws are GenSim's; the work is recording. What an episode does - the
oracle, the reward - is played later, from the record (`sim.cliport.oracle`, `sim.cliport.judge`).
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from sim.cliport.environment import Environment
from sim.cliport.poses import from_zxy, matrix, quaternion, vector
from sim.cliport.session import ASSETS_ROOT, Given, Session
from sim.cliport.sight import PIXEL_M, drawn_pixel, eroded
from sim.cliport.soft import kit_objects, rope
from sim.frames import UPRIGHT, Quaternion
from sim.spec import TABLE_X, TABLE_Y

NOWHERE_FREE = (160, 80)  # the pixel that GenSim falls back to: the middle of the table
POINT_SPACING_M = 0.02
SPAWN_STEPS = 480
SPAWN_AT = (0.5, -0.25, 0.1)


class PickPlace:
    """The suction primitive; `height` is how far it lifts."""

    def __init__(self, height: float = 0.32, speed: float = 0.01) -> None:
        self.height = height
        self.speed = speed


class Suction:
    """The suction gripper."""


class Spatula:
    """The spatula that pushes piles."""


def push(*_: Given, **__: Given) -> None:
    """Stand for the pushing primitive, which programs only name."""


class Task:
    """What every program derives from; a subclass made for each run knows its session."""

    _session: ClassVar[Session]

    def __init__(self) -> None:
        self.ee: Given = Suction
        self.mode = "train"
        self.sixdof = False
        self.primitive: Given = PickPlace()
        self.oracle_cams: list[Given] = []
        self.rng: Given = None
        self.pos_eps = 0.01
        self.rot_eps = math.radians(15)
        self.num_blocks = 50
        self.pix_size = PIXEL_M
        self.bounds = np.array([TABLE_X, TABLE_Y, (0, 0.3)])
        self.zone_bounds = np.copy(self.bounds)
        self.goals: list[Given] = []
        self.lang_goals: list[Given] = []
        self.obj_points_cache: dict[Given, Given] = {}
        self.task_completed_desc = "task completed."
        self.progress = 0
        self.train_set = np.arange(0, 14)
        self.test_set = np.arange(14, 20)
        self.homogeneous = False
        self.assets_root: Given = ASSETS_ROOT
        self._rewards = 0

    def reset(self, env: Given) -> None:
        """Forget the goals of the episode before."""
        self.goals, self.lang_goals, self.obj_points_cache = [], [], {}
        self.progress, self._rewards = 0, 0

    def additional_reset(self) -> None:
        """Choose tolerances and tool by the words of the language template."""
        words: str = self.lang_template  # type: ignore[attr-defined] # programs set it, or fail here as in GenSim
        if "bowl" in words:
            self.pos_eps = 0.05
        if "piles" in words:
            self.ee, self.primitive = Spatula, push
        if "rope" in words:
            self.primitive, self.pos_eps = PickPlace(0.02, 0.001), 0.02

    def set_assets_root(self, assets_root: Given) -> None:
        """Do nothing: the assets are where they are."""

    # -- goals -----------------------------------------------------------------------------------------

    def add_goal(  # noqa: PLR0913 - the signature is GenSim's
        self, objs: Given, matches: Given, targ_poses: Given, replace: Given, rotations: Given, metric: Given,
        params: Given, step_max_reward: Given, symmetries: Given = None, language_goal: Given = None,
        **more: Given,
    ) -> None:  # fmt: skip
        """Append a goal; nothing is checked here, as in GenSim."""
        objs = self.zip_obj_ids(objs, symmetries)
        if more:
            self._session.note(f"add_goal passes over {', '.join(sorted(more))[:80]}")
        self.goals.append((objs, matches, targ_poses, replace, rotations, metric, params, step_max_reward))
        if isinstance(language_goal, str):
            self.lang_goals.append(language_goal)
        elif isinstance(language_goal, list):
            self.lang_goals.extend(language_goal)

    def zip_obj_ids(self, obj_ids: Given, symmetries: Given) -> Given:
        """Return the objects of a goal with their symmetries; what comes as tuples stays as it is."""
        if isinstance(obj_ids[0], tuple):
            return obj_ids
        periods = [0.0] * len(obj_ids) if symmetries is None else symmetries
        if len(periods) < len(obj_ids):
            self._session.note("fewer symmetries than objects: GenSim drops the objects without one")
        return [(body, (period, None)) for body, period in zip(obj_ids, periods, strict=False)]

    def get_lang_goal(self) -> Given:
        """Return the sentence of the current goal."""
        return self.lang_goals[0] if self.lang_goals else self.task_completed_desc

    def reward(self) -> tuple[float, dict[str, Given]]:
        """Return nothing: rewards are counted when the record is played."""
        return 0.0, {}

    def get_reward(self) -> float:
        """Return what was earned so far: nothing, while a program builds."""
        return float(self._rewards)

    def done(self) -> bool:
        """Say whether no goals are left."""
        return not self.goals

    # -- where things go -------------------------------------------------------------------------------

    def get_true_image(self, env: Given) -> tuple[Given, Given, Given]:
        """Return colours, heights (metres) and body numbers from above, each (320, 160)."""
        sight = self._session.sight()
        mask = np.where(sight.bodies < 0, 0, sight.bodies + 5).astype(np.int32)
        colors = np.zeros((*mask.shape, 3), dtype=np.uint8)
        return colors, sight.heights.astype(np.float32), mask

    def get_random_pose(
        self, env: Given, obj_size: Given = 0.1, **_: Given
    ) -> tuple[list[Given], Quaternion]:
        """Draw a pose whose surroundings are free: a pixel, then an angle."""
        largest = np.sqrt(obj_size[0] ** 2 + obj_size[1] ** 2)
        listed = {self._session.index(body) for bodies in env.obj_ids.values() for body in bodies}
        bodies = self._session.sight().bodies
        free = ~np.isin(bodies, sorted(listed)) if listed else bodies < 0
        free[0, :], free[:, 0], free[-1, :], free[:, -1] = False, False, False, False
        free = eroded(free, int(np.round(largest / self.pix_size)))
        if free.any():
            row, column = drawn_pixel(free, float(self._session.numbers.random_sample()))
        else:
            self._session.note(
                "no room on the table: GenSim puts the object in the middle, whatever is there"
            )
            row, column = NOWHERE_FREE
        theta = self._session.numbers.rand() * 2 * np.pi
        if len(obj_size) < 3:
            self._session.note("a size without a height: GenSim takes a height of 0.05 for the pose")
        z = obj_size[2] / 2 if len(obj_size) > 2 else 0.05
        x, y = self.bounds[0, 0] + column * self.pix_size, self.bounds[1, 0] + row * self.pix_size
        return [x, y, z], from_zxy((0.0, 0.0, theta))

    def get_random_size(  # noqa: PLR0913 - the signature is GenSim's
        self, min_x: float, max_x: float, min_y: float, max_y: float, min_z: float, max_z: float
    ) -> tuple[Given, ...]:
        """Draw three extents."""
        size = self._session.numbers.rand(3)
        lows, highs = np.array([min_x, min_y, min_z]), np.array([max_x, max_y, max_z])
        return tuple(size * (highs - lows) + lows)

    # -- assets ----------------------------------------------------------------------------------------

    def fill_template(self, template: Given, replace: Given) -> str:
        """Fill a template's numbers and return the path of the filled file."""
        return self._session.fill(str(template), replace)

    def get_asset_full_path(self, path: Given) -> Given:
        """Return the path."""
        return path

    def check_require_obj(self, path: Given) -> bool:
        """Whether an asset is a mesh that has to be wrapped; none is."""
        return False

    def add_corner_anchor_for_pose(self, env: Environment, pose: Given) -> None:
        """Paint a corner at a pose or a position, filled as in GenSim."""
        filled = self.fill_template("corner/corner-template.urdf", {"DIMX": (0.04,), "DIMY": (0.04,)})
        env.add_object(filled, pose if len(pose) == 2 else [pose, UPRIGHT], "fixed")

    def color_random_brown(self, obj: Given) -> None:
        """Give a body a brown of a random shade."""
        shade = float(self._session.numbers.rand()) + 0.5
        self._session.body(obj).color = (shade * 156 / 255, shade * 117 / 255, shade * 95 / 255)

    # -- many bodies at once ---------------------------------------------------------------------------

    def make_piles(self, env: Environment, block_color: Given = None, *_: Given, **__: Given) -> list[int]:
        """Strew small blocks in the middle of the table; three draws each."""
        bodies = []
        for _block in range(self.num_blocks):
            x = self.bounds[0, 0] + 0.15 + self._session.numbers.rand() * 0.2
            y = self.bounds[1, 0] + 0.4 + self._session.numbers.rand() * 0.2
            theta = self._session.numbers.rand() * 2 * np.pi
            body = env.add_object("block/small.urdf", ((x, y, 0.01), from_zxy((0.0, 0.0, theta))))
            if block_color is not None:
                env.set_color(
                    body, self._session.palette[block_color] if isinstance(block_color, str) else block_color
                )
            bodies.append(body)
        return bodies

    def make_rope(self, *arguments: Given, **named: Given) -> tuple[Given, Given, Given]:
        """Make a rope of beads; another name of `make_ropes`."""
        return self.make_ropes(*arguments, **named)

    def make_ropes(
        self, env: Environment, corners: Given, radius: float = 0.005, n_parts: int = 20,
        color_name: str = "red", **_: Given,
    ) -> tuple[Given, Given, Given]:  # fmt: skip
        """Make a rope of beads and return its objects, targets and matches."""
        position, _rotation = self.get_random_pose(env, (0.1, 0.1, 0.1))
        numbers = rope(self._session, (corners, position), radius, n_parts)
        env.obj_ids["rigid"].extend(numbers)
        for number in numbers[1:-1]:
            env.set_color(number, self._session.palette[color_name])
        start = np.float32(corners[0])
        step = (np.float32(corners[1]) - start) / n_parts
        targets = [(start + (index + 0.5) * step, (0, 0, 0, 1)) for index in range(n_parts)]
        matches = np.clip(np.eye(n_parts) + np.eye(n_parts)[::-1], 0, 1)
        return [(number, (0, None)) for number in numbers], targets, matches

    def get_kitting_shapes(self, n_objects: int) -> Given:
        """Draw the shapes of a kit."""
        if self.mode == "train":
            return self._session.numbers.choice(self.train_set, n_objects)
        if self.homogeneous:
            return [self._session.numbers.choice(self.test_set)] * n_objects
        return self._session.numbers.choice(self.test_set, n_objects)

    def make_kitting_objects(
        self, env: Environment, targets: Given, obj_shapes: Given, n_objects: int, colors: Given, **_: Given
    ) -> tuple[list[Given], list[Given]]:
        """Add the pieces of a kit and return the objects and, for each, a row of what fits where."""
        return kit_objects(self, env, (targets, obj_shapes, colors), n_objects)

    def spawn_box(self) -> None:
        """Bring the next box of `self.steps`; while the program builds, that is the first one."""
        steps = self.steps  # type: ignore[attr-defined] # programs set it, or fail here as in GenSim
        if self.goals and steps:
            theta = self._session.numbers.random_sample() * 2 * np.pi
            made = self._session.body(steps[0])
            made.position, made.rotation = SPAWN_AT, from_zxy((0.0, 0.0, theta))
            steps.pop(0)
        self._session.steps += SPAWN_STEPS

    # -- points for the zone metric --------------------------------------------------------------------

    def get_box_object_points(self, obj: Given) -> Given:
        """Return a grid of points, 2 cm apart, in what PyBullet calls the extents of a body: (3, N)."""
        return _grid([(-extent / 2, extent / 2) for extent in self._session.body(obj).shape.first_extents])

    def get_sphere_object_points(self, obj: Given) -> Given:
        """Return the points of a box; GenSim makes no difference."""
        return self.get_box_object_points(obj)

    def get_mesh_object_points(self, obj: Given) -> Given:
        """Return a grid of points, 2 cm apart, within the bounds of what is seen of a body: (3, N)."""
        parts = self._session.body(obj).shape.visual
        halves = [(np.array(p.position) - p.half, np.array(p.position) + p.half) for p in parts]
        low, high = np.min([low for low, _ in halves], axis=0), np.max([high for _, high in halves], axis=0)
        return _grid([(float(a), float(b)) for a, b in zip(low, high, strict=True)])

    def get_target_sample_surface_points(
        self, model: Given, scale: Given, pose: Given, num_points: int = 50
    ) -> list[tuple[tuple[Given, ...], Quaternion]]:
        """Draw points inside a mesh, here inside the box about it, and return them as poses in the world."""
        drawn = (self._session.numbers.random_sample((3 * num_points, 3)) - 0.5) * 20 * np.asarray(scale)
        turn = np.array(matrix(quaternion(pose[1])))
        points = (drawn[:num_points] @ turn.T + np.asarray(vector(pose[0]))).astype(np.float32)
        return [(tuple(point), UPRIGHT) for point in points]


def _grid(spans: list[tuple[float, float]]) -> Given:
    axes = [np.arange(low, high, POINT_SPACING_M) for low, high in spans]
    xs, ys, zs = np.meshgrid(*axes, indexing="xy")
    return np.vstack((xs.reshape(1, -1), ys.reshape(1, -1), zs.reshape(1, -1)))
