"""The suite is offline, and so is every Python that it starts.

The addresses are of the blocks that are set aside for documentation: nothing is there, should a rule fail.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_socket

ADDRESS = "192.0.2.1"
ADDRESS_6 = "2001:db8::1"
REFUSALS = "SIMWRIGHT_TEST_REFUSALS"


@pytest.fixture
def refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have refusals written down here, where they do not fail the run."""
    path = tmp_path / "refusals"
    path.touch()
    monkeypatch.setenv(REFUSALS, str(path))
    return path


def connect_ex() -> None:
    with socket.socket() as client:
        client.connect_ex((ADDRESS, 80))


def send_packet() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.sendto(b"hello", (ADDRESS, 9))


def send_packet_6() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as client:
        client.sendto(b"hello", (ADDRESS_6, 9))


def look_up_a_name() -> None:
    socket.getaddrinfo("simwright.invalid", 443)


def listen_to_everybody() -> None:
    with socket.socket() as server:
        server.bind(("", 0))


WAYS_OUT = (connect_ex, send_packet, send_packet_6, look_up_a_name, listen_to_everybody)


@pytest.mark.parametrize("leave", WAYS_OUT, ids=lambda way: way.__name__)
def test_every_way_out_is_refused_and_written_down(leave: Callable[[], None], refusals: Path) -> None:
    with pytest.raises(RuntimeError, match="the tests run offline"):
        leave()
    assert refusals.read_text().startswith("socket.")


def test_pytest_socket_refuses_a_connection_as_well() -> None:
    with (
        socket.socket() as client,
        pytest.warns(UserWarning, match=ADDRESS),
        pytest.raises(pytest_socket.SocketConnectBlockedError),
    ):
        client.connect((ADDRESS, 80))


def test_child_processes_are_refused_too(refusals: Path) -> None:
    connect = f"import socket; socket.create_connection(({ADDRESS!r}, 80), timeout=1)"
    child = subprocess.run([sys.executable, "-c", connect], capture_output=True, text=True, check=False)
    assert child.returncode == 1
    assert "NetworkRefused: the tests run offline" in child.stderr
    assert ADDRESS in refusals.read_text()


def test_a_refusal_that_a_library_swallows_is_still_written_down(refusals: Path) -> None:
    connect = "\n".join(
        (
            "import urllib.request",
            "try:",
            f"    urllib.request.urlopen('http://{ADDRESS}/', timeout=1)",
            "except Exception:",
            "    print('carried on')",
        )
    )
    child = subprocess.run([sys.executable, "-c", connect], capture_output=True, text=True, check=True)
    assert child.stdout == "carried on\n"
    assert ADDRESS in refusals.read_text()


async def test_loopback_stays_open(refusals: Path) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("localhost", port, family=socket.AF_INET)
        writer.write(b"hello\n")
        assert await reader.readline() == b"hello\n"
        writer.close()
    assert refusals.read_text() == ""


def test_unix_sockets_stay_open(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


def test_models_and_telemetry_are_told_to_stay_offline() -> None:
    told = {
        name: os.environ[name] for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "LANGSMITH_TRACING")
    }
    assert told == {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "LANGSMITH_TRACING": "false"}
    assert not [name for name in os.environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy")]
