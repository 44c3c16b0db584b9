# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class StackBlockPyramid(Task):
    """Build a pyramid of six blocks on a stand, row by row."""

    def __init__(self):
        super().__init__()
        self.max_steps = 12
        self.lang_template = "make the {row} row with {blocks}"
        self.task_completed_desc = "done stacking block pyramid."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        base_size, block_size = (0.05, 0.15, 0.005), (0.04, 0.04, 0.04)
        base_pose = self.get_random_pose(env, base_size)
        env.add_object("stacking/stand.urdf", base_pose, "fixed")
        names = ("purple", "blue", "green", "yellow", "orange", "red")
        blocks = [env.add_object("stacking/block.urdf", self.get_random_pose(env, block_size), color=utils.COLORS[name])
                  for name in names]
        places = [(0, -0.05, 0.03), (0, 0, 0.03), (0, 0.05, 0.03), (0, -0.025, 0.08), (0, 0.025, 0.08), (0, 0, 0.13)]
        targets = [(utils.apply(base_pose, place), base_pose[1]) for place in places]
        for row, (first, last) in (("bottom", (0, 3)), ("middle", (3, 5)), ("top", (5, 6))):
            count = last - first
            self.add_goal(objs=blocks[first:last], matches=np.ones((count, count)), targ_poses=targets[first:last],
                          replace=False, rotations=True, metric="pose", params=None, step_max_reward=count / 6,
                          symmetries=[np.pi / 2] * count,
                          language_goal=self.lang_template.format(row=row, blocks=", ".join(names[first:last])))
