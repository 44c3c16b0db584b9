"""Charts are well-formed, and stay within their frame."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from simwright.plot import HEIGHT, WIDTH, Line


@pytest.mark.parametrize("points", [(), ((0.0, 0.0),), ((0.0, 0.0), (5.0, 2.0), (10.0, 117.0))])
def test_a_chart_keeps_within_its_frame(points: tuple[tuple[float, float], ...]) -> None:
    drawn = ET.fromstring(Line("tasks", points).svg)
    curve = drawn.find("polyline")
    assert curve is not None
    at = re.findall(r"([\d.]+),([\d.]+)", curve.attrib["points"])
    assert len(at) == len(points)
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in at)
