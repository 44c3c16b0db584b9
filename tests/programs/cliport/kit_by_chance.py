# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class KitByChance(Task):
    """Pieces of a kit, with shapes drawn by chance."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "arrange the {} on the kit"
        self.task_completed_desc = "done arrange the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        kit_pose = self.get_random_pose(env, (0.28, 0.2, 0.005))
        env.add_object('kitting/kit.urdf', kit_pose, 'fixed')
        shapes = self.get_kitting_shapes(3)
        colors, _ = utils.get_colors(mode=self.mode, n_colors=3)
        for i, x in enumerate((-0.09, 0, 0.09)):
            target = (utils.apply(kit_pose, (x, 0.0, 0.01)), kit_pose[1])
            mesh = os.path.join(self.assets_root, 'kitting', f'{shapes[i]:02d}.obj')
            replace = {'FNAME': (mesh,), 'SCALE': [0.003, 0.003, 0.001], 'COLOR': colors[i]}
            piece = env.add_object(self.fill_template('kitting/object-template.urdf', replace), self.get_random_pose(env, (0.08, 0.08, 0.02)))
            self.add_goal(objs=[piece], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 3, symmetries=[0],
                          language_goal=self.lang_template.format(utils.assembling_kit_shapes[shapes[i]]))
