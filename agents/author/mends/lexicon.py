"""What the task language offers, as far as a repairer has to know it: names, parameters, and common slips.

Agents see the data types of `sim` only, so the names stand here again; a test holds them to the language.
"""

from __future__ import annotations

from difflib import get_close_matches

from sim.kinds import KINDS

# Parameters in their order; those that have to be given come before the bar.
PARAMETERS: dict[str, str] = {
    "Block": "color | size", "Box": "color | size", "Cylinder": "color | diameter height",
    "Ball": "color | diameter", "Bowl": "color |", "Container": "color | size", "Zone": "color | size",
    "Pallet": "color | size", "Corner": "color |", "Line": "color | length", "Square": "color | side",
    "Stand": "color |", "Fixture": "color |", "Ell": "color |", "Kit": "color |",
    "Hole": "variant | color size", "Shape": "color variant | size", "Rods": "color |",
    "Disk": "color | diameter", "Rope": "color | length", "Pile": "color | count", "inside": "what into |",
    "on": "what base |", "within": "what zone |", "at": "what where |", "inserted": "what where |",
    "on_rod": "disks rods rod | level", "spans": "rope mark |", "stacked": "things | on any_order",
    "pyramid": "things on |", "in_row": "things on | any_order", "in_circle": "things around | radius",
    "wall": "things on | courses", "layered": "things on columns rows |", "bridge": "posts deck on |",
    "any_of": "things | count", "beside": "anchor side | gap", "between": "one other |",
    "aligned": "one other |",
    "add": "model | fixed on", "feed": "models |", "colors": "count | exclude", "integer": "low high |",
    "uniform": "low high |", "choice": "items |", "shuffled": "items |",
    "goal": "relation instruction | transient",
}  # fmt: skip
MODELS: tuple[str, ...] = tuple(kind.capitalize() for kind in KINDS)
SCENE: tuple[str, ...] = ("add", "feed", "colors", "integer", "uniform", "choice", "shuffled")
TASK: tuple[str, ...] = ("goal", "build")
SPOTS: tuple[str, ...] = ("any_of", "beside", "between", "aligned")  # what relations take besides things
RELATIONS: tuple[str, ...] = tuple(n for n in PARAMETERS if n not in (*MODELS, *SCENE, *TASK, *SPOTS))
NAMES: tuple[str, ...] = (
    *MODELS,
    *RELATIONS,
    *SPOTS,
    "VARIANTS",
    "Scene",
    "Task",
)  # a program may import these
THING: tuple[str, ...] = ("kind", "color", "size", "height", "name", "variant", "fixed", "index")

# What people, and models that know other simulators, write for these.
SYNONYMS: dict[str, str] = {
    "Cube": "Block", "Cuboid": "Box", "Sphere": "Ball", "Marble": "Ball", "Can": "Cylinder", "Dish": "Bowl",
    "Bin": "Container", "Tray": "Container", "Crate": "Container", "Basket": "Container", "Area": "Zone",
    "Region": "Zone", "Ring": "Disk", "Disc": "Disk", "Cable": "Rope", "Heap": "Pile", "Piece": "Shape",
    "stack": "stacked", "tower": "stacked", "row": "in_row", "line_up": "in_row", "circle": "in_circle",
    "put_in": "inside", "in_": "inside", "into": "inside", "on_top": "on", "on_top_of": "on",
    "insert": "inserted", "fit": "inserted", "layer": "layered", "layers": "layered", "lay": "spans",
    "contained": "inside", "add_object": "add", "add_thing": "add", "place": "add", "spawn": "add",
    "put": "add", "create": "add", "random_colors": "colors", "get_random_colors": "colors",
    "sample_colors": "colors", "get_colors": "colors", "random_color": "colors", "randint": "integer",
    "random_int": "integer", "rand": "uniform", "random": "uniform", "sample": "shuffled",
    "shuffle": "shuffled", "permutation": "shuffled", "add_goal": "goal", "set_goal": "goal",
    "require": "goal", "goals": "goal", "state": "goal", "language_goal": "instruction",
    "sentence": "instruction", "text": "instruction", "words": "instruction", "lang": "instruction",
    "description": "instruction", "language": "instruction", "colour": "color", "objects": "things",
    "blocks": "things", "width": "diameter", "edge": "size", "dimensions": "size", "scale": "size",
    "dims": "size", "base": "on", "support": "on", "target": "on", "static": "fixed", "frozen": "fixed",
    "number": "count", "n": "count", "label": "name",
}  # fmt: skip


def parameters(function: str) -> tuple[str, ...]:
    """Return the names of a function's parameters, in their order."""
    return tuple(PARAMETERS.get(function, "").replace("|", " ").split())


def required(function: str) -> int:
    """Return how many arguments a function has to be given."""
    return len(PARAMETERS.get(function, "|").partition("|")[0].split())


def closest(word: str, known: tuple[str, ...]) -> str:
    """Return the known name that was meant: by a synonym, else by a near spelling; empty if none is near."""
    if SYNONYMS.get(word) in known:
        return SYNONYMS[word]
    by_case = {name.lower(): name for name in reversed(known)}
    return by_case.get(next(iter(get_close_matches(word.lower(), list(by_case), n=1, cutoff=0.6)), ""), "")
