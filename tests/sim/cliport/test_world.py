"""The faithful world: GenSim's bodies, its primitives, its judge and its oracle, one by one."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from sim.cliport.episode import UNSEEN, play
from sim.cliport.judge import Judge, ProgramFault, Progress
from sim.cliport.motion import Action, let_settle, pick_place, push
from sim.cliport.oracle import Oracle
from sim.cliport.record import Record
from sim.cliport.world import FaithfulWorld
from sim.frames import Frame, about_z
from tests.sim.cliport.making import GOAL, recorded

BLOCK = """
block = env.add_object('block/block.urdf', ((0.5, 0, 0.02), (0, 0, 0, 1)))
target = ((0.5, 0.2, 0.02), (0, 0, 0, 1))
"""


@pytest.fixture(scope="module")
def world() -> Iterator[FaithfulWorld]:
    with FaithfulWorld() as shared:
        yield shared


def moved(world: FaithfulWorld, made: Record, pick: tuple[float, float], place: Frame) -> Frame:
    """Pick at a point, place relative to it, and return where the first body is."""
    world.load(made)
    pick_place(world, Action((*pick, 0.04), place), 0.32)
    let_settle(world)
    return world.base(0)


def test_a_block_is_put_where_the_tip_puts_it(world: FaithfulWorld) -> None:
    end = moved(world, recorded(BLOCK), (0.505, 0.003), Frame((0.6, 0.2, 0.1), about_z(math.pi / 4)))
    turned = Frame((0.6, 0.2, 0.0), about_z(math.pi / 4)).point((-0.005, -0.003, 0.0))
    assert end.position[:2] == pytest.approx(turned[:2], abs=1e-3)
    assert end.position[2] == pytest.approx(0.02, abs=2e-3)
    assert end.yaw == pytest.approx(math.pi / 4, abs=0.02)


def test_what_is_not_met_is_not_moved(world: FaithfulWorld) -> None:
    assert moved(world, recorded(BLOCK), (0.6, 0.3), Frame((0.6, 0.2, 0.1))).position[1] == pytest.approx(
        0.0, abs=1e-3
    )


def test_what_is_fixed_is_not_lifted(world: FaithfulWorld) -> None:
    made = recorded(BLOCK.replace("(0, 0, 0, 1)))\n", "(0, 0, 0, 1)), 'fixed')\n", 1))
    assert moved(world, made, (0.5, 0.0), Frame((0.6, 0.2, 0.1))).position == pytest.approx((0.5, 0.0, 0.02))


def test_what_lies_on_a_thing_goes_along_with_it(world: FaithfulWorld) -> None:
    lines = """
    big = self.fill_template('box/box-template.urdf', {'DIM': (0.1, 0.1, 0.02)})
    env.add_object(big, ((0.5, 0, 0.01), (0, 0, 0, 1)))
    env.add_object('block/small.urdf', ((0.53, 0.03, 0.025), (0, 0, 0, 1)))
    """
    world.load(recorded(lines))
    pick_place(world, Action((0.48, -0.02, 0.02), Frame((0.48, 0.18, 0.02))), 0.32)
    let_settle(world)
    assert world.base(1).position == pytest.approx((0.53, 0.23, 0.025), abs=2e-3)


def test_a_pushed_crumb_ends_before_the_end_of_the_push(world: FaithfulWorld) -> None:
    world.load(recorded("env.add_object('block/small.urdf', ((0.5, 0, 0.005), (0, 0, 0, 1)))"))
    push(world, (0.5, 0.0), (0.5, 0.3))
    let_settle(world)
    x, y, _ = world.base(0).position
    assert abs(x - 0.5) < 0.02
    assert 0.25 < y < 0.29  # the blade stops 50 mm short; the crumb slides on a little


def test_a_push_of_no_length_does_nothing(world: FaithfulWorld) -> None:
    world.load(recorded(BLOCK))
    push(world, (0.5, 0.0), (0.5, 0.0))
    assert world.base(0).position == pytest.approx((0.5, 0.0, 0.02))


def test_a_body_without_collision_stays_and_a_loose_one_falls(world: FaithfulWorld) -> None:
    lines = """
    env.add_object('zone/zone.urdf', ((0.5, 0, 0.1), (0, 0, 0, 1)))
    env.add_object('block/block.urdf', ((0.5, 0, 0.1), (0, 0, 0, 1)))
    """
    world.load(recorded(lines))
    world.settle()
    assert world.frame(0).position == pytest.approx((0.5, 0.0, 0.1))
    assert world.base(1).position[2] == pytest.approx(0.02, abs=1e-3)


# -- the judge ----------------------------------------------------------------------------------------------


def rewards(world: FaithfulWorld, made: Record, count: int = 1) -> list[float]:
    world.load(made)
    judge, progress = Judge(world, made), Progress.of(made)
    return [judge.reward(progress) for _ in range(count)]


def placed(x: float = 0.5, yaw: float = 0.0, symmetry: str = "np.pi / 2") -> Record:
    lines = f"""
    turn = p.getQuaternionFromEuler((0, 0, {yaw}))
    block = env.add_object('block/block.urdf', (({x}, 0.2, 0.5), turn))
    target = ((0.5, 0.2, 0.02), (0, 0, 0, 1))
    """
    goal = GOAL.replace("np.pi / 2", symmetry).replace("\n", "\n    ")
    return recorded(lines + goal)


def test_heights_are_not_judged(world: FaithfulWorld) -> None:
    assert rewards(world, placed()) == [1.0]


@pytest.mark.parametrize(("x", "reward"), [(0.509, 1.0), (0.511, 0.0)])
def test_a_centimetre_in_the_plane_is_the_limit(world: FaithfulWorld, x: float, reward: float) -> None:
    assert rewards(world, placed(x)) == [reward]


@pytest.mark.parametrize(
    ("yaw", "symmetry", "reward"),
    [(0.25, "np.pi / 2", 1.0), (0.3, "np.pi / 2", 0.0), (math.pi / 2, "np.pi / 2", 1.0), (1.0, "0", 1.0),
     (math.pi, "2 * np.pi", 0.0)],
)  # fmt: skip
def test_a_turn_counts_modulo_the_symmetry(
    world: FaithfulWorld, yaw: float, symmetry: str, reward: float
) -> None:
    assert rewards(world, placed(yaw=yaw, symmetry=symmetry)) == [reward]


def test_a_goal_that_is_complete_is_followed_by_the_next(world: FaithfulWorld) -> None:
    made = placed()
    both = made.model_copy(
        update={"goals": tuple(g.model_copy(update={"share": 0.5}) for g in made.goals * 2)}
    )
    assert rewards(world, both, 2) == [0.5, 0.5]


def test_without_a_goal_the_judge_fails_as_gensim_does(world: FaithfulWorld) -> None:
    made = placed()
    with pytest.raises(ProgramFault, match="out of range"):
        rewards(world, made, 2)


def test_the_points_of_a_block_count_in_a_zone(world: FaithfulWorld) -> None:
    lines = """
    block = env.add_object('block/block.urdf', ((0.55, 0, 0.02), (0, 0, 0, 1)))
    zone = ((0.5, 0, 0), (0, 0, 0, 1))
    self.add_goal(objs=[block], matches=np.ones((1, 1)), targ_poses=[zone], replace=True, rotations=False,
                  metric='zone', params=[(zone, (0.08, 0.08, 0))], step_max_reward=1)
    """
    assert rewards(world, recorded(lines)) == [0.5]  # the points at 0.53 are inside, those at 0.55 are not


# -- the oracle ---------------------------------------------------------------------------------------------


def decision(world: FaithfulWorld, made: Record) -> Action | None:
    world.load(made)
    judge = Judge(world, made)
    return Oracle(world, judge, made.generator).act(list(made.goals))


def test_the_oracle_picks_on_the_object_and_places_so_that_it_fits(world: FaithfulWorld) -> None:
    action = decision(world, recorded(BLOCK + GOAL))
    assert action is not None
    assert math.dist(action.pick[:2], (0.5, 0.0)) < 0.02 * math.sqrt(2)
    shift = [end - start for end, start in zip(action.place.position, action.pick, strict=True)]
    assert shift == pytest.approx([0.0, 0.2, 0.0], abs=1e-6)


def test_the_farthest_object_is_moved_first(world: FaithfulWorld) -> None:
    lines = """
    blocks = [env.add_object('block/block.urdf', ((0.5, y, 0.02), (0, 0, 0, 1))) for y in (0.1, -0.3, 0.0)]
    targets = [((0.5, 0.2, 0.02), (0, 0, 0, 1))]
    self.add_goal(objs=blocks, matches=np.ones((3, 1)), targ_poses=targets, replace=True, rotations=True,
                  metric='pose', params=None, step_max_reward=1)
    """
    action = decision(world, recorded(lines))
    assert action is not None
    assert action.pick[1] == pytest.approx(-0.3, abs=0.02)


def test_what_is_hidden_is_not_picked(world: FaithfulWorld) -> None:
    lines = BLOCK + "env.add_object('pallet/pallet.urdf', ((0.5, 0, 0.1), (0, 0, 0, 1)), 'fixed')\n"
    assert decision(world, recorded(lines + GOAL)) is None


def test_when_everything_is_in_place_the_oracle_gives_up(world: FaithfulWorld) -> None:
    assert decision(world, placed()) is None


# -- whole episodes -----------------------------------------------------------------------------------------


def test_an_episode_adds_up_its_rewards(world: FaithfulWorld) -> None:
    episode = play(world, recorded(BLOCK + GOAL))
    assert (episode.success, episode.total_reward, episode.actions) == (True, 1.0, 1)
    assert episode.rewards == (1.0,)


def test_the_same_record_always_ends_the_same(world: FaithfulWorld) -> None:
    made = recorded(BLOCK + GOAL)
    ends = []
    for _ in range(2):
        play(world, made)
        ends.append(world.base(0))
    assert ends[0] == ends[1]


def test_an_object_that_cannot_be_seen_ends_the_episode(world: FaithfulWorld) -> None:
    lines = BLOCK + "env.add_object('pallet/pallet.urdf', ((0.5, 0, 0.1), (0, 0, 0, 1)), 'fixed')\n"
    episode = play(world, recorded(lines + GOAL))
    assert (episode.success, episode.actions, episode.reason) == (False, 0, UNSEEN)


def test_a_mistake_in_a_goal_ends_the_episode_with_its_reason(world: FaithfulWorld) -> None:
    episode = play(world, recorded(BLOCK + GOAL.replace("np.ones((1, 1))", "[[1]]")))
    assert "no matrix" in episode.reason
    assert not episode.success


def test_no_more_steps_are_taken_than_the_program_allows(world: FaithfulWorld) -> None:
    made = recorded(BLOCK + GOAL).model_copy(update={"max_steps": 0})
    assert play(world, made).actions == 0


def test_a_primitive_that_lifts_little_drags_a_block_along_the_table(world: FaithfulWorld) -> None:
    made = recorded(BLOCK + GOAL).model_copy(update={"height_m": 0.02})
    episode = play(world, made)
    assert episode.success
    assert world.base(0).position[2] == pytest.approx(0.02, abs=2e-3)
