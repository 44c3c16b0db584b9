# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class PalletizingBoxes(Task):
    """Stack boxes on a pallet as they come, one at a time."""

    def __init__(self):
        super().__init__()
        self.max_steps = 30
        self.lang_template = "stack all the boxes on the pallet"
        self.task_completed_desc = "done stacking boxes."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        zone_size = (0.3, 0.25, 0.25)
        zone_pose = ((0.5, 0.25, 0.02), utils.eulerXYZ_to_quatXYZW((0, 0, 0)))
        env.add_object("pallet/pallet.urdf", zone_pose, "fixed")
        margin, stack_size = 0.01, (0.19, 0.19, 0.19)
        count = np.int32([2, 3, 3])
        size = (stack_size - (count - 1) * margin) / count
        objects, points = [], {}
        for z in range(count[2]):
            count[0], count[1] = count[1], count[0]
            size[0], size[1] = size[1], size[0]
            for y in range(count[1]):
                for x in range(count[0]):
                    position = list((x + 0.5, y + 0.5, z + 0.5) * size)
                    position[0] += x * margin - stack_size[0] / 2
                    position[1] += y * margin - stack_size[1] / 2
                    position[2] += z * margin + 0.03
                    urdf = self.fill_template("box/box-template.urdf", {"DIM": size})
                    box = env.add_object(urdf, utils.multiply(zone_pose, (position, (0, 0, 0, 1))))
                    objects.append((box, (0, None)))
                    self.color_random_brown(box)
                    points[box] = self.get_box_object_points(box)
        targets, self.steps = [], []
        left = [box for box, _ in objects]
        while left:
            _, height, mask = self.get_true_image(env)
            top = np.argwhere(height > np.max(height) - 0.03)
            pixel = top[int(np.floor(np.random.random() * len(top)))]
            box = int(mask[pixel[0], pixel[1]])
            if box in left:
                position, rotation = p.getBasePositionAndOrientation(box)
                p.resetBasePositionAndOrientation(box, np.float32(position) + np.float32([0, -10, 0]), rotation)
                self.steps.append(box)
                targets.append((position, rotation))
                left.remove(box)
        self.steps.reverse()
        self.goals.append((objects, np.eye(len(objects)), targets, False, True, "zone", (points, [(zone_pose, zone_size)]), 1))
        self.lang_goals.append(self.lang_template)
        self.spawn_box()

    def reward(self):
        reward, info = super().reward()
        self.spawn_box()
        return reward, info
