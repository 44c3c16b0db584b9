# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class PutBlockInBowl(Task):
    """Put the blocks of one colour into bowls of another."""

    def __init__(self):
        super().__init__()
        self.max_steps = 10
        self.lang_template = "put the {pick} blocks in a {place} bowl"
        self.task_completed_desc = "done placing blocks in bowls."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pick, place = random.sample(utils.TRAIN_COLORS, 2)
        bowls, blocks = [], []
        for _ in range(np.random.randint(1, 4)):
            pose = self.get_random_pose(env, (0.12, 0.12, 0))
            bowl = env.add_object("bowl/bowl.urdf", pose, "fixed")
            p.changeVisualShape(bowl, -1, rgbaColor=utils.COLORS[place] + [1])
            bowls.append(pose)
        for _ in range(np.random.randint(1, len(bowls) + 1)):
            block = env.add_object("stacking/block.urdf", self.get_random_pose(env, (0.04, 0.04, 0.04)))
            p.changeVisualShape(block, -1, rgbaColor=utils.COLORS[pick] + [1])
            blocks.append((block, (0, None)))
        self.add_goal(objs=blocks, matches=np.ones((len(blocks), len(bowls))), targ_poses=bowls, replace=False,
                      rotations=True, metric="pose", params=None, step_max_reward=1,
                      language_goal=self.lang_template.format(pick=pick, place=place))
