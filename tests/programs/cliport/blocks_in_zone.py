# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlocksInZone(Task):
    """Blocks in a zone, counted by their points."""

    def __init__(self):
        super().__init__()
        self.max_steps = 8
        self.lang_template = "put the blocks on the square"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_size = (0.15, 0.15, 0)
        zone_pose = self.get_random_pose(env, zone_size)
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        blocks, targets = [], []
        for x, y in [(-0.04, -0.04), (0.04, 0.04), (-0.04, 0.04)]:
            blocks.append(env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04))))
            targets.append((utils.apply(zone_pose, (x, y, 0.02)), zone_pose[1]))
        self.add_goal(objs=blocks, matches=np.eye(3), targ_poses=targets, replace=False, rotations=True,
                      metric='zone', params=[(zone_pose, zone_size)], step_max_reward=1, language_goal=self.lang_template)
