"""What can go wrong between a question and its answer, told apart, and what each calls for.

Faults of models are normal. A `Fault` ends one call; whoever asked decides whether there is another. Only the
fatal ones, which no further call can mend, end more than that.

The libraries' own errors are sorted here and nowhere else. The client retries nothing by itself: each call
has to be counted, charged and kept, and a spent quota looks like a rate limit until somebody reads it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import httpx2
import openai
from pydantic import JsonValue

from agents.models import Access, ModelFacts
from agents.transcript import FaultKind

FATAL: Final[frozenset[FaultKind]] = frozenset({"bad_key", "unknown_model", "quota", "not_openai"})
HOPELESS: Final[frozenset[FaultKind]] = frozenset({"bad_request", "deadline"})
MAYBE_PAID: Final[frozenset[FaultKind]] = frozenset(
    {"timeout", "dropped", "endless", "deadline", "cancelled"}
)
SHOWN: Final = 200  # characters of what an endpoint said

REMEDIES: Final[dict[FaultKind, str]] = {
    "bad_key": "Set the key in {key_env}, or in a file that key_file of [models.endpoints.{endpoint}] names.",
    "unknown_model": "Name one that the endpoint has: GET {base_url}/models lists them.",
    "quota": "Pay in at the endpoint or wait, then resume; or choose another --model.",
    "not_openai": "{base_url} is not an OpenAI endpoint: give the URL up to and with /v1, in "
    "OPENAI_BASE_URL or as base_url of [models.endpoints.{endpoint}].",
}


class TooLong(Exception):
    """A body grew beyond what any answer may have."""


class Fault(Exception):
    """One call went wrong: `detail` says what was seen, `after_s` how long the endpoint wants to be left."""

    def __init__(self, kind: FaultKind, detail: str, after_s: float | None = None) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail
        self.after_s = after_s

    @property
    def is_fatal(self) -> bool:
        """Say whether no further call can go better."""
        return self.kind in FATAL


@dataclass(frozen=True)
class Line:
    """A model and the way to it, for messages."""

    facts: ModelFacts
    access: Access

    def remedy(self, kind: FaultKind) -> str:
        """Say what to do about a fatal fault."""
        return REMEDIES.get(kind, "").format(
            key_env=self.access.endpoint.key_env,
            endpoint=self.facts.endpoint,
            base_url=self.access.base_url.rstrip("/"),
        )


def fault_of(error: Exception) -> Fault:
    """Say what an error of the client libraries means."""
    for seen in _chain(error):
        if isinstance(seen, TooLong):
            return Fault("endless", str(seen))
        if isinstance(seen, TimeoutError | httpx2.TimeoutException | openai.APITimeoutError):
            return Fault("timeout", "no answer within the time for one call")
        if isinstance(seen, httpx2.ConnectError):
            return Fault("unreachable", f"no connection: {seen}")
    if isinstance(error, openai.APIStatusError):
        return _status(error)
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError):
        return Fault("dropped", f"the connection ended too early: {error.__cause__ or error}"[:SHOWN])
    return _body(error)


def _chain(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__
    return chain


def _status(error: openai.APIStatusError) -> Fault:
    """Tell statuses apart; where one stands for several things, by what the body says."""
    status, said = error.status_code, _said(error)
    detail, words = f"HTTP {status}: {said}"[:SHOWN], said.lower()
    if status in (401, 403):
        return Fault("bad_key", detail)
    if status == 402 or "insufficient_quota" in words or "billing" in words:
        return Fault("quota", detail)
    if status == 429:
        return Fault("rate_limit", detail, _retry_after_s(error))
    if status >= 500 or status in (408, 409):
        return Fault("server_error", detail, _retry_after_s(error))
    if status in (400, 404) and "model" in words and ("not found" in words or "not_found" in words):
        return Fault("unknown_model", detail)
    if status in (404, 405):
        return Fault("not_openai" if "model" not in words else "unknown_model", detail)
    if any(word in words for word in ("response_format", "json_schema", "tool", "function", "grammar")):
        return Fault("unsupported", detail)
    return Fault("bad_request", detail)


def _body(error: Exception) -> Fault:
    """Sort what langchain-openai raises about a body that arrived with status 200."""
    said = str(error)[:SHOWN]
    if "got str" in said or "<html" in said.lower():
        return Fault("not_openai", f"the answer is no JSON: {said}")
    if isinstance(error, ValueError) and said.startswith("{"):
        return Fault("server_error", f"an error with status 200: {said}")
    return Fault("malformed", f"the answer is no chat completion: {type(error).__name__}: {said}")


def _said(error: openai.APIStatusError) -> str:
    body: JsonValue = error.body  # type: ignore[assignment] # the client types what it parsed as object
    if isinstance(body, dict):
        parts = [str(body[key]) for key in ("message", "detail", "code", "type") if body.get(key)]
        return " ".join(parts) or str(body)
    return str(body or error)


def _retry_after_s(error: openai.APIStatusError) -> float | None:
    """Read Retry-After when it is in seconds; servers of models write no dates."""
    try:
        seconds = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
