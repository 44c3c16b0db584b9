"""What is said while a question is open is written into its own transcript, and into no other."""

from __future__ import annotations

import asyncio

from agents.transcript import Call, begin, opened, write


def call(text: str) -> Call:
    return Call(
        model="m", method="text", prompt_sha256="", question="", text=text, fault="", detail="",
        input_tokens=0, cached_tokens=0, output_tokens=0, estimated=False, usd=0,
    )  # fmt: skip


async def test_questions_that_are_open_together_do_not_mix() -> None:
    async def question(name: str) -> list[str]:
        with opened() as transcript:
            for number in range(3):
                write(call(f"{name}{number}"))
                await asyncio.sleep(0)
        return [one.text for one in transcript.calls]

    one, other = await asyncio.gather(question("a"), question("b"))
    assert (one, other) == (["a0", "a1", "a2"], ["b0", "b1", "b2"])


def test_outside_of_a_question_nothing_is_kept() -> None:
    write(call("lost"))
    with opened() as transcript:
        assert transcript.calls == ()


def test_a_call_is_kept_from_when_it_begins_and_then_as_it_ended() -> None:
    kept: list[list[str]] = []
    with opened(lambda calls: kept.append([one.text for one in calls])):
        begin(call("lost"))
        write(call("first"))
        begin(call("lost"))
    assert kept == [["lost"], ["first"], ["first", "lost"]]
