"""In which world a policy acts: the plain simulator, or one that is shifted from it as a real one is.

No real robot was used for anything here. A shifted domain stands in for one: cameras that are noisy and not
quite where their calibration says, another light, other colours and textures, other friction and masses. This
module is data only; `sim.eye` looks at a world as a domain does, and `sim.shifted` changes its physics.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from sim.errors import UsageError
from sim.spec import Data

Amount = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Factor = Annotated[float, Field(gt=0, le=5, allow_inf_nan=False)]


class Domain(Data):
    """How a world differs from the plain simulator; the defaults do not differ.

    What a laboratory has for good (where its cameras really are, its lamp, its table, its friction) follows
    from `seed` alone, so a few demonstrations can tell it. Everything else (the shades of things, their
    masses, the noise) is drawn anew for each scene, from its seed.
    """

    name: str = "plain"
    seed: int = 0
    cameras: Literal["above", "three"] = Field(
        default="above", description="One without fault straight above, or GenSim's three, fused."
    )
    noise: Amount = Field(default=0.0, description="Of the three, times that of `sim.sensors.Noise`.")
    shift_m: Amount = Field(default=0.0, description="Error of calibration: deviation of each coordinate.")
    turn_rad: Amount = Field(default=0.0, description="Error of calibration: deviation about each axis.")
    looks: Amount = Field(default=0.0, description="Strangeness, times `sim.looks.Variety`; needs the three.")
    friction: tuple[Factor, Factor] = Field(default=(1.0, 1.0), description="Times a kind's own; the bounds.")
    mass: tuple[Factor, Factor] = Field(default=(1.0, 1.0), description="Times a kind's own; the bounds.")

    @property
    def moves_as_usual(self) -> bool:
        """Whether friction and masses are those of the plain simulator."""
        return self.friction == self.mass == (1.0, 1.0)


PLAIN: Final = Domain()
CAMERAS: Final = Domain(name="cameras", cameras="three", noise=1.0, shift_m=0.003, turn_rad=0.005)
LOOKS: Final = Domain(name="looks", cameras="three", looks=1.0)
PHYSICS: Final = Domain(name="physics", friction=(0.5, 0.8), mass=(0.5, 2.0))
SHIFTED: Final = Domain(
    name="shifted",
    cameras="three",
    noise=1.0,
    shift_m=CAMERAS.shift_m,
    turn_rad=CAMERAS.turn_rad,
    looks=1.0,
    friction=PHYSICS.friction,
    mass=PHYSICS.mass,
)
DOMAINS: Final = {one.name: one for one in (PLAIN, CAMERAS, LOOKS, PHYSICS, SHIFTED)}


def domain_named(name: str) -> Domain:
    """Return a domain of ours.

    Raises:
        UsageError: if there is none of that name.
    """
    if name not in DOMAINS:
        raise UsageError(f"there is no domain {name!r}; they are: {', '.join(DOMAINS)}.")
    return DOMAINS[name]
