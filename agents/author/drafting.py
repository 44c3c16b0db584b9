"""From a proposal to a draft: which groups of things a program adds, how large, and what each goal asks.

A draft is a program without its wording: `agents.author.rendering` writes it out. Nothing here is random.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from agents.author.grammar import ARRANGEMENTS, SPOTS, form_of, is_mixture
from agents.author.sizes import (
    ANCHORS,
    CARRIERS,
    DECK,
    GRADES,
    LEAST_GRADES,
    PLINTH,
    SLACK_M,
    SWEPT_M,
    Care,
    load_size,
    ring_m,
    scaled,
    shelf,
    tray,
    whole,
)
from agents.roles import Proposal, Step
from sim.kinds import FACTS, Kind, Vec3
from sim.signature import Clause

LOWEST_COUNT = {"tower": 2, "row": 2}


class NoIdea(Exception):
    """The author does not know how to write this; the message says why."""


@dataclass(frozen=True)
class Group:
    """Equal things, or things graded in size when `sizes` differ; `fixed` only where it must be said."""

    kind: Kind
    sizes: tuple[Vec3, ...]
    fixed: bool = False

    @property
    def count(self) -> int:
        """How many things."""
        return len(self.sizes)

    @property
    def graded(self) -> bool:
        """Whether the things differ in size."""
        return len(set(self.sizes)) > 1


@dataclass(frozen=True)
class Goal:
    """One goal: what moves (one group a kind), where to, and how many others of the kind lie about.

    `base` is a group of its own, or None when an earlier goal's things are the target: then `source` is that
    goal's index and `shares` says whether its things ("object") or its place ("place") serve. `radius` is
    that of a circle, metres.
    """

    clause: Clause
    movers: tuple[Group, ...]
    base: Group | None
    source: int
    shares: str
    others: int
    radius: float = 0.0

    @property
    def count(self) -> int:
        """How many things move."""
        return sum(group.count for group in self.movers)


@dataclass(frozen=True)
class Draft:
    """All goals of a program, in the order in which they are spoken, and things that lie in the way."""

    goals: tuple[Goal, ...]
    bystanders: tuple[Kind, ...]


def draft(proposal: Proposal, care: Care) -> Draft:
    """Work out the groups of a proposal.

    Raises:
        NoIdea: if a step cannot be built with what this author knows.
    """
    parts = _parts(proposal.steps)
    goals: list[Goal] = []
    for index, part in enumerate(parts):
        later = [p[0].clause for p in parts[index + 1 :]]
        goals.append(_goal(part, goals, later, proposal.distractors, care))
    asked = {group.kind for goal in goals for group in goal.movers}
    bystanders = tuple(kind for kind in proposal.distractors if kind not in asked)
    return Draft(tuple(goals), bystanders)


def _parts(steps: tuple[Step, ...]) -> list[list[Step]]:
    """Join steps that are one goal over two kinds."""
    parts: list[list[Step]] = []
    for step in steps:
        if parts and is_mixture(parts[-1][-1].clause, step.clause):
            parts[-1].append(step)
        else:
            parts.append([step])
    return parts


def _goal(
    part: list[Step], earlier: list[Goal], later: list[Clause], distractors: tuple[Kind, ...], care: Care
) -> Goal:
    clause = part[0].clause
    source = _source(clause, earlier)
    carriers = _carriers(clause, earlier[source]) if source >= 0 else 0
    movers = tuple(_movers(step, later, care, carriers) for step in part)
    if clause.verb == "bridge":
        movers = _bridge(movers, care)
    if source >= 0:
        _check_carried(clause, earlier[source])
        movers = tuple(_fitted(group, clause, earlier[source], care) for group in movers)
    base = _base(clause, movers, care) if source < 0 else None
    if base is None and source >= 0 and clause.link == "place" and clause.verb not in ("circle", *SPOTS):
        earlier[source] = _with_room(earlier[source], movers, care)
    kinds = [group.kind for group in movers]
    others = max((distractors.count(kind) for kind in kinds), default=0)
    if clause.selection in ("one", "any") and not others:
        others = 2
    link = clause.link if source >= 0 else "none"
    return Goal(clause, movers, base, source, link, others, _radius(clause, movers, base, earlier, care))


def _radius(
    clause: Clause, movers: tuple[Group, ...], base: Group | None, earlier: list[Goal], care: Care
) -> float:
    around = base or next((goal.base for goal in earlier if goal.base is not None), None)
    if clause.verb != "circle" or around is None:
        return 0.0
    return ring_m(list(movers[0].sizes), around.sizes[0], care)


def _bridge(movers: tuple[Group, ...], care: Care) -> tuple[Group, Group]:
    """Two posts, and the box that lies across them."""
    posts = next((group for group in movers if group.kind != "box"), movers[0])
    return Group(posts.kind, posts.sizes[:1] * 2), Group("box", (scaled("box", DECK, min(care.scale, 1.0)),))


def _source(clause: Clause, earlier: list[Goal]) -> int:
    """Return the index of the goal that a linked clause builds on, -1 when it stands alone."""
    if clause.link == "none":
        return -1
    for index, goal in reversed(list(enumerate(earlier))):
        kinds = [group.kind for group in goal.movers]
        if clause.link == "object" and clause.target in kinds and clause.mover not in kinds:
            return index
        if clause.link == "place" and goal.clause.target == clause.target:
            return index
    raise NoIdea(f"{clause.text()} shares a {clause.link} with no earlier goal")


def _carriers(clause: Clause, source: Goal) -> int:
    """How many things of an earlier goal carry this one; 0 when none does."""
    if clause.link != "object":
        return 0
    if source.clause.verb == "tower":
        return 1
    return sum(group.count for group in source.movers if group.kind == clause.target)  # of a bridge, its deck


def _check_carried(clause: Clause, carrier: Goal) -> None:
    if clause.link == "object" and carrier.clause.verb in ("tower", "pyramid") and not carrier.clause.ordered:
        raise NoIdea("nobody knows which object ends on top of a tower whose order is free")


def _movers(step: Step, later: list[Clause], care: Care, cap: int) -> Group:
    clause = step.clause
    kind = clause.mover
    if not FACTS[kind].graspable and form_of(clause) is None:
        raise NoIdea(f"a {kind} cannot be moved there")
    if clause.verb in ("inserted", "spans", "circle", "wall", "layer", "bridge") and form_of(clause) is None:
        raise NoIdea(f"{clause.text()} is nothing that I know")
    count = max(step.count - care.fewer, LOWEST_COUNT.get(clause.verb, 1))
    if clause.selection == "color":
        count = max(count, 2)
    if clause.verb != "bridge":
        count = whole(clause, count)
    if cap and clause.verb == "on":
        count = cap if clause.selection == "all" else min(count, cap)
    if clause.selection == "size":
        return Group(kind, _graded(kind, count, care))
    carries = any(c.link == "object" and c.target == kind for c in later)
    return Group(kind, (load_size(clause, kind, care, carries=carries),) * count)


def _graded(kind: Kind, count: int, care: Care) -> tuple[Vec3, ...]:
    if kind not in GRADES:
        raise NoIdea(f"a {kind} is not ordered by size")
    least = LEAST_GRADES.get(kind, 3)
    grades = GRADES[kind][: max(least, min(count, len(GRADES[kind])))]
    return tuple(scaled(kind, size, min(care.scale, 1.0)) for size in grades)


def _fitted(group: Group, clause: Clause, carrier: Goal, care: Care) -> Group:
    """Shrink what stands on a moved thing until the thing carries it well."""
    if clause.link != "object":
        return group
    below = next(g for g in carrier.movers if g.kind == clause.target).sizes[-1]
    widest = min(below[0], below[1])
    if group.graded or care.scale > 1:
        factor = min(1.0, widest / max(size[0] for size in group.sizes))
    else:
        factor = min(1.0, 0.9 * widest / max(group.sizes[0][:2]))
    return replace(group, sizes=tuple(scaled(group.kind, size, factor) for size in group.sizes))


def _base(clause: Clause, movers: tuple[Group, ...], care: Care) -> Group:
    """Choose the target's group: one place, or one for each thing where a place takes only one."""
    if clause.target == "table":
        raise NoIdea("a goal on the bare table has no place to aim at")
    target: Kind = clause.target
    if clause.verb in SPOTS:
        count = 2 if clause.verb != "beside" else movers[0].count if clause.selection == "color" else 1
        return Group(target, (ANCHORS.get(target, FACTS[target].default_size),) * count)
    loads = [size for group in movers for size in group.sizes]
    each = len(loads) if _takes_one(clause) or clause.selection == "color" else 1
    if clause.selection == "color":
        loads = [group.sizes[0] for group in movers]
        each = movers[0].count
    if care.scale > 1:  # an optimist gives large things a place of the usual size
        loads = [scaled(clause.mover, load, 1 / care.scale) for load in loads]
    size = _place_size(clause, target, loads, care)
    return Group(target, (size,) * each, fixed=target == "box" and clause.verb in ARRANGEMENTS)


def _takes_one(clause: Clause) -> bool:
    role = FACTS[clause.target].role if clause.target != "table" else ""
    if clause.verb in ARRANGEMENTS or clause.target == "rods":
        return False
    return clause.target == "bowl" or role in ("marker", "socket") or role == "stackable"


def _place_size(clause: Clause, target: Kind, loads: list[Vec3], care: Care) -> Vec3:
    known = FACTS[target]
    if known.smallest == known.largest:
        return known.default_size
    if target in ("line", "square", "hole"):
        return _fitting(target, loads[0])
    if clause.verb == "circle":
        return PLINTH if target == "box" else known.default_size
    if clause.mover == "pile":
        x = y = SWEPT_M + care.room / 100
    elif clause.verb in ARRANGEMENTS:
        x, y = shelf(clause, loads, care)
    elif known.role == "stackable":
        return CARRIERS[target]
    else:
        x, y = tray(loads, care, least=_least(target))
    height = {"box": 0.02, "container": 0.05}.get(target, known.default_size[2])
    low, high = known.smallest, known.largest
    return min(max(x, low[0]), high[0]), min(max(y, low[1]), high[1]), height


def _fitting(target: Kind, load: Vec3) -> Vec3:
    """Size a mark to the rope that lies along it, a hole to the shape that lies in it."""
    _, y, z = FACTS[target].default_size
    if target == "line":
        return round(load[0] + SLACK_M, 3), y, z
    return load[0], load[0], z


def _least(target: Kind) -> tuple[float, float]:
    return (0.15, 0.12) if target == "container" else (0.14, 0.14)


def _with_room(goal: Goal, movers: tuple[Group, ...], care: Care) -> Goal:
    """Enlarge a place that a later goal fills too."""
    if goal.base is None or goal.base.kind in ("bowl", "corner"):
        return goal
    groups = (*goal.movers, *movers)
    loads = [size for group in groups for size in group.sizes]
    if goal.clause.selection == "color":
        loads = [group.sizes[0] for group in groups]
    x, y, z = goal.base.sizes[0]
    wide, deep = tray(loads, care, least=(x, y))
    return replace(goal, base=replace(goal.base, sizes=((wide, deep, z),) * goal.base.count))
