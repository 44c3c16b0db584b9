"""The simulator's own confinement: it computes, and can neither write, run nor reach anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CONFINED = """
import socket, subprocess, sys
from sim.sandbox.confine import shield
print(*shield())
import pybullet
pybullet.disconnect(pybullet.connect(pybullet.DIRECT))
for attempt in (
    lambda: open(sys.argv[1], "w"),
    lambda: open(sys.argv[2]).read(),
    lambda: subprocess.run(["/bin/true"]),
    lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 5),
):
    try:
        attempt()
        print("done")
    except OSError:
        print("refused")
"""


def test_a_shielded_process_simulates_and_reads_but_neither_writes_nor_runs_nor_connects(
    tmp_path: Path,
) -> None:
    readable = tmp_path / "readable"
    readable.write_text("hello")
    wanted = ["refused", "done", "refused", "refused"]
    said = subprocess.run(
        [sys.executable, "-c", CONFINED, str(tmp_path / "new"), str(readable), "9"],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    layers, ended = said[0].split(), said[-4:]
    if "landlock" not in layers:  # what it alone refuses; no connection to a port where nobody listens
        wanted = ["done", "done", "done", "refused"]
    assert ended == wanted
    assert (tmp_path / "new").exists() == ("landlock" not in layers)
