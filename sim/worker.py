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
from sim.hands import open_world
from sim.messages import Picture, PictureRequest, SimulatorRequest, TrialOutcome, TrialRequest
from sim.trial import try_scenes
from sim.world import World

REQUEST: TypeAdapter[TrialRequest | PictureRequest] = TypeAdapter(SimulatorRequest)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    with World() as world:
        for line in requests:
            answers.write(respond(world, REQUEST.validate_json(line)).model_dump_json().encode() + b"\n")
            answers.flush()


def respond(world: World, request: TrialRequest | PictureRequest) -> TrialOutcome | Picture:
    """Answer one request."""
    if isinstance(request, TrialRequest):
        if request.motion == "fast":
            return try_scenes(world, request.scenes, request.arm_episodes)
        with open_world(request.motion) as other:
            return try_scenes(other, request.scenes, request.arm_episodes)
    from sim.film import film, preview  # noqa: PLC0415 - most workers never draw

    if request.job == "preview":
        image = preview(request.scene)
    else:
        image = film(request.scene, request.suffix, request.motion)
    return Picture(data=base64.b64encode(image).decode())


def main() -> None:
    """Serve standard input; PyBullet's own chatter on standard output goes nowhere."""
    serve(sys.stdin.buffer, private_output())


if __name__ == "__main__":
    main()
