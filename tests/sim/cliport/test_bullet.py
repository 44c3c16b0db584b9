"""The recording stand-in for PyBullet and the environment that takes objects in."""

from __future__ import annotations

import pytest

from tests.sim.cliport.making import recorded

AT = "((0.5, 0, 0.02), (0, 0, 0, 1))"


def test_a_body_is_where_it_was_put() -> None:
    lines = f"""
    block = env.add_object('block/block.urdf', {AT})
    p.resetBasePositionAndOrientation(block, (0.4, 0.1, 0.3), p.getQuaternionFromEuler((0, 0, 1)))
    self.lang_goals = [str(p.getBasePositionAndOrientation(block)[0])]
    """
    assert recorded(lines).language == ("(0.4, 0.1, 0.3)",)


def test_the_position_of_a_bowl_is_that_of_its_centre_of_mass() -> None:
    lines = f"""
    bowl = env.add_object('bowl/bowl.urdf', {AT})
    self.lang_goals = [f'{{p.getBasePositionAndOrientation(bowl)[0][2]:.3f}}']
    """
    assert recorded(lines).language == ("0.040",)


def test_the_box_about_a_body_has_its_size() -> None:
    lines = f"""
    block = env.add_object('block/block.urdf', {AT})
    low, high = p.getAABB(block)
    self.lang_goals = [f'{{high[0] - low[0]:.3f}} {{env.get_object_size(block):.6f}}']
    """
    assert recorded(lines).language == ("0.040 0.000064",)


def test_bodies_made_by_hand_and_their_joints_are_recorded() -> None:
    lines = """
    cube = p.createCollisionShape(p.GEOM_BOX, halfExtents=[0.01, 0.02, 0.03])
    ball = p.createVisualShape(p.GEOM_SPHERE, radius=0.02)
    bodies = [p.createMultiBody(0.1, cube, ball, basePosition=(0.5, 0, z)) for z in (0.1, 0.2)]
    joint = p.createConstraint(parentBodyUniqueId=bodies[0], parentLinkIndex=-1, childBodyUniqueId=bodies[1],
                               childLinkIndex=-1, jointType=p.JOINT_POINT2POINT, jointAxis=(0, 0, 0),
                               parentFramePosition=(0, 0, 0.1), childFramePosition=(0, 0, 0))
    p.changeConstraint(joint, maxForce=7)
    env.obj_ids['rigid'].append(bodies[0])
    """
    made = recorded(lines)
    assert made.bodies[0].collision is not None
    assert made.bodies[0].collision.size == pytest.approx((0.02, 0.04, 0.06))
    assert [body.category for body in made.bodies] == ["rigid", "unlisted"]
    assert made.ties[0].max_force == 7
    assert made.ties[0].parent_pivot == (0.0, 0.0, 0.1)


def test_a_colour_is_given_by_name_by_list_and_by_hand() -> None:
    lines = f"""
    env.add_object('block/block.urdf', {AT}, color='red')
    env.add_object('block/block.urdf', {AT}, color=[0.1, 0.2, 0.3])
    body = env.add_object('block/block.urdf', {AT}, 'rigid')
    p.changeVisualShape(body, -1, rgbaColor=utils.COLORS['black'] + [1])
    """
    colors = [body.color for body in recorded(lines).bodies]
    assert colors == [pytest.approx((1.0, 87 / 255, 89 / 255)), (0.1, 0.2, 0.3), (0.0, 0.0, 0.0)]


def test_a_colour_as_a_tuple_fails_as_in_gensim() -> None:
    with pytest.raises(TypeError, match="concatenate"):
        recorded(f"env.add_object('block/block.urdf', {AT}, color=(1, 0, 0))")


def test_an_unknown_category_fails_as_in_gensim() -> None:
    with pytest.raises(KeyError, match="static"):
        recorded(f"env.add_object('block/block.urdf', {AT}, 'static')")


def test_a_bare_position_is_a_pose_and_noted() -> None:
    made = recorded("env.add_object('block/block.urdf', (0.5, 0, 0.02))")
    assert made.bodies[0].rotation == (0.0, 0.0, 0.0, 1.0)
    assert "bare position" in made.leniencies[0]


def test_what_the_stand_in_does_not_have_is_an_error() -> None:
    with pytest.raises(AttributeError, match="connect"):
        recorded("p.connect(p.DIRECT)")
    with pytest.raises(ValueError, match="not a position"):
        recorded("p.multiplyTransforms(1, 2, 3, 4)")
