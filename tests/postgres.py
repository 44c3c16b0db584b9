"""A PostgreSQL server of Debian's package, for tests: on loopback, in a folder of its own, with a password.

PostgreSQL refuses to run as root, so there it runs as nobody.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

NOBODY = 65534
PASSWORD = "open-sesame-7"
START_S = 30


@dataclass
class PostgresServer:
    """A server that can be stopped and started again."""

    binaries: Path
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> SecretStr:
        """Where it is, with the password."""
        return self.url_with(PASSWORD)

    def url_with(self, password: str) -> SecretStr:
        """Where it is, with a password that may be wrong."""
        return SecretStr(f"postgresql://tester:{password}@127.0.0.1:{self.port}/postgres")

    def start(self) -> None:
        """Start the server and wait until it listens."""
        where = ["-D", f"{self.folder}/data", "-k", str(self.folder), "-p", str(self.port)]
        quick = [
            "-F",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "shared_buffers=8MB",
        ]  # -F: no waiting for disks
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", *where, *quick], stderr=log, user=_nobody(), group=_nobody()
            )
        ready = [str(self.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        end = time.monotonic() + START_S
        while subprocess.run(ready, check=False).returncode:
            if time.monotonic() > end:
                raise AssertionError((self.folder / "log").read_text())
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server at once, as a machine that goes down would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
            self.process = None


def binaries() -> Path | None:
    """Return where the programs of PostgreSQL lie; None if it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return debian[-1].parent if debian else None


@contextmanager
def running(programs: Path) -> Iterator[PostgresServer]:
    """Make a new, empty database and serve it until the end."""
    with tempfile.TemporaryDirectory(prefix="simwright-pg-") as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            os.chown(folder / "password", NOBODY, NOBODY)
        subprocess.run(
            [
                *(programs / "initdb", "-D", folder / "data", "-U", "tester", "-A", "scram-sha-256"),
                *("--pwfile", folder / "password", "--no-sync", "-E", "UTF8", "--locale", "C"),
            ],
            check=True,
            capture_output=True,
            user=_nobody(),
            group=_nobody(),
        )
        server = PostgresServer(programs, folder, _free_port())
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _nobody() -> int | None:
    """Return whom the server runs as; None where that is whoever runs the tests."""
    return NOBODY if os.geteuid() == 0 else None
