"""Mends of sizes and counts: what is too large, too many, or given in another form than it is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from agents.author.mends.goals import added
from agents.author.mends.lexicon import MODELS
from agents.author.mends.splicing import (
    Cut,
    argument,
    called,
    calls,
    every,
    line_of,
    numbers,
    over,
    reworded,
    sequences,
    spliced,
    text_of,
    tree_of,
)
from sim.kinds import BOWL_LOAD_M, FACTS, KINDS, Kind
from sim.report import Report
from sim.words import plural

LENGTHS: dict[str, tuple[str, ...]] = {  # the parameters of a model that are lengths
    "Block": ("size",), "Cylinder": ("diameter", "height"), "Ball": ("diameter",), "Line": ("length",),
    "Square": ("side",), "Hole": ("size",), "Shape": ("size",), "Disk": ("diameter",), "Rope": ("length",),
}  # fmt: skip
AXES: dict[str, int] = {"height": 2}  # all other lengths are along x
TRIPLES, PAIRS = ("Box", "Container"), ("Zone", "Pallet")  # models with three lengths, with two
STEADY_M = (0.05, 0.04)  # at least so wide, at most so high, is what stands in a tower


def shapes_of_sizes(source: str, _report: Report) -> str | None:
    """Give one length where one is asked for, two or three where so many are."""
    cuts: list[Cut] = []
    for call in calls(source, *MODELS):
        name = called(call)
        for place, parameter in enumerate(LENGTHS.get(name, ()), start=2 if name == "Shape" else 1):
            value = argument(call, place, parameter)
            if isinstance(value, (ast.Tuple, ast.List)) and value.elts:
                cuts.append(over(source, value, text_of(source, value.elts[0])))
        value = argument(call, 1, "size")
        wanted = 3 if name in TRIPLES else 2 if name in PAIRS else 0
        if value is not None and wanted:
            cuts += _sides(source, value, wanted, name)
    return spliced(source, cuts)


def _sides(source: str, value: ast.expr, wanted: int, name: str) -> list[Cut]:
    if isinstance(value, (ast.Tuple, ast.List)):
        given = [text_of(source, item) for item in value.elts]
        height = str(FACTS[_kind(name)].default_size[2])
        sides = given[:wanted] if len(given) > wanted else [*given, height][:wanted]
        return [over(source, value, f"({', '.join(sides)})")] if len(given) != wanted else []
    if isinstance(value, ast.Constant):
        return [over(source, value, f"({', '.join([text_of(source, value)] * wanted)})")]
    return []


def within_bounds(source: str, report: Report) -> str | None:
    """Bring a size to the bound that the report names; a list of sizes keeps its steps."""
    told = re.search(r"(\w+) size [xyz] is ([\d.]+) m; allowed are ([\d.]+) to ([\d.]+)", report.reason)
    if told is None:
        return None
    value, low, high = (float(told[group]) for group in (2, 3, 4))
    bound = high if value > high else low
    cuts: list[Cut] = []
    for group in sequences(source):
        sizes = list(numbers(group))
        if len(sizes) == len(group.elts) and _has(sizes, value) and not _is_of_one_thing(source, group):
            cuts += [over(source, node, metres(size * bound / value)) for node, size in sizes]
    if cuts:
        return spliced(source, cuts)
    scope = _calls_or_line(source, told[1].capitalize(), report)
    cuts = [over(source, node, metres(bound)) for node, n in scope if _beyond(n, low, high, value)]
    return spliced(source, cuts)


def _calls_or_line(source: str, name: str, report: Report) -> list[tuple[ast.Constant, float]]:
    """Return the numbers in the calls of a model; else those of the line that the report points at."""
    inside = [found for call in calls(source, name) for found in numbers(call)]
    tree = tree_of(source)
    line = [found for found in numbers(tree) if found[0].lineno == line_of(report)] if tree else []
    return inside or line


def _beyond(number: float, low: float, high: float, value: float) -> bool:
    return abs(number - value) < 1e-9 or (number > high if value > high else number < low)


def _has(found: list[tuple[ast.Constant, float]], value: float) -> bool:
    return any(abs(number - value) < 1e-6 for _, number in found)


def _is_of_one_thing(source: str, group: ast.expr) -> bool:
    """Whether numbers are the sides of one thing rather than the sizes of several."""
    return any(group is inner for call in calls(source, *MODELS) for inner in ast.walk(call))


def sizes_by_number(source: str, _report: Report) -> str | None:
    """Leave out sizes that are words: the usual ones will do."""
    cuts: list[Cut] = []
    for call in calls(source, *MODELS):
        for keyword in call.keywords:
            words = [
                v for v in ast.walk(keyword.value) if isinstance(v, ast.Constant) and isinstance(v.value, str)
            ]
            if keyword.arg in ("size", "diameter", "height", "length", "side") and words:
                start, end, _ = over(source, keyword, "")
                cuts.append((len(source[:start].rstrip().rstrip(",")), end, ""))
    return spliced(source, cuts)


def largest_first(source: str, report: Report) -> str | None:
    """Turn a list of rising sizes round, so that the wide carries the narrow."""
    if "too narrow to carry" not in report.reason:
        return None
    cuts: list[Cut] = []
    for group in sequences(source):
        sizes = [size for _, size in numbers(group)]
        rising = len(sizes) == len(group.elts) > 1 and sizes == sorted(sizes) and sizes[0] < sizes[-1]
        if rising and not _is_of_one_thing(source, group):
            turned = ", ".join(text_of(source, item) for item in reversed(group.elts))
            cuts.append(over(source, group, f"({turned})"))
    return spliced(source, cuts)


def no_balls(source: str, report: Report) -> str | None:
    """Take blocks where balls would roll away."""
    if "ball roll" not in report.reason and "balls roll" not in report.reason:
        return None
    source = re.sub(r"\bBall\((\w+|\"\w+\")[^)]*\)", r"Block(\1)", source)
    return reworded(reworded(source, "balls", "blocks"), "ball", "block")


def slimmer(source: str, report: Report) -> str | None:
    """Make loads as small as what holds or carries them asks for."""
    bowl = re.search(r"a bowl holds one thing of at most [\d.]+ m; the (.+) is ([\d.]+) m", report.reason)
    wide = re.search(
        r"the (.+) is ([\d.]+) m wide, too narrow to carry the (.+) of ([\d.]+) m", report.reason
    )
    if bowl:
        return resized(source, kind_in(bowl[1]), lambda side: min(side, BOWL_LOAD_M - 0.005))
    if wide:
        return resized(source, kind_in(wide[3]), lambda side: min(side, float(wide[2])))
    return None


def steadier(source: str, _report: Report) -> str | None:
    """Make what is stacked wide and low."""
    least, most = STEADY_M
    cuts: list[Cut] = []
    for call in calls(source, "Box"):
        size = argument(call, 1, "size")
        sides = [side for _, side in numbers(size)] if size is not None else []
        if size is not None and len(sides) == 3 and sides[2] > min(sides[:2]):
            steady = (max(sides[0], least), max(sides[1], least), min(sides[2], most))
            cuts.append(over(source, size, f"({', '.join(map(metres, steady))})"))
    for call in calls(source, "Cylinder"):
        width, height = argument(call, 1, "diameter"), argument(call, 2, "height")
        for node, tall in numbers(height) if height is not None else ():
            cuts += [over(source, node, metres(most))] if tall > most else []
        for node, wide in numbers(width) if width is not None else ():
            cuts += [over(source, node, metres(least))] if wide < least else []
    return spliced(source, cuts)


def resized(source: str, kind: Kind, change: Callable[[float], float], *, flat: bool = False) -> str | None:
    """Change the lengths of all things of a kind; `flat` leaves heights as they are."""
    name, cuts = kind.capitalize(), list[Cut]()
    low, high = FACTS[kind].smallest, FACTS[kind].largest
    for call in calls(source, name):
        given = [found for value in _lengths(call) for found in numbers(value)]
        if not given and name in (*TRIPLES, *PAIRS):
            cuts.append(_with_size(source, call, kind, change))
        for axis, (node, length) in enumerate(given):
            side = AXES["height"] if len(given) == 2 and name == "Cylinder" and axis else axis
            if not (flat and side == 2):
                cuts.append(over(source, node, metres(min(max(change(length), low[side]), high[side]))))
    return spliced(source, [cut for cut in cuts if source[cut[0] : cut[1]] != cut[2]])


def _with_size(source: str, call: ast.Call, kind: Kind, change: Callable[[float], float]) -> Cut:
    """Write out the usual size of a kind, changed."""
    x, y, z = FACTS[kind].default_size
    low, high = FACTS[kind].smallest, FACTS[kind].largest
    sides = [min(max(change(side), low[axis]), high[axis]) for axis, side in enumerate((x, y))]
    sides += [z] if kind in ("container", "box") else []
    _, end, _ = over(source, call, "")
    return end - 1, end - 1, f", size=({', '.join(map(metres, sides))})"


def _lengths(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a model that are lengths."""
    name = called(call)
    names = LENGTHS.get(name, ("size",))
    found = [argument(call, place, names[place - 1]) for place in range(1, len(names) + 1)]
    return [value for value in found if value is not None]


def counted(source: str, report: Report) -> str | None:
    """Take as many as there can be: of colours, of blocks for a pyramid."""
    told = re.search(r"takes 3 or 6 blocks, not (\d+)", report.reason)
    few = re.search(r"scene\.colors\((\d+)\): there are (\d+)", report.reason)
    if not told and not few:
        return None
    wrong = int((told or few)[1])  # type: ignore[index]  # one of both is there
    right = int(few[2]) if few else 6 if wrong >= 6 else 3
    words = [over(source, node, str(right)) for node in every(source, ast.Constant) if node.value == wrong]
    return spliced(source, words)


def freed(source: str, report: Report) -> str | None:
    """Glue down what has to stay, and let go what has to move."""
    stuck = re.search(r"the (.+) is fixed to the table", report.reason)
    loose = re.search(
        r"needs a Zone, a Pallet or a fixed Box|takes a fixed thing, which the (.+) is not", report.reason
    )
    cuts: list[Cut] = []
    for call in calls(source, "add"):
        made = call.args[0] if call.args else None
        kind = called(made).lower() if isinstance(made, ast.Call) else ""
        fixed = next((keyword for keyword in call.keywords if keyword.arg == "fixed"), None)
        if stuck and fixed is not None and kind == kind_in(stuck[1]):
            start, end, _ = over(source, fixed, "")
            cuts.append((len(source[:start].rstrip().rstrip(",")), end, ""))
        if loose and fixed is None and kind == (kind_in(loose[1]) if loose[1] else "box"):
            _, end, _ = over(source, call, "")
            cuts.append((end - 1, end - 1, ", fixed=True"))
    return spliced(source, cuts)


def things(source: str, report: Report) -> str | None:
    """Hand relations what the scene returned, not what it was given."""
    return added(source, report) if "scene.add(...) returned" in report.reason else None


def ending(source: str, _report: Report) -> str | None:
    """Ask once what a loop asks for ever."""
    loops = every(source, ast.While)
    cuts = [over(source, node.test, text_of(source, node.test)) for node in loops]
    starts = [(cut[0] - len("while "), cut[0], "if ") for cut in cuts]
    return spliced(source, starts)


def kind_in(name: str) -> Kind:
    """Return the kind that a thing's name ends with: "red block"; a block if it has a name of its own."""
    last = name.split()[-1]
    return next((kind for kind in KINDS if last in (kind, plural(kind))), "block")


def _kind(model: str) -> Kind:
    return next(kind for kind in KINDS if kind.capitalize() == model)


def metres(length: float) -> str:
    """Write a length, to a millimetre."""
    return f"{round(length, 3):g}"
