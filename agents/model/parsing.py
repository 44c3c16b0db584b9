"""From what a model wrote to a reply of the type that was asked for, or to what is wrong with it.

Nothing is guessed: JSON is taken as it stands or not at all, and a program is a block between fences, to the
letter. Thoughts that a model speaks aloud come off first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, TypeVar

from pydantic import JsonValue, ValidationError

from agents.model.faults import Fault
from agents.roles import Program
from sim.spec import Data

D = TypeVar("D", bound=Data)

THOUGHTS: Final = re.compile(r"\A\s*<(think|thinking|thought)>.*?(</\1>|\Z)", re.DOTALL)
LATE_THOUGHTS: Final = re.compile(r"\A(?:(?!<think|```).)*</think>", re.DOTALL)  # opened by the template
FENCED: Final = re.compile(r"^```[\w+-]*[ \t]*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
OPENED: Final = re.compile(r"^```[\w+-]*[ \t]*\n", re.MULTILINE)
COMPLAINTS: Final = 5
BEYOND_SCHEMAS: Final = ("value_error", "greater_than_equal", "less_than_equal")  # errors of pydantic's
STARTS: Final = 50  # places at which JSON is looked for


def without_thoughts(text: str) -> str:
    """Take off what a model thought aloud before its answer; thoughts that never end leave nothing."""
    text = LATE_THOUGHTS.sub("", text, count=1)
    while THOUGHTS.match(text):
        text = THOUGHTS.sub("", text, count=1)
    return text.strip()


def parsed(text: str, reply: type[D]) -> D:
    """Return the reply that a text holds: as it is, between fences, or between words.

    Raises:
        Fault: `empty` without any text, `malformed` without JSON, `schema` if the JSON is no such reply,
            `rule` if it has the shape of one and breaks a rule.
    """
    said = without_thoughts(text)
    if not said:
        raise Fault("empty", "there is no answer" + (" beside the thoughts" if text.strip() else ""))
    fault: Fault | None = None
    for found in _objects(said):
        try:
            return reply.model_validate_json(json.dumps(found))
        except ValidationError as error:
            fault = fault or _fault_of(error)
    if fault:
        raise fault
    raise Fault("malformed", f"there is no JSON object in it; it begins: {said[:80]!r}")


def parsed_program(text: str) -> Program:
    """Return the program in the last block between fences, and as reasons what was said before it.

    Raises:
        Fault: `empty` without any text, `malformed` without a closed block.
    """
    said = without_thoughts(text)
    if not said:
        raise Fault("empty", "there is no answer" + (" beside the thoughts" if text.strip() else ""))
    blocks = [block for block in FENCED.finditer(said) if block[1].strip()]
    if not blocks:
        what = "its block of code never ends" if OPENED.search(said) else "there is no block of code in it"
        raise Fault("malformed", f"{what}; it begins: {said[:80]!r}")
    return Program(reasons=said[: blocks[-1].start()].strip(), source=blocks[-1][1])


def _objects(text: str) -> Iterator[JsonValue]:
    """Yield the JSON objects in a text, outermost ones only, from the front."""
    decoder, position = json.JSONDecoder(), 0
    for _ in range(STARTS):
        position = text.find("{", position)
        if position < 0:
            return
        try:
            found, position = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError):
            position += 1
            continue
        yield found


def _fault_of(error: ValidationError) -> Fault:
    """Name the first few fields that are wrong, and how."""
    wrong = error.errors(include_url=False, include_input=False)
    places = [(".".join(map(str, one["loc"])) or "the answer", one["msg"].lower()) for one in wrong]
    more = f"; and {len(places) - COMPLAINTS} more" if len(places) > COMPLAINTS else ""
    complaint = "; ".join(f"{place}: {what}" for place, what in places[:COMPLAINTS]) + more
    return Fault("rule" if all(one["type"] in BEYOND_SCHEMAS for one in wrong) else "schema", complaint)
