"""Programs that try to break out, to cheat or to exhaust; each is contained by the layer that its head names.

They are data: `tests/programs/escapes/NAME.py`, and harmless where they run. Their first lines say how each
ends, with all layers, without the policy, and without policy and seccomp:

    # without policy: forbidden seccomp

Where one of the other layers is all that stops it, a line says what comes of it without that one. A machine
may lack what the kernel should grant (`simwright doctor` says so): what is expected of it follows from the
layers that it has, see `expected`. In their text CANARY is a file with a secret, FOLDER an empty folder that
anyone may write to, and PORT the number of three sockets that listen here; nothing may happen to any of them.
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

from sim.build import Builder, Built, layers_in_force
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
    "process_namespace", "process_subprocess", "scene_heavy", "secret_environment",
    "secret_environment_of_parent", "signal_parent", "trace_memory",
)  # fmt: skip
FROM_THE_ENVIRONMENT = ("secret_environment",)  # tells a secret when nothing else keeps it from a program


@dataclass(frozen=True)
class Attack:
    """A program, and how it shall end: "verdict layer" by what is switched off."""

    name: str
    source: str
    endings: dict[str, str]


def expected(one: Attack, down: Collection[Layer]) -> str | None:
    """Return how an attack has to end without some layers; None where nothing promises to stop it.

    It is what its file says of just these layers. Else it is the first ending of its file, from all layers to
    two fewer, whose layer is there.
    """
    if said := one.endings.get("without " + ", ".join(layer for layer in LAYERS if layer in down)):
        return said
    endings = (one.endings[column] for column in WITHOUT if column in one.endings)
    return next((ending for ending in endings if ending.split()[-1] not in down), None)


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
def bait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bait]:
    monkeypatch.setenv("SIMWRIGHT_CANARY_KEY", SECRET)
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
        assert not set(before.layers) & set(off)
        sources = {name: bait.laid_out(ATTACKS[name].source) for name in names}
        ended = await asyncio.gather(
            *(builder.build(source, (0, 1), *limits(ATTACKS[name])) for name, source in sources.items())
        )
        assert await builder.build(honest, (0,)) == before
    assert [
        left for left in psutil.Process().children(recursive=True) if "sim.builder" in left.cmdline()
    ] == []
    leaking = [
        name
        for name, one in zip(names, ended, strict=True)
        if one.failure and SECRET in one.failure.model_dump_json()
    ]
    assert leaking == [name for name in names if "environment" in off and name in FROM_THE_ENVIRONMENT]
    bait.check_untouched()
    return {name: ending(built) for name, built in zip(names, ended, strict=True)}


def limits(one: Attack) -> tuple[float, float]:
    """Return its seconds, processor and clock: on a slow machine only what ends by them is hurried."""
    return HURRY if any("timeout" in ending for ending in one.endings.values()) else PATIENCE


def ending(built: Built) -> str:
    if built.failure is None:
        return "built"
    return f"{built.failure.verdict} {built.failure.layer or '-'}"


EITHER = (
    {"timeout limits", "timeout process"},
    {"forbidden limits", "forbidden landlock"},
    {"error -", "error process"},  # what looks where nothing is finds rubbish, or dies of it
)


def alike(first: str, second: str) -> bool:
    """Say whether two endings are one: which clock is faster, or which limit is met first, is chance."""
    return first == second or {first, second} in EITHER


async def compare(bait: Bait, names: Collection[str], off: Collection[Layer]) -> None:
    """Run attacks, and see that each ends as the layers promise that are left here."""
    down = {layer for layer in LAYERS if layer in off or layer not in await layers_in_force()}
    wanted = {name: ending for name in names if (ending := expected(ATTACKS[name], down)) is not None}
    found = await endings(bait, wanted, off)
    wrong = {name: (found[name], was) for name, was in wanted.items() if not alike(found[name], was)}
    if "process" in off:  # what ends its process ends ours; nothing else may be different
        wrong = {name: pair for name, pair in wrong.items() if pair[0] != "crashed process"}
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("without", WITHOUT)
async def test_every_attack_is_contained_by_the_layer_that_it_names(bait: Bait, without: str) -> None:
    await compare(bait, [name for name, one in ATTACKS.items() if without in one.endings], WITHOUT[without])


@pytest.mark.slow
@pytest.mark.parametrize("missing", [layer for layer in LAYERS if layer not in ("policy", "seccomp")])
async def test_without_any_other_layer_the_rest_contains_what_it_promises(bait: Bait, missing: Layer) -> None:
    few = SAMPLE[::3] if missing == "process" else SAMPLE  # each of them costs a warm process then
    await compare(bait, few, ("policy", missing))


async def test_where_the_kernel_grants_nothing_the_policy_stops_all_that_can_be_seen(bait: Bait) -> None:
    quick = [name for name, one in ATTACKS.items() if one.endings["all"] == "rejected policy"]
    await compare(bait, quick, ("namespaces", "landlock", "seccomp", "privileges"))


def test_with_all_layers_there_is_a_promise_for_every_attack_and_with_fewer_there_are_fewer() -> None:
    for without, off in WITHOUT.items():
        stated = [one for one in ATTACKS.values() if without in one.endings]
        assert [one.name for one in stated if expected(one, off) != one.endings[without]] == []
    bare: tuple[Layer, ...] = ("policy", "privileges", "namespaces", "landlock", "seccomp")
    unstopped = {name for name, one in ATTACKS.items() if expected(one, bare) is None}
    assert unstopped >= {"file_read", "net_tcp", "trace_memory"}
    assert not unstopped & {"forge_verdict", "exhaust_memory", "native_null"}


def test_there_are_many_attacks_of_every_kind_and_each_says_how_it_ends() -> None:
    kinds = {name.partition("_")[0] for name in ATTACKS}
    assert len(ATTACKS) >= 160
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
    # What is printed goes nowhere, a number is what JSON can hold of it, and each seed has its own program.
    assert harmless == ["forge_print", "number_in_disguise", "state_across_seeds"]
