"""The hand-written base tasks: they seed the memory and show what a good program looks like.

Read as text, never imported: a base task takes the same road into the simulator as a generated one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sim.program import parse_program

# What a base task teaches: the family that GenSim's and CLIPort's benchmark would file it under.
FAMILIES: dict[str, str] = {
    "align-box-corner": "aligning",
    "align-rope": "ropes",
    "assembling-kits": "assembling",
    "assembling-kits-seq": "assembling",
    "block-insertion": "assembling",
    "manipulating-rope": "ropes",
    "packing-boxes": "packing",
    "packing-boxes-pairs": "packing",
    "packing-shapes": "packing",
    "palletizing-boxes": "stacking",
    "place-in-zones": "sorting",
    "place-red-in-green": "sorting",
    "put-block-in-bowl": "sorting",
    "separating-piles": "sweeping",
    "stack-block-pyramid": "stacking",
    "stack-block-pyramid-seq": "stacking",
    "sweeping-piles": "sweeping",
    "towers-of-hanoi": "stacking",
    "towers-of-hanoi-seq": "stacking",
}


@dataclass(frozen=True)
class BaseTask:
    """One hand-written task."""

    name: str
    family: str
    description: str
    source: str


@cache
def base_tasks() -> tuple[BaseTask, ...]:
    """Read the base tasks, sorted by name."""
    sources = [
        entry.read_text(encoding="utf-8")
        for entry in files("sim.tasks").iterdir()
        if entry.name.endswith(".py") and entry.name != "__init__.py"
    ]
    return tuple(sorted((_base_task(source) for source in sources), key=lambda task: task.name))


def _base_task(source: str) -> BaseTask:
    info = parse_program(source)
    name = info.task_name
    return BaseTask(name=name, family=FAMILIES[name], description=info.summary, source=source)
