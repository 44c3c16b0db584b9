# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class StackTheBowls(Task):
    """Bowls in a bowl."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "stack the bowls"
        self.task_completed_desc = "done stack the bowls."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        base_pose = self.get_random_pose(env, (0.15, 0.15, 0.05))
        env.add_object('bowl/bowl.urdf', base_pose, 'fixed', utils.COLORS['red'])
        bowls = [env.add_object('bowl/bowl.urdf', self.get_random_pose(env, (0.15, 0.15, 0.05)), color=utils.COLORS['blue']) for _ in range(2)]
        for bowl in bowls:
            self.add_goal(objs=[bowl], matches=np.ones((1, 1)), targ_poses=[base_pose], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 2, symmetries=[0],
                          language_goal=self.lang_template)
