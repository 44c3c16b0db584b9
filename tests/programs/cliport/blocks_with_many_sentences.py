# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BlocksWithManySentences(Task):
    """One goal, and a sentence for each block."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the blocks on the zone"
        self.task_completed_desc = "done put the blocks on the zone."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env, (0.2, 0.2, 0))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        objs, sentences = [], []
        for color in ('red', 'orange', 'cyan'):
            objs.append((env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS[color]), (0, None)))
            sentences.append(f'put the {color} block on the zone')
        targets = [(utils.apply(zone_pose, (0, y, 0.02)), zone_pose[1]) for y in (-0.05, 0, 0.05)]
        self.add_goal(objs=objs, matches=np.eye(3), targ_poses=targets, replace=False, rotations=True, metric='pose', params=None,
                      step_max_reward=1, language_goal=sentences)
