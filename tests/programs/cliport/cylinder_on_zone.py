# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class CylinderOnZone(Task):
    """A filled cylinder, whatever it collides as."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the {color} cylinder on the zone"
        self.task_completed_desc = "done put the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env, (0.12, 0.12, 0.001))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        size = (0.03, 0.03, 0.06)
        replace = {'DIM': size, 'HALF': (size[0] / 2, size[1] / 2, size[2] / 2), 'COLOR': 'orange'}
        cylinder = env.add_object(self.fill_template('cylinder/cylinder-template.urdf', replace), self.get_random_pose(env, size))
        self.add_goal(objs=[cylinder], matches=np.ones((1, 1)), targ_poses=[zone_pose], replace=False,
                      rotations=True, metric='pose', params=None, step_max_reward=1, symmetries=[0],
                      language_goal=self.lang_template.format(color='orange'))
