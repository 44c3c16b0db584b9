# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlockInContainer(Task):
    """A container with the sizes it should have."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the {color} block into the container"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        size = (0.16, 0.16, 0.05)
        pose = self.get_random_pose(env, size)
        urdf = self.fill_template('container/container-template.urdf', {'DIM': size, 'HALF': (size[0] / 2, size[1] / 2, size[2] / 2)})
        env.add_object(urdf, pose, 'fixed')
        for index, color in enumerate(['red', 'yellow']):
            block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[color])
            target = (utils.apply(pose, (-0.035 + 0.07 * index, 0, 0)), pose[1])
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True, metric="pose", params=None, step_max_reward=0.5, symmetries=[np.pi / 2],
                          language_goal=self.lang_template.format(color=color))
