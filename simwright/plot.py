"""Small line charts as SVG, for pages that carry everything within themselves. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Points = Sequence[tuple[float, float]]

WIDTH, HEIGHT = 280, 128
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 10, 26


@dataclass(frozen=True)
class Line:
    """One quantity over the attempts: points (attempts, value), in the order of the attempts."""

    name: str
    points: tuple[tuple[float, float], ...]
    along: str = "attempts"  # what goes to the right

    @property
    def svg(self) -> str:
        """The chart; its numbers are ours and its words are written outside of it."""
        top = max((value for _, value in self.points), default=0.0) or 1.0
        frame = _Frame(self.points, top, self.along)
        return frame.drawn(f'<polyline class="curve" points="{frame.path(self.points)}"/>')


@dataclass(frozen=True)
class Band:
    """A share over the attempts, each with its interval: (attempts, low, share, high), all in [0, 1]."""

    name: str
    points: tuple[tuple[float, float, float, float], ...]
    along: str = "attempts"

    @property
    def svg(self) -> str:
        """The chart: the interval as an area, the share as a line with a dot at each point."""
        middle = [(x, share) for x, _, share, _ in self.points]
        edge = [(x, high) for x, *_, high in self.points] + [(x, low) for x, low, *_ in reversed(self.points)]
        frame = _Frame(middle, 1.0, self.along, top_text="100 %")
        dots = "".join(
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>' for x, y in frame.at(middle)
        )
        return frame.drawn(
            f'<polygon class="band" points="{frame.path(edge)}"/>'
            f'<polyline class="curve" points="{frame.path(middle)}"/>{dots}'
        )


class _Frame:
    """The axes of a chart, and where points lie between them."""

    def __init__(self, points: Points, top: float, along: str, top_text: str = "") -> None:
        self._top = top
        self._end = max((x for x, _ in points), default=0.0) or 1.0
        self._along = along
        self._top_text = top_text or _short(top)

    def at(self, points: Points) -> list[tuple[float, float]]:
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return [(LEFT + wide * x / self._end, TOP + high * (1 - y / self._top)) for x, y in points]

    def path(self, points: Points) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.at(points))

    def drawn(self, content: str) -> str:
        floor, end = HEIGHT - BOTTOM, f"{_short(self._end)} {self._along}"
        return (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-hidden="true">'
            f'<line class="axis" x1="{LEFT}" y1="{TOP}" x2="{WIDTH - RIGHT}" y2="{TOP}"/>'
            f'<line class="axis" x1="{LEFT}" y1="{floor}" x2="{WIDTH - RIGHT}" y2="{floor}"/>'
            f"{content}"
            f'<text x="{LEFT - 5}" y="{TOP + 4}" text-anchor="end">{self._top_text}</text>'
            f'<text x="{LEFT - 5}" y="{floor + 4}" text-anchor="end">0</text>'
            f'<text x="{WIDTH - RIGHT}" y="{floor + 14}" text-anchor="end">{end}</text>'
            "</svg>"
        )


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"
