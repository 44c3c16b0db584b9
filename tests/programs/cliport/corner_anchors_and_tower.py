# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class CornerAnchorsAndTower(Task):
    """A tower on anchored corners."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "build the tower in the corner"
        self.task_completed_desc = "done build the tower in the corner."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        base_pose = self.get_random_pose(env, (0.1, 0.1, 0.01))
        self.add_corner_anchor_for_pose(env, base_pose)

        blocks = [env.add_object('block/block_for_anchors.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=color)
                  for color in random.sample(list(utils.COLORS.keys()), 3)]
        targets = [(utils.apply(base_pose, (0, 0, 0.02 + 0.04 * i)), base_pose[1]) for i in range(3)]
        for block, target in zip(blocks, targets):
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 3, symmetries=[np.pi / 2],
                          language_goal=self.lang_template)
