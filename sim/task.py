"""A task, and what becomes of it for one seed: the `SceneSpec`.

A program derives one class from `Task` and writes `build`. `build_scene` runs it and turns what it added and
stated into data.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import ProgramError
from sim.kinds import Vec3, facts
from sim.relations import Place, Relation
from sim.scene import Scene
from sim.sharing import share_floors
from sim.spec import MAX_GOALS, GoalSpec, ObjectSpec, Pose, SceneSpec, Slot
from sim.things import Thing

MAX_WORDS = 300  # characters of an instruction
SOFT_SETTLE_STEPS = 120  # ropes and piles sink a little before they rest


@dataclass(frozen=True)
class Stated:
    """A goal as a program stated it."""

    relation: Relation
    instruction: str
    transient: bool


class Task:
    """A task: derive one class from it and write `build`."""

    def __init__(self) -> None:
        self._goals: list[Stated] = []

    def build(self, scene: Scene) -> None:
        """Fill the scene and state the goals; called once a seed."""
        raise ProgramError(f"class {type(self).__name__} has no method build(self, scene)")

    def goal(self, relation: Relation, instruction: str, transient: bool = False) -> None:
        """State what shall hold, and the sentence that asks for it.

        A transient goal is a step on the way: it has to hold once, after the goals stated before it, and need
        not hold at the end.
        """
        if not isinstance(relation, Relation):
            raise ProgramError(
                f"self.goal({relation!r}, ...): it takes a relation such as inside(block, bowl)"
            )
        words: object = instruction  # a program may give anything
        if not isinstance(words, str) or not words.strip():
            raise ProgramError(
                "self.goal(relation, instruction): the instruction is a sentence, and it is missing"
            )
        if len(instruction) > MAX_WORDS or "\n" in instruction:
            raise ProgramError(f"an instruction is one line of at most {MAX_WORDS} characters")
        if len(self._goals) >= MAX_GOALS:
            raise ProgramError(f"a task has at most {MAX_GOALS} goals; say several with one sentence")
        self._goals.append(Stated(relation, instruction.strip(), bool(transient)))

    def goals(self) -> tuple[Stated, ...]:
        """Return what was stated so far."""
        return tuple(self._goals)


def build_scene(kind: type[Task], seed: int) -> SceneSpec:
    """Run a task for one seed.

    Raises:
        ProgramError: if the program breaks a rule of the language.
        TableFull: if its things do not fit on the table.
    """
    scene, task = Scene(seed, kind.__name__), kind()
    if not hasattr(task, "_goals"):
        raise ProgramError(f"class {kind.__name__} has an __init__ that does not call super().__init__()")
    task.build(scene)
    goals = task.goals()
    if not goals:
        raise ProgramError("the task states no goal; call self.goal(relation, instruction) in build")
    if all(goal.transient for goal in goals):
        raise ProgramError(
            "every goal is transient, so nothing has to hold at the end; state the last one plainly"
        )
    relations = share_floors([goal.relation for goal in goals])
    parts = scene.parts()
    poses = scene.poses(relations, parts)
    soft = {thing.kind for thing in scene.things() if facts(thing.kind).role == "soft"}
    return SceneSpec(
        task=kind.__name__,
        seed=seed,
        objects=tuple(_object(*each) for each in zip(scene.things(), poses, parts, strict=True)),
        goals=tuple(_goal(*each) for each in zip(relations, goals, strict=True)),
        feeders=scene.feeders(poses),
        tool="spatula" if "pile" in soft else "suction",
        settle_steps=SOFT_SETTLE_STEPS if soft else 0,
    )


def _object(thing: Thing, pose: Pose, parts: tuple[Vec3, ...]) -> ObjectSpec:
    return ObjectSpec(
        kind=thing.kind,
        color=thing.color,
        size=thing.size,
        mass=facts(thing.kind).mass_kg,
        pose=pose,
        fixed=thing.fixed,
        variant=thing.variant,
        parts=parts,
    )


def _goal(relation: Relation, stated: Stated) -> GoalSpec:
    return GoalSpec(
        arrangement=relation.arrangement,
        slots=tuple(_slot(place) for place in relation.places),
        count=relation.count,
        ordered=relation.ordered,
        transient=stated.transient,
        instruction=stated.instruction,
    )


def _slot(place: Place) -> Slot:
    return Slot(
        relation=place.relation,
        frame=place.frame.index,
        basis=place.basis,
        other=None if place.other is None else place.other.index,
        position=_rounded(place.position),
        end=None if place.end is None else _rounded(place.end),
        yaw=round(place.yaw, 6),
        strict=place.strict,
        accepts=tuple(thing.index for thing in place.accepts),
        needs=place.needs,
    )


def _rounded(position: Vec3) -> Vec3:
    x, y, z = (round(value, 6) + 0.0 for value in position)  # never -0.0
    return x, y, z
