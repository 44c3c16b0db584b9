"""What a policy acts through: it can be looked through, and told where to pick and where to place.

The simulator is one (`eval.rollout`). A laboratory puts its own camera and arm behind the same two methods;
`docs/policies.md` has an example, and `sim.fusion` makes the picture from any calibrated cameras.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from policy.model import Decision, Policy
from policy.pictures import Picture
from sim.aim import Aim


class Robot(Protocol):
    """A camera above a table and a tool that moves over it."""

    def observe(self) -> Picture:
        """Look at the table, with the tool out of sight.

        Row u of the picture is y = -0.5 + u pixels and column v is x = 0.25 + v pixels of 3.125 mm, in the
        frame of the robot's table: x ahead from its base, y to the left; heights in metres above the table.
        """

    def act(self, aim: Aim) -> str:
        """Pick, turn and place (or push, or drag) as the aim says, and take the tool out of sight again.

        Returns:
            What went wrong, in one sentence; empty when all was done. The policy goes on in any case.
        """


@dataclass(frozen=True)
class Step:
    """One action of a policy: what it saw and was told, what it decided, and what went wrong (or nothing)."""

    picture: Picture
    words: str
    decision: Decision
    trouble: str


def follow(policy: Policy, robot: Robot, sentences: Iterable[str]) -> Iterator[Step]:
    """Act once for each sentence, and tell about it before the next sentence is asked for.

    Args:
        policy: decides.
        robot: sees and acts.
        sentences: the goal to work on, again and again until it is reached; whoever yields them (a judge, a
            person) looks at the table in between and ends the episode by ending.
    """
    for words in sentences:
        picture = robot.observe()
        decision = policy.decide(picture, words)
        yield Step(picture, words, decision, robot.act(decision.aim))
