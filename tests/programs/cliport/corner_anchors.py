# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class CornerAnchors(Task):
    """Blocks at painted corners."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the blocks at the corners"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        for _ in range(2):
            pose = self.get_random_pose(env, (0.1, 0.1, 0.04))
            self.add_corner_anchor_for_pose(env, pose)
            block = env.add_object('block/block_for_anchors.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=0.5, symmetries=[np.pi / 2],
                          language_goal=self.lang_template)
