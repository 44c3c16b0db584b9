# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlockInsertion(Task):
    """Put an L-shaped block into its fixture."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "put the L shape block in the L shape hole"
        self.task_completed_desc = "done with insertion."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        size = (0.1, 0.1, 0.04)
        block = env.add_object("insertion/ell.urdf", self.get_random_pose(env, size))
        fixture_pose = self.get_random_pose(env, size)
        env.add_object("insertion/fixture.urdf", fixture_pose, "fixed")
        self.add_goal(objs=[block], matches=np.int32([[1]]), targ_poses=[fixture_pose], replace=False, rotations=True,
                      metric="pose", params=None, step_max_reward=1, symmetries=[2 * np.pi], language_goal=self.lang_template)
