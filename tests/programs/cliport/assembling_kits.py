# gensim: pass
import os
import random

import numpy as np
import pybullet as p
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class AssemblingKits(Task):
    """Put every piece into the hole that it fits."""

    def __init__(self):
        super().__init__()
        self.max_steps = 10
        self.lang_template = "put all the blocks inside the holes they fit in"
        self.task_completed_desc = "done assembling blocks."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)
        kit_pose = self.get_random_pose(env, (0.28, 0.2, 0.005))
        env.add_object("kitting/kit.urdf", kit_pose, "fixed")
        count = 5
        shapes = self.get_kitting_shapes(count)
        colors = [utils.COLORS[name] for name in ("purple", "blue", "green", "yellow", "red")]
        targets = []
        for shape, place in zip(shapes, ([-0.09, 0.045], [0, 0.045], [0.09, 0.045], [-0.045, -0.045], [0.045, -0.045])):
            mesh = os.path.join(self.assets_root, "kitting", f"{shape:02d}.obj")
            position = utils.apply(kit_pose, [*place, 0.0014])
            rotation = utils.eulerXYZ_to_quatXYZW((0, 0, np.random.rand() * 2 * np.pi))
            fields = {"FNAME": (mesh,), "SCALE": [0.003, 0.003, 0.0001], "COLOR": (0.2, 0.2, 0.2)}
            env.add_object(self.fill_template("kitting/object-template.urdf", fields), (position, rotation), "fixed")
            targets.append((position, rotation))
        objects, matches = self.make_kitting_objects(env, targets=targets, obj_shapes=shapes, n_objects=count, colors=colors)
        matches = np.int32(matches)
        self.add_goal(objs=objects, matches=matches, targ_poses=targets, replace=False, rotations=True, metric="pose",
                      params=None, step_max_reward=1, language_goal=self.lang_template)
