# gensim: pass
# mistake: two numbers for a size: GenSim takes 5 cm for the height of the pose
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class FlatSize(Task):
    """Sizes without a height."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the ball into the bowl"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        pose = self.get_random_pose(env, (0.12, 0.12))
        env.add_object('bowl/bowl.urdf', pose, 'fixed', color='blue')
        ball = env.add_object('sphere/sphere-template.urdf', self.get_random_pose(env, (0.04, 0.04)), color='orange')
        self.add_goal(objs=[ball], matches=np.ones((1, 1)), targ_poses=[pose], replace=False, rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
