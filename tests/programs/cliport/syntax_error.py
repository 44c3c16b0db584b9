# gensim: fail
# mistake: a bracket is never closed
import numpy as np
from cliport.tasks.task import Task


class SyntaxErrors(Task):
    """A program that is not Python."""

    def __init__(self):
        super().__init__()
        self.max_steps = (3

    def reset(self, env):
        super().reset(env)
