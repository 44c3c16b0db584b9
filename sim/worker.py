"""The process in which PyBullet runs: validated scenes in, outcomes and pictures out, one line of JSON each.

Started by `sim.processes` as `python -m sim.worker`; serves until its input ends. It may crash, or hang in
PyBullet: the kernel ends it when a request takes more processor time than any honest one, and the parent
replaces it. It acts on data that passed the border; the confinement is for what a flaw of PyBullet would do
with such data.
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
from sim.hands import open_world
from sim.messages import (
    AnyRequest,
    Demonstration,
    DemoRequest,
    GenSimRequest,
    Picture,
    SimulatorRequest,
    TrialOutcome,
    TrialRequest,
    cpu_limit,
)
from sim.sandbox.confine import allow, shield
from sim.trial import try_scenes
from sim.world import World

REQUEST: TypeAdapter[AnyRequest] = TypeAdapter(SimulatorRequest)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more, each within its processor time."""
    with World() as world:
        for line in requests:
            request = REQUEST.validate_json(line)
            allow(cpu_limit(request))
            answers.write(respond(world, request).model_dump_json().encode() + b"\n")
            answers.flush()


def respond(world: World, request: AnyRequest) -> TrialOutcome | GenSimVerdict | Picture | Demonstration:
    """Answer one request."""
    if isinstance(request, GenSimRequest):
        with FaithfulWorld() as faithful:
            return judge_records(faithful, request.records)
    if isinstance(request, TrialRequest):
        if request.motion == "fast":
            return try_scenes(world, request.scenes, request.arm_episodes)
        with open_world(request.motion) as other:
            return try_scenes(other, request.scenes, request.arm_episodes)
    if isinstance(request, DemoRequest):
        return _demonstrated(world, request)
    from sim.film import film, preview  # noqa: PLC0415 - most workers never draw

    if request.job == "preview":
        image = preview(request.scene)
    else:
        image = film(request.scene, request.suffix, request.motion)
    return Picture(data=base64.b64encode(image).decode())


def _demonstrated(world: World, request: DemoRequest) -> Demonstration:
    from sim.demonstrate import demonstrate  # noqa: PLC0415 - most workers never record
    from sim.shifted import open_domain  # noqa: PLC0415 - and few in another domain

    if request.domain.moves_as_usual:
        return demonstrate(world, request.scene, request.domain)
    with open_domain(request.domain) as other:
        return demonstrate(other, request.scene, request.domain)


def main() -> None:
    """Serve standard input; PyBullet's own chatter on standard output goes nowhere."""
    answers = private_output()
    shield()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
