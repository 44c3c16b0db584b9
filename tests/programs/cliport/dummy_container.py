# gensim: pass
# mistake: the container is never filled; the block stays on the walls, and heights are not judged
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class DummyContainer(Task):
    """A container of dummy sizes, whose walls and floor do not meet."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the block into the container"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        size = (0.15, 0.15, 0.05)
        pose = self.get_random_pose(env, size)
        env.add_object('container/container-template.urdf', pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[np.pi / 2],
                      language_goal=self.lang_template)
