"""Hand-made scenes for the tests of the physics: one builder for each kind of task, jittered by a seed."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from sim.colors import DISTINCT_COLORS, ColorName
from sim.kinds import FACTS, Kind, Vec3
from sim.spec import GoalSpec, ObjectSpec, Pose, SceneSpec, Slot
from sim.world import World

Spot = tuple[float, float, float]  # x, y, yaw


def thing(
    kind: Kind, color: ColorName, spot: Spot, size: Vec3 | None = None, fixed: bool | None = None
) -> ObjectSpec:
    """Make one object on the table, at x, y and a yaw, with the defaults of its kind."""
    facts = FACTS[kind]
    return ObjectSpec(
        kind=kind,
        color=color,
        size=size or facts.default_size,
        mass=facts.mass_kg,
        pose=Pose(position=(spot[0], spot[1], 0.0), yaw=spot[2]),
        fixed=facts.fixed if fixed is None else fixed,
    )


def lifted(thing: ObjectSpec, z: float) -> ObjectSpec:
    """Start an object at another height."""
    x, y, _ = thing.pose.position
    return thing.model_copy(update={"pose": Pose(position=(x, y, z), yaw=thing.pose.yaw)})


def scene(objects: Sequence[ObjectSpec], *goals: GoalSpec, seed: int = 0) -> SceneSpec:
    """Put a scene together."""
    return SceneSpec(task="HandMade", seed=seed, objects=tuple(objects), goals=goals)


def goal(*slots: Slot, count: int | None = None, say: str = "do it") -> GoalSpec:
    """Ask for all slots, or for `count` of them."""
    return GoalSpec(slots=slots, count=count or len(slots), instruction=say)


def only(*things: ObjectSpec) -> SceneSpec:
    """Make a scene with a goal that nobody reads."""
    return scene(things, goal(Slot(relation="at", frame=None, position=(0, 0, 0), accepts=(0,))))


def settled(world: World, *things: ObjectSpec) -> World:
    """Load things and let them settle."""
    world.load(only(*things))
    assert world.settle()
    return world


def spots(rng: random.Random, number: int, pitch: float = 0.11) -> list[Spot]:
    """Draw poses far from each other in the half of the table with y < 0.02."""
    columns, rows = int(0.40 / pitch) + 1, int(0.46 / pitch) + 1
    cells = [(0.29 + pitch * i, -0.45 + pitch * j) for i in range(columns) for j in range(rows)]
    chosen = rng.sample(cells, number)
    return [
        (x + rng.uniform(-0.01, 0.01), y + rng.uniform(-0.01, 0.01), rng.uniform(-math.pi, math.pi))
        for x, y in chosen
    ]


def blocks_in_bowls(seed: int) -> SceneSpec:
    """Three blocks of up to 50 mm, each into its bowl."""
    rng = random.Random(seed)
    sizes = [0.05, 0.04, 0.02]
    blocks = [
        thing("block", color, spot, size=(size,) * 3)
        for color, size, spot in zip(DISTINCT_COLORS, sizes, spots(rng, 3), strict=False)
    ]
    bowls = [
        thing("bowl", color, (0.35 + 0.15 * i, rng.uniform(0.12, 0.4), rng.uniform(-3, 3)))
        for i, color in enumerate(DISTINCT_COLORS[:3])
    ]
    goals = [
        goal(Slot(relation="inside", frame=3 + i, position=(0, 0, 0.004), accepts=(i,)), say=f"bowl {i}")
        for i in range(3)
    ]
    return scene([*blocks, *bowls], *goals, seed=seed)


def tower(seed: int, height: int = 5) -> SceneSpec:
    """A tower of blocks of any order on the first of them, which stays where it is."""
    rng = random.Random(seed)
    blocks = [
        thing("block", color, spot) for color, spot in zip(DISTINCT_COLORS, spots(rng, height), strict=False)
    ]
    slots = [
        Slot(
            relation="on",
            frame=0,
            position=(0, 0, 0.04 * (level + 1)),
            strict=True,
            accepts=tuple(range(1, height)),
            needs=(level - 1,) if level else (),
        )
        for level in range(height - 1)
    ]
    return scene(blocks, goal(*slots, say="stack the blocks"), seed=seed)


def pyramid(seed: int) -> SceneSpec:
    """Six blocks on a zone: three, two and one, 45 mm apart."""
    rng = random.Random(seed)
    blocks = [
        thing("block", color, spot) for color, spot in zip(DISTINCT_COLORS, spots(rng, 6), strict=False)
    ]
    zone = thing("zone", "gray", (0.5, 0.25, rng.uniform(-0.6, 0.6)), size=(0.2, 0.1, 0.001))
    needs = [(), (), (), (0, 1), (1, 2), (3, 4)]
    places = [(-0.045, 0.0), (0.0, 0.0), (0.045, 0.0), (-0.0225, 0.04), (0.0225, 0.04), (0.0, 0.08)]
    slots = [
        Slot(
            relation="on",
            frame=6,
            position=(x, 0, z),
            strict=True,
            accepts=tuple(range(6)),
            needs=need,
        )
        for (x, z), need in zip(places, needs, strict=True)
    ]
    return scene([*blocks, zone], goal(*slots, say="build a pyramid"), seed=seed)


def ball_in_bowl(seed: int) -> SceneSpec:
    """A ball of 30 to 70 mm into a bowl."""
    rng = random.Random(seed)
    diameter = round(rng.uniform(0.03, 0.07), 3)
    ball = thing("ball", "red", spots(rng, 1)[0], size=(diameter,) * 3)
    bowl = thing("bowl", "blue", (rng.uniform(0.35, 0.65), rng.uniform(0.15, 0.4), 0.0))
    slot = Slot(relation="inside", frame=1, position=(0, 0, 0.004), accepts=(0,))
    return scene([ball, bowl], goal(slot, say="put the ball into the bowl"), seed=seed)


def cylinder_on_pallet(seed: int) -> SceneSpec:
    """Two cylinders onto a pallet, anywhere."""
    rng = random.Random(seed)
    things = [
        thing("cylinder", color, spot, size=(0.04, 0.04, height))
        for color, spot, height in zip(DISTINCT_COLORS, spots(rng, 2), (0.04, 0.10), strict=False)
    ]
    pallet = thing("pallet", "brown", (0.5, 0.28, rng.uniform(-0.2, 0.2)))
    slots = [
        Slot(relation="on", frame=2, position=(0.06 * side, 0.05, 0.044), accepts=(0, 1)) for side in (-1, 1)
    ]
    return scene([*things, pallet], goal(*slots, say="put the cylinders on the pallet"), seed=seed)


def box_to_corner(seed: int) -> SceneSpec:
    """A box into the nook of a corner."""
    rng = random.Random(seed)
    box = thing("box", "red", spots(rng, 1)[0])
    corner = thing("corner", "green", (rng.uniform(0.4, 0.6), rng.uniform(0.15, 0.35), rng.uniform(-3, 3)))
    slot = Slot(relation="at", frame=1, position=(0.04, 0.025, 0), strict=True, accepts=(0,))
    return scene([box, corner], goal(slot, say="push the box into the corner"), seed=seed)


def boxes_in_container(seed: int) -> SceneSpec:
    """Five boxes into a container, in two rows."""
    rng = random.Random(seed)
    boxes = [
        thing("box", color, spot, size=(0.04, 0.04, 0.04))
        for color, spot in zip(DISTINCT_COLORS, spots(rng, 5), strict=False)
    ]
    container = thing("container", "brown", (0.5, 0.25, rng.uniform(-1, 1)), size=(0.16, 0.12, 0.05))
    places = [(-0.048, -0.025), (0.0, -0.025), (0.048, -0.025), (-0.025, 0.025), (0.025, 0.025)]
    slots = [
        Slot(relation="inside", frame=5, position=(x, y, 0.004), accepts=tuple(range(5))) for x, y in places
    ]
    return scene([*boxes, container], goal(*slots, say="pack the boxes"), seed=seed)


def row_on_zone(seed: int) -> SceneSpec:
    """Four blocks in a row on a zone, each in its place."""
    rng = random.Random(seed)
    blocks = [
        thing("block", color, spot) for color, spot in zip(DISTINCT_COLORS, spots(rng, 4), strict=False)
    ]
    zone = thing("zone", "gray", (0.5, 0.25, rng.uniform(-0.6, 0.6)), size=(0.08, 0.25, 0.001))
    slots = [
        Slot(relation="on", frame=4, position=(0, 0.0825 - 0.055 * i, 0), strict=True, accepts=(i,))
        for i in range(4)
    ]
    return scene([*blocks, zone], goal(*slots, say="make a row"), seed=seed)


BUILDERS: tuple[Callable[[int], SceneSpec], ...] = (
    blocks_in_bowls, tower, pyramid, ball_in_bowl, cylinder_on_pallet, box_to_corner, boxes_in_container,
    row_on_zone,
)  # fmt: skip
