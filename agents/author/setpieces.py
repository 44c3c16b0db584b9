"""Goals that are written in a way of their own: kits with their shapes, rods with their disks, bridges.

Everything else follows the one pattern of `agents.author.rendering`.
"""

from __future__ import annotations

from collections.abc import Callable

from agents.author.drafting import Draft, Goal, Group
from agents.author.framing import constructor_size, grades, quoted
from agents.author.page import PLACE_COLORS, Page, goal_lines, listing
from agents.author.words import preposition
from sim.words import NUMBERS, plural

Setpiece = Callable[[Page, Draft, int], None]

BACKGROUND = '("gray", "white")'  # a kit and its holes; pieces have other colours
ONE_BY_ONE = 0.4  # share of kits that are filled sentence by sentence
SHUFFLED = 0.6  # share of towers of disks that start on another rod
RODS = ("first", "middle", "last")
# (disk, largest first; rod; level on it): the shortest solution for two and for three disks.
MOVES = {
    2: "((1, 1, 0), (0, 2, 0), (1, 2, 1))",
    3: "((2, 2, 0), (1, 1, 0), (2, 1, 1), (0, 2, 0), (2, 0, 0), (1, 2, 1), (2, 2, 2))",
}


def setpiece(goal: Goal) -> Setpiece | None:
    """Return what writes this goal, if it is one of those here."""
    if goal.clause.verb == "bridge":
        return _bridge
    if goal.clause.verb != "inserted":
        return None
    return {"hole": _kit, "rods": _rods}.get(goal.clause.target)


# --- kits -------------------------------------------------------------------------------------------------


def _kit(page: Page, draft: Draft, index: int) -> None:
    goal = draft.goals[index]
    (shapes,) = goal.movers
    if goal.clause.selection == "color":
        _kit_of_colors(page, shapes, index)
        return
    named = goal.clause.selection == "one"
    count = shapes.count + (goal.others if named else 0)
    size = constructor_size("shape", shapes.sizes[0])
    page.imports |= {"Kit", "Hole", "Shape", "VARIANTS"}
    page.lines += [
        'kit = scene.add(Kit("gray"))',
        f"variants = scene.shuffled(VARIANTS)[:{count}]",
        f"holes = [scene.add(Hole(variant{size}), on=kit) for variant in variants]",
        "shapes = [",
        f"    scene.add(Shape(color, variant{size}))",
        f"    for color, variant in zip(scene.colors({count}, exclude={BACKGROUND}), variants, strict=True)",
        "]",
    ]
    page.moved[index], page.places[index] = {"shape": "shapes"}, "kit"
    inserted = page.uses("inserted")
    if named:
        words = page.pick(
            ("put the {shape.name} into its hole in the kit", "fit the {shape.name} into the kit")
        )
        page.lines += ["shape = shapes[0]", *goal_lines(f"{inserted}(shape, holes[0])", words)]
    elif page.rng.random() < ONE_BY_ONE:
        words = page.pick(("put the {shape.name} into its hole", "fit the {shape.name} into the kit"))
        page.lines.append("for shape, hole in zip(shapes, holes, strict=True):")
        page.lines += [f"    {line}" for line in goal_lines(f"{inserted}(shape, hole)", words)]
    else:
        some = f"all {NUMBERS[count]} shapes"
        words = page.pick(
            (f"put {some} into the holes of the kit", "fill the holes of the kit with the shapes")
        )
        page.lines += goal_lines(f"{inserted}(shapes, holes)", words)


def _kit_of_colors(page: Page, shapes: Group, index: int) -> None:
    """All pieces are of one shape, so that only the colour tells where each belongs."""
    page.imports |= {"Kit", "Hole", "Shape", "VARIANTS", "inserted"}
    page.moved[index], page.places[index] = {"shape": "shape"}, "kit"
    size = constructor_size("shape", shapes.sizes[0])
    verb = page.pick(("put", "fit"))
    page.lines += [
        'kit = scene.add(Kit("gray"))',
        "variant = scene.choice(VARIANTS)",
        f"for color in scene.colors({shapes.count}, exclude={BACKGROUND}):",
        f"    hole = scene.add(Hole(variant, color{size}), on=kit)",
        f"    shape = scene.add(Shape(color, variant{size}))",
        f'    self.goal(inserted(shape, hole), f"{verb} the {{color}} shape into the {{color}} hole")',
    ]


# --- rods -------------------------------------------------------------------------------------------------


def _rods(page: Page, draft: Draft, index: int) -> None:
    goal = draft.goals[index]
    color = page.pick(PLACE_COLORS["rods"])
    page.imports |= {"Rods", "Disk", "on_rod"}
    page.lines.append(f'rods = scene.add(Rods("{color}"))')
    page.moved[index], page.places[index] = {"disk": "disks"}, "rods"
    kinds = {"size": _tower_of_disks, "one": _named_disk}
    write = kinds.get(goal.clause.selection, _disk_each)
    if goal.clause.ordered and goal.clause.selection != "size":
        write = _stack_of_disks
    write(page, goal, f'exclude=("{color}",)')


def _tower_of_disks(page: Page, goal: Goal, exclude: str) -> None:
    """Build a tower: from disks on the table, or move by move from a tower on the first rod."""
    (disks,) = goal.movers
    values, size = grades(disks)
    moved = page.rng.random() < SHUFFLED
    page.lines += [f"colors = scene.colors({disks.count}, {exclude})", f"widths = {values}"]
    start = ", on=rods" if moved else ""
    loop = "for color, width in zip(colors, widths, strict=True)"
    listing(page, "disks", f"scene.add(Disk(color{size}){start})", loop)
    if moved:
        page.lines += [
            f"names = {RODS!r}".replace("'", '"'),
            f"for disk, rod, level in {MOVES[disks.count]}:",
            '    move = f"move the {colors[disk]} disk to the {names[rod]} rod"',
            "    self.goal(on_rod(disks[disk], rods, rod, level), move, transient=True)",
        ]
        words = "the tower of disks stands on the last rod, from the largest to the smallest"
        page.lines += goal_lines("on_rod(disks, rods, 2)", words)
        return
    rod = int(page.rng.integers(len(RODS)))
    words = page.pick((
        "stack the disks over the {rod} rod from the largest to the smallest",
        "put all the disks over the {rod} rod, the largest at the bottom, the smallest on top",
    )).format(rod=RODS[rod])  # fmt: skip
    page.lines += goal_lines(f"on_rod(disks, rods, {rod})", words)


def _stack_of_disks(page: Page, goal: Goal, exclude: str) -> None:
    """Put disks of one size over a rod, in the order of a sentence; others may stay on the table."""
    (disks,) = goal.movers
    others = goal.others if goal.clause.selection == "one" else 0
    color = f"color{constructor_size('disk', disks.sizes[0])}"
    loop = f"for color in scene.colors({disks.count + others}, {exclude})"
    listing(page, "disks", f"scene.add(Disk({color}))", loop)
    rod = int(page.rng.integers(len(RODS)))
    chosen = f"disks[:{disks.count}]" if others else "disks"
    page.lines.append(f'order = ", then ".join(f"the {{disk.name}}" for disk in {chosen})')
    words = page.pick((
        "stack over the {rod} rod, from the bottom up, {{order}}",
        "put over the {rod} rod, one on the other, {{order}}",
    )).format(rod=RODS[rod])  # fmt: skip
    page.lines += goal_lines(f"on_rod({chosen}, rods, {rod})", words)


def _named_disk(page: Page, goal: Goal, exclude: str) -> None:
    (disks,) = goal.movers
    size = constructor_size("disk", disks.sizes[0])
    rod = int(page.rng.integers(len(RODS)))
    page.lines += [
        f"chosen, *others = scene.colors({1 + goal.others}, {exclude})",
        f"disk = scene.add(Disk(chosen{size}))",
        "for color in others:",
        f"    scene.add(Disk(color{size}))",
    ]
    words = page.pick(
        ("put the {{chosen}} disk over the {rod} rod", "slip the {{chosen}} disk over the {rod} rod")
    )
    page.lines += goal_lines(f"on_rod(disk, rods, {rod})", words.format(rod=RODS[rod]))


def _disk_each(page: Page, goal: Goal, exclude: str) -> None:
    """One disk over each rod, each with a sentence of its own."""
    (disks,) = goal.movers
    size = constructor_size("disk", disks.sizes[0])
    colors = f"scene.colors({disks.count}, {exclude})"
    listing(page, "disks", f"scene.add(Disk(color{size}))", f"for color in {colors}")
    verb = page.pick(("put", "slip"))
    page.lines += [
        f"names = {RODS!r}".replace("'", '"'),
        "for rod, disk in enumerate(disks):",
        f'    self.goal(on_rod(disk, rods, rod), f"{verb} the {{disk.name}} over the {{names[rod]}} rod")',
    ]


# --- bridges ----------------------------------------------------------------------------------------------


def _bridge(page: Page, draft: Draft, index: int) -> None:
    goal = draft.goals[index]
    posts, deck = goal.movers
    noun = "base" if goal.base is None or goal.base.fixed else goal.base.kind
    if goal.base is not None:
        color = page.pick(PLACE_COLORS[goal.base.kind])
        page.lines.append(f"base = {page.make(goal.base, quoted(color))}")
    alike = posts.kind == deck.kind  # then only colours tell them apart
    page.lines += [
        "color, other = scene.colors(2)",
        f"posts = [{page.make(posts, 'color')} for _ in range(2)]",
        f"deck = {page.make(deck, 'other')}",
    ]
    page.moved[index], page.places[index] = {deck.kind: "deck", posts.kind: "posts"}, "base"
    pillars = f"the {{color}} {plural(posts.kind)}" if alike else f"the {plural(posts.kind)}"
    span = f"the {{other}} {deck.kind}" if alike else f"the {deck.kind}"
    words = page.pick((
        "build a bridge {where}: stand {posts} up and lay {deck} across",
        "make a bridge {where}, with {posts} as posts and {deck} across",
    )).format(where=f"{preposition(goal.clause)} the {noun}", posts=pillars, deck=span)  # fmt: skip
    page.lines += goal_lines(f"{page.uses('bridge')}(posts, deck, on=base)", words)
