"""Films and previews of the oracle at work, for people.

An episode is run once to learn the actions and replayed once to see what lies where in between: the motion is
repeatable to the last bit, so the film shows what was judged. What the `fast` motion teleports is drawn as a
travelling gripper; the arm is filmed as it goes. The same scene gives the same bytes.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sim.arm.kinematics import Joints
from sim.arm.world import ArmWorld
from sim.bodies import ORIGIN
from sim.camera import show
from sim.errors import UsageError
from sim.frames import Frame, about_z, multiply
from sim.hands import act, open_world
from sim.judge import Referee
from sim.kinds import Vec3
from sim.motion import Action, Grasp, Outcome, Release
from sim.oracle import run_episode
from sim.progress import Progress
from sim.report import Motion
from sim.shapes import span_z
from sim.spec import ObjectSpec, SceneSpec, Tool
from sim.world import World

Suffix = Literal[".gif", ".webp", ".mp4"]
SUFFIXES: tuple[Suffix, ...] = (".gif", ".webp", ".mp4")

PREVIEW_SIZE = (320, 212)  # of each of its two pictures
FILM_SIZE = (480, 292)
ARM_FILM_SIZE = (480, 372)
CAPTION_PIXELS = 28  # a strip below the picture, for one line
CAPTION_RGB = (38, 42, 52)
TEXT_RGB = (245, 246, 248)
FONT_PIXELS = 15
CAPTION_LETTERS = 62  # what fits into the film's caption

FRAME_MS = 70
START_MS = 700
END_MS = 1800
HOVER_M = 0.05  # the gripper travels this far above everything
LOWEST_HOVER_M = 0.14
SAMPLED = 9  # shots whose colours make the palette of a GIF
WEBP_QUALITY = 80
MP4_QUALITY = 20  # x264's constant rate factor: 18 looks like the original, 28 does not


@dataclass(frozen=True)
class Still:
    """One moment: where all feet are, where the tip is, and what is said below."""

    feet: tuple[Frame, ...]
    tip: Vec3 | None
    caption: str
    heading: float | None = None  # of the spatula
    action: int = 0  # number of the action that is being done; as many as there were, when it is over
    joints: Joints | None = None  # of the arm, where it acts


@dataclass(frozen=True)
class Told:
    """What somebody did in an episode, what is to be said at its end, and whether it was a success."""

    outcomes: tuple[Outcome, ...]
    end: str
    success: bool


@dataclass(frozen=True)
class Scenario:
    """An episode as it was seen: the feet before each action and after the last, and who was served."""

    things: tuple[ObjectSpec, ...]  # ropes and piles in pieces
    feet: tuple[tuple[Frame, ...], ...]
    outcomes: tuple[Outcome, ...]
    captions: tuple[str, ...]
    success: bool
    owners: tuple[int, ...]  # of each piece: the index of its object
    moments: tuple[tuple[Still, ...], ...]  # of each action: what was seen while physics ran under the tool
    tool: Tool = "suction"


def preview(scene: SceneSpec) -> bytes:
    """Draw the start and the end of the oracle's episode side by side, as WebP, 640 x 240 pixels."""
    seen = watch(scene)
    end = "end" if seen.success else "end (the goal is not reached)"
    width, height = PREVIEW_SIZE
    sheet = Image.new("RGB", (2 * width, height + CAPTION_PIXELS))
    for column, (feet, caption) in enumerate(((seen.feet[0], "start"), (seen.feet[-1], end))):
        picture = _captioned(show(seen.things, feet, PREVIEW_SIZE), caption)
        sheet.paste(picture, (column * width, 0))
    buffer = io.BytesIO()
    sheet.save(buffer, "WEBP", quality=WEBP_QUALITY, method=4)
    return buffer.getvalue()


def film(scene: SceneSpec, suffix: str, motion: Motion = "fast") -> bytes:
    """Animate the oracle's episode.

    Args:
        scene: where it starts.
        suffix: ".gif", ".webp" or ".mp4", the format.
        motion: who acts.

    Raises:
        UsageError: if the suffix is another one.
    """
    if suffix not in SUFFIXES:
        raise UsageError(f"cannot write a film as {suffix!r}; use one of: {', '.join(SUFFIXES)}")
    shots = draw(watch(scene, motion))
    return encoded(shots, times_of(shots), suffix)


def times_of(shots: list[Image.Image]) -> list[int]:
    """Return how long each shot of an episode is seen, milliseconds: the first and the last for longer."""
    return [START_MS, *[FRAME_MS] * (len(shots) - 2), END_MS]


def encoded(shots: list[Image.Image], times: list[int], suffix: str) -> bytes:
    """Encode a film, each shot as many milliseconds long as `times` says."""
    return _filmed(shots, times) if suffix == ".mp4" else animated(shots, times, suffix)


def draw(seen: Scenario) -> list[Image.Image]:
    """Draw all pictures of an episode, each with its caption."""
    return [_captioned(shot_of(seen, still), still.caption) for still in stills(seen)]


def shot_of(seen: Scenario, still: Still, size: tuple[int, int] = FILM_SIZE) -> Image.Image:
    """Draw one moment, without its caption; the arm's pictures have a size of their own."""
    if still.joints is None:
        return show(seen.things, still.feet, size, still.tip, still.heading)
    from sim.arm.look import show_arm  # noqa: PLC0415 - reads meshes, which most films do without

    return show_arm(seen.things, still.feet, ARM_FILM_SIZE, still.joints, seen.tool)


def _filmed(shots: list[Image.Image], times: list[int]) -> bytes:
    """Encode as H.264 in MP4, each shot as long as it is to be seen.

    One thread and no macroblock tree: with either, x264's choices, and so the bytes, differ from run to run.
    """
    import av  # noqa: PLC0415 - ffmpeg's libraries, 30 MB that no other picture needs

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=round(1000 / FRAME_MS))
        stream.width, stream.height = shots[0].size
        stream.pix_fmt = "yuv420p"  # what every browser and player shows
        stream.options = {
            "crf": str(MP4_QUALITY), "preset": "medium", "threads": "1", "x264-params": "mbtree=0",
        }  # fmt: skip
        for shot, time in zip(shots, times, strict=True):
            frame = av.VideoFrame.from_ndarray(np.asarray(shot), format="rgb24")
            for _ in range(round(time / FRAME_MS)):
                frame.pts = None
                container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return buffer.getvalue()


def animated(shots: list[Image.Image], times: list[int], suffix: str) -> bytes:
    """Encode as an animated GIF or WebP, each shot as many milliseconds long as `times` says."""
    buffer = io.BytesIO()
    if suffix == ".gif":
        # One palette for all frames: what does not move keeps its colours and costs no bytes.
        # By an octree, not by area: a small orange ring keeps its orange beside a large table.
        sheet = _montage(shots)
        palette = sheet.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        shots = [shot.quantize(palette=palette, dither=Image.Dither.NONE) for shot in shots]
        shots[0].save(buffer, "GIF", save_all=True, append_images=shots[1:], duration=times, loop=0)
    else:
        shots[0].save(
            buffer, "WEBP", save_all=True, append_images=shots[1:], duration=times, loop=0,
            quality=WEBP_QUALITY, method=3,
        )  # fmt: skip
    return buffer.getvalue()


def _montage(shots: list[Image.Image]) -> Image.Image:
    """Put some shots, the first and the last among them, on one sheet: the colours of a film."""
    chosen = [shots[round(number * (len(shots) - 1) / (SAMPLED - 1))] for number in range(SAMPLED)]
    width, height = shots[0].size
    sheet = Image.new("RGB", (width, height * len(chosen)))
    for row, shot in enumerate(chosen):
        sheet.paste(shot, (0, row * height))
    return sheet


def watch(scene: SceneSpec, motion: Motion = "fast") -> Scenario:
    """Run the oracle's episode and replay it, looking between the actions."""
    with open_world(motion) as world:
        episode = run_episode(world, scene)
        end = "done" if episode.success else episode.reason
        return retold(world, scene, Told(episode.outcomes, end, episode.success))


def retold(world: World, scene: SceneSpec, told: Told) -> Scenario:
    """Replay an episode, looking between the actions.

    Args:
        world: as the episode left it.
        scene: where it began.
        told: what was done and how it ended.
    """
    pieces, last = world.pieces(), _feet(world)
    world.start(scene)
    feet, captions, moments, progress = [], [], [], Progress(scene)
    for number, outcome in enumerate(told.outcomes):
        feet.append(_feet(world))
        served = progress.look(Referee(world, scene))
        captions.append(served.instruction if served else "")
        moments.append(_replayed(world, outcome.action, Still((), None, captions[-1], action=number)))
    captions.append(told.end)
    return Scenario(
        tuple(piece.thing for piece in pieces),
        (*feet, last),
        told.outcomes,
        tuple(captions),
        told.success,
        tuple(piece.index for piece in pieces),
        tuple(moments),
        scene.tool,
    )


def _feet(world: World) -> tuple[Frame, ...]:
    return tuple(piece.foot for piece in world.pieces())


def _replayed(world: World, action: Action, blank: Still) -> tuple[Still, ...]:
    """Act, and return what was seen meanwhile: nothing where nothing but the load moves."""
    stills: list[Still] = []
    ahead = [end - start for start, end in zip(action.pick, action.position, strict=True)]
    heading = math.atan2(ahead[1], ahead[0]) if world.tool == "spatula" else None

    def look(tip: Vec3) -> None:
        stills.append(replace(blank, feet=_feet(world), tip=tip, heading=heading, joints=_joints(world)))

    act(world, action, look)
    return tuple(stills)


def _joints(world: World) -> Joints | None:
    return world.arm.joints if isinstance(world, ArmWorld) else None


def stills(seen: Scenario) -> Iterator[Still]:
    """Tell an episode in single pictures: about a dozen for each action, of the arm twenty a second."""
    ridden = [still for moments in seen.moments for still in moments if still.joints is not None]
    if ridden:
        yield ridden[0]
        yield from ridden
        yield replace(ridden[-1], feet=seen.feet[-1], caption=seen.captions[-1], action=len(seen.outcomes))
        return
    yield Still(seen.feet[0], None, seen.captions[0])
    for number, outcome in enumerate(seen.outcomes):
        before = Still(seen.feet[number], None, seen.captions[number], action=number)
        if seen.moments[number]:
            yield from _stroke(seen, before, seen.moments[number])
        else:
            yield from _action(seen, before, outcome)
    yield Still(seen.feet[-1], None, seen.captions[-1], action=len(seen.outcomes))


def _stroke(seen: Scenario, before: Still, moments: Sequence[Still]) -> Iterator[Still]:
    """Lower the tool, show what happened under it, and lift it again."""
    hover, heading = _hover(seen, before.feet), moments[0].heading
    (x, y, z), (end_x, end_y, end_z) = moments[0].tip or ORIGIN, moments[-1].tip or ORIGIN
    for height in _glide(hover, z, 3):
        yield replace(before, tip=(x, y, height), heading=heading)
    yield from moments
    yield replace(moments[-1], tip=(end_x, end_y, (end_z + hover) / 2))


def _action(seen: Scenario, before: Still, outcome: Outcome) -> Iterator[Still]:
    hover = _hover(seen, before.feet)
    target = outcome.grasp.tip if outcome.grasp else outcome.action.pick
    for height in _glide(hover, target[2], 3):
        yield replace(before, tip=(target[0], target[1], height))
    if outcome.grasp is None or outcome.release is None:
        yield replace(before, tip=(target[0], target[1], hover))
        return
    carried = _carried(outcome.grasp, outcome.release, hover)
    ahead = outcome.grasp.foot.local(outcome.grasp.tip)
    after = before
    held = seen.owners.index(outcome.grasp.held)
    for foot in carried:
        feet = (*before.feet[:held], foot, *before.feet[held + 1 :])
        after = replace(before, feet=feet, tip=foot.point(ahead))
        yield after
    end = outcome.release.tip
    yield replace(after, tip=(end[0], end[1], (end[2] + hover) / 2))


def _hover(seen: Scenario, feet: Sequence[Frame]) -> float:
    """Return a height of the load's foot, and of the empty tip, at which nothing is in the way."""
    tops = (span_z(thing, foot)[1] for thing, foot in zip(seen.things, feet, strict=True))
    return max(LOWEST_HOVER_M, max(tops) + HOVER_M)


def _carried(grasp: Grasp, release: Release, hover: float) -> Iterator[Frame]:
    """Lift a load, carry it over and turn it, and lower it."""
    start, end = grasp.foot, release.foot
    for height in _glide(start.position[2], hover, 3):
        yield Frame((start.position[0], start.position[1], height), start.rotation)
    turn = math.remainder(end.yaw - start.yaw, 2 * math.pi)
    for share in _glide(0.0, 1.0, 4):
        x, y = (a + share * (b - a) for a, b in zip(start.position[:2], end.position[:2], strict=True))
        yield Frame((x, y, hover), multiply(about_z(share * turn), start.rotation))
    for height in _glide(hover, end.position[2], 3):
        yield Frame((end.position[0], end.position[1], height), end.rotation)


def _glide(start: float, end: float, frames: int) -> Iterator[float]:
    """Go from start (not shown) to end with a soft beginning and a soft stop."""
    for frame in range(1, frames + 1):
        t = frame / frames
        yield start + (end - start) * t * t * (3 - 2 * t)


def _captioned(picture: Image.Image, caption: str) -> Image.Image:
    sheet = Image.new("RGB", (picture.width, picture.height + CAPTION_PIXELS), CAPTION_RGB)
    sheet.paste(picture, (0, 0))
    text = textwrap.shorten(caption, CAPTION_LETTERS, placeholder=" ...")
    middle = (picture.width / 2, picture.height + CAPTION_PIXELS / 2)
    font = ImageFont.load_default(FONT_PIXELS)
    ImageDraw.Draw(sheet).text(middle, text, TEXT_RGB, font=font, anchor="mm")
    return sheet
