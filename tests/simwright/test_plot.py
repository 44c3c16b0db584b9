"""Charts are well-formed, and stay within their frame."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from simwright.plot import HEIGHT, WIDTH, Band, Line


@pytest.mark.parametrize("points", [(), ((0.0, 0.0),), ((0.0, 0.0), (5.0, 2.0), (10.0, 117.0))])
def test_a_chart_keeps_within_its_frame(points: tuple[tuple[float, float], ...]) -> None:
    drawn = ET.fromstring(Line("tasks", points).svg)
    curve = drawn.find("polyline")
    assert curve is not None
    at = re.findall(r"([\d.]+),([\d.]+)", curve.attrib["points"])
    assert len(at) == len(points)
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in at)


def test_a_band_lies_round_its_line() -> None:
    drawn = ET.fromstring(Band("kept", ((10.0, 0.5, 0.8, 1.0), (20.0, 0.0, 0.2, 0.6))).svg)
    area, curve = drawn.find("polygon"), drawn.find("polyline")
    assert area is not None
    assert curve is not None
    heights = [float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", area.attrib["points"])]
    middle = [float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", curve.attrib["points"])]
    high, low = heights[:2], heights[:1:-1]
    assert all(top < y < bottom for top, y, bottom in zip(high, middle, low, strict=True))
