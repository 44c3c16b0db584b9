"""The names of the sandbox's layers, and what each is for. Imports nothing, so that anyone may name them."""

from __future__ import annotations

from typing import Literal, get_args

Layer = Literal[
    "policy",  # the syntax tree: what a program may name at all
    "environment",  # no variable, no open file and no input of ours reaches a program's process
    "process",  # a process of its own, in a group of its own, with a clock, killed as a whole
    "border",  # bounded, strict reading of what comes back; nothing is ever unpickled
    "limits",  # processor time, memory, files, bytes written, processes
    "privileges",  # no new ones, no capabilities, and nobody where we are root
    "namespaces",  # a network of its own, with nothing in it
    "landlock",  # no file, no TCP, no signal to a process outside
    "seccomp",  # only the system calls that computing needs; any other one ends the process
]
LAYERS: tuple[Layer, ...] = get_args(Layer)

# These need the kernel's help, so they may be missing; the others hold wherever Python runs.
FROM_KERNEL: tuple[Layer, ...] = ("limits", "privileges", "namespaces", "landlock", "seccomp")

# What `--sandbox strict` asks for. Namespaces are one more lock on a door that seccomp has shut already, and
# many containers do not grant them.
REQUIRED: tuple[Layer, ...] = tuple(layer for layer in LAYERS if layer != "namespaces")
