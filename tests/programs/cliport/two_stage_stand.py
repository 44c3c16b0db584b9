# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TwoStageStand(Task):
    """Blocks on a stand first, then one upon them."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "build on the stand"
        self.task_completed_desc = "done build on the stand."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        stand_pose = self.get_random_pose(env, (0.05, 0.15, 0.005))
        env.add_object('stacking/stand.urdf', stand_pose, 'fixed')
        turn = p.getQuaternionFromEuler([0, 0, np.pi / 2])
        blocks = [env.add_object('stacking/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[c])
                  for c in ('red', 'green', 'blue')]
        low = [(utils.apply(stand_pose, (0, y, 0.03)), stand_pose[1]) for y in (-0.025, 0.025)]
        high = utils.multiply(stand_pose, ((0, 0, 0.07), turn))
        self.add_goal(objs=blocks[:2], matches=np.ones((2, 2)), targ_poses=low, replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1 / 2, symmetries=[np.pi / 2, np.pi / 2],
                      language_goal='make the bottom row with the red and green blocks')
        self.add_goal(objs=blocks[2:], matches=np.ones((1, 1)), targ_poses=[high], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1 / 2, symmetries=[np.pi / 2],
                      language_goal='put the blue block on top')
