# gensim: fail
# mistake: GenSim opens the template before it looks for a dummy
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class MissingTemplate(Task):
    """A template that is not there, under either name."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "put the block on the line"
        self.task_completed_desc = "done put the block on the line."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        line_pose = self.get_random_pose(env, (0.2, 0.05, 0.01))
        env.add_object('line/single-blue-line-template.urdf', line_pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)))
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[line_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[np.pi / 2],
                      language_goal=self.lang_template)
