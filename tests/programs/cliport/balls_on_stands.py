# gensim: pass
# mistake: the ball template is never filled
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BallsOnStands(Task):
    """A ball on each stand."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the {color} ball on the stand"
        self.task_completed_desc = "done put the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        stand_size = (0.05, 0.15, 0.005)
        stands, poses = [], []
        for _ in range(3):
            stand_pose = self.get_random_pose(env, stand_size)
            stands.append(env.add_object('stacking/stand.urdf', stand_pose, 'fixed'))
            poses.append(stand_pose)

        colors, names = utils.get_colors(mode='train', n_colors=3)
        balls = []
        for color in colors:
            ball_pose = self.get_random_pose(env, (0.04, 0.04, 0.04))
            balls.append(env.add_object('ball/ball-template.urdf', ball_pose, color=color))

        for i in range(3):
            self.add_goal(objs=[balls[i]], matches=np.ones((1, 1)), targ_poses=[poses[i]], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 3, symmetries=[0],
                          language_goal=self.lang_template.format(color=names[i]))
