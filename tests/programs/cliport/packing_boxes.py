# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class PackingBoxes(Task):
    """Pack boxes that were cut from one into a container."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "pack all the boxes inside the brown box"
        self.task_completed_desc = "done packing boxes."
        self.zone_bounds = np.array([[0.25, 0.75], [-0.5, 0.5], [0, 0.08]])

    def reset(self, env):
        super().reset(env)
        zone_size = self.get_random_size(0.05, 0.3, 0.05, 0.3, 0.05, 0.05)
        zone_pose = self.get_random_pose(env, zone_size)
        fields = {"DIM": zone_size, "HALF": np.float32(zone_size) / 2}
        env.add_object(self.fill_template("container/container-template.urdf", fields), zone_pose, "fixed")

        margin, smallest = 0.01, 0.05
        pieces = []

        class Cell:
            def __init__(self, box):
                self.box = box

        def cut(cell):
            size = cell.box[3:] - cell.box[:3]
            wide = size > 2 * smallest
            if np.sum(wide) == 0:
                pieces.append(cell.box)
                return
            axis = np.random.choice(range(3), 1, p=np.float32(wide) / np.sum(wide))[0]
            place = np.random.rand() * (size[axis] - 2 * smallest) + cell.box[axis] + smallest
            low, high = cell.box.copy(), cell.box.copy()
            low[3 + axis] = place - margin / 2
            high[axis] = place + margin / 2
            cut(Cell(low))
            cut(Cell(high))

        whole = np.array(zone_size)
        whole[:2] -= 0.01
        cut(Cell(np.array((0.01, 0.01, 0) + tuple(whole))))

        boxes, points = [], {}
        for piece in pieces:
            size = piece[3:] - piece[:3]
            position = size / 2 + piece[:3]
            position[0] -= zone_size[0] / 2
            position[1] -= zone_size[1] / 2
            box = env.add_object(self.fill_template("box/box-template.urdf", {"DIM": size}),
                                 utils.multiply(zone_pose, (position, (0, 0, 0, 1))))
            self.color_random_brown(box)
            boxes.append((box, (0, None)))
            points[box] = self.get_box_object_points(box)
        targets = []
        for box, _ in boxes:
            targets.append(p.getBasePositionAndOrientation(box))
            place = self.get_random_pose(env, p.getVisualShapeData(box)[0][3])
            p.resetBasePositionAndOrientation(box, place[0], place[1])
        self.goals.append((boxes, np.eye(len(boxes)), targets, False, True, "zone", (points, [(zone_pose, zone_size)]), 1))
        self.lang_goals.append(self.lang_template)
