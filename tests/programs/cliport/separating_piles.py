# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class SeparatingPiles(Task):
    """Push a pile of small blocks into a zone."""

    def __init__(self):
        super().__init__()
        self.ee = Spatula
        self.max_steps = 20
        self.num_blocks = 50
        self.primitive = primitives.push
        self.lang_template = "push the pile of {block} blocks into the {zone} square"
        self.task_completed_desc = "done sweeping."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        names = random.sample(utils.TRAIN_COLORS, 3)
        zone_size = (0.15, 0.15, 0)
        first = self.get_random_pose(env, zone_size)
        second = self.get_random_pose(env, zone_size)
        while np.linalg.norm(np.array(second[0]) - np.array(first[0])) < 0.2:
            second = self.get_random_pose(env, zone_size)
        for pose, name in zip((first, second), names):
            env.set_color(env.add_object("zone/zone.urdf", pose, "fixed"), utils.COLORS[name])
        chosen = random.randint(0, 1)
        zone_pose = (first, second)[chosen]

        blocks = self.make_piles(env, block_color=names[2])
        self.add_goal(objs=blocks, matches=np.ones((50, 1)), targ_poses=[zone_pose], replace=True, rotations=False,
                      metric="zone", params=[(zone_pose, zone_size)], step_max_reward=1,
                      language_goal=self.lang_template.format(block=names[2], zone=names[chosen]))
