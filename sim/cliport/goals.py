"""Reads what programs append to their goals, as GenSim's oracle and judge would: leniently, or with a fault.

GenSim checks nothing when a goal is added, and fails when the oracle or the judge trips over it; so a mistake
becomes a sentence in the record, told at that moment.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sim.cliport.poses import PoseError, quaternion, vector
from sim.cliport.record import Goal, Target, Zone
from sim.cliport.session import Given, Session

FIELDS = 8
FAULTY: dict[str, Given] = {
    "objects": (), "matches": (), "targets": (), "replace": False, "rotations": False, "metric": "",
    "share": 0.0,
}  # fmt: skip


class Fault(Exception):
    """GenSim would raise here; the message says why."""


def read_goal(given: Given, session: Session) -> Goal:
    """Turn one of a program's goals into data; what GenSim would trip over becomes the goal's fault."""
    try:
        if len(given) != FIELDS:
            raise Fault(f"a goal has {len(given)} fields; GenSim unpacks {FIELDS}")
        objs, matches, targets, replace, rotations, metric, params, share = given
        objects = [_object(item, session) for item in objs]
        return Goal(
            objects=tuple(objects),
            matches=_matrix(matches, len(objects), len(targets)),
            targets=tuple(_target(target, session) for target in targets),
            replace=bool(replace),
            rotations=bool(rotations),
            metric=str(metric)[:40],
            zones=tuple(_zones(params)) if metric == "zone" else (),
            share=float(share),
        )
    except Fault as fault:
        return Goal(**FAULTY, fault=str(fault)[:300])
    except (TypeError, ValueError, KeyError, IndexError) as error:
        return Goal(**FAULTY, fault=f"the goal cannot be read: {type(error).__name__}: {error}"[:300])


def _object(item: Given, session: Session) -> tuple[int, float]:
    body, symmetry = item, 0.0
    if isinstance(item, tuple):
        body, (symmetry, _) = item
    if isinstance(body, bool) or not isinstance(body, (int, np.integer)):
        raise Fault(f"{str(body)[:60]} is no number of a body")
    return session.index(body), float(symmetry)


def _matrix(matches: Given, rows: int, columns: int) -> tuple[tuple[bool, ...], ...]:
    if not isinstance(matches, np.ndarray) or matches.ndim != 2:
        raise Fault(
            f"the matches of a goal are {str(matches)[:40]}, no matrix: they cannot be indexed by row"
        )
    if matches.shape[0] < rows:
        raise Fault(f"the matches of a goal have {matches.shape[0]} rows for {rows} objects")
    allowed = [[bool(value) for value in row] for row in matches[:rows].tolist()]
    if any(value and column >= columns for row in allowed for column, value in enumerate(row)):
        raise Fault(f"the matches of a goal allow more than its {columns} targets")
    return tuple(map(tuple, allowed))


def _target(target: Given, session: Session) -> Target:
    """Read one target; GenSim's oracle completes a bare position only if it begins with a plain float."""
    try:
        if len(target) == 3 and type(target[0]) in (float, np.float32):
            session.note("a bare position is given for a pose: GenSim adds no rotation to it")
            return Target(position=vector(target))
        if len(target) < 2 or np.ndim(target[0]) != 1:
            raise Fault(f"the target {str(target)[:80]} is no pose")
        return Target(position=vector(target[0]), rotation=quaternion(target[1]))
    except (PoseError, TypeError, ValueError, Fault) as error:
        return Target(fault=f"a target is no pose: {error}"[:300])


def _zones(params: Given) -> list[Zone]:
    """Read the zones of a goal: a list of (pose, size), or CLIPort's pair of points and such a list."""
    if isinstance(params, tuple) and len(params) == 2 and isinstance(params[0], dict):
        params = params[1]
    zones = []
    for pose, size in params:
        width, depth = float(size[0]), float(size[1])
        zones.append(Zone(position=vector(pose[0]), rotation=quaternion(pose[1]), size=(width, depth)))
    if not zones:
        raise Fault("the metric 'zone' has no zones")
    return zones


def note_shares(goals: Sequence[Goal], session: Session) -> None:
    """Note rewards that do not add up to 1: success needs more than 0.99."""
    total = math.fsum(goal.share for goal in goals)
    if goals and not any(goal.fault for goal in goals) and abs(total - 1) > 0.01:
        session.note(f"the rewards of the goals add up to {total:.2f}, not to 1")
