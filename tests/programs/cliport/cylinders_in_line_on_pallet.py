# gensim: pass
# mistake: neither the line nor the cylinders are filled
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class CylindersInLineOnPallet(Task):
    """Align cylinders in a line on the pallet."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "align the cylinders along the line on the pallet"
        self.task_completed_desc = "done align the cylinders along the line on the pallet."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        pallet_pose = self.get_random_pose(env, (0.35, 0.35, 0.01))
        env.add_object('pallet/pallet.urdf', pallet_pose, category='fixed')
        line_pose = (utils.apply(pallet_pose, (0, 0, 0.025)), pallet_pose[1])
        env.add_object('line/line-template.urdf', line_pose, 'fixed')

        cylinder_size = (0.02, 0.02, 0.08)
        cylinder_template = 'cylinder/cylinder-template.urdf'
        cylinders = []
        for color in ['red', 'green', 'blue']:
            cylinder_pose = self.get_random_pose(env, cylinder_size)
            cylinders.append(env.add_object(cylinder_template, cylinder_pose, 'rigid', color))

        targ_poses = [(utils.apply(pallet_pose, (x, 0, 0.06)), pallet_pose[1]) for x in (-0.1, 0, 0.1)]
        for cylinder, target in zip(cylinders, targ_poses):
            self.add_goal(objs=[cylinder], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1.0 / len(cylinders), symmetries=[0],
                          language_goal=self.lang_template)
