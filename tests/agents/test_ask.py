"""A question is asked once; what comes back is checked before it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from agents.ask import BadReply, Tally, ask
from agents.author import BuiltInAuthor
from agents.exchange import Asked, ExchangeStore
from agents.roles import Critique, Program
from tests.agents.samples import code_request, composed, sample_of_cells

REQUEST = code_request(composed(sample_of_cells(100)[0]))
ASKED: Asked[Program] = Asked(0, "coder", 0, 0, REQUEST, Program, "built-in author")


async def never() -> Program:
    raise AssertionError("the answer is known and must not be asked for")


async def test_a_question_is_asked_once_and_found_afterwards(tmp_path: Path) -> None:
    store, tally, coder = ExchangeStore(tmp_path), Tally(), BuiltInAuthor().coder
    first = await ask(ASKED, lambda: coder.code(REQUEST), store, tally)
    again = await ask(ASKED, never, store, tally)
    assert first == again
    assert (tally.asked["coder"], tally.found["coder"]) == (1, 1)


async def test_an_answer_of_the_wrong_type_is_refused_and_not_kept(tmp_path: Path) -> None:
    async def wrong() -> Program:
        reply = Critique(problems=(), suggestion="", duplicate_of="", feasible=True, accept=True)
        return cast(Program, reply)  # this role lies about its type

    with pytest.raises(BadReply, match="owes a Program"):
        await ask(ASKED, wrong, ExchangeStore(tmp_path))
    assert not list(tmp_path.rglob("*.json"))


async def test_an_answer_with_an_invalid_field_is_refused(tmp_path: Path) -> None:
    async def invalid() -> Program:
        return Program(reasons="", source="").model_copy(update={"source": 7})

    with (
        pytest.warns(UserWarning, match="Expected `str`"),
        pytest.raises(BadReply, match="invalid answer"),
    ):
        await ask(ASKED, invalid, ExchangeStore(tmp_path))
