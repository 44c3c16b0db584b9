# gensim: pass
import numpy as np
import os
import pybullet as p
import random
from cliport.tasks import primitives
from cliport.tasks.grippers import Spatula
from cliport.tasks.task import Task
from cliport.utils import utils


class ColorCoordinatedBlocksOnPallet(Task):
    """Pick up each block and place it at a corner of the pallet."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the {color} block on the pallet"
        self.task_completed_desc = "done put the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        # Add pallet.
        pallet_size = (0.35, 0.35, 0.01)
        pallet_pose = self.get_random_pose(env, pallet_size)
        env.add_object('pallet/pallet.urdf', pallet_pose, 'fixed')

        # Add blocks.
        block_size = (0.04, 0.04, 0.04)
        colors = ['red', 'blue', 'green', 'yellow']
        blocks = []
        for color in colors:
            block_pose = self.get_random_pose(env, block_size)
            block_id = env.add_object('block/block.urdf', block_pose, color=utils.COLORS[color])
            blocks.append(block_id)

        # Goals: each block goes to a corner of the pallet.
        corners = [(-0.08, -0.08, 0.05), (-0.08, 0.08, 0.05), (0.08, -0.08, 0.05), (0.08, 0.08, 0.05)]
        for i in range(4):
            target = (utils.apply(pallet_pose, corners[i]), pallet_pose[1])
            self.add_goal(objs=[blocks[i]], matches=np.ones((1, 1)), targ_poses=[target], replace=False,
                          rotations=True, metric='pose', params=None, step_max_reward=1 / 4, symmetries=[np.pi / 2],
                          language_goal=self.lang_template.format(color=colors[i]))
