# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class RopeToLine(Task):
    """A rope along a line, with the base class that makes it."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "align the rope with the line"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        length = 0.28
        pose = self.get_random_pose(env, (length, 0.05, 0))
        urdf = self.fill_template('line/line-template.urdf', {'DIM': (length,)})
        env.add_object(urdf, pose, 'fixed')
        corners = [utils.apply(pose, (side * length / 2, 0, 0.001)) for side in (1, -1)]
        objects, targets, matches = self.make_ropes(env, corners=corners)
        self.add_goal(objs=objects, matches=matches, targ_poses=targets, replace=False, rotations=False, metric='pose',
                      params=None, step_max_reward=1, language_goal=self.lang_template)
        for i in range(480):
            p.stepSimulation()
