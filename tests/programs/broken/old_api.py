from sim.language import Block, Bowl, Scene, Task, inside


class PutBlocksInBowls(Task):
    """Put a block into each bowl."""

    def __init__(self):
        super().__init__()
        self.max_steps = 10
        self.lang_template = "put one block into each bowl"

    def reset(self, env):
        super().reset(env)
        bowls = []
        blocks = []
        for color in env.get_random_colors(2):
            bowls.append(env.add_object(Bowl("gray")))
            blocks.append(env.add_object(Block(color)))
        self.add_goal(inside(blocks, bowls), language_goal=self.lang_template)
