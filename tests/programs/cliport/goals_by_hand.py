# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class GoalsByHand(Task):
    """Goals and sentences appended by hand, as CLIPort does it."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the box in the brown box"
        self.task_completed_desc = "done put the box in the brown box."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_pose = self.get_random_pose(env, (0.15, 0.15, 0.05))
        container_urdf = self.fill_template('container/container-template.urdf', {'DIM': (0.15, 0.15, 0.05), 'HALF': (0.075, 0.075, 0.025)})
        env.add_object(container_urdf, zone_pose, 'fixed')
        box_urdf = self.fill_template('box/box-template.urdf', {'DIM': (0.05, 0.03, 0.03), 'COLOR': utils.COLORS['cyan']})
        box = env.add_object(box_urdf, self.get_random_pose(env, (0.05, 0.03, 0.03)))
        points = {box: self.get_box_object_points(box)}
        self.goals.append(([(box, (2 * np.pi, None))], np.ones((1, 1)), [zone_pose], False, True, 'zone', [(zone_pose, (0.15, 0.15, 0.05))], 1))
        self.lang_goals.append(self.lang_template)
