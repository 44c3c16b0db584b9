"""Keep the tests off the network: no connection, packet or name look-up beyond this machine.

Python imports a module of this name when it starts. `tests/conftest.py` puts this folder on PYTHONPATH, so
the rule reaches every Python that a test starts, and installs it in the test process too. It is an audit
hook: `socket` announces what it is about to do, and an exception stops it before a packet leaves. A refusal
is also written down in the file that the variable REFUSALS names: it fails the run even if a library
swallows the exception.

It does not reach sockets that compiled code opens by itself, nor a Python started with -E or -I.
"""

import os
import sys

REFUSALS = "SIMWRIGHT_TEST_REFUSALS"
OWN_NAMES = ("", "localhost", "ip6-localhost", "::1")
EVERYWHERE = "0.0.0.0"  # what an address without a host means to a socket
TO_ADDRESS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
BY_NAME = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


class NetworkRefused(RuntimeError):
    """Something tried to reach beyond this machine.

    It is no OSError, or code that is ready for a bad line would hide it.
    """


def stays_here(host: str) -> bool:
    """Say whether a host as `socket` takes it is this machine, without looking its name up."""
    return host in OWN_NAMES or (host.startswith("127.") and host.replace(".", "").isdigit())


def hosts(event: str, args: tuple[object, ...]) -> list[str]:
    """List the hosts that an audit event of `socket` is about to reach; none for a Unix socket."""
    host: object = None
    if event in BY_NAME:
        host = args[0]
    elif event in TO_ADDRESS and isinstance(args[1], tuple):
        host = args[1][0] or EVERYWHERE
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    return [host] if isinstance(host, str) else []


def refuse(event: str, args: tuple[object, ...]) -> None:
    """Stop an audit event that would leave this machine, and write it down."""
    if not event.startswith("socket."):
        return
    for host in hosts(event, args):
        if not stays_here(host):
            note(f"{event} {host} in {sys.argv[0] or sys.executable}")
            raise NetworkRefused(f"the tests run offline, and {event} wants to reach {host}")


def note(line: str) -> None:
    """Append a line to the list of refusals, where there is one."""
    if path := os.environ.get(REFUSALS):
        with open(path, "a", encoding="utf-8") as file:
            file.write(line + "\n")


if __name__ == "sitecustomize":
    sys.addaudithook(refuse)
