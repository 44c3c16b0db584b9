# gensim: pass
# mistake: two objects without symmetry are dropped
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class FewSymmetries(Task):
    """Three objects and one symmetry: GenSim forgets two of them."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the blocks into the bowls"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        targets, blocks = [], []
        for _ in range(3):
            pose = self.get_random_pose(env, (0.12, 0.12, 0))
            env.add_object('bowl/bowl.urdf', pose, 'fixed')
            targets.append(pose)
            blocks.append(env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04))))
        self.add_goal(objs=blocks, matches=np.ones((3, 3)), targ_poses=targets, replace=False, rotations=True, metric="pose", params=None, step_max_reward=1,
                      symmetries=[np.pi / 2], language_goal=self.lang_template)
