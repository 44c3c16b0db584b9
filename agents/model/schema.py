"""The JSON schema of a reply, as strict endpoints want it: every field required, nothing more allowed.

What such endpoints refuse or ignore (bounds, patterns, defaults, references) is left out of what is sent, and
checked by the reply's own type when the answer is there. Bounds are told in words instead.
"""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from sim.errors import UsageError
from sim.spec import Data

Schema = dict[str, JsonValue]

KEPT: Final = ("type", "description", "enum")


def schema_of(reply: type[Data]) -> Schema:
    """Return the schema of a reply, in the order of its fields.

    Raises:
        UsageError: if the type has a dictionary or anything else that strict endpoints have no word for.
    """
    whole = reply.model_json_schema()
    named: dict[str, Schema] = whole.pop("$defs", {})
    return _strict(whole, named)


def _strict(schema: Schema, named: dict[str, Schema]) -> Schema:
    if isinstance(name := schema.get("$ref"), str):
        target = named[name.removeprefix("#/$defs/")]
        return _strict({**target, **{k: v for k, v in schema.items() if k != "$ref"}}, named)
    made: Schema = {key: schema[key] for key in KEPT if key in schema}
    if isinstance(text := made.get("description"), str):
        made["description"] = " ".join(text.split())
    if "const" in schema:
        made["enum"] = [schema["const"]]
    if bounds := _bounds(schema):
        made["description"] = f"{made.get('description', '')} {bounds}".strip()
    match schema:
        case {"anyOf": list(options)}:
            made["anyOf"] = [_strict(option, named) for option in options if isinstance(option, dict)]
        case {"type": "array", "items": dict(items)}:
            made["items"] = _strict(items, named)
        case {"type": "object", "properties": dict(properties)}:
            fields = {
                key: _strict(value, named) for key, value in properties.items() if isinstance(value, dict)
            }
            made |= {"properties": {**fields}, "required": [*fields], "additionalProperties": False}
        case {"type": "object" | "array"} | {"prefixItems": _}:
            raise UsageError(
                f"{schema} cannot be part of a reply: strict endpoints know fields and lists only"
            )
    return made


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"From {low} to {high}." if low is not None and high is not None else ""
