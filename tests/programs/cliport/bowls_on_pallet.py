# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BowlsOnPallet(Task):
    """Bowls side by side on a pallet."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the {color} bowl on the pallet"
        self.task_completed_desc = "done put the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        pallet_pose = self.get_random_pose(env, (0.35, 0.35, 0.02))
        env.add_object('pallet/pallet.urdf', pallet_pose, 'fixed')
        for color, x in (('green', -0.07), ('yellow', 0.07)):
            bowl = env.add_object('bowl/bowl.urdf', self.get_random_pose(env, (0.12, 0.12, 0)), color=utils.COLORS[color])
            target = (utils.apply(pallet_pose, (x, 0, 0.03)), pallet_pose[1])
            self.add_goal(objs=[bowl], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 2, symmetries=[0],
                          language_goal=self.lang_template.format(color=color))
