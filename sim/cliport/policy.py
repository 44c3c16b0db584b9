"""What a program for GenSim or CLIPort may name: the rules of its dialect for `sim.program`.

Such programs import more, format templates that are kept in variables, and come as families of classes. All
that they import is a stand-in (`sim.cliport.modules`), and what is not in this list has none.
"""

from __future__ import annotations

import ast
import re

from sim.errors import ProgramError

PACKAGE = "cliport"  # who imports it speaks the dialect
IMPORTS = (
    "cliport", "cliport.environments", "cliport.environments.environment", "cliport.tasks",
    "cliport.tasks.cameras", "cliport.tasks.grippers", "cliport.tasks.primitives", "cliport.tasks.task",
    "cliport.utils", "cliport.utils.utils", "numpy", "numpy.random", "pybullet", "pybullet_data", "os",
    "os.path", "random", "copy", "math", "collections", "itertools", "string", "time", "typing", "scipy",
    "scipy.spatial", "scipy.spatial.transform", "transforms3d", "transforms3d.euler", "IPython", "__future__",
)  # fmt: skip
OF_OS = frozenset({"path", "remove", "sep"})
WAYS_OUT = frozenset({"ctypes", "get_field", "vformat", "Formatter", "fromfile", "memmap", "ctypeslib"})
REACHES = re.compile(r"\{[^{}]*[.\[_]")  # a field that takes an attribute, an item or a private name
SPEAKS = re.compile(r"^\s*(?:from|import)\s+cliport\b", re.MULTILINE)


def speaks_cliport(source: str) -> bool:
    """Whether a text imports what only programs for GenSim and CLIPort import; it need not be Python."""
    return SPEAKS.search(source) is not None


def check(tree: ast.Module) -> None:
    """Refuse what the dialect has no use for and the common rules do not see.

    Raises:
        ProgramError: naming the line.
    """
    formats = any(isinstance(node, ast.Attribute) and node.attr == "format" for node in ast.walk(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            _check_attribute(node)
        elif formats and isinstance(node, ast.Constant) and isinstance(node.value, str):
            _check_text(node, node.value)


def _check_attribute(node: ast.Attribute) -> None:
    if node.attr in WAYS_OUT:
        raise ProgramError(f"line {node.lineno} reaches for {node.attr!r}, which no task for GenSim needs")
    if isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr not in OF_OS:
        allowed = ", ".join(f"os.{name}" for name in sorted(OF_OS))
        raise ProgramError(f"line {node.lineno} uses os.{node.attr}; of os there is {allowed}")


def _check_text(node: ast.Constant, text: str) -> None:
    """A template may be formatted far from where it is written, so none may reach into what it shows."""
    if REACHES.search(text):
        raise ProgramError(
            f"line {node.lineno} has a text whose field reaches into a value; name the value alone: {{color}}"
        )
