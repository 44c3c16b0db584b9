"""Record an oracle episode as a demonstration: what was seen before each action, and what was done.

Beside the oracle's own answer each step carries all others that would have served as well: which of three
blocks goes first is a draw of luck, and a policy should not be punished for another draw.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from sim.aim import Aim, aim_of, half_turn
from sim.camera import Observation
from sim.domain import PLAIN, Domain
from sim.eye import Eye
from sim.kinds import yaw_period
from sim.messages import Demonstration, DemoStep, Option
from sim.motion import Action
from sim.oracle import Choice, Oracle, run_episode
from sim.shifted import weighed
from sim.spec import SceneSpec
from sim.world import World

HEIGHT_UNIT_M = 1e-5  # of the 16-bit height picture
NOTHING = 0  # in the segmentation picture, where object i is i + 1


@dataclass
class _Recorder:
    """Sees an episode and keeps a step for each action."""

    world: World
    eye: Eye
    steps: list[DemoStep]

    def see(self, expert: Oracle, action: Action) -> None:
        """Look at the world before an action and write down what is about to be done."""
        goal, aim = expert.goal, aim_of(self.world, action)
        picture = self.eye.observe(self.world)
        options = tuple(self._option(choice) for choice in expert.choices())
        self.steps.append(step_of(picture, goal.instruction if goal else "", aim, options))

    def _option(self, choice: Choice) -> Option:
        thing, foot = self.world.things[choice.index], self.world.foot(choice.index)
        x, y, _ = choice.action.position
        frame = choice.slot.frame
        free = choice.slot.is_spot or (frame is not None and self.world.things[frame].kind == "bowl")
        return Option(
            object=choice.index,
            pick=choice.action.pick[:2],
            foot=foot.position[:2],
            target=(x, y),
            turn=half_turn(choice.action.yaw - foot.yaw),
            period=0.0 if free else yaw_period(thing.kind, thing.size, thing.variant),
        )


def demonstrate(world: World, scene: SceneSpec, domain: Domain = PLAIN) -> Demonstration:
    """Let the oracle play a scene and record it, in a world of the domain and seen as there.

    Steps whose action did not do what it was told are left out: nobody should learn them. An episode that
    failed has its reason and no steps.
    """
    recorder = _Recorder(world, Eye(domain, scene), [])
    episode = run_episode(world, weighed(domain, scene), see=recorder.see)
    if not episode.success:
        return Demonstration(seed=scene.seed, reason=episode.reason)
    good = [
        step for step, outcome in zip(recorder.steps, episode.outcomes, strict=True) if not outcome.reason
    ]
    return Demonstration(seed=scene.seed, steps=tuple(good))


def step_of(seen: Observation, words: str, aim: Aim, options: tuple[Option, ...] = ()) -> DemoStep:
    """Write down what was seen, said and done, and what else would have done."""
    return DemoStep(
        instruction=words,
        rgb=_png(seen.rgb),
        height=_png(heights(seen)),
        segmentation=_png((seen.segmentation + 1).astype(np.uint8)),
        pick=aim.pick,
        place=aim.place,
        turn=aim.turn,
        options=options,
    )


def heights(picture: Observation) -> npt.NDArray[np.uint16]:
    """Return the height map in units of 0.01 mm, (320, 160) uint16."""
    units = np.rint(picture.height.astype(np.float64) / HEIGHT_UNIT_M)
    return np.clip(units, 0, np.iinfo(np.uint16).max).astype(np.uint16)


def _png(pixels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> str:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=6)
    return base64.b64encode(file.getvalue()).decode()
