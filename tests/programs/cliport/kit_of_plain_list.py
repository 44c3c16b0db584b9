# gensim: fail
# mistake: numpy compares a list with a number to False
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class KitOfPlainList(Task):
    """A kit whose shapes are a list: no piece fits anywhere."""

    def __init__(self):
        super().__init__()
        self.max_steps = 4
        self.lang_template = "fill the kit"
        self.task_completed_desc = "done fill the kit."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        kit_pose = self.get_random_pose(env, (0.28, 0.2, 0.005))
        env.add_object('kitting/kit.urdf', kit_pose, 'fixed')
        shapes = [2, 3, 4]
        targets = [(utils.apply(kit_pose, (x, 0, 0.01)), kit_pose[1]) for x in (-0.09, 0, 0.09)]
        colors = [utils.COLORS[c] for c in ('red', 'green', 'blue')]
        objs, matches = self.make_kitting_objects(env, targets=targets, obj_shapes=shapes, n_objects=3, colors=colors)
        self.add_goal(objs=objs, matches=np.int32(matches), targ_poses=targets, replace=False, rotations=True, metric='pose',
                      params=None, step_max_reward=1, language_goal=self.lang_template)
