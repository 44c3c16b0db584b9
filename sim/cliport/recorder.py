"""Runs a program for one seed among the stand-ins, and turns what it did into a record.

Only ever called in the sandbox (`sim.builder`); what it returns passes the border like everything else.
"""

from __future__ import annotations

import base64
import time
from types import CodeType
from typing import Literal

import numpy as np

from sim.cliport import base
from sim.cliport.environment import Environment
from sim.cliport.goals import note_shares, read_goal
from sim.cliport.modules import namespace, stand_ins
from sim.cliport.record import Body, Category, Generator, Record, Tie
from sim.cliport.session import Given, Made, Session
from sim.errors import ProgramError

# A program of ours in that style: the builder records it once, so that nothing has to be loaded later.
EXAMPLE = """
import os
import random
import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.task import Task
from cliport.utils import utils

class Example(Task):
    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "put the {} block beside the bowl"
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        bowl_pose = self.get_random_pose(env, (0.12, 0.12, 0))
        env.add_object("bowl/bowl.urdf", bowl_pose, "fixed")
        color = random.choice(list(utils.COLORS))
        urdf = self.fill_template("box/box-template.urdf", {"DIM": (0.04, 0.04, 0.04)})
        block = env.add_object(urdf, self.get_random_pose(env, (0.04, 0.04, 0.04)), color=color)
        target = (utils.apply(bowl_pose, (0.1, 0.0, 0.02)), bowl_pose[1])
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                      rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[np.pi / 2],
                      language_goal=self.lang_template.format(color))
"""

MOST_STEPS = 1000  # actions; no program needs as many
LISTS: tuple[Literal["rigid", "fixed", "deformable"], ...] = ("rigid", "fixed", "deformable")


def record(code: CodeType, class_name: str, seed: int) -> Record:
    """Run a program once, as GenSim's runner would reset its task, and return what it built.

    Raises:
        ProgramError: if it has no such class, or builds what a record does not hold.
        Exception: whatever the program raises.
    """
    started = time.process_time()
    session = Session(seed)
    modules = stand_ins(session)
    scope = namespace(modules)
    exec(code, scope)
    task_class = scope.get(class_name)
    if not (isinstance(task_class, type) and issubclass(task_class, base.Task)):
        raise ProgramError(f"{class_name} does not derive from cliport.tasks.task.Task")
    task = task_class()
    env = Environment(session)
    env.set_task(task)
    if not callable(task.ee):
        raise TypeError(
            f"'{type(task.ee).__name__}' object is not callable: self.ee is a class, not a gripper"
        )
    session.start()
    task.reset(env)
    recorded = _recorded(session, task, env)
    return recorded.model_copy(update={"cpu_s": round(time.process_time() - started, 6)})


def _recorded(session: Session, task: base.Task, env: Environment) -> Record:
    goals = tuple(read_goal(goal, session) for goal in task.goals)
    note_shares(goals, session)
    tool: Literal["suction", "spatula"] = "spatula" if task.ee is base.Spatula else "suction"
    pushes = task.primitive is base.push
    if not pushes and not isinstance(task.primitive, base.PickPlace):
        raise ProgramError(f"the primitive {str(task.primitive)[:60]} is neither PickPlace nor push")
    return Record.model_validate(
        {
            "task": type(task).__name__,
            "seed": session.seed,
            "bodies": tuple(_bodies(session, env)),
            "ties": tuple(_ties(session)),
            "goals": goals,
            "language": tuple(str(sentence)[:300] for sentence in task.lang_goals),
            "completed": str(task.task_completed_desc)[:300],
            "max_steps": min(int(task.max_steps), MOST_STEPS),  # type: ignore[attr-defined] # programs set it, or fail here
            "tool": tool,
            "primitive": "push" if pushes else "pick_place",
            "height_m": 0.32 if pushes else float(task.primitive.height),
            "pos_eps": float(task.pos_eps),
            "rot_eps": float(task.rot_eps),
            "zone_top": float(task.zone_bounds[2, 1]),
            "settle_steps": session.steps,
            "queue": _queue(task, session),
            "generator": _generator(session),
            "leniencies": tuple(session.notes),
        }
    )


def _bodies(session: Session, env: Environment) -> list[Body]:
    lists: dict[int, Category] = {}
    for name in LISTS:
        for number in env.obj_ids.get(name, ()):
            lists[session.index(number)] = name
    return [_body(made, lists.get(index, "unlisted")) for index, made in enumerate(session.bodies)]


def _body(made: Made, category: Category) -> Body:
    return Body(
        asset=made.asset,
        fill=made.fill,
        collision=made.collision,
        visual=made.visual,
        mass_kg=made.mass_kg,
        position=made.position,
        rotation=made.rotation,
        category=category,
        color=made.color,
    )


def _ties(session: Session) -> list[Tie]:
    return [
        Tie(
            parent=joint.parent,
            child=joint.child,
            parent_pivot=joint.parent_pivot,
            child_pivot=joint.child_pivot,
            max_force=joint.max_force,
        )
        for joint in session.joints
    ]


def _queue(task: base.Task, session: Session) -> tuple[int, ...]:
    """Return what the program will bring later: a list of steps, and a reward of its own that spawns them."""
    if type(task).reward is base.Task.reward:
        return ()
    steps = getattr(task, "steps", None)
    if not isinstance(steps, list):
        session.note("the program's own reward is passed over: GenSim's is counted")
        return ()
    return tuple(session.index(number) for number in steps)


def _generator(session: Session) -> Generator:
    state: Given = session.numbers.get_state(legacy=True)  # a tuple whose parts numpy's types do not tell
    packed = base64.b64encode(state[1].astype(np.uint32).tobytes()).decode()
    return Generator(words=packed, place=int(state[2]))
