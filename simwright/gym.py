"""Any task as a Gymnasium environment: look from above, pick here, place there.

Importing this module registers the base tasks: `gymnasium.make("Simwright/put-block-in-bowl-v0")`. Any other
task, of a library or in a file, is `gymnasium.make("Simwright/Task-v0", task=NAME_OR_FILE)`. Its
program runs in the sandbox, as ever; physics runs in this process.
"""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypedDict, get_args

import gymnasium
import numpy as np
import numpy.typing as npt
from gymnasium import spaces

from memory.workspace import Workspace
from sim.build import Builder
from sim.camera import observe, show
from sim.cameras import Camera, photograph, realsense_cameras
from sim.catalog import base_tasks
from sim.errors import UsageError
from sim.fusion import fuse
from sim.hands import act, open_world
from sim.judge import Referee
from sim.looks import Look, plain_look, random_look
from sim.motion import Action, lower_tip
from sim.oracle import default_limit
from sim.pixels import COLUMNS, ROWS
from sim.progress import Progress
from sim.report import Motion
from sim.sensors import noisy, shaken
from sim.spec import TABLE_X, TABLE_Y, SceneSpec
from simwright.background import Background
from simwright.lookup import find_program
from simwright.settings import load_settings

View = Literal["above", "cameras", "noisy"]
SPANS: Final = (TABLE_X, TABLE_Y)
HIGHEST_M: Final = 2.0
LONGEST_TEXT: Final = 400
LETTERS: Final = string.ascii_letters + string.digits + string.punctuation + " "
TRIES: Final = 20  # seeds in a row whose objects find no room on the table
PICTURE: Final = (480, 292)

Info = dict[str, Any]  # Any: Gymnasium's own type of what it leaves to an environment


class Seen(TypedDict):
    """What a policy sees; row u is y = -0.5 + u pixels of 3.125 mm, column v is x = 0.25 + v pixels.

    rgb: (320, 160, 3) uint8. height: (320, 160) float32, metres above the table. instruction: what to do now;
    empty when all is done.
    """

    rgb: npt.NDArray[np.uint8]
    height: npt.NDArray[np.float32]
    instruction: str


class Move(TypedDict):
    """What a policy does, all float32 from -1 to 1; `move` makes one from metres and radians.

    pick, place: (2,), where to take hold and where to let go, x before y: (-1, -1) is the corner of the first
    pixel, (1, 1) that of the last. turn: (1,), by how many half turns what is held is turned. The height is
    found by lowering the tool. A spatula pushes from `pick` to `place`, and `turn` means nothing.
    """

    pick: npt.NDArray[np.float32]
    place: npt.NDArray[np.float32]
    turn: npt.NDArray[np.float32]


def move(pick: tuple[float, float], place: tuple[float, float], turn_rad: float = 0.0) -> Move:
    """Make an action of two points of the table, in metres, and a turn."""
    turn = math.remainder(turn_rad, math.tau) / math.pi
    return {"pick": _scaled(pick), "place": _scaled(place), "turn": np.array([turn], np.float32)}


@dataclass
class _Episode:
    """One episode so far."""

    scene: SceneSpec
    progress: Progress
    look: Look
    cameras: tuple[Camera, ...]
    actions: int = 0
    score: float = 0.0
    instruction: str = ""


class TaskEnv(gymnasium.Env[Seen, Move]):
    """One task. The reward is how much of the goals an action fulfilled; all of an episode sum to at most 1.

    `reset(seed=N)` gives the scene that `simwright verify --first-seed N` begins with; without a seed, or
    where that scene finds no room on the table, one is drawn. An episode is terminated when every goal holds
    in a world at rest, and truncated after three actions for each place to fill and four more.

    Args:
        task: a base task, a task of the library, or a .py file.
        motion: "fast" or "arm".
        view: "above", straight and without fault; "cameras", three RealSense-like ones, fused; "noisy", the
            same with sensor noise and another light, other colours and another mount in each episode.
        render_mode: "rgb_array" or None.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 4}  # noqa: RUF012 - Gymnasium's own declaration

    def __init__(
        self,
        task: str,
        motion: Motion = "fast",
        view: View = "above",
        render_mode: Literal["rgb_array"] | None = None,
    ) -> None:
        _check("motion", motion, get_args(Motion))
        _check("view", view, get_args(View))
        _check("render_mode", render_mode, (None, "rgb_array"))
        self.render_mode = render_mode
        self._source = find_program(task, Workspace(load_settings().workspace)).source
        self._view: View = view
        self._background = Background()
        self._builder = Builder()
        self._background.run(self._builder.__aenter__())
        self._world = open_world(motion)
        self._episode: _Episode | None = None
        self._cameras: tuple[Camera, ...] = realsense_cameras()
        self._open = True
        # Gymnasium's Space is invariant in its type: a Dict of spaces is no Space of a TypedDict to mypy.
        self.observation_space = _seen_space()  # type: ignore[assignment] # see above
        self.action_space = _move_space()  # type: ignore[assignment] # see above

    def reset(self, *, seed: int | None = None, options: Info | None = None) -> tuple[Seen, Info]:
        """Begin an episode.

        Raises:
            UsageError: if the program does not build; the message says why.
        """
        super().reset(seed=seed)
        scene = self._build(int(self.np_random.integers(2**31)) if seed is None else seed)
        self._world.start(scene)
        self._episode = self._begun(scene)
        self._judged(self._episode)
        return self._seen(self._episode), self._info(self._episode, "")

    def step(self, action: Move) -> tuple[Seen, float, bool, bool, Info]:
        """Act once, and judge the world at rest.

        Raises:
            UsageError: if no episode has begun.
        """
        episode, before = self._begun_episode, self._begun_episode.score
        outcome = act(self._world, self.meant(action))
        episode.actions += 1
        done = self._judged(episode)
        truncated = not done and episode.actions >= default_limit(episode.scene)
        info = self._info(episode, outcome.reason)
        return self._seen(episode), episode.score - before, done, truncated, info

    def render(self) -> npt.NDArray[np.uint8] | None:
        """Return a picture of the table for people, (292, 480, 3) uint8; None without a render mode."""
        if self.render_mode is None:
            return None
        pieces = self._world.pieces()
        picture = show([piece.thing for piece in pieces], [piece.foot for piece in pieces], PICTURE)
        return np.asarray(picture)

    def close(self) -> None:
        """Let processes and physics go; a second call does nothing."""
        if self._open:
            self._open = False
            self._background.run(self._builder.__aexit__(None, None, None))
            self._background.close()
            self._world.close()

    @property
    def scene(self) -> SceneSpec:
        """The scene of the episode, for experts and for who looks closer.

        Raises:
            UsageError: if no episode has begun.
        """
        return self._begun_episode.scene

    def meant(self, move: Move) -> Action:
        """Return what an action means in this episode, in metres and radians of the world."""
        (px, py), (x, y) = _metres(move["pick"]), _metres(move["place"])
        yaw = math.pi * float(move["turn"][0])
        if self._world.tool == "suction":
            _, met = lower_tip(self._world, (px, py))
            yaw += 0.0 if met is None else self._world.foot(met).yaw
        return Action((px, py, 0.0), (x, y, 0.0), yaw)

    # -- inside -------------------------------------------------------------------------------------------

    @property
    def _begun_episode(self) -> _Episode:
        if self._episode is None:
            raise UsageError("no episode has begun; call reset() before step()")
        return self._episode

    def _build(self, seed: int) -> SceneSpec:
        for _ in range(TRIES):
            built = self._background.run(self._builder.build(self._source, (seed,)))
            if built.scenes:
                return built.scenes[0]
            if built.failure is None or built.failure.verdict != "full":
                break
            seed = int(self.np_random.integers(2**31))
        why = built.failure.reason if built.failure else "it gave no scene"
        raise UsageError(f"the task does not build with seed {seed}: {why}. `simwright verify` says more.")

    def _begun(self, scene: SceneSpec) -> _Episode:
        if self._view != "noisy":
            return _Episode(scene, Progress(scene), plain_look(scene.objects), self._cameras)
        look = random_look(scene.objects, self.np_random)
        mounted = tuple(shaken(camera, self.np_random) for camera in self._cameras)
        return _Episode(scene, Progress(scene), look, mounted)

    def _judged(self, episode: _Episode) -> bool:
        """Tick off what holds now; return whether all of it holds in the end."""
        referee = Referee(self._world, episode.scene)
        goal = episode.progress.look(referee)
        judgement = (
            episode.progress.finish(self._world) if goal is None else episode.progress.judgement(referee)
        )
        episode.instruction = "" if judgement.success else (goal or episode.scene.goals[-1]).instruction
        episode.score = judgement.score
        return judgement.success

    def _seen(self, episode: _Episode) -> Seen:
        instruction = _plain(episode.instruction)
        if self._view == "above":
            above = observe(self._world)
            return {"rgb": above.rgb, "height": above.height, "instruction": instruction}
        images = [photograph(self._world, camera, episode.look).image for camera in episode.cameras]
        if self._view == "noisy":
            images = [noisy(i, c, self.np_random) for i, c in zip(images, self._cameras, strict=True)]
        fused = fuse(images, self._cameras)  # a camera that was knocked is still believed to be where it was
        return {"rgb": fused.rgb, "height": fused.height, "instruction": instruction}

    def _info(self, episode: _Episode, reason: str) -> Info:
        return {
            "seed": episode.scene.seed,
            "success": episode.instruction == "",
            "score": episode.score,
            "actions": episode.actions,
            "reason": reason,  # why the last action did less than it was told; empty if it did all
        }


def register() -> None:
    """Make the base tasks, and `Simwright/Task-v0`, known to Gymnasium; a second call changes nothing."""
    for task in base_tasks():
        _register(task.name, {"task": task.name})
    _register("Task", {})


def _register(name: str, arguments: dict[str, str]) -> None:
    known = f"Simwright/{name}-v0"
    if known not in gymnasium.registry:
        gymnasium.register(known, entry_point="simwright.gym:TaskEnv", kwargs=arguments)


def _check(name: str, value: object, allowed: Sequence[object]) -> None:
    if value not in allowed:
        raise UsageError(f"{name} is {value!r}; it must be one of: {', '.join(map(repr, allowed))}")


def _plain(text: str) -> str:
    """Return a text in the letters of the observation space."""
    return "".join(letter if letter in LETTERS else "?" for letter in text[:LONGEST_TEXT])


def _seen_space() -> spaces.Dict:
    return spaces.Dict(
        {
            "rgb": spaces.Box(0, 255, (ROWS, COLUMNS, 3), np.uint8),
            "height": spaces.Box(0.0, HIGHEST_M, (ROWS, COLUMNS), np.float32),
            "instruction": spaces.Text(LONGEST_TEXT, min_length=0, charset=LETTERS),
        }
    )


def _move_space() -> spaces.Dict:
    return spaces.Dict(
        {
            "pick": spaces.Box(-1.0, 1.0, (2,), np.float32),
            "place": spaces.Box(-1.0, 1.0, (2,), np.float32),
            "turn": spaces.Box(-1.0, 1.0, (1,), np.float32),
        }
    )


def _scaled(point: tuple[float, float]) -> npt.NDArray[np.float32]:
    shares = [2 * (v - low) / (high - low) - 1 for v, (low, high) in zip(point, SPANS, strict=True)]
    return np.array(shares, np.float32)


def _metres(shares: npt.NDArray[np.float32]) -> tuple[float, float]:
    x, y = (low + (float(s) + 1) / 2 * (high - low) for s, (low, high) in zip(shares, SPANS, strict=True))
    return x, y


register()
