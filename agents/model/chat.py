"""One call to one model over HTTP: a prompt in; text, tokens and how it ended out, or a fault.

Everything is bounded: the time, the bytes of the answer, the calls in flight at an endpoint and the calls per
minute. Nothing is tried twice here, and nothing is parsed beyond the protocol's envelope.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final  # Any: options of a call go to the client library as they are

import httpx2
import openai
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from langchain_core.rate_limiters import InMemoryRateLimiter
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agents.model.faults import Fault, Line, TooLong, fault_of
from agents.model.prompts import Prompt
from agents.models import Access, ModelFacts
from agents.usage import Price

MAX_BODY_BYTES: Final = 4_000_000  # some hundred times a long program
BYTES_PER_TOKEN: Final = 4  # for estimates, of English and of code
PICTURE_TOKENS: Final = 4_096  # at most, at today's endpoints
ENVELOPE_TOKENS: Final = 64  # roles, separators, the name of a function
NO_KEY: Final = "none"  # local servers take any
CHECK_EVERY_S: Final = 0.05
NO_LIMITS: Final = httpx2.Limits(max_connections=None)  # how many there are is decided by `Wire`

Options = Mapping[str, Any]  # Any: see the import
Block = str | dict[Any, Any]  # Any: part of a message, as langchain types it


@dataclass(frozen=True)
class Tokens:
    """What a call took; estimated from characters when the endpoint did not say."""

    input: int
    cached: int
    output: int
    estimated: bool


@dataclass(frozen=True)
class Completion:
    """What a model said: text, or the arguments of a function, and why it stopped."""

    text: str
    arguments: str
    refusal: str
    finish: str
    tokens: Tokens


class Wire:
    """The way to one endpoint, shared by all its models: connections, places in flight, calls per minute."""

    def __init__(self, access: Access) -> None:
        self.access = access
        per_minute = access.endpoint.requests_per_minute
        self._places = asyncio.Semaphore(access.endpoint.concurrency)
        self._pace = per_minute and InMemoryRateLimiter(
            requests_per_second=per_minute / 60, check_every_n_seconds=CHECK_EVERY_S, max_bucket_size=1
        )
        self.client = openai.DefaultAsyncHttpxClient(transport=_Bounded(limits=NO_LIMITS))

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait until one more request may be in flight."""
        async with self._places:
            if self._pace:
                await self._pace.aacquire()
            yield

    async def aclose(self) -> None:
        """Close the connections."""
        await self.client.aclose()


class Chat:
    """One model at an endpoint."""

    def __init__(self, facts: ModelFacts, wire: Wire) -> None:
        self.facts = facts
        self.line = Line(facts, wire.access)
        self._wire = wire
        self._model = _chat_model(facts, wire)

    def most(self, prompt: Prompt) -> Price:
        """Return what a call may cost at most: no token is shorter than a byte."""
        size = len(prompt.system.encode()) + len(prompt.question.encode()) + ENVELOPE_TOKENS
        inside, outside = (
            size + PICTURE_TOKENS * len(prompt.pictures),
            self.facts.options.max_output_tokens,
        )
        return Price(inside + outside, self.facts.usd(inside, 0, outside))

    async def complete(self, prompt: Prompt, options: Options) -> Completion:
        """Ask once.

        Raises:
            Fault: if no completion came back.
        """
        messages = _messages(prompt)
        limits = {self._wire.access.limit: self.facts.options.max_output_tokens}
        body = {**options.get("extra_body", {}), **limits}
        async with self._wire.place():
            try:
                message = await self._said(messages, {**options, "extra_body": body})
            except (openai.APIError, httpx2.HTTPError, TimeoutError, TooLong) as error:
                raise fault_of(error) from error
            except (
                ValueError,
                TypeError,
                LookupError,
                AttributeError,
            ) as error:  # of a body that is no answer
                raise fault_of(error) from error
        return _completion(message, prompt)

    async def _said(self, messages: list[BaseMessage], options: Options) -> AIMessage:
        timeout_s = self.facts.options.timeout_s
        if not self.facts.options.stream:
            async with asyncio.timeout(timeout_s):
                return await self._model.ainvoke(messages, **options)
        whole: AIMessageChunk | None = None
        pieces = aiter(self._model.astream(messages, **options))
        while True:
            async with asyncio.timeout(timeout_s):
                piece = await anext(pieces, None)
            if piece is None:
                break
            whole = piece if whole is None else whole + piece
        if whole is None:
            raise Fault("dropped", "the stream ended before it began")
        if not whole.response_metadata.get("finish_reason"):
            raise Fault("dropped", "the stream ended before the answer did")
        return whole


class _Bounded(httpx2.AsyncHTTPTransport):
    """HTTP that breaks off a body that never ends."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _BoundedBody(response.stream)
        return response


class _BoundedBody(httpx2.AsyncByteStream):
    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for chunk in self._body:
            seen += len(chunk)
            if seen > MAX_BODY_BYTES:
                raise TooLong(f"the answer is longer than {MAX_BODY_BYTES} bytes")
            yield chunk

    async def aclose(self) -> None:
        await self._body.aclose()


def _chat_model(facts: ModelFacts, wire: Wire) -> ChatOpenAI:
    options = facts.options
    return ChatOpenAI(
        model=facts.name,
        base_url=wire.access.base_url,
        api_key=SecretStr(wire.access.key or NO_KEY),
        temperature=options.temperature,
        reasoning_effort=options.reasoning_effort,
        timeout=options.timeout_s,
        max_retries=0,  # each call is counted, charged and kept: see `agents.model.faults`
        use_responses_api=False,  # what compatible endpoints speak
        stream_usage=options.stream,
        stream_chunk_timeout=None,  # ours is above
        http_async_client=wire.client,
        http_socket_options=(),
    )


def _messages(prompt: Prompt) -> list[BaseMessage]:
    if not prompt.pictures:
        return [SystemMessage(prompt.system), HumanMessage(prompt.question)]
    question: Block = {"type": "text", "text": prompt.question}
    return [SystemMessage(prompt.system), HumanMessage([question, *map(_shown, prompt.pictures)])]


def _shown(picture: bytes) -> Block:
    url = f"data:image/webp;base64,{base64.b64encode(picture).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


def _completion(message: AIMessage, prompt: Prompt) -> Completion:
    text, arguments = str(message.text), _arguments(message)
    return Completion(
        text=text,
        arguments=arguments,
        refusal=str(message.additional_kwargs.get("refusal") or ""),
        finish=str(message.response_metadata.get("finish_reason") or ""),
        tokens=_tokens(message, prompt, text + arguments),
    )


def _arguments(message: AIMessage) -> str:
    """Return the arguments of the first function that was called, as JSON where they are."""
    for call in message.tool_calls:
        return json.dumps(call["args"], ensure_ascii=False)
    for invalid in message.invalid_tool_calls:
        return invalid["args"] or ""
    return ""


def _tokens(message: AIMessage, prompt: Prompt, said: str) -> Tokens:
    usage = message.usage_metadata
    if usage is None:
        return Tokens(estimated_tokens(prompt.system + prompt.question), 0, estimated_tokens(said), True)
    cached = usage.get("input_token_details", {}).get("cache_read", 0)
    return Tokens(usage["input_tokens"], cached, usage["output_tokens"], False)


def estimated_tokens(text: str) -> int:
    """Guess how many tokens a text is."""
    return -(-len(text.encode()) // BYTES_PER_TOKEN)
