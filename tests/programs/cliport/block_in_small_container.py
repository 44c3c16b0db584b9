# gensim: pass
# mistake: the container template is never filled
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlockInSmallContainer(Task):
    """A small block in the container that it thinks it made."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the block in the container"
        self.task_completed_desc = "done put the block in the container."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        container_pose = self.get_random_pose(env, (0.12, 0.12, 0.05))
        env.add_object('container/container-template.urdf', container_pose, 'fixed')
        block = env.add_object('block/small.urdf', self.get_random_pose(env, (0.01, 0.01, 0.01)), color=utils.COLORS['red'])
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[container_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
