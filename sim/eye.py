"""Look at a world as a domain does: straight from above, or with three cameras that have every fault.

What is seen of a scene follows from the domain, the scene and how often somebody looked, and from nothing
else, so an episode can be played again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.camera import Observation, observe
from sim.cameras import Camera, photograph, realsense_cameras
from sim.domain import Domain
from sim.fusion import fuse
from sim.looks import Look, Variety, plain_look, random_look
from sim.sensors import Noise, noisy, shaken
from sim.spec import ObjectSpec, SceneSpec
from sim.world import TABLE, World


@dataclass(frozen=True)
class Rig:
    """The cameras of a laboratory: where they are, and where their calibration says that they are."""

    real: tuple[Camera, ...]
    calibrated: tuple[Camera, ...]


class Eye:
    """Looks at one episode.

    Args:
        domain: as which it looks.
        scene: that is played.
    """

    def __init__(self, domain: Domain, scene: SceneSpec) -> None:
        self._domain = domain
        self._rng = np.random.default_rng((domain.seed, scene.seed))
        self._rig = rig_of(domain)
        self._look = look_of(domain, scene.objects, self._rng)
        self._noise = noise_of(domain)

    def observe(self, world: World) -> Observation:
        """Return what the policy gets to see; the segmentation is always the truth from above."""
        plain = observe(world)
        if self._domain.cameras == "above":
            return plain
        images = [
            noisy(photograph(world, camera, self._look).image, camera, self._rng, self._noise)
            for camera in self._rig.real
        ]
        seen = fuse(images, self._rig.calibrated)
        return Observation(seen.rgb, seen.height, plain.segmentation)


def rig_of(domain: Domain) -> Rig:
    """Return the cameras of a domain; the seed of the domain says how wrong their calibration is."""
    rng, cameras = np.random.default_rng(domain.seed), realsense_cameras()
    real = tuple(shaken(camera, rng, domain.shift_m, domain.turn_rad) for camera in cameras)
    return Rig(real, cameras)


def look_of(domain: Domain, things: tuple[ObjectSpec, ...], rng: np.random.Generator) -> Look:
    """Return the look of a scene: the domain's own lamp and table, and things of shades drawn here."""
    if domain.looks == 0:
        return plain_look(things)
    variety = variety_of(domain)
    own = random_look((), np.random.default_rng(domain.seed), variety)
    drawn = random_look(things, rng, variety)
    return replace(own, surfaces={**drawn.surfaces, TABLE: own.surface(TABLE)})


def variety_of(domain: Domain) -> Variety:
    """Return how far the looks of a domain may go."""
    usual, share = Variety(), domain.looks
    dark, bright = usual.ambient
    return Variety(
        tilt_rad=usual.tilt_rad * share,
        ambient=(bright + (dark - bright) * min(share, 1.0), bright),
        color=usual.color * share,
        table=usual.table * share,
        texture=usual.texture * share,
    )


def noise_of(domain: Domain) -> Noise:
    """Return the noise of a domain's cameras."""
    usual, share = Noise(), domain.noise
    return replace(
        usual,
        color=usual.color * share,
        disparity_px=usual.disparity_px * share,
        edge_loss=min(1.0, usual.edge_loss * share),
        loss=min(1.0, usual.loss * share),
    )
