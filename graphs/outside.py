"""What a run uses beyond its workspace when somebody names it: a database, a collector of traces.

By default there is nothing of the kind. Nothing here reads the environment; `simwright.settings` does.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from pydantic import SecretStr

HIDDEN: Final = "***"
SHORTEST: Final = 6  # characters of a secret; to hide a shorter one would blacken innocent words

# What looks like a secret, whoever wrote it: a server may send a key back within its error message.
PASSWORD_IN_URL: Final = re.compile(r"(://[^\s:/@]*:)[^\s@]+@")
KEY: Final = re.compile(r"\b(?:sk-|pk-|gsk_|xai-|hf_|ghp_|AIza)[A-Za-z0-9_-]{8,}")
BEARER: Final = re.compile(r"(?i)\b(bearer )[A-Za-z0-9._~+/=-]{8,}")
PARAMETER: Final = re.compile(r"(?i)\b(api[_-]?key=)[^\s&,'\"]+")


@dataclass(frozen=True)
class Outside:
    """Services that a run talks to; the built-in author with the defaults talks to none."""

    checkpoints: SecretStr | None = None
    """URL of the PostgreSQL database that holds the checkpoints; None keeps them in the run's folder."""
    collector: str = ""
    """URL to which spans go as OTLP over HTTP, http://127.0.0.1:6006/v1/traces say; empty is none."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """Keys and passwords that must stand in no span."""


class Veil:
    """Hides secrets in texts: those that are known, and what looks like one."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        known = sorted({secret for secret in secrets if len(secret) >= SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """Return a text without its secrets."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        text = PASSWORD_IN_URL.sub(rf"\1{HIDDEN}@", text)
        for after in (BEARER, PARAMETER):
            text = after.sub(rf"\1{HIDDEN}", text)
        return KEY.sub(HIDDEN, text)


@contextmanager
def hushed(library: str) -> Iterator[None]:
    """Have a library log nothing: it repeats itself, and we say once what a person must know."""
    log = logging.getLogger(library)
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
