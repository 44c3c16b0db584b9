"""An answer is taken as it stands or not at all."""

from __future__ import annotations

import json

import pytest

from agents.model.faults import Fault
from agents.model.parsing import parsed, parsed_program, without_thoughts
from agents.roles import Critique, Plan, Proposal
from sim.spec import Data
from tests.agents.samples import composed, sample_of_cells

GOOD = '{"problems": [], "suggestion": "", "duplicate_of": "", "feasible": true, "accept": true}'
CRITIQUE = Critique(problems=(), suggestion="", duplicate_of="", feasible=True, accept=True)
CODE = 'python = "python"\nmarks = "```"\n'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\n {GOOD} \n",
        f"```json\n{GOOD}\n```",
        f"Here you are:\n{GOOD}\nI hope that helps {{smile}}.",
        f"<think>{{not this}} hm, {{}}</think>{GOOD}",
        f"opened by the template</think>\n{GOOD}",
        f'{{"draft": 1}} was wrong, so: {GOOD}',
    ],
)
def test_a_reply_is_found_where_models_put_it(text: str) -> None:
    assert parsed(text, Critique) == CRITIQUE


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("", "empty", "no answer"),
        ("<think>hm</think>", "empty", "beside the thoughts"),
        ("No.", "malformed", "it begins: 'No.'"),
        (GOOD[:-1], "malformed", "no JSON object"),
        ("{" * 5000, "malformed", "no JSON object"),
        (GOOD.replace("true}", "NaN}"), "schema", "accept"),
        (
            GOOD.replace('"accept": true', '"accept": "maybe"'),
            "schema",
            "accept: input should be a valid boolean",
        ),
        (GOOD.replace(', "accept": true', ""), "schema", "accept: field required"),
        (GOOD.replace("{", '{"score": 7, '), "schema", "score: extra inputs are not permitted"),
    ],
)
def test_anything_else_is_a_fault_that_says_what_is_wrong(text: str, kind: str, detail: str) -> None:
    with pytest.raises(Fault) as raised:
        parsed(text, Critique)
    assert raised.value.kind == kind
    assert detail in raised.value.detail


TOO_MANY = composed(sample_of_cells(100)[0]).model_dump(mode="json")
TOO_MANY["steps"][0]["count"] = 9


@pytest.mark.parametrize(
    ("said", "reply", "detail"),
    [
        (TOO_MANY, Proposal, "steps.0.count: input should be less than or equal to 8"),
        ({"reasons": "", "refusal": "", "stages": []}, Plan, "give one of them"),
    ],
)
def test_what_no_schema_can_say_is_a_broken_rule(
    said: dict[str, object], reply: type[Data], detail: str
) -> None:
    with pytest.raises(Fault, match=detail) as raised:
        parsed(json.dumps(said), reply)
    assert raised.value.kind == "rule"


def test_the_last_block_is_the_program_and_stays_as_it_was_to_the_letter() -> None:
    answer = f"Not ```this```.\n```python\nx = 1\n```\nBetter:\n```python\n{CODE}```\nDone."
    program = parsed_program(answer)
    assert program.source == CODE
    assert program.reasons.endswith("Better:")


@pytest.mark.parametrize("text", ["x = 1", "```python\nx = 1", "``` ```", "```python\n\n```"])
def test_without_a_whole_block_there_is_no_program(text: str) -> None:
    with pytest.raises(Fault, match="malformed"):
        parsed_program(text)


def test_thoughts_inside_of_a_program_stay() -> None:
    text = '```python\nx = "</think>"\n```'
    assert without_thoughts(text) == text
