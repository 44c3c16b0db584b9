# gensim: fail
# mistake: metric zone for a sphere
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BallInZoneByArea(Task):
    """A ball has no points that could lie in a zone."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "put the ball in the zone"
        self.task_completed_desc = "done put the ball in the zone."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env, (0.2, 0.2, 0))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        ball = env.add_object('sphere/sphere.urdf', self.get_random_pose(env, (0.06, 0.06, 0.06)))
        self.add_goal(objs=[ball], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False, rotations=True, metric='zone',
                      params=[(zone_pose, (0.2, 0.2))], step_max_reward=1, symmetries=[0], language_goal=self.lang_template)
