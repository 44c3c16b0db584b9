# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlockInFilledContainer(Task):
    """A block in each coloured container."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the {color} block in the {color} container"
        self.task_completed_desc = "done put the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        container_size = (0.15, 0.15, 0.05)
        half = tuple(side / 2 for side in container_size)
        containers, poses = [], []
        for color in ['green', 'blue']:
            container_pose = self.get_random_pose(env, container_size)
            replace = {'DIM': container_size, 'HALF': half}
            container_urdf = self.fill_template('container/container-template.urdf', replace)
            containers.append(env.add_object(container_urdf, container_pose, 'fixed', color=color))
            poses.append(container_pose)
        for color, pose in zip(['green', 'blue'], poses):
            block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=color)
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[pose], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 2, symmetries=[np.pi / 2],
                          language_goal=self.lang_template.format(color=color))
