# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BallsAlongLine(Task):
    """Balls in a row along a painted line."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "place the balls along the line"
        self.task_completed_desc = "done place the balls along the line."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        line_length = 0.3
        line_pose = self.get_random_pose(env, (line_length, 0.02, 0.005))
        env.add_object(self.fill_template('line/line-template.urdf', {'DIM': (line_length,)}), line_pose, 'fixed')
        template = 'sphere/sphere-template.urdf'
        balls = [env.add_object(self.fill_template(template, {'DIM': (0.02,)}), self.get_random_pose(env, (0.04, 0.04, 0.04)), color=c)
                 for c in ('red', 'yellow', 'pink')]
        targets = [(utils.apply(line_pose, (-0.1 + 0.1 * i, 0, 0.02)), line_pose[1]) for i in range(3)]
        for i, ball in enumerate(balls):
            self.add_goal(objs=[ball], matches=np.ones((1, 1)), targ_poses=[targets[i]], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 3, symmetries=[0],
                          language_goal=self.lang_template)
