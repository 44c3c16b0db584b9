# gensim: fail
# mistake: every object is counted in every zone
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TwoZones(Task):
    """Blocks in two zones at once: that can count for one half only."""

    def __init__(self):
        super().__init__()
        self.max_steps = 8
        self.lang_template = "sort the blocks"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_size = (0.12, 0.12, 0)
        zones = [self.get_random_pose(env, zone_size) for _ in range(2)]
        blocks = []
        for zone_pose in zones:
            env.add_object('zone/zone.urdf', zone_pose, 'fixed')
            blocks.append(env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04))))
        self.add_goal(objs=blocks, matches=np.eye(2), targ_poses=zones, replace=False, rotations=True,
                      metric='zone', params=[(zone, zone_size) for zone in zones], step_max_reward=1,
                      language_goal=self.lang_template)
