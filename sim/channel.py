"""How a child process keeps its answers apart from all else that is printed in it."""

from __future__ import annotations

import os
from typing import BinaryIO


def private_output() -> BinaryIO:
    """Take standard output for answers alone; what a program or PyBullet prints from now on goes nowhere."""
    channel = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    return channel
