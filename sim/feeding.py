"""Who is still waiting in the feeders of a scene; bookkeeping without physics, for `sim.world`."""

from __future__ import annotations

from collections.abc import Sequence

from sim.spec import Feeder, ObjectSpec, SceneSpec


class Queues:
    """The queues of a scene's feeders; objects leave them one by one and never come back."""

    def __init__(self, feeders: Sequence[Feeder] = ()) -> None:
        self._waiting = [list(feeder.queue) for feeder in feeders]

    def __contains__(self, index: int) -> bool:
        """Whether an object still waits."""
        return any(index in queue for queue in self._waiting)

    @property
    def heads(self) -> tuple[int, ...]:
        """The next object of each feeder that has one."""
        return tuple(queue[0] for queue in self._waiting if queue)

    def let_go(self, index: int) -> None:
        """Take an object out of its queue."""
        for queue in self._waiting:
            if index in queue:
                queue.remove(index)


def starting_things(scene: SceneSpec) -> tuple[ObjectSpec, ...]:
    """Return the objects of a scene, queued ones where their feeder is."""
    poses = {index: feeder.pose for feeder in scene.feeders for index in feeder.queue}
    return tuple(
        thing.model_copy(update={"pose": poses[index]}) if index in poses else thing
        for index, thing in enumerate(scene.objects)
    )
