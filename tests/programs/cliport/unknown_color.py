# gensim: pass
# mistake: the colour turquoise is unknown
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TurquoiseBlock(Task):
    """A colour that the palette does not have."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "put the turquoise block on the square"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_pose = self.get_random_pose(env, (0.15, 0.15, 0))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color='turquoise')
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[np.pi / 2],
                      language_goal=self.lang_template)
