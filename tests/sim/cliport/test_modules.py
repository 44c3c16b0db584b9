"""What programs can import: stand-ins that do what such programs need, and reach nothing."""

from __future__ import annotations

import pytest

from sim.cliport.modules import stand_ins
from sim.cliport.policy import IMPORTS
from sim.cliport.session import Session
from tests.sim.cliport.making import recorded


def test_every_module_that_the_rules_allow_is_there() -> None:
    assert set(IMPORTS) - {"__future__"} == set(stand_ins(Session(0)))


@pytest.mark.parametrize(
    "line",
    ["import sys", "import subprocess", "from os import system", "import os; os.system", "np.load",
     "np.ctypeslib", "random.SystemRandom", "np.random.RandomState", "import collections; collections.abc"],
)  # fmt: skip
def test_what_is_not_offered_cannot_be_had(line: str) -> None:
    with pytest.raises((ImportError, AttributeError)):
        recorded(line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("os.path.join('a', 'b')", "a/b"),
        ("os.path.exists(os.path.join(self.assets_root, 'block/block.urdf'))", "True"),
        ("os.path.exists('/etc/passwd')", "False"),
        ("np.linalg.norm([3, 4])", "5.0"),
        ("utils.map_kit_scale((1, 1, 1))", "(0.1, 0.1, 0.1)"),
        ("len(utils.solve_hanoi_all(3))", "7"),
        ("utils.xyz_to_pix((0.5, 0, 0), self.bounds, self.pix_size)", "(160, 80)"),
        ("sorted(utils.get_colors('train')[1])[0]", "blue"),
        ("len(utils.get_colors('train', n_colors=3)[1])", "3"),
        ("utils.COLORS['turquoise']", "[1.0, 0.0, 0.0]"),
        ("type(utils.apply(((0, 0, 0), (0, 0, 0, 1)), (1, 2, 3))[0]).__name__", "float32"),
        ("utils.invert(utils.multiply(((1, 0, 0), (0, 0, 0, 1)), ((1, 0, 0), (0, 0, 0, 1))))[0][0]", "-2.0"),
        ("utils.sample_distribution(np.eye(2)[:1]).tolist()", "[0, 0]"),
        ("self.get_box_object_points(env.add_object('block/block.urdf', (0.5, 0, 0.02))).shape", "(3, 8)"),
        ("self.get_true_image(env)[1].shape", "(320, 160)"),
        ("self.get_lang_goal()", "task completed."),
    ],
)
def test_the_stand_ins_answer_as_the_originals_do(line: str, told: str) -> None:
    assert recorded(f"self.lang_goals = [str({line})]").language == (told,)


def test_a_module_that_is_printed_to_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    recorded("print('hello')")
    assert capsys.readouterr().out == ""
