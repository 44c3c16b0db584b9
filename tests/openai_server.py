"""A server that speaks OpenAI's chat completions over real HTTP on loopback, well or badly, as a test wants.

    with OpenAIServer(mind) as server:
        server.queue(status(429, retry_after="1"))     # the next request
        ... base_url = server.url ...                  # all others are answered by `mind`

A *deed* is what happens to one request; the good ones answer with what `mind` says to it. The server keeps
every request that it got and adds up the tokens that it reported.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any  # Any: JSON as it came, looked at by the test

Body = dict[str, Any]  # Any: see the import
Mind = Callable[[Body], str]
BYTES_PER_TOKEN = 4


@dataclass
class Said:
    """What the server reported, in all."""

    requests: list[Body] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    in_flight: int = 0
    most_in_flight: int = 0


class OpenAIServer:
    """The server; `latency_s` passes before each answer, `supports` are the ways to ask for a form."""

    def __init__(
        self, mind: Mind, *, latency_s: float = 0.0, supports: tuple[str, ...] = ("schema", "tools")
    ) -> None:
        self.mind = mind
        self.latency_s = latency_s
        self.supports = supports
        self.said = Said()
        self.lock = threading.Lock()
        self._deeds: deque[Deed] = deque()
        self._always: Deed | None = None
        self._http = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def queue(self, *deeds: Deed) -> None:
        """Have the next requests treated so, one each."""
        self._deeds.extend(deeds)

    def always(self, deed: Deed) -> None:
        """Have every request treated so, that is not queued for."""
        self._always = deed

    def next_deed(self) -> Deed:
        """Return what happens to the next request."""
        with self.lock:
            return self._deeds.popleft() if self._deeds else self._always or good

    def __enter__(self) -> OpenAIServer:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop; requests under way are cut."""
        self._http.shutdown()
        self._http.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away; anything else is the test's to know."""
        if not isinstance(sys.exception(), ConnectionError):
            raise


class Exchange:
    """One request and the way to answer it, good or bad."""

    def __init__(self, server: OpenAIServer, handler: BaseHTTPRequestHandler, body: Body) -> None:
        self.server = server
        self.body = body
        self._handler = handler

    def send(
        self,
        status: int,
        content: bytes,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
    ) -> None:
        """Answer with a body of any kind."""
        handler = self._handler
        handler.send_response(status)
        for name, value in ({"content-type": kind} | (headers or {})).items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def begin(self, length: int, kind: str = "application/json") -> None:
        """Promise a body of so many bytes."""
        self._handler.send_response(200)
        self._handler.send_header("content-type", kind)
        self._handler.send_header("content-length", str(length))
        self._handler.end_headers()

    def write(self, content: bytes) -> None:
        """Write raw bytes."""
        self._handler.wfile.write(content)
        self._handler.wfile.flush()

    def hang_up(self) -> None:
        """Close the connection, whatever was promised."""
        self._handler.close_connection = True

    def complete(self, message: Body, finish: str = "stop", *, usage: bool = True) -> None:
        """Answer with a chat completion, as a stream when that was asked for."""
        size = sum(len(json.dumps(one)) for one in self.body["messages"]) // BYTES_PER_TOKEN
        tokens = {"prompt_tokens": size, "completion_tokens": len(json.dumps(message)) // BYTES_PER_TOKEN}
        details = {"prompt_tokens_details": {"cached_tokens": size // 2}}
        if usage:
            self._report(size, size // 2, tokens["completion_tokens"])
        counted = {**tokens, **details, "total_tokens": sum(tokens.values())} if usage else None
        if self.body.get("stream"):
            self.stream([message], finish, counted)
            return
        choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", **message}}
        self.send(200, json.dumps(self._envelope("chat.completion", [choice], counted)).encode())

    def stream(self, deltas: list[Body], finish: str, usage: Body | None = None) -> None:
        """Answer piece by piece; without `finish` the stream breaks off."""
        lines = [self._envelope("chat.completion.chunk", [{"index": 0, "delta": delta}]) for delta in deltas]
        if finish:
            end = {"index": 0, "delta": {}, "finish_reason": finish}
            lines += [self._envelope("chat.completion.chunk", [end], usage)]
        text = "".join(f"data: {json.dumps(line)}\n\n" for line in lines) + (
            "data: [DONE]\n\n" if finish else ""
        )
        self.send(200, text.encode(), "text/event-stream")

    def _envelope(self, kind: str, choices: list[Body], usage: Body | None = None) -> Body:
        envelope = {"id": "1", "object": kind, "created": 0, "model": self.body["model"], "choices": choices}
        return envelope if usage is None else {**envelope, "usage": usage}

    def _report(self, size: int, cached: int, output: int) -> None:
        with self.server.lock:
            self.server.said.input_tokens += size
            self.server.said.cached_tokens += cached
            self.server.said.output_tokens += output


Deed = Callable[[Exchange], None]

# ------------------------------------------------------------------------------------------------- good deeds


def good(exchange: Exchange) -> None:
    """Answer as asked, in the form that was asked for if the server supports it."""
    body = exchange.body
    if "response_format" in body and "schema" not in exchange.server.supports:
        status(400, "response_format of type json_schema is not supported")(exchange)
    elif "tools" in body and "tools" not in exchange.server.supports:
        status(400, "tool_choice is not supported")(exchange)
    else:
        says(exchange.server.mind(body))(exchange)


def says(text: str, finish: str = "stop", *, usage: bool = True) -> Deed:
    """Answer with a text, in the form that was asked for."""

    def deed(exchange: Exchange) -> None:
        if "tools" not in exchange.body:
            exchange.complete({"content": text}, finish, usage=usage)
            return
        function = {"name": exchange.body["tools"][0]["function"]["name"], "arguments": text}
        call = {"index": 0, "id": "call-1", "type": "function", "function": function}
        exchange.complete({"content": None, "tool_calls": [call]}, finish, usage=usage)

    return deed


# -------------------------------------------------------------------------------------------------- bad deeds


def status(code: int, message: str = "no", *, name: str = "", retry_after: str = "") -> Deed:
    """Answer with an error of the protocol."""
    headers = {"retry-after": retry_after} if retry_after else {}
    content = json.dumps({"error": {"message": message, "type": "error", "code": name or None}}).encode()
    return lambda exchange: exchange.send(code, content, headers=headers)


def raw(content: str, kind: str = "application/json", code: int = 200) -> Deed:
    """Answer with anything."""
    return lambda exchange: exchange.send(code, content.encode(), kind)


def refuses(exchange: Exchange) -> None:
    """Decline, as OpenAI's models do under a schema."""
    exchange.complete({"content": None, "refusal": "I cannot help with that."})


def stalls(seconds: float) -> Deed:
    """Say nothing for a while, then hang up."""

    def deed(exchange: Exchange) -> None:
        time.sleep(seconds)
        exchange.hang_up()

    return deed


def hangs_up(exchange: Exchange) -> None:
    """Close the connection without a word."""
    exchange.hang_up()


def breaks_off(exchange: Exchange) -> None:
    """Close the connection in the middle of the answer."""
    exchange.begin(10_000)
    exchange.write(b'{"id": "1", "choices": [')
    exchange.hang_up()


def talks_rubbish(exchange: Exchange) -> None:
    """Answer with something that is no HTTP."""
    exchange.write(b"220 smtp.example ready\r\n")
    exchange.hang_up()


def never_ends(exchange: Exchange) -> None:
    """Go on and on."""
    exchange.begin(10**9)
    try:
        for _ in range(200):
            exchange.write(b" " * 100_000)
    except OSError:
        exchange.hang_up()


def drips(seconds: float) -> Deed:
    """Write a byte now and then, so that no limit on silence is ever reached."""

    def deed(exchange: Exchange) -> None:
        exchange.begin(10**6)
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                exchange.write(b" ")
                time.sleep(0.02)
        except OSError:
            return
        finally:
            exchange.hang_up()

    return deed


def breaks_stream_off(exchange: Exchange) -> None:
    """End a stream before the answer ends."""
    exchange.stream([{"content": "half of an"}], finish="")


def _handler(server: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body: Body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with server.lock:
                server.said.requests.append(body)
                server.said.keys.append(self.headers.get("authorization", ""))
                server.said.in_flight += 1
                server.said.most_in_flight = max(server.said.most_in_flight, server.said.in_flight)
            try:
                time.sleep(server.latency_s)
                server.next_deed()(Exchange(server, self, body))
            finally:
                with server.lock:
                    server.said.in_flight -= 1

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class calls it so
            """Say nothing: standard error is the test's."""

    return Handler
