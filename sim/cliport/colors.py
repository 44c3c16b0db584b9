"""GenSim's colours by name; a name that is not there becomes red, and is noted."""

from __future__ import annotations

from collections.abc import Callable

Rgb = list[float]

_BYTES = {
    "blue": (78, 121, 167), "red": (255, 87, 89), "green": (89, 169, 79), "orange": (242, 142, 43),
    "yellow": (237, 201, 72), "purple": (176, 122, 161), "pink": (255, 157, 167), "cyan": (118, 183, 178),
    "brown": (156, 117, 95), "white": (255, 255, 255), "gray": (186, 176, 172), "indigo": (75, 0, 130),
    "violet": (143, 0, 255), "black": (0, 0, 0), "silver": (192, 192, 192), "gold": (255, 215, 0),
}  # fmt: skip
TRAIN_COLORS = ("blue", "red", "green", "yellow", "brown", "gray", "cyan")
EVAL_COLORS = ("blue", "red", "green", "orange", "purple", "pink", "white")
UNKNOWN = (1.0, 0.0, 0.0)


class Palette(dict[str, Rgb]):
    """Colours as lists of three numbers in [0, 1], since programs append a fourth one."""

    def __init__(self, note: Callable[[str], None]) -> None:
        super().__init__({name: [value / 255 for value in rgb] for name, rgb in _BYTES.items()})
        self._note = note

    def __missing__(self, name: str) -> Rgb:
        """Return red, and keep it under the new name."""
        self._note(f"unknown colour {str(name)[:40]!r}: GenSim takes red")
        self[name] = list(UNKNOWN)
        return self[name]
