"""Films of a policy at work: the scene from the robot's side, and below it where the policy looks.

The pictures of the scene are those of the oracle's films (`sim.film`); the heat maps are `eval.heat`'s.
"""

from __future__ import annotations

import textwrap
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from eval.heat import INK_RGB, SIZE, heat_picture
from eval.rollout import Episode
from sim.domain import PLAIN, Domain
from sim.film import Still, Suffix, Told, encoded, retold, shot_of, stills, times_of
from sim.shifted import weighed
from sim.spec import SceneSpec
from sim.world import World

WIDTH: Final = SIZE[0]  # 644
SCENE_SIZE: Final = (WIDTH, 378)
LINE: Final = 32  # pixels of a caption
HEIGHT: Final = SCENE_SIZE[1] + LINE + SIZE[1] + LINE  # 624, even as a film has to be
TEXT_RGB: Final = (245, 246, 248)
DIM_RGB: Final = (168, 174, 186)
WON_RGB: Final = (122, 214, 143)
LOST_RGB: Final = (244, 138, 128)
FONT_PIXELS: Final = 16
LETTERS: Final = 82  # what fits into a line


def film_of(
    world: World, scene: SceneSpec, episode: Episode, suffix: Suffix, domain: Domain = PLAIN
) -> bytes:
    """Film an episode that a policy has just played.

    Args:
        world: as the episode left it.
        scene: as its program built it.
        episode: what was seen, decided and done.
        suffix: ".gif", ".webp" or ".mp4", the format.
        domain: in which it was played.
    """
    shots = frames(world, weighed(domain, scene), episode)
    return encoded(shots, times_of(shots), suffix)


def frames(world: World, scene: SceneSpec, episode: Episode) -> list[Image.Image]:
    """Draw all pictures of an episode; the world is as the episode left it."""
    rollout = episode.rollout
    seen = retold(world, scene, Told(episode.outcomes, _ending(episode), rollout.success))
    heats = [heat_picture(step.picture, step.decision) for step in episode.steps]
    return [_frame(shot_of(seen, still, SCENE_SIZE), still, heats, episode) for still in stills(seen)]


def _frame(shot: Image.Image, still: Still, heats: list[Image.Image], episode: Episode) -> Image.Image:
    sheet = Image.new("RGB", (WIDTH, HEIGHT), INK_RGB)
    sheet.paste(shot, (0, 0))
    if heats:  # the last ones stay
        sheet.paste(heats[min(still.action, len(heats) - 1)], (0, SCENE_SIZE[1] + LINE))
    over = still.action >= len(episode.steps)
    color = (WON_RGB if episode.rollout.success else LOST_RGB) if over else TEXT_RGB
    _write(sheet, still.caption, SCENE_SIZE[1] + LINE // 2, color)
    _write(sheet, _standing(still, episode), HEIGHT - LINE // 2, DIM_RGB)
    return sheet


def _standing(still: Still, episode: Episode) -> str:
    """Say which action it is, and what goes wrong with it."""
    count = len(episode.steps)
    if still.action >= count:
        reason = episode.rollout.reason
        return f"over after {count} action{'' if count == 1 else 's'}" + (f": {reason}" if reason else "")
    trouble = episode.steps[still.action].trouble
    return f"action {still.action + 1} of {count}" + (f": {trouble}" if trouble else "")


def _ending(episode: Episode) -> str:
    rollout = episode.rollout
    if rollout.success:
        return "success: all goals hold"
    return f"failure: {rollout.reward:.0%} of the places filled"


def _write(sheet: Image.Image, text: str, y: int, color: tuple[int, int, int]) -> None:
    line = textwrap.shorten(text, LETTERS, placeholder=" ...")
    font = ImageFont.load_default(FONT_PIXELS)
    ImageDraw.Draw(sheet).text((WIDTH // 2, y), line, color, font=font, anchor="mm")
