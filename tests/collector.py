"""A collector of traces in a process of its own: takes OTLP over HTTP and writes what it decodes.

    python -m tests.collector FILE [silent]

It listens on a free port of loopback, prints the port, and appends a line of JSON to FILE for every span that
it gets: name, trace, span, parent, attributes, seconds, resource. A silent one takes connections and never
answers.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue


@contextmanager
def collecting(file: Path, *how: str) -> Iterator[str]:
    """Run a collector, and give the URL that it takes spans at."""
    command = [sys.executable, "-m", "tests.collector", str(file), *how]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1/traces"
        finally:
            process.kill()


def plain(value: AnyValue) -> object:
    """Return an attribute's value as Python has it."""
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [plain(one) for one in value.array_value.values]
    return getattr(value, kind) if kind else None


def plain_all(attributes: Iterable[KeyValue]) -> dict[str, object]:
    """Return attributes as a dictionary."""
    return {pair.key: plain(pair.value) for pair in attributes}


def decoded(body: bytes) -> Iterator[dict[str, object]]:
    """Yield the spans of a request."""
    request = ExportTraceServiceRequest()
    request.ParseFromString(body)
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield {
                    "name": span.name,
                    "trace": span.trace_id.hex(),
                    "span": span.span_id.hex(),
                    "parent": span.parent_span_id.hex() or None,
                    "seconds": (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
                    "attributes": plain_all(span.attributes),
                    "resource": plain_all(resource.resource.attributes),
                }


def serve(file: Path, *, silent: bool) -> None:
    """Take spans until somebody ends this process."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if silent:
                time.sleep(600)
            with file.open("a", encoding="utf-8") as out:
                out.writelines(json.dumps(span) + "\n" for span in decoded(body))
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class calls it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), silent="silent" in sys.argv[2:])
