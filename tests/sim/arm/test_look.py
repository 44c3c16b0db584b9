"""Pictures of the arm show it where its joints are, in front of what is behind it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from sim.arm.kinematics import Tip, joints_for
from sim.arm.look import show_arm
from sim.frames import Frame
from tests.sim.scenes import thing

SIZE = (160, 120)


def picture(x: float, y: float) -> npt.NDArray[np.int_]:
    block = thing("block", "red", (0.5, 0.0, 0.0))
    joints = joints_for(Tip((x, y, 0.1), 0.0))
    assert joints is not None
    shown = show_arm([block], [Frame((0.5, 0.0, 0.0))], SIZE, joints, "suction")
    assert shown.size == SIZE
    return np.asarray(shown, dtype=int)


def blue(pixels: npt.NDArray[np.int_]) -> npt.NDArray[np.bool_]:
    red, green, blue = (pixels[..., channel] for channel in range(3))
    found: npt.NDArray[np.bool_] = (blue > red + 40) & (blue > green + 15)
    return found


@pytest.mark.slow
def test_the_blue_caps_go_where_the_arm_goes() -> None:
    here, there = blue(picture(0.5, -0.4)), blue(picture(0.5, 0.4))
    assert here.sum() > 50
    assert (here & there).sum() < 0.8 * here.sum()
    assert (here == blue(picture(0.5, -0.4))).all()
