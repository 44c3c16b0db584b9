# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlockInFixture(Task):
    """A plain block put in a fixture."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "insert the {} block into the fixture"
        self.task_completed_desc = "done insert the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        fixture_pose = self.get_random_pose(env, (0.12, 0.12, 0.0))
        env.add_object('insertion/fixture.urdf', fixture_pose, 'fixed')
        block = env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color='green')
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[fixture_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template.format('green'))
