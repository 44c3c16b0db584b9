"""Colour names and their values.

The names are those that GenSim and CLIPort programs use, so that an instruction means the same in both.
"""

from __future__ import annotations

from typing import Literal, get_args

ColorName = Literal[
    "blue", "red", "green", "orange", "yellow", "purple", "pink", "cyan",
    "brown", "white", "gray", "indigo", "violet", "black", "silver", "gold",
]  # fmt: skip

COLORS: tuple[ColorName, ...] = get_args(ColorName)

# Pairs that a person, or a camera, may confuse are kept out of this list: `Scene.colors` draws from it.
DISTINCT_COLORS: tuple[ColorName, ...] = (
    "red", "blue", "green", "yellow", "orange", "purple", "cyan", "pink", "brown", "gray",
)  # fmt: skip

# (R, G, B) in [0, 1].
RGB: dict[ColorName, tuple[float, float, float]] = {
    "blue": (0.306, 0.475, 0.655),
    "red": (1.0, 0.341, 0.349),
    "green": (0.349, 0.663, 0.306),
    "orange": (0.949, 0.557, 0.169),
    "yellow": (0.929, 0.788, 0.282),
    "purple": (0.690, 0.478, 0.631),
    "pink": (1.0, 0.616, 0.655),
    "cyan": (0.463, 0.718, 0.698),
    "brown": (0.612, 0.459, 0.373),
    "white": (1.0, 1.0, 1.0),
    "gray": (0.729, 0.690, 0.675),
    "indigo": (0.294, 0.0, 0.510),
    "violet": (0.541, 0.169, 0.886),
    "black": (0.1, 0.1, 0.1),
    "silver": (0.753, 0.753, 0.753),
    "gold": (1.0, 0.843, 0.0),
}
