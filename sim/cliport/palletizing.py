"""Boxes that come one by one: CLIPort's palletizing, whose program takes a stack apart and brings it back.

A record holds the boxes that are still to come in its `queue`; the first one has appeared already.
"""

from __future__ import annotations

from sim.cliport.record import Body, Goal, Record
from sim.cliport.things import Untold


def brought(record: Record) -> tuple[int, ...]:
    """Return the boxes in the order in which they come; none, where nothing waits."""
    if not record.queue:
        return ()
    boxes = {index for goal in record.goals for index, _ in goal.objects}
    return (*sorted(boxes - set(record.queue)), *record.queue)


def bodies_of(record: Record) -> tuple[Body, ...]:
    """Return the bodies of a record, those that are still to come where they will appear."""
    bodies = list(record.bodies)
    for index in record.queue:
        first = bodies[brought(record)[0]]
        spawn = {"position": first.position, "rotation": first.rotation}
        bodies[index] = bodies[index].model_copy(update=spawn)
    return tuple(bodies)


def paired(goal: Goal, record: Record) -> Goal:
    """Pair the boxes with the places that they were taken from, the last one taken first.

    CLIPort notes these in the order in which it takes the boxes away, and its matrix pairs them otherwise.

    Raises:
        Untold: if there is not one place for each box.
    """
    turn = {index: number for number, index in enumerate(reversed(brought(record)))}
    if len(turn) != len(goal.targets) or any(index not in turn for index, _ in goal.objects):
        raise Untold("boxes that come one by one to other places than one for each")
    rows = tuple(
        tuple(column == turn[index] for column in range(len(goal.targets))) for index, _ in goal.objects
    )
    return goal.model_copy(update={"matches": rows})
