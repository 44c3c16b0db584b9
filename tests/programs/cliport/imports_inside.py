# gensim: pass
import math
from typing import List, Tuple

import numpy as np
import pybullet as pb
from cliport.environments.environment import Environment
from cliport.tasks.task import Task
from cliport.utils.utils import COLORS, apply, get_colors

BLOCK_SIZE: Tuple[float, float, float] = (0.04, 0.04, 0.04)
OFFSET = 0.08


class ImportsInside(Task):
    """Imports where they are needed, a helper, a constant, and types."""

    def __init__(self):
        super().__init__()
        self.max_steps = 20
        self.lang_template = "put the {color} block beside the {color} zone"
        self.task_completed_desc = "done put the."
        self.additional_reset()

    def reset(self, env):
        super().reset(env)

        self.place(env, 'red', 1 / 2)
        self.place(env, 'blue', 1 / 2)

    def place(self, env: Environment, color: str, share: float) -> None:
        """Add a zone and a block, and ask for the block beside the zone."""
        import copy
        import itertools
        from scipy.spatial.transform import Rotation

        pose = self.get_random_pose(env, (0.2, 0.2, 0.001))
        env.add_object("zone/zone.urdf", pose, "fixed", color=COLORS[color])
        block = env.add_object("block/block.urdf", self.get_random_pose(env, BLOCK_SIZE), color=COLORS[color])
        turn = tuple(Rotation.from_euler("z", 90, degrees=True).as_quat())
        target: List = [copy.deepcopy(apply(pose, (OFFSET, 0, BLOCK_SIZE[2] / 2))), turn]
        self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[target], replace=False, rotations=True, metric="pose",
                      params=None, step_max_reward=share, symmetries=[math.pi / 2], language_goal=self.lang_template.format(color=color))


if __name__ == "__main__":
    print(list(itertools.islice(get_colors("train"), 2)))
