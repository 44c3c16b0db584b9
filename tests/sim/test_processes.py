"""Child processes are ours to lose."""

from __future__ import annotations

import asyncio

import psutil
import pytest

from sim.build import Builder
from sim.processes import ChildCommand, ChildDied, ChildTimeout, Pool

ECHO = ChildCommand(module="sim.builder", uses=1)
PROGRAM = """
from sim.language import Block, Bowl, Task, inside
class A(Task):
    def build(self, scene):
        {body}
        self.goal(inside(scene.add(Block("red")), scene.add(Bowl("red"))), "put the block into the bowl")
"""


async def failure(body: str) -> tuple[str, str]:
    """Build without the policy, which would refuse most of this before it runs."""
    async with Builder(off=["policy"]) as builder:
        built = await builder.build(PROGRAM.format(body=body), (0, 1), cpu_s=0.5)
    assert built.failure is not None
    return built.failure.verdict, built.failure.reason


async def test_a_good_program_builds_every_seed() -> None:
    async with Builder() as builder:
        built = await builder.build(PROGRAM.format(body="pass"), (3, 4, 5))
    assert [scene.seed for scene in built.scenes] == [3, 4, 5]


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        ("import os; os._exit(7)", "error", "exit code 7"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "error", "SIGSEGV"),
        ("raise SystemExit(3)", "error", "SystemExit"),
        ("raise KeyboardInterrupt", "error", "KeyboardInterrupt"),
        ("while True: pass", "timeout", "endless loop"),
        ("def f(): return f()\n        f()", "error", "RecursionError"),
    ],
)
async def test_whatever_a_program_does_to_its_process_becomes_a_failure(
    body: str, verdict: str, reason: str
) -> None:
    got, sentence = await failure(body)
    assert got == verdict
    assert reason in sentence


async def test_output_of_a_program_cannot_forge_an_answer() -> None:
    async with Builder() as builder:
        built = await builder.build(PROGRAM.format(body="print('{\"scenes\": []}')"), (0,))
    assert built.failure is None
    assert len(built.scenes) == 1


async def test_a_process_that_never_answers_is_killed_and_replaced() -> None:
    async with Pool(ChildCommand("http.server", uses=1), size=1) as pool:
        with pytest.raises(ChildTimeout):
            await pool.ask(b"{}", timeout_s=0.3)


async def test_a_process_that_cannot_start_says_why() -> None:
    async with Pool(ChildCommand("no.such.module", uses=1), size=1) as pool:
        with pytest.raises(ChildDied, match="No module named"):
            await pool.ask(b"{}", timeout_s=10)


async def test_no_process_is_left_behind() -> None:
    async with Builder(workers=2) as builder:
        await builder.build(PROGRAM.format(body="pass"), (0,))
    children = psutil.Process().children(recursive=True)
    assert not [c for c in children if "sim.builder" in " ".join(c.cmdline())]


async def test_children_inherit_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert "OPENAI_API_KEY" not in ECHO.env()
    verdict, reason = await failure("import os; raise ValueError(sorted(os.environ))")
    assert verdict == "error"
    assert "OPENAI" not in reason


async def test_a_cancelled_question_costs_its_child_and_nothing_else() -> None:
    async with Builder() as builder:
        slow = asyncio.create_task(builder.build(PROGRAM.format(body="while True: pass"), (0,), cpu_s=5))
        await asyncio.sleep(0.5)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        built = await builder.build(PROGRAM.format(body="pass"), (0,))
    assert len(built.scenes) == 1
