"""What a program for GenSim or CLIPort can import: stand-ins, made anew for each run.

The program's `import` finds these and nothing else; the real modules of the process are out of its reach by
name. `numpy` is the real one without whatever reads, writes or loads; its generator and Python's are those of
the session.
"""

from __future__ import annotations

import builtins
import collections
import copy
import itertools
import math
import posixpath
import string
import typing
from collections.abc import Mapping
from types import ModuleType

import numpy as np

from sim.cliport import base, bullet, functions, rotations
from sim.cliport.assets import ASSETS
from sim.cliport.environment import Environment
from sim.cliport.session import ASSETS_ROOT, Given, Session
from sim.program import FORBIDDEN_NAMES

NUMPY_WITHOUT = frozenset(
    {"load", "save", "savez", "savez_compressed", "savetxt", "loadtxt", "genfromtxt", "fromfile", "memmap",
     "fromregex", "fromstring", "frombuffer", "get_include", "show_config", "show_runtime", "test", "info",
     "setbufsize", "seterrcall", "set_printoptions", "asmatrix", "bmat", "from_dlpack"}
)  # fmt: skip
STATES = frozenset({"get_state", "set_state", "getstate", "setstate"})  # of generators: the session's own
TEXTS = ("ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "punctuation")
HINTS = ("Any", "Callable", "Dict", "List", "Optional", "Tuple", "Union")
PACKAGES = (
    "cliport.environments", "cliport.tasks", "cliport.utils", "cliport", "scipy.spatial", "scipy",
    "transforms3d",
)  # fmt: skip
OLD_NUMPY: dict[str, type] = {"int": int, "float": float, "bool": bool}  # names that GenSim's numpy still had
CONTAINERS = ("Counter", "OrderedDict", "defaultdict", "deque", "namedtuple")


def stand_ins(session: Session) -> dict[str, ModuleType]:
    """Return the modules of one run by their full names."""
    task = type("Task", (base.Task,), {"_session": session})
    modules = {
        "cliport.tasks.task": _module("cliport.tasks.task", {"Task": task}),
        "cliport.tasks.primitives": _module(
            "cliport.tasks.primitives", {"PickPlace": base.PickPlace, "push": base.push}
        ),
        "cliport.tasks.grippers": _module(
            "cliport.tasks.grippers", {"Spatula": base.Spatula, "Suction": base.Suction}
        ),
        "cliport.tasks.cameras": _module("cliport.tasks.cameras", {}),
        "cliport.environments.environment": _module(
            "cliport.environments.environment", {"Environment": Environment}
        ),
        "cliport.utils.utils": functions.module(functions.Functions(session)),
        "pybullet": bullet.module(session),
        "random": _module("random", _methods(session.chance)),
        "copy": _module("copy", {"copy": copy.copy, "deepcopy": copy.deepcopy}),
        "math": _module("math", _public(math)),
        "itertools": _module("itertools", _public(itertools)),
        "collections": _module("collections", {name: getattr(collections, name) for name in CONTAINERS}),
        "string": _module("string", {name: getattr(string, name) for name in TEXTS}),
        "time": _module("time", {"time": lambda: 0.0, "sleep": lambda _seconds: None}),
        "IPython": _module("IPython", {"embed": lambda *_, **__: None}),
        "pybullet_data": _module("pybullet_data", {"getDataPath": lambda: ASSETS_ROOT}),
        "scipy.spatial.transform": _module("scipy.spatial.transform", {"Rotation": rotations.Rotation}),
        "transforms3d.euler": _module(
            "transforms3d.euler",
            {"euler2quat": rotations.euler2quat, "quat2euler": rotations.quat2euler},
        ),
        "typing": _module("typing", {name: getattr(typing, name) for name in HINTS}),
    }
    modules |= _numpy(session) | _os(session)
    for package in PACKAGES:
        modules[package] = _package(package, modules)
    return modules


def namespace(modules: Mapping[str, ModuleType]) -> dict[str, object]:
    """Return the globals that a program runs in: plain builtins, and an `import` that finds the stand-ins."""

    def find(
        name: str, _globals: object = None, _locals: object = None, fromlist: object = (), level: int = 0
    ) -> ModuleType:
        if level or name not in modules:
            raise ImportError(f"a program for GenSim has no module {name!r} here")
        return modules[name if fromlist else name.partition(".")[0]]

    allowed = {k: v for k, v in vars(builtins).items() if k not in FORBIDDEN_NAMES or k == "__build_class__"}
    return {"__name__": "program", "__builtins__": {**allowed, "__import__": find, "print": _say_nothing}}


def _say_nothing(*_: Given, **__: Given) -> None:
    """Print nowhere: nobody listens while a program builds."""


def _module(name: str, content: Mapping[str, object]) -> ModuleType:
    module = ModuleType(name)
    for key, value in content.items():
        setattr(module, key, value)
    return module


def _package(name: str, modules: Mapping[str, ModuleType]) -> ModuleType:
    children = {
        full.rpartition(".")[2]: module for full, module in modules.items() if full.rpartition(".")[0] == name
    }
    return _module(name, children)


def _public(module: ModuleType) -> dict[str, object]:
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def _methods(generator: object) -> dict[str, object]:
    """Return what a generator offers, bound to it, but for its state."""
    names = [name for name in dir(generator) if not name.startswith("_") and name not in STATES]
    return {name: getattr(generator, name) for name in names}


def _numpy(session: Session) -> dict[str, ModuleType]:
    numbers = session.numbers
    chance = _module("numpy.random", _methods(numbers))
    chance.default_rng = lambda seed=session.seed: np.random.default_rng(seed)  # type: ignore[attr-defined] # a module takes any name
    content = {
        name: value
        for name, value in _public(np).items()
        if name not in NUMPY_WITHOUT and not isinstance(value, ModuleType)
    }
    linear = _module(
        "numpy.linalg", {name: value for name, value in _public(np.linalg).items() if callable(value)}
    )
    return {
        "numpy": _module("numpy", {**OLD_NUMPY, **content, "random": chance, "linalg": linear}),
        "numpy.random": chance,
    }


def _os(session: Session) -> dict[str, ModuleType]:
    def exists(path: Given) -> bool:
        return str(path) in session.filled or str(path).removeprefix(ASSETS_ROOT) in ASSETS

    path = _module(
        "os.path",
        {
            "join": posixpath.join, "basename": posixpath.basename, "dirname": posixpath.dirname,
            "split": posixpath.split, "splitext": posixpath.splitext, "exists": exists, "isfile": exists,
        },
    )  # fmt: skip
    return {"os": _module("os", {"path": path, "sep": "/", "remove": lambda _path: None}), "os.path": path}
