# gensim: fail
# mistake: the bare position is of numpy numbers, which the oracle does not complete
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BareDrawnTarget(Task):
    """A target without a rotation, as it was drawn."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "put the block on the stand"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pose = self.get_random_pose(env, (0.05, 0.15, 0.005))
        env.add_object('stacking/stand.urdf', pose, 'fixed')
        block = env.add_object('stacking/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[pose[0]], replace=False, rotations=True, metric="pose", params=None,
                      step_max_reward=1, symmetries=[0], language_goal=self.lang_template)
