# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class PlaceRedInGreen(Task):
    """Put every red block into a green bowl, among other things."""

    def __init__(self):
        super().__init__()
        self.max_steps = 10
        self.lang_template = "put the red blocks in a green bowl"
        self.task_completed_desc = "done placing blocks in bowls."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        bowl_size, block_size = (0.12, 0.12, 0), (0.04, 0.04, 0.04)
        bowls, blocks = [], []
        n_bowls = np.random.randint(1, 4)
        for _ in range(n_bowls):
            pose = self.get_random_pose(env, bowl_size)
            env.add_object("bowl/bowl.urdf", pose, "fixed")
            bowls.append(pose)
        n_blocks = np.random.randint(1, n_bowls + 1)
        for _ in range(n_blocks):
            blocks.append(env.add_object("stacking/block.urdf", self.get_random_pose(env, block_size)))
        self.add_goal(objs=blocks, matches=np.ones((len(blocks), len(bowls))), targ_poses=bowls, replace=False,
                      rotations=True, metric="pose", params=None, step_max_reward=1, language_goal=self.lang_template)
        others = [name for name in utils.COLORS if name not in ("red", "green")]
        for _ in range(3):
            name = random.choice(others)
            size, urdf = (block_size, "stacking/block.urdf") if np.random.rand() > 0.5 else (bowl_size, "bowl/bowl.urdf")
            extra = env.add_object(urdf, self.get_random_pose(env, size))
            p.changeVisualShape(extra, -1, rgbaColor=utils.COLORS[name] + [1])
