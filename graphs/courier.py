"""Spans on their way to a collector that somebody runs: Phoenix, Langfuse, Jaeger, any that takes OTLP/HTTP.

The file of spans is the truth and holds them all; this is a copy for who likes to look at it in another
tool. So nothing here may slow a run down or break it: spans wait in a bounded queue, a thread of their own
sends them in batches, and what a dead collector does not take is dropped. The end waits a few seconds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from graphs.outside import hushed

QUEUE: Final = 8192  # spans; some minutes of a busy run
BATCH: Final = 256
EVERY_MS: Final = 1000
SEND_S: Final = 4.0  # for one batch, further tries included
FLUSH_S: Final = 5.0  # at the end, for all that still waits

logger = logging.getLogger(__name__)


class Courier:
    """Sends finished spans to a collector; `processor` takes them."""

    def __init__(self, collector: str) -> None:
        self._stack = ExitStack()
        self._stack.enter_context(hushed("opentelemetry"))  # it would complain of every batch
        self.processor = BatchSpanProcessor(
            _Sender(collector),
            max_queue_size=QUEUE,
            max_export_batch_size=BATCH,
            schedule_delay_millis=EVERY_MS,
        )

    def close(self) -> None:
        """Send what waits, for some seconds at most; what is then left is dropped."""
        ending = threading.Thread(target=self.processor.shutdown, name="last spans", daemon=True)
        ending.start()
        ending.join(FLUSH_S)
        if ending.is_alive():
            logger.warning("the collector did not take the last spans within %g s", FLUSH_S)
        else:  # a thread that is still at it would complain
            self._stack.close()


class _Sender(SpanExporter):
    """OTLP over HTTP that complains once."""

    def __init__(self, collector: str) -> None:
        self._collector = collector
        self._exporter = OTLPSpanExporter(endpoint=collector, timeout=SEND_S)
        self._complained = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send a batch."""
        result = self._exporter.export(spans)
        if result is not SpanExportResult.SUCCESS and not self._complained:
            self._complained = True
            logger.warning(
                "the collector at %s takes no spans; the run goes on, and spans.jsonl has them all",
                self._collector,
            )
        return result

    def shutdown(self) -> None:
        """Send nothing more."""
        self._exporter.shutdown()  # type: ignore[no-untyped-call] # the library left it so

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Nothing waits here."""
        return True
