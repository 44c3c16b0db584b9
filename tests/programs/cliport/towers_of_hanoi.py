# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TowersOfHanoi(Task):
    """Move three disks from the first rod to the last one."""

    def __init__(self):
        super().__init__()
        self.max_steps = 14
        self.lang_template = "move the {} ring to the {} stick"
        self.task_completed_desc = "solved towers of hanoi."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        base_pose = self.get_random_pose(env, (0.12, 0.36, 0.01))
        env.add_object("hanoi/stand.urdf", base_pose, "fixed")
        rods = ((0, -0.12, 0.03), (0, 0, 0.03), (0, 0.12, 0.03))
        disks = []
        for number in range(3):
            x, y, z = utils.apply(base_pose, rods[0])
            disks.append(env.add_object(f"hanoi/disk{number}.urdf", ((x, y, z + 0.015 * (1 - number)), base_pose[1])))
        moves = utils.solve_hanoi_all(3)
        for disk, _, rod in moves:
            target = (utils.apply(base_pose, rods[rod]), (0, 0, 0, 1))
            self.add_goal(objs=[disks[disk]], matches=np.int32([[1]]), targ_poses=[target], replace=False, rotations=True,
                          metric="pose", params=None, step_max_reward=1 / len(moves), symmetries=[0],
                          language_goal=self.lang_template.format(("small", "middle", "large")[disk], rod))
