"""Mutants of programs: what a careless or a hostile coder might hand in, drawn from a seed.

Some break the syntax, some the language, some try what no program may, some never end. They are for measuring
whether the sandbox stands, not for finding out what is in it: `tests/programs/escapes` has the pointed ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

# Statements that a mutant may hold between two of its own; harmless on a machine that lets them happen.
PROVOCATIONS = (
    "raise SystemExit(0)", "while True: pass", "self.build(scene)", "x = [0] * 10**11", "print('x' * 10**6)",
    "import os; os._exit(0)", "import os; os.kill(os.getpid(), 11)", "import os; os.fork()",
    "import time; time.sleep(9)", "import socket; socket.socket()", "import ctypes; ctypes.string_at(0)",
    "open('simwright-mutant', 'w')", "scene.add = None", "self._goals = None", "del scene",
    "scene.__dict__.clear()", "().__class__.__base__.__subclasses__()", "hash(float('nan'))", "1 / 0",
)  # fmt: skip


def mutants(sources: Sequence[str], count: int, seed: int = 0) -> Iterator[str]:
    """Draw mutants of programs; the same seed gives the same ones."""
    chance = random.Random(seed)
    for _ in range(count):
        lines = chance.choice(sources).splitlines()
        for _ in range(chance.randint(1, 3)):
            chance.choice(MUTATIONS)(lines, chance)
        yield "\n".join(lines) + "\n"


def _drop(lines: list[str], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def _repeat(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at:at] = lines[at : at + chance.randint(1, 5)] * chance.randint(1, 20)


def _swap(lines: list[str], chance: random.Random) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _garble(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    letters = list(lines[at]) or [" "]
    letters[chance.randrange(len(letters))] = chr(
        chance.choice((0, 40, 41, 48, 58, 92, 95, 233, 0x202E, 0x1F600))
    )
    lines[at] = "".join(letters)


def _enlarge(lines: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    digit = chance.choice("123456789")
    lines[at] = lines[at].replace(digit, chance.choice(("0", "-1", "1e9", "10**9", "float('nan')")), 1)


def _provoke(lines: list[str], chance: random.Random) -> None:
    body = [
        number for number, line in enumerate(lines) if re.match(r" {8}(for|self|block|bowl|box|zone)", line)
    ]
    lines.insert(chance.choice(body or [len(lines) - 1]), " " * 8 + chance.choice(PROVOCATIONS))


MUTATIONS: tuple[Callable[[list[str], random.Random], None], ...] = (
    _drop, _repeat, _swap, _garble, _enlarge, _enlarge, _provoke, _provoke, _provoke, _provoke,
)  # fmt: skip
