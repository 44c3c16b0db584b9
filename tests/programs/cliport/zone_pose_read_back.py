# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ZonePoseReadBack(Task):
    """The target is read from what stands there."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "move the ball to the zone"
        self.task_completed_desc = "done move the ball to the zone."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone = env.add_object('zone/zone.urdf', self.get_random_pose(env, (0.12, 0.12, 0)), 'fixed')
        ball = env.add_object('ball/ball.urdf', self.get_random_pose(env, (0.06, 0.06, 0.06)))
        for _ in range(30):
            p.stepSimulation()
        self.add_goal(objs=[ball], matches=np.ones((1, 1)), targ_poses=[p.getBasePositionAndOrientation(zone)], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template)
