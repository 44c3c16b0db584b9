# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ColorOrderedInsertion(Task):
    """An ell in the fixture of its colour, in order."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the {color} L-shape block in the L-shape fixture"
        self.task_completed_desc = "done put the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        colors = ['red', 'blue']
        fixture_poses, ells = [], []
        for color in colors:
            pose = self.get_random_pose(env, (0.12, 0.12, 0.02))
            env.add_object('insertion/fixture.urdf', pose, 'fixed', color=utils.COLORS[color])
            fixture_poses.append(pose)
        for color in colors:
            ells.append(env.add_object('insertion/ell.urdf', self.get_random_pose(env, (0.1, 0.1, 0.04)), color=utils.COLORS[color]))
        for i, color in enumerate(colors):
            self.add_goal(objs=[ells[i]], matches=np.ones((1, 1)), targ_poses=[fixture_poses[i]], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / len(colors), symmetries=[2 * np.pi],
                          language_goal=self.lang_template.format(color=color))
