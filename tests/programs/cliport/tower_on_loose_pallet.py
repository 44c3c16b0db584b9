# gensim: pass
# mistake: the pallet is left loose
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class TowerOnLoosePallet(Task):
    """Stack blocks on a pallet that is not fixed."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "stack the blocks on the pallet"
        self.task_completed_desc = "done stack the blocks on the pallet."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        pallet_pose = self.get_random_pose(env, (0.3, 0.3, 0.02))
        pallet = env.add_object('pallet/pallet.urdf', pallet_pose)

        blocks = []
        for i in range(3):
            blocks.append(env.add_object('block/block.urdf', self.get_random_pose(env, (0.04, 0.04, 0.04)), color=utils.COLORS['green']))

        for i, block in enumerate(blocks):
            target = (utils.apply(pallet_pose, (0, 0, 0.04 + 0.04 * i)), pallet_pose[1])
            self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 3, symmetries=[np.pi / 2],
                          language_goal=self.lang_template)
