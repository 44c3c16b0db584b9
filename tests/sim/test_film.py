"""Films and previews show the oracle's episode, in small files, the same each time."""

from __future__ import annotations

import io
from dataclasses import replace

import av
import pytest
from PIL import Image, ImageChops

from sim.errors import UsageError
from sim.film import END_MS, FRAME_MS, START_MS, draw, film, preview, stills, watch
from sim.spec import Slot
from tests.sim.scenes import box_to_corner, goal, scene, thing
from tests.sim.soft_scenes import pile_to_zone, rope_to_line

MEGABYTE = 1_000_000


def test_a_preview_is_a_small_webp_of_two_pictures() -> None:
    data = preview(box_to_corner(1))
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.size) == ("WEBP", (640, 240))
    assert len(data) < 20_000


def test_a_preview_is_the_same_bytes_each_time() -> None:
    assert preview(box_to_corner(2)) == preview(box_to_corner(2))


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_a_film_moves_and_repeats_itself_to_the_byte(suffix: str) -> None:
    data = film(box_to_corner(1), suffix)
    picture = Image.open(io.BytesIO(data))
    assert picture.format == suffix[1:].upper()
    assert 10 <= getattr(picture, "n_frames", 1) <= 18
    assert len(data) < MEGABYTE
    assert film(box_to_corner(1), suffix) == data


def test_another_suffix_is_refused_with_the_remedy() -> None:
    with pytest.raises(UsageError, match=r"'\.avi'.*\.gif, \.webp, \.mp4"):
        film(box_to_corner(1), ".avi")


def test_an_mp4_plays_anywhere_for_as_long_as_the_other_films_and_repeats_itself_to_the_byte() -> None:
    data = film(box_to_corner(1), ".mp4")
    with av.open(io.BytesIO(data), "r") as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        pictures = [Image.fromarray(frame.to_ndarray(format="rgb24")) for frame in container.decode(stream)]
    assert len(pictures) == pytest.approx((START_MS + END_MS) / FRAME_MS + 13, abs=5)
    assert pictures[0].size == (480, 320)
    assert ImageChops.difference(pictures[0], pictures[-1]).getbbox() is not None
    assert film(box_to_corner(1), ".mp4") == data


def test_a_film_carries_the_box_through_the_air() -> None:
    seen = watch(box_to_corner(1))
    heights = [still.feet[0].position[2] for still in stills(seen)]
    assert max(heights) > 0.1
    assert heights[-1] == pytest.approx(0, abs=1e-3)


def test_a_film_shows_a_rope_being_dragged_and_not_carried() -> None:
    seen = list(stills(watch(rope_to_line(1))))
    heights = [foot.position[2] for still in seen for foot in still.feet]
    assert 0.015 < max(heights) < 0.03
    assert len({still.feet for still in seen}) > 10
    assert all(still.heading is None for still in seen)


def test_a_film_shows_the_blade_across_its_way() -> None:
    seen = [still for still in stills(watch(pile_to_zone(1, 12))) if still.tip is not None]
    assert all(still.heading is not None for still in seen)
    assert min(still.tip[2] for still in seen if still.tip) == pytest.approx(0.005)


def test_the_arm_is_filmed_as_it_goes() -> None:
    seen = list(stills(watch(box_to_corner(1), "arm")))
    assert len({still.joints for still in seen}) > 15
    heights = [still.feet[0].position[2] for still in seen]
    assert max(heights) > 0.05
    assert heights[-1] == pytest.approx(0, abs=1e-3)
    assert seen[-1].caption == "done"


@pytest.mark.slow
def test_a_film_of_the_arm_is_drawn_with_the_arm() -> None:
    seen = watch(box_to_corner(1), "arm")
    brief = replace(seen, moments=(seen.moments[0][:1],))
    assert [picture.size for picture in draw(brief)] == [(480, 400)] * 3


def test_a_film_says_what_is_asked_and_then_that_it_is_done() -> None:
    captions = [still.caption for still in stills(watch(box_to_corner(1)))]
    assert captions[0] == "push the box into the corner"
    assert captions[-1] == "done"


def test_a_failure_is_filmed_too() -> None:
    far = Slot(relation="at", frame=None, position=(0.5, 0, 0.2), accepts=(0,))
    hopeless = scene([thing("block", "red", (0.4, -0.2, 0))], goal(far))
    seen = watch(hopeless)
    assert not seen.success
    assert "too low" in seen.captions[-1]
    assert preview(hopeless)
