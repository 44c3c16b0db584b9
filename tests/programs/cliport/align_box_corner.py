# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class AlignBoxCorner(Task):
    """Lay a box into a painted corner."""

    def __init__(self):
        super().__init__()
        self.max_steps = 3
        self.lang_template = "align the brown box with the green corner"
        self.task_completed_desc = "done with alignment"
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        size = self.get_random_size(0.05, 0.15, 0.05, 0.15, 0.01, 0.06)
        near, far = 0.0025 - 0.025, 0.0025
        fields = {"DIMX": (size[0] / 2 + near, size[0] / 2 + far), "DIMY": (size[1] / 2 + far, size[1] / 2 + near)}
        corner_pose = self.get_random_pose(env, (size[0], size[1], 0))
        env.add_object(self.fill_template("corner/corner-template.urdf", fields), corner_pose, "fixed")

        yaw = utils.quatXYZW_to_eulerXYZ(corner_pose[1])[2]
        turned = (corner_pose[0], utils.eulerXYZ_to_quatXYZW((0, 0, yaw + np.pi)))
        shift = (size[0] / 2 - size[1] / 2, size[1] / 2 - size[0] / 2, 0)
        across = [utils.multiply(corner_pose, (shift, utils.eulerXYZ_to_quatXYZW((0, 0, quarter * np.pi / 2)))) for quarter in (1, 3)]

        box_urdf = self.fill_template("box/box-template.urdf", {"DIM": size})
        box = env.add_object(box_urdf, self.get_random_pose(env, size))
        if os.path.exists(box_urdf):
            os.remove(box_urdf)
        self.color_random_brown(box)
        self.add_goal(objs=[box], matches=np.int32([[1, 1, 1, 1]]), targ_poses=[corner_pose, turned, *across], replace=False,
                      rotations=True, metric="pose", params=None, step_max_reward=1, symmetries=[2 * np.pi],
                      language_goal=self.lang_template)
