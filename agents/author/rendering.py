"""From a draft to a program: plain, short Python that reads as if a good engineer had written it.

Wording (which of several sentences, colour of a place, spare objects) comes from a random generator; what is
asked for comes from the draft alone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from agents.author.drafting import Draft, Goal, Group
from agents.author.framing import Title, grades, module
from agents.author.grammar import ARRANGEMENTS, SPOTS
from agents.author.page import PALETTES, PLACE_COLORS, Page, goal_lines, listing
from agents.author.setpieces import setpiece
from agents.author.sides import at_spot
from agents.author.sizes import LEAST_RING
from agents.author.words import ARRANGED_SENTENCES, listed, number, plain_sentences, preposition
from sim.kinds import FACTS
from sim.words import plural

FUNCTIONS = {"tower": "stacked", "row": "in_row", "circle": "in_circle", "layer": "layered"}


def render(title: Title, draft: Draft, rng: np.random.Generator) -> str:
    """Write the whole program."""
    page = Page(rng)
    index = 0
    while index < len(draft.goals):
        run = _color_run(draft, index)
        if run:
            _color_loop(page, draft, run)
            index = run[-1] + 1
        else:
            write = setpiece(draft.goals[index]) or _plain_goal
            write(page, draft, index)
            index += 1
    _bystanders(page, draft)
    return module(title, page.imports, page.lines, draft)


# --- each to the target of its colour ---------------------------------------------------------------------


def _color_run(draft: Draft, start: int) -> list[int]:
    """Return the goals from `start` on that one loop over colours can state."""
    run: list[int] = []
    for index in range(start, len(draft.goals)):
        goal = draft.goals[index]
        if goal.clause.selection != "color" or setpiece(goal) or (run and goal.source not in run):
            break
        run.append(index)
    return run


def _color_loop(page: Page, draft: Draft, run: list[int]) -> None:
    count = draft.goals[run[0]].movers[0].count
    spare = [g for i in run for g in draft.goals[i].movers if draft.goals[i].others]
    if spare:
        page.lines.append(f"*colors, extra = scene.colors({count + 1})")
        page.lines.append("for color in colors:")
    else:
        page.lines.append(f"for color in scene.colors({count}):")
    declared, asked = [], []
    for index in run:
        goal = draft.goals[index]
        if goal.base is not None:
            page.places[index] = page.name(goal.base.kind, "base")
            declared.append(f"{page.places[index]} = {page.make(goal.base, 'color')}")
        ring = goal.clause.verb == "circle"
        page.moved[index] = {g.kind: page.name(plural(g.kind) if ring else g.kind) for g in goal.movers}
        for group in goal.movers:
            thing = page.make(group, "color")
            thing = f"[{thing} for _ in range({LEAST_RING})]" if ring else thing
            declared.append(f"{page.moved[index][group.kind]} = {thing}")
        asked += _color_goal(page, draft, index)
    page.lines += [f"    {line}" for line in declared + asked]
    page.lines += [page.make(group, "extra") for group in spare]


def _color_goal(page: Page, draft: Draft, index: int) -> list[str]:
    goal = draft.goals[index]
    names = list(page.moved[index].values())
    what = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    if goal.shares == "object":
        target = page.moved[goal.source][goal.clause.target]  # type: ignore[index]  # never the table
    else:
        target = page.places[goal.source if goal.shares == "place" else index]
    page.places[index] = target
    ring = goal.clause.verb == "circle"
    said = listed([f"the {{color}} {plural(g.kind) if ring else g.kind}" for g in goal.movers])
    return goal_lines(*_stated(page, goal, (what, said), (target, f"the {{color}} {goal.clause.target}")))


# --- all other goals --------------------------------------------------------------------------------------


def _plain_goal(page: Page, draft: Draft, index: int) -> None:
    goal = draft.goals[index]
    if goal.base is not None:
        _declare_place(page, goal, goal.base, index)
    what, said = _declare_movers(page, goal, index)
    target, where = _target(page, draft, index)
    page.lines += goal_lines(*_stated(page, goal, (what, said), (target, where)))


def _stated(page: Page, goal: Goal, things: tuple[str, str], place: tuple[str, str]) -> tuple[str, str]:
    """Return the relation and the sentence of a goal, from expressions and words for things and place."""
    if goal.clause.verb in SPOTS:
        relation, words = at_spot(page, goal, things, place)
        return relation, f"{'then ' if goal.source >= 0 else ''}{words}"
    return _relation(page, goal, things[0], place[0]), _words(page, goal, things[1], place[1])


def _declare_place(page: Page, goal: Goal, base: Group, index: int) -> None:
    named_by_color = _told_by_color(goal)
    color = "base_color" if named_by_color else f'"{page.pick(PLACE_COLORS[base.kind])}"'
    if base.count > 1:
        name = page.name("bases" if base.fixed or named_by_color else plural(base.kind), "bases")
        if goal.clause.verb == "aligned":  # a sentence has to say which of the two comes last
            page.lines.append(f"{name} = [{page.make(base, 'color')} for color in scene.colors(2)]")
            page.places[index] = name
            return
        page.lines.append(f"{name} = [{page.make(base, color)} for _ in range({base.count})]")
    else:
        name = page.name("base" if base.fixed or named_by_color else base.kind, "base")
        if not named_by_color:
            page.lines.append(f"{name} = {page.make(base, color)}")
    page.places[index] = name


def _told_by_color(goal: Goal) -> bool:
    """Whether a single target is of the mover's kind, so that only its colour tells it from the others."""
    return goal.base is not None and not goal.base.fixed and goal.base.kind in {g.kind for g in goal.movers}


def _declare_movers(page: Page, goal: Goal, index: int) -> tuple[str, str]:
    """Write the lines that add what moves; return the expression for it, and how a sentence calls it."""
    if goal.clause.selection == "one":
        return _declare_chosen(page, goal, index)
    if goal.clause.selection == "any":
        return _declare_choice(page, goal, index)
    if len(goal.movers) > 1 and goal.clause.ordered:
        return _declare_pieces(page, goal, index)
    names, said = [], []
    for group in goal.movers:
        names.append(_declare_group(page, group, goal))
        page.moved.setdefault(index, {})[group.kind] = names[-1]
        said.append(group.kind if group.count == 1 else plural(group.kind))
    if goal.clause.ordered and goal.clause.selection != "size":
        return names[0], _order(page, names[0], goal.movers[0].kind)
    what = names[0] if len(names) == 1 else _joined(names, goal)
    single = goal.count == 1
    page.said[index] = f"the {said[0]}" if single else f"each {goal.movers[0].kind}"
    return what, f"the {said[0]}" if single else _all_of(page, goal, said)


def _all_of(page: Page, goal: Goal, nouns: list[str]) -> str:
    if len(nouns) > 1 or goal.clause.selection == "size":
        return listed([f"the {noun}" if group.count == 1 else f"all the {noun}" if len(nouns) > 1 else
                       f"the {noun}" for noun, group in zip(nouns, goal.movers, strict=True)])  # fmt: skip
    kind, count = goal.movers[0].kind, number(goal.count)
    options = [f"all the {nouns[0]}", f"both {nouns[0]}" if goal.count == 2 else f"all {count} {nouns[0]}"]
    if goal.clause.verb not in ARRANGEMENTS:
        options.append(f"every {kind}")
    return page.pick(tuple(options))


def _joined(names: list[str], goal: Goal) -> str:
    parts = [n if g.count == 1 else f"*{n}" for n, g in zip(names, goal.movers, strict=True)]
    return f"[{', '.join(parts)}]"


def _declare_group(page: Page, group: Group, goal: Goal) -> str:
    exclude = ""
    if group.count == 1:
        name = page.name(group.kind, f"other_{group.kind}")
        page.lines.append(f"{name} = {page.make(group, f'scene.choice({page.pick(PALETTES)})')}")
        return name
    name = page.name(plural(group.kind), f"other_{plural(group.kind)}")
    colors = f"scene.colors({group.count}{exclude})"
    if group.graded:
        values, size = grades(group)
        table = page.name("widths", "sizes")
        page.lines.append(f"{table} = {values}")
        loop = f"for color, width in zip({colors}, {table}, strict=True)"
        listing(page, name, page.make(group, "color", size), loop)
    elif goal.clause.ordered or page.rng.random() < 0.7:
        listing(page, name, page.make(group, "color"), f"for color in {colors}")
    else:
        color = page.name("color", f"{group.kind}_color")
        page.lines.append(f"{color} = scene.choice({page.pick(PALETTES)})")
        listing(page, name, page.make(group, color), f"for _ in range({group.count})")
    return name


def _declare_pieces(page: Page, goal: Goal, index: int) -> tuple[str, str]:
    """Add things of two kinds, in turn, as one ordered list."""
    colors = page.name("colors", "piece_colors")
    page.lines.append(f"{colors} = scene.colors({goal.count})")
    items, turn = [], 0
    pools = [list(group.sizes) for group in goal.movers]
    while any(pools):
        for group, pool in zip(goal.movers, pools, strict=True):
            if pool:
                pool.pop()
                items.append(page.make(group, f"{colors}[{turn}]"))
                turn += 1
    name = page.name("pieces", "parts")
    page.lines += [f"{name} = [", *(f"    {item}," for item in items), "]"]
    page.moved[index] = {group.kind: name for group in goal.movers}
    return name, _order(page, name, "piece")


def _order(page: Page, things: str, noun: str) -> str:
    order = page.name("order", "sequence")
    page.lines.append(f'{order} = ", then ".join(f"the {{{noun}.name}}" for {noun} in {things})')
    return f"{{{order}}}"


def _declare_chosen(page: Page, goal: Goal, index: int) -> tuple[str, str]:
    """Add the named things and others of their kind."""
    whats, said = [], []
    for group in goal.movers:
        if group.count == 1:
            what, words = _one_chosen(page, goal, group, index)
        else:
            what, words = _many_chosen(page, goal, group)
        page.moved.setdefault(index, {})[group.kind] = what
        whats.append(what if group.count == 1 or len(goal.movers) == 1 else f"*{what}")
        said.append(words)
    page.said[index] = said[0] if goal.count == 1 else "each of them"
    return (whats[0] if len(whats) == 1 else f"[{', '.join(whats)}]"), listed(said)


def _declare_choice(page: Page, goal: Goal, index: int) -> tuple[str, str]:
    """Add things of which any will do."""
    (group,) = goal.movers
    things = _declare_group(page, replace(group, sizes=group.sizes[:1] * (group.count + goal.others)), goal)
    page.moved[index] = {group.kind: things}
    some, kinds = number(group.count), plural(group.kind)
    alone = (f"any {group.kind}", f"one of the {kinds}", f"any one of the {kinds}")
    said = page.pick(alone if group.count == 1 else (f"any {some} {kinds}", f"{some} of the {kinds}"))
    count = "" if group.count == 1 else f", {group.count}"
    return f"{page.uses('any_of')}({things}{count})", said


def _one_chosen(page: Page, goal: Goal, group: Group, index: int) -> tuple[str, str]:
    kind = group.kind
    chosen = page.name("chosen", f"{kind}_color")
    others = page.name("others", f"other_{plural(kind)}")
    own_base = _told_by_color(goal)
    extra = "base_color, " if own_base else ""
    count = 1 + own_base + goal.others
    page.lines.append(f"{chosen}, {extra}*{others} = scene.colors({count})")
    thing = page.name(kind, f"{kind}_to_move")
    if own_base and goal.base is not None:
        page.lines.append(f"{page.places[index]} = {page.make(goal.base, 'base_color')}")
    page.lines.append(f"{thing} = {page.make(group, chosen)}")
    page.lines += [f"for color in {others}:", f"    {page.make(group, 'color')}"]
    return thing, f"the {{{chosen}}} {kind}"


def _many_chosen(page: Page, goal: Goal, group: Group) -> tuple[str, str]:
    kind = group.kind
    things = page.name(plural(kind), f"all_{plural(kind)}")
    chosen = page.name("chosen", f"chosen_{plural(kind)}")
    colors = f"scene.colors({group.count + goal.others})"
    listing(page, things, page.make(group, "color"), f"for color in {colors}")
    page.lines.append(f"{chosen} = {things}[:{group.count}]")
    if goal.clause.ordered:
        return chosen, _order(page, chosen, kind)
    names = page.name("names", f"{kind}_names")
    if group.count == 2:
        page.lines.append(f'{names} = " and ".join(f"the {{{kind}.name}}" for {kind} in {chosen})')
        return chosen, f"{{{names}}}"
    last = page.name("last", f"last_{kind}")
    page.lines.append(f'*{names}, {last} = [f"the {{{kind}.name}}" for {kind} in {chosen}]')
    return chosen, f"{{', '.join({names})}} and {{{last}}}"


def _target(page: Page, draft: Draft, index: int) -> tuple[str, str]:
    """Return the expression for the target, and how a sentence calls it, without a preposition."""
    goal = draft.goals[index]
    kind = str(goal.clause.target)
    if goal.source < 0 or goal.shares == "place":
        name = page.places[index if goal.source < 0 else goal.source]
        page.places[index] = name
        base = goal.base
        if base is None:
            shared = draft.goals[goal.source].base
            return name, "the base" if shared is not None and shared.fixed else f"the {kind}"
        if _told_by_color(goal):
            return name, f"the {{base_color}} {kind}"
        noun = "base" if base.fixed else kind
        return name, f"the {noun}" if base.count == 1 else f"each {noun}"
    source = draft.goals[goal.source]
    name = page.moved[goal.source][goal.clause.target]  # type: ignore[index]  # never the table
    if source.clause.verb == "tower":
        return f"{name}[-1]", "the top of the tower"
    if next(g for g in source.movers if g.kind == kind).count == 1:
        return name, page.said.get(goal.source, f"the {kind}")
    return name, f"each {kind} of the row" if source.clause.verb == "row" else f"each of those {plural(kind)}"


def _relation(page: Page, goal: Goal, what: str, target: str) -> str:
    verb = goal.clause.verb
    if verb not in ARRANGEMENTS:
        return f"{page.uses(verb)}({what}, {target})"
    function = page.uses(FUNCTIONS.get(verb, verb))
    if verb == "circle":
        return f"{function}({what}, around={target}, radius={goal.radius:g})"
    free = ", any_order=True" if verb in ("tower", "row") and not goal.clause.ordered else ""
    shape = ", columns=2, rows=2" if verb == "layer" else ""
    return f"{function}({what}, on={target}{free}{shape})"


def _words(page: Page, goal: Goal, said: str, where: str) -> str:
    clause = goal.clause
    then = "then " if goal.source >= 0 else ""
    if clause.verb in ARRANGEMENTS:
        options = ARRANGED_SENTENCES[clause.verb, clause.selection, clause.ordered]
        place = f"{preposition(clause)} {where}"
        return then + page.pick(options).format(what=said, where=place)
    if where.startswith("each") and goal.count > 1:
        said = f"one {goal.movers[0].kind}" if clause.selection == "all" else said
        where = where if clause.selection == "all" else where.replace("each of", "one each of")
    return then + _plain_words(page, goal, said, where)


def _plain_words(page: Page, goal: Goal, said: str, where: str) -> str:
    words = page.pick(plain_sentences(goal.clause)).format(what=said, where=where)
    return f"{words} from the largest to the smallest" if goal.clause.selection == "size" else words


def _bystanders(page: Page, draft: Draft) -> None:
    """Add what no goal asks for, before the goals."""
    goals = [i for i, line in enumerate(page.lines) if line.startswith("self.goal")]
    place = goals[0] if goals else len(page.lines)
    for kind in draft.bystanders:
        group = Group(kind, (FACTS[kind].default_size,))
        page.lines.insert(place, page.make(group, f"scene.choice({page.pick(PALETTES)})"))
