# gensim: pass
# mistake: the cylinder template is never filled
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class CylindersOnPallet(Task):
    """Cylinders of dummy size, whatever the program thinks they measure."""

    def __init__(self):
        super().__init__()
        self.max_steps = 10
        self.lang_template = "put the {color} cylinder on the pallet"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pallet_pose = self.get_random_pose(env, (0.35, 0.35, 0.01))
        env.add_object('pallet/pallet.urdf', pallet_pose, 'fixed')
        colors = ['red', 'blue', 'green']
        size = (0.03, 0.03, 0.06)
        spots = [(-0.08, 0, 0.05), (0, 0, 0.05), (0.08, 0, 0.05)]
        for color, spot in zip(colors, spots):
            pose = self.get_random_pose(env, size)
            cylinder = env.add_object('cylinder/cylinder-template.urdf', pose, color=color)
            target = (utils.apply(pallet_pose, spot), pallet_pose[1])
            self.add_goal(objs=[cylinder], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1 / 3,
                          symmetries=[0], language_goal=self.lang_template.format(color=color))
