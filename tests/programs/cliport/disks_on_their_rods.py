# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class DisksOnTheirRods(Task):
    """Three disks, each to a rod of its own."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "move the {color} disk to its rod"
        self.task_completed_desc = "done move the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        base_pose = self.get_random_pose(env, (0.12, 0.36, 0.01))
        env.add_object('hanoi/stand.urdf', base_pose, 'fixed')
        rods = ((0, -0.12, 0.03), (0, 0, 0.03), (0, 0.12, 0.03))
        for i, color in enumerate(['red', 'green', 'blue']):
            disk_pose = self.get_random_pose(env, (0.12, 0.12, 0.016))
            disk = env.add_object(f'hanoi/disk{i}.urdf', disk_pose, color=utils.COLORS[color])
            target = (utils.apply(base_pose, rods[i]), base_pose[1])
            self.add_goal(objs=[disk], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 3, symmetries=[0],
                          language_goal=self.lang_template.format(color=color))
