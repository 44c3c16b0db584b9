"""Mends of sizes, counts and colours: what is too large, too many, too little, or does not exist.

Each mend goes one way only: places grow when something does not fit them, things shrink when they do not fit,
so that two mends do not take turns for ever.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from agents.author.assets import SHADES
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
    strings,
    text_of,
    tree_of,
    without_statement,
)
from sim.colors import COLORS, DISTINCT_COLORS
from sim.kinds import BOWL_LOAD_M, FACTS, KINDS, Kind
from sim.report import Report
from sim.words import plural

LENGTHS: dict[str, tuple[str, ...]] = {  # of a kind: the parameters that are lengths, and their axes below
    "Block": ("size",), "Cylinder": ("diameter", "height"), "Ball": ("diameter",), "Line": ("length",),
    "Square": ("side",), "Hole": ("size",), "Shape": ("size",), "Disk": ("diameter",), "Rope": ("length",),
}  # fmt: skip
AXES: dict[str, int] = {"height": 2}  # all other lengths are along x
TRIPLES, PAIRS = ("Box", "Container"), ("Zone", "Pallet")
PLACES: tuple[Kind, ...] = ("container", "zone", "pallet", "box")
GROWTH = 2.0  # of a place that is too small
WIDER = 1.25  # a circle that is too tight
SHRINKAGE = 0.55  # of places when the table is full
LEAST_M = 0.10  # of a place that is made smaller
STEADY_M = (0.05, 0.04)  # at least so wide, at most so high, is what stands in a tower


# --- colours ----------------------------------------------------------------------------------------------


def colors(source: str, report: Report) -> str | None:
    """Take the nearest colours that exist, everywhere where a program names one that does not."""
    told = re.search(r"color '([^']+)' does not exist", report.reason)
    if told is None:
        return None
    wrong = dict.fromkeys([told[1], *_other_wrong_colors(source)])
    taken = {str(node.value) for node in strings(source)}
    for color in wrong:
        better = _nearest_color(color, taken)
        taken.add(better)
        source = reworded(source, color, better)
    return source


def _other_wrong_colors(source: str) -> Iterable[str]:
    """Return strings that stand where colours stand."""
    for call in calls(source, *MODELS):
        place = 1 if called(call) == "Hole" else 0
        value = argument(call, place, "color")
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value not in COLORS:
            yield value.value
    for listed in sequences(source):
        words = [node.value for node in listed.elts if isinstance(node, ast.Constant)]
        if any(word in COLORS or word in SHADES for word in words):
            yield from (word for word in words if isinstance(word, str) and word not in COLORS)


def _nearest_color(word: str, taken: set[str]) -> str:
    """Return the colour that comes closest by name or by look, if it is free; else one that is."""
    near = [SHADES.get(word.lower(), ""), *get_close_matches(word.lower(), COLORS, n=1, cutoff=0.7)]
    wishes = [color for color in (*near, *DISTINCT_COLORS) if color]
    return next((color for color in wishes if color not in taken), wishes[0])


# --- sizes of things --------------------------------------------------------------------------------------


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
            cuts += [over(source, node, _metres(size * bound / value)) for node, size in sizes]
    if cuts:
        return spliced(source, cuts)
    scope = _calls_or_line(source, told[1].capitalize(), report)
    cuts = [over(source, node, _metres(bound)) for node, n in scope if _beyond(n, low, high, value)]
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


def slimmer(source: str, report: Report) -> str | None:
    """Make loads as small as what holds or carries them asks for."""
    bowl = re.search(r"a bowl holds one thing of at most [\d.]+ m; the (.+) is ([\d.]+) m", report.reason)
    wide = re.search(
        r"the (.+) is ([\d.]+) m wide, too narrow to carry the (.+) of ([\d.]+) m", report.reason
    )
    if bowl:
        return _resized(source, _kind_in(bowl[1]), lambda side: min(side, BOWL_LOAD_M - 0.005))
    if wide:
        return _resized(source, _kind_in(wide[3]), lambda side: min(side, float(wide[2])))
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
            cuts.append(over(source, size, f"({', '.join(map(_metres, steady))})"))
    for call in calls(source, "Cylinder"):
        width, height = argument(call, 1, "diameter"), argument(call, 2, "height")
        for node, tall in numbers(height) if height is not None else ():
            cuts += [over(source, node, _metres(most))] if tall > most else []
        for node, wide in numbers(width) if width is not None else ():
            cuts += [over(source, node, _metres(least))] if wide < least else []
    return spliced(source, cuts)


# --- places -----------------------------------------------------------------------------------------------


def larger_place(source: str, report: Report) -> str | None:
    """Make the place larger that is too small for its loads."""
    kind = next(
        (kind for kind in PLACES if re.search(rf"\b{kind}\b", report.reason.split("; make")[0])), None
    )
    if kind is None or not any(
        word in report.reason for word in ("larger", "longer", "wider", "leave", "too much")
    ):
        return None
    return _resized(source, kind, lambda side: side * GROWTH, flat=True)


def wider_circle(source: str, report: Report) -> str | None:
    """Stand things in a wider circle."""
    if "circle" not in report.reason or "too tight" not in report.reason:
        return None
    radii = [argument(call, 2, "radius") for call in calls(source, "in_circle")]
    found = [number for radius in radii if radius is not None for number in numbers(radius)]
    return spliced(source, [over(source, node, _metres(radius * WIDER)) for node, radius in found])


def container_for_bowl(source: str, report: Report) -> str | None:
    """Take a container where a bowl shall hold more than one thing."""
    shared = re.search(r"ask too much of the \w+ bowl|a \w+ bowl takes one thing", report.reason)
    if shared is None:
        return None
    source = re.sub(r"\bBowl\b", "Container", source)
    source = reworded(source, "bowls", "containers")
    return reworded(source, "bowl", "container")


def emptier(source: str, _report: Report) -> str | None:
    """Make room on a full table: smaller places, and nothing that no goal needs."""
    cuts = [
        without_statement(source, node)
        for node in every(source, ast.Expr)
        if isinstance(node.value, ast.Call) and called(node.value) == "add" and node.col_offset == 8
    ]
    better = spliced(source, cuts) or source
    for kind in PLACES[:3]:
        better = _resized(better, kind, lambda side: max(side * SHRINKAGE, LEAST_M), flat=True) or better
    return better if better != source else None


def harder(source: str, _report: Report) -> str | None:
    """Make targets smaller that nearly any move would reach."""
    return _resized(source, "zone", lambda side: max(side * SHRINKAGE, LEAST_M), flat=True)


def _resized(source: str, kind: Kind, change: Callable[[float], float], *, flat: bool = False) -> str | None:
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
                cuts.append(over(source, node, _metres(min(max(change(length), low[side]), high[side]))))
    return spliced(source, [cut for cut in cuts if source[cut[0] : cut[1]] != cut[2]])


def _with_size(source: str, call: ast.Call, kind: Kind, change: Callable[[float], float]) -> Cut:
    """Write out the usual size of a kind, changed."""
    x, y, z = FACTS[kind].default_size
    low, high = FACTS[kind].smallest, FACTS[kind].largest
    sides = [min(max(change(side), low[axis]), high[axis]) for axis, side in enumerate((x, y))]
    sides += [z] if kind in ("container", "box") else []
    _, end, _ = over(source, call, "")
    return end - 1, end - 1, f", size=({', '.join(map(_metres, sides))})"


def _lengths(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a model that are lengths."""
    name = called(call)
    names = LENGTHS.get(name, ("size",))
    found = [argument(call, place, names[place - 1]) for place in range(1, len(names) + 1)]
    return [value for value in found if value is not None]


# --- counts, loops, what is fixed -------------------------------------------------------------------------


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
        if stuck and fixed is not None and kind == _kind_in(stuck[1]):
            start, end, _ = over(source, fixed, "")
            cuts.append((len(source[:start].rstrip().rstrip(",")), end, ""))
        if loose and fixed is None and kind == (_kind_in(loose[1]) if loose[1] else "box"):
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


def _kind_in(name: str) -> Kind:
    """Return the kind that a thing's name ends with: "red block"; a block if it has a name of its own."""
    last = name.split()[-1]
    return next((kind for kind in KINDS if last in (kind, plural(kind))), "block")


def _kind(model: str) -> Kind:
    return next(kind for kind in KINDS if kind.capitalize() == model)


def _metres(length: float) -> str:
    return f"{round(length, 3):g}"
