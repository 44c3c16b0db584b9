"""Programs that try to break out, to cheat or to exhaust; each is contained by the layer that its head names.

They are data: `tests/programs/escapes/NAME.py`, and harmless where they run. Their first lines say how each
ends, with all layers, without the policy, and without policy and seccomp:

    # without policy: forbidden seccomp

In their text CANARY is a file with a secret, FOLDER an empty folder that anyone may write to, and PORT the
number of three sockets that listen here; nothing may happen to any of them.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from sim.build import Builder, Built
from sim.catalog import base_tasks
from sim.sandbox.layers import LAYERS, Layer

ESCAPES = Path(__file__).parent.parent / "programs" / "escapes"
SECRET = "the-secret-of-the-canary"
WORKERS = 2
HURRY, PATIENCE = (0.1, 1.5), (5.0, 30.0)
"""Seconds of processor time and by the clock, for attacks that end by them and for all others."""

WITHOUT: dict[str, tuple[Layer, ...]] = {
    "all": (),
    "without policy": ("policy",),
    "without policy, seccomp": ("policy", "seccomp"),
}

# Enough to see, for any other layer that is missing, that what it stops is stopped all the same.
SAMPLE = (
    "exhaust_loop", "file_delete", "file_mode", "file_read", "file_write_by_numpy", "forge_verdict",
    "native_null", "net_tcp", "net_udp", "net_unix", "pickle_loads", "process_daemon", "process_fork_bomb",
    "process_namespace", "process_subprocess", "scene_heavy", "secret_environment_of_parent",
    "signal_parent", "trace_memory",
)  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """A program, and how it shall end: "verdict layer" by what is switched off."""

    name: str
    source: str
    endings: dict[str, str]


@dataclass(frozen=True)
class Bait:
    """What the attacks are after."""

    canary: Path
    folder: Path
    sockets: tuple[socket.socket, ...]

    def laid_out(self, source: str) -> str:
        port = str(self.sockets[0].getsockname()[1])
        for word, place in {"CANARY": str(self.canary), "FOLDER": str(self.folder), "PORT": port}.items():
            source = source.replace(word, place)
        return source

    def check_untouched(self) -> None:
        assert self.canary.read_text() == SECRET
        assert self.canary.stat().st_mode & 0o777 == 0o666
        assert list(self.folder.iterdir()) == []
        for one in self.sockets:
            with pytest.raises(BlockingIOError):
                _ = one.recv(1) if one.type == socket.SOCK_DGRAM else one.accept()


def attack(path: Path) -> Attack:
    source = path.read_text(encoding="utf-8")
    return Attack(
        path.stem, source, dict(re.findall(r"^# ((?:all|without)[\w, ]*): (.+)$", source, re.MULTILINE))
    )


ATTACKS = {path.stem: attack(path) for path in sorted(ESCAPES.glob("*.py"))}


@pytest.fixture
def bait(tmp_path: Path) -> Iterator[Bait]:
    tcp, udp, unix = socket.socket(), socket.socket(type=socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX)
    tcp.bind(("127.0.0.1", 0))
    port = tcp.getsockname()[1]
    udp.bind(("127.0.0.1", port))
    unix.bind(f"\0simwright-canary-{port}")
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)  # open to nobody, so that it is the sandbox that shuts it out
    laid = Bait(tmp_path / "canary", tmp_path / "folder", (tcp, udp, unix))
    laid.canary.write_text(SECRET)
    laid.canary.chmod(0o666)
    laid.folder.mkdir()
    laid.folder.chmod(0o777)
    for listening in (tcp, unix):
        listening.listen()
    for one in laid.sockets:
        one.setblocking(False)
    yield laid
    for one in laid.sockets:
        one.close()


async def endings(bait: Bait, names: Collection[str], off: Collection[Layer]) -> dict[str, str]:
    """Run attacks, all in the same few warm processes, and see that nothing lingers."""
    async with Builder(WORKERS, off=off) as builder:
        honest = base_tasks()[0].source
        before = await builder.build(honest, (0,))
        assert before.layers == tuple(layer for layer in LAYERS if layer not in off)
        sources = {name: bait.laid_out(ATTACKS[name].source) for name in names}
        ended = await asyncio.gather(
            *(builder.build(source, (0, 1), *limits(ATTACKS[name])) for name, source in sources.items())
        )
        assert await builder.build(honest, (0,)) == before
    assert [
        left for left in psutil.Process().children(recursive=True) if "sim.builder" in left.cmdline()
    ] == []
    assert not [one for one in ended if one.failure and SECRET in one.failure.model_dump_json()]
    bait.check_untouched()
    return {name: ending(built) for name, built in zip(names, ended, strict=True)}


def limits(one: Attack) -> tuple[float, float]:
    """Return its seconds, processor and clock: on a slow machine only what ends by them is hurried."""
    return HURRY if any("timeout" in ending for ending in one.endings.values()) else PATIENCE


def ending(built: Built) -> str:
    if built.failure is None:
        return "built"
    return f"{built.failure.verdict} {built.failure.layer or '-'}"


EITHER = ({"timeout limits", "timeout process"}, {"forbidden limits", "forbidden landlock"})


def alike(first: str, second: str) -> bool:
    """Say whether two endings are one: which clock is faster, or which limit is met first, is chance."""
    return first == second or {first, second} in EITHER


@pytest.mark.slow
@pytest.mark.parametrize("without", WITHOUT)
async def test_every_attack_is_contained_by_the_layer_that_it_names(bait: Bait, without: str) -> None:
    wanted = {name: one.endings[without] for name, one in ATTACKS.items() if without in one.endings}
    found = await endings(bait, wanted, WITHOUT[without])
    assert {name: (found[name], was) for name, was in wanted.items() if not alike(found[name], was)} == {}


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["limits", "privileges", "namespaces", "landlock"])
async def test_without_any_other_layer_the_rest_contains_what_it_promises(bait: Bait, missing: Layer) -> None:
    found = await endings(bait, SAMPLE, ("policy", missing))
    wanted = {name: ATTACKS[name].endings["without policy"] for name in SAMPLE if name != "exhaust_loop"}
    assert {name: (found[name], was) for name, was in wanted.items() if not alike(found[name], was)} == {}
    assert found["exhaust_loop"].startswith("timeout")


def test_there_are_many_attacks_of_every_kind_and_each_says_how_it_ends() -> None:
    kinds = {name.partition("_")[0] for name in ATTACKS}
    assert len(ATTACKS) >= 60
    assert kinds >= {
        "file",
        "secret",
        "net",
        "process",
        "native",
        "pickle",
        "signal",
        "exhaust",
        "forge",
        "scene",
    }
    assert [name for name, one in ATTACKS.items() if "all" not in one.endings] == []
    harmless = [name for name, one in ATTACKS.items() if one.endings["all"] == "built"]
    assert harmless == ["forge_print"]  # what a program prints goes nowhere
