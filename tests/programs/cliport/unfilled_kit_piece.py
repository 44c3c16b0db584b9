# gensim: pass
# mistake: a piece without a mesh cannot be loaded
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class UnfilledKitPiece(Task):
    """A piece of a kit that turns out to be a block."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the piece on the square"
        self.task_completed_desc = "done put the piece on the square."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env, (0.15, 0.15, 0))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        piece = env.add_object('kitting/object-template.urdf', self.get_random_pose(env, (0.08, 0.08, 0.02)), color='purple')
        self.add_goal(objs=[piece], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
