# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ManipulatingRope(Task):
    """Lay a rope along the missing side of a square; the rope is made by hand."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.pos_eps = 0.02
        self.primitive = primitives.PickPlace(height=0.02, speed=0.001)
        self.lang_template = "manipulate the rope to complete the square"
        self.task_completed_desc = "done manipulating the rope."

    def reset(self, env):
        super().reset(env)
        parts, radius = 20, 0.005
        length = 2 * radius * parts * np.sqrt(2)
        square_pose = self.get_random_pose(env, (length, length, 0))
        square = self.fill_template("square/square-template.urdf", {"DIM": (length,), "HALF": (length / 2 - 0.005,)})
        env.add_object(square, square_pose, "fixed")
        ends = [utils.apply(square_pose, (side * length / 2, length / 2, 0.001)) for side in (1, -1)]

        step = (np.float32(ends[1]) - np.float32(ends[0])) / parts
        position = np.float32(self.get_random_pose(env, (0.1, 0.1, 0.1))[0])
        cube = p.createCollisionShape(p.GEOM_BOX, halfExtents=[radius] * 3)
        ball = p.createVisualShape(p.GEOM_SPHERE, radius=radius * 1.5)
        before = -1
        objects, targets = [], []
        for number in range(parts):
            position[2] += np.linalg.norm(step)
            bead = p.createMultiBody(0.1, cube, ball, basePosition=position)
            if before > -1:
                joint = p.createConstraint(
                    parentBodyUniqueId=before, parentLinkIndex=-1, childBodyUniqueId=bead, childLinkIndex=-1,
                    jointType=p.JOINT_POINT2POINT, jointAxis=(0, 0, 0),
                    parentFramePosition=(0, 0, np.linalg.norm(step)), childFramePosition=(0, 0, 0))
                p.changeConstraint(joint, maxForce=100)
            p.changeVisualShape(bead, -1, rgbaColor=utils.COLORS["red"] + [1])
            env.obj_ids["rigid"].append(bead)
            before = bead
            objects.append((bead, (0, None)))
            targets.append((np.float32(ends[0]) + number * step + step / 2, (0, 0, 0, 1)))
        matches = np.clip(np.eye(parts) + np.eye(parts)[::-1], 0, 1)
        self.add_goal(objs=objects, matches=matches, targ_poses=targets, replace=False, rotations=False, metric="pose",
                      params=None, step_max_reward=1, language_goal=self.lang_template)
        for _ in range(480):
            p.stepSimulation()
