# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ShuffledColorsTower(Task):
    """A tower in an order drawn by chance."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "stack the {} block"
        self.task_completed_desc = "done stack the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        colors = list(utils.COLORS.keys())
        random.shuffle(colors)
        chosen = random.sample(utils.COLORS.keys(), 4)
        base = self.get_random_pose(env, (0.1, 0.1, 0.04))
        for level, name in enumerate(chosen):
            block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[name])
            target = (utils.apply(base, (0, 0, 0.04 * level)), base[1])
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / len(chosen), symmetries=[np.pi / 2],
                          language_goal=self.lang_template.format(name))
