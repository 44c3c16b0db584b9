"""Small line charts as SVG, for pages that carry everything within themselves. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 280, 120
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 10, 18


@dataclass(frozen=True)
class Line:
    """One quantity over the attempts: points (attempts, value), in the order of the attempts."""

    name: str
    points: tuple[tuple[float, float], ...]

    @property
    def svg(self) -> str:
        """The chart; its numbers are ours and its words are written outside of it."""
        return _svg(self.points)


def _svg(points: Sequence[tuple[float, float]]) -> str:
    top = max((value for _, value in points), default=0.0) or 1.0
    end = max((attempts for attempts, _ in points), default=0.0) or 1.0
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    at = [(LEFT + wide * x / end, TOP + high * (1 - y / top)) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    floor = TOP + high
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f'<line class="axis" x1="{LEFT}" y1="{floor}" x2="{WIDTH - RIGHT}" y2="{floor}"/>'
        f'<polyline class="curve" points="{path}"/>'
        f'<text x="{LEFT - 5}" y="{TOP + 4}" text-anchor="end">{_short(top)}</text>'
        f'<text x="{LEFT - 5}" y="{floor + 4}" text-anchor="end">0</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 3}" text-anchor="end">{_short(end)}</text>'
        "</svg>"
    )


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"
