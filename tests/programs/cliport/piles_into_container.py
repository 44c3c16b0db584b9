# gensim: fail
# mistake: a spatula pushes along the table, and a container has walls
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class PilesIntoContainer(Task):
    """A pile that should go over the walls of a box."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "push piles of small blocks into the container"
        self.task_completed_desc = "done push piles of small blocks into the container."
        self.num_blocks = 12
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        container_size = (0.15, 0.15, 0.05)
        container_pose = self.get_random_pose(env, container_size)
        container_urdf = self.fill_template('container/container-template.urdf', {'DIM': container_size, 'HALF': (0.075, 0.075, 0.025)})
        env.add_object(container_urdf, container_pose, 'fixed')
        blocks = self.make_piles(env, block_color='red')
        self.add_goal(objs=blocks, matches=np.ones((len(blocks), 1)), targ_poses=[container_pose], replace=True, rotations=False,
                      metric='zone', params=[(container_pose, container_size)], step_max_reward=1, language_goal=self.lang_template)
