# gensim: fail
# mistake: self.ee is an instance
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class GripperMadeAtOnce(Task):
    """A gripper where its class belongs."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "push piles of blocks into the zone"
        self.task_completed_desc = "done push piles of blocks into the zone."
        self.additional_reset()
        self.ee = Spatula()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env, (0.12, 0.12, 0))
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        piles = self.make_piles(env)
        self.add_goal(objs=piles, matches=np.ones((len(piles), 1)), targ_poses=[zone_pose], replace=True, rotations=False,
                      metric='zone', params=[(zone_pose, (0.12, 0.12))], step_max_reward=1, language_goal=self.lang_template)


class GripperMadeLater(GripperMadeAtOnce):
    """Another member of the family."""
