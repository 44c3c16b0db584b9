# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class BoxesInZoneByArea(Task):
    """Boxes of random size inside a zone, counted by their points."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "push the boxes into the zone"
        self.task_completed_desc = "done push the boxes into the zone."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        zone_size = (0.2, 0.2, 0)
        zone_pose = self.get_random_pose(env, zone_size)
        env.add_object('zone/zone.urdf', zone_pose, 'fixed')
        boxes = []
        for _ in range(2):
            box_size = self.get_random_size(0.03, 0.06, 0.03, 0.06, 0.03, 0.05)
            urdf = self.fill_template('box/box-template.urdf', {'DIM': box_size})
            boxes.append(env.add_object(urdf, self.get_random_pose(env, box_size), color='brown'))
        targets = [(utils.apply(zone_pose, (x, 0, 0.03)), zone_pose[1]) for x in (-0.05, 0.05)]
        self.add_goal(objs=boxes, matches=np.ones((2, 2)), targ_poses=targets, replace=False, rotations=True, metric='zone',
                      params=[(zone_pose, zone_size)], step_max_reward=1, symmetries=[0, 0], language_goal=self.lang_template)
