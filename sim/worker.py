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
from sim.cliport.episode import judge_records
from sim.cliport.verdict import GenSimVerdict
from sim.cliport.world import FaithfulWorld
from sim.messages import (
    GenSimRequest,
    Picture,
    PictureRequest,
    SimulatorRequest,
    TrialOutcome,
    TrialRequest,
)
from sim.trial import try_scenes
from sim.world import World

REQUEST: TypeAdapter[TrialRequest | GenSimRequest | PictureRequest] = TypeAdapter(SimulatorRequest)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    with World() as world:
        for line in requests:
            answers.write(respond(world, REQUEST.validate_json(line)).model_dump_json().encode() + b"\n")
            answers.flush()


def respond(
    world: World, request: TrialRequest | GenSimRequest | PictureRequest
) -> TrialOutcome | GenSimVerdict | Picture:
    """Answer one request."""
    if isinstance(request, GenSimRequest):
        with FaithfulWorld() as faithful:
            return judge_records(faithful, request.records)
    if isinstance(request, TrialRequest):
        return try_scenes(world, request.scenes)
    from sim.film import film, preview  # noqa: PLC0415 - most workers never draw

    image = preview(request.scene) if request.job == "preview" else film(request.scene, request.suffix)
    return Picture(data=base64.b64encode(image).decode())


def main() -> None:
    """Serve standard input; PyBullet's own chatter on standard output goes nowhere."""
    serve(sys.stdin.buffer, private_output())


if __name__ == "__main__":
    main()
