"""The process in which PyBullet runs: validated scenes in, outcomes and pictures out, one line of JSON each.

Started by `sim.processes` as `python -I -m sim.worker`; serves until its input ends. It may crash: the parent
replaces it.
"""

from __future__ import annotations

import base64
import sys
from typing import BinaryIO

from pydantic import TypeAdapter

from sim.channel import private_output
from sim.messages import (
    Demonstration,
    DemoRequest,
    Picture,
    PictureRequest,
    SimulatorRequest,
    TrialOutcome,
    TrialRequest,
)
from sim.trial import try_scenes
from sim.world import World

Request = TrialRequest | PictureRequest | DemoRequest
REQUEST: TypeAdapter[Request] = TypeAdapter(SimulatorRequest)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    with World() as world:
        for line in requests:
            answers.write(respond(world, REQUEST.validate_json(line)).model_dump_json().encode() + b"\n")
            answers.flush()


def respond(world: World, request: Request) -> TrialOutcome | Picture | Demonstration:
    """Answer one request."""
    if isinstance(request, TrialRequest):
        return try_scenes(world, request.scenes)
    if isinstance(request, DemoRequest):
        from sim.demonstrate import demonstrate  # noqa: PLC0415 - most workers never record

        return demonstrate(world, request.scene)
    from sim.film import film, preview  # noqa: PLC0415 - most workers never draw

    image = preview(request.scene) if request.job == "preview" else film(request.scene, request.suffix)
    return Picture(data=base64.b64encode(image).decode())


def main() -> None:
    """Serve standard input; PyBullet's own chatter on standard output goes nowhere."""
    serve(sys.stdin.buffer, private_output())


if __name__ == "__main__":
    main()
