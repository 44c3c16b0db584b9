# gensim: fail
# mistake: the zone metric counts no points in balls
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BallsInZone(Task):
    """Balls in a zone: they have no points to count."""

    def __init__(self):
        super().__init__()
        self.max_steps = 6
        self.lang_template = "put the balls on the square"
        self.task_completed_desc = "done."

        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_size = (0.12, 0.12, 0)
        zone_pose = self.get_random_pose(env, zone_size)
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        balls = [env.add_object('ball/ball-template.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04))) for _ in range(2)]
        self.add_goal(objs=balls, matches=np.ones((2, 1)), targ_poses=[zone_pose], replace=True, rotations=False,
                      metric='zone', params=[(zone_pose, zone_size)], step_max_reward=1, language_goal=self.lang_template)
