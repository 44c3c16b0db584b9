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
        ("self.get_reward()", "0.0"),
        ("self.rng", "None"),
        ("self.zip_obj_ids([5, 6], [0, 3])", "[(5, (0, None)), (6, (3, None))]"),
        ("self.zip_obj_ids([(5, (0, None))], None)", "[(5, (0, None))]"),
        ("self.add_corner_anchor_for_pose(env, (0.5, 0, 0))", "None"),
        (
            "self.get_target_sample_surface_points('00.obj', (0, 0, 0), ((1, 2, 3), (0, 0, 0, 1)), 1)[0][1]",
            "(0.0, 0.0, 0.0, 1.0)",
        ),
        ("len(self.get_target_sample_surface_points('00.obj', (1, 1, 1), ((1, 2, 3), (0, 0, 0, 1))))", "50"),
        ("sorted(random.sample({'b', 'a'}, 2))", "['a', 'b']"),
        ("len(random.sample(utils.COLORS.keys(), 3))", "3"),
        ("utils.COLORS_NAMES[0]", "blue"),
        ("(np.float(1), np.int(2.5), bool(np.bool(0)))", "(1.0, 2, False)"),
        ("(env.get_task_name(), env.get_lang_goal(), env.seed(3))", "('Made', 'task completed.', 3)"),
        (
            "(env.add_object('block/block.urdf', (0.5, 0, 0.02)), env.objects['rigid'])",
            "(5, [])",
        ),
        ("env.bounds.tolist()", "[[0.25, 0.75], [-0.5, 0.5], [0.0, 0.3]]"),
        ("[env.add_object('ball/ball.urdf', (0.5, 0, 0.03)), env.info[5][2]][1]", "(0.03, 0.0, 0.0)"),
        ("p.getDynamicsInfo(env.add_object('block/small.urdf', (0.5, 0, 0)), -1)[0]", "0.001"),
        ("p.getNumJoints(env.add_object('block/small.urdf', (0.5, 0, 0)))", "0"),
    ],
)
def test_the_stand_ins_answer_as_the_originals_do(line: str, told: str) -> None:
    assert recorded(f"self.lang_goals = [str({line})]").language == (told,)


def test_a_module_that_is_printed_to_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    recorded("print('hello')")
    assert capsys.readouterr().out == ""


def test_a_list_of_sentences_is_taken_and_a_tuple_is_not_as_in_gensim() -> None:
    block = "env.add_object('block/block.urdf', (0.5, 0, 0))\n"
    goal = "self.add_goal([5], None, [], False, False, 'pose', None, 1, language_goal={})"
    assert recorded(block + goal.format("['a', 'b']")).language == ("a", "b")
    assert recorded(block + goal.format("('a',)")).language == ()
