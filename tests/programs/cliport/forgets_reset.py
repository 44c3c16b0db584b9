# gensim: pass
# mistake: three sentences for one goal
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ForgetsReset(Task):
    """A program whose goals come in one call with a list of sentences."""

    def __init__(self):
        super().__init__()
        self.max_steps = 12
        self.lang_template = "put the {color} block into the {color} bowl"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        colors, _ = utils.get_colors(self.mode, 3)[::-1]
        sentences, blocks, targets = [], [], []
        for color in ['red', 'green', 'blue']:
            pose = self.get_random_pose(env, (0.12, 0.12, 0))
            env.add_object('bowl/bowl.urdf', pose, 'fixed', color=utils.COLORS[color])
            blocks.append(env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[color]))
            targets.append(pose)
            sentences.append(self.lang_template.format(color=color))
        self.add_goal(objs=blocks, matches=np.eye(3), targ_poses=targets, replace=False, rotations=True, metric="pose", params=None, step_max_reward=1,
                      symmetries=[np.pi / 2] * 3, language_goal=sentences)
