"""Writes a program of the task language that gives scenes like these. Pure.

A good author would write: colours first; a loop where several things each get a goal of their own; else the
things, group by group, then the goal; bystanders last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from sim.rewriting.asks import Ask, Unwritable
from sim.rewriting.groups import Family, Form, Group
from sim.rewriting.models import constructor
from sim.rewriting.plans import STARTS_ON, Loop, Plan, Written, colors_of, plans_of, written
from sim.rewriting.sentences import Follows, sentence
from sim.spec import SceneSpec

INDENT = "    "


@dataclass
class Writer:
    """Writes the body of `build`; `lines` has it, without the indentation of the method."""

    scenes: Sequence[SceneSpec]
    families: Sequence[Family]
    groups: Sequence[Group]
    lines: list[str] = field(default_factory=list)
    imports: set[str] = field(default_factory=lambda: {"Scene", "Task"})

    def __post_init__(self) -> None:
        self.plans = plans_of(self.scenes, self.groups)
        self.palette = colors_of(self.plans)
        self._added: dict[int, str] = {}  # which groups stand there, and under which name

    def write(self) -> None:
        """Write everything.

        Raises:
            Unwritable: if some of it cannot be written.
        """
        self.lines += self.palette.draws()
        self.lines += self._linked()
        for family in self.families:
            loose = self._alone(family)
            for number in self._of(family):
                if number not in loose:
                    self._add(number)
            if loose:
                self._loop(family, loose)
            else:
                self._state(family)
        for number, plan in enumerate(self.plans):
            if not plan.group.roles:
                self._add(number)

    def _linked(self) -> list[str]:
        """Write the draw of the shapes that pieces and the holes of a kit have in common."""
        rows = [plan.shapes for plan in self.plans if plan.group.kind in ("shape", "hole")]
        drawn = [column for column in rows if column.how == "ranked"]
        alike = {tuple(tuple(sorted(row)) for row in column.values) for column in drawn}
        if len(drawn) < 2 or len(alike) != 1 or len(set(map(len, drawn[0].values))) != 1:
            return []
        self.plans = [replace(plan, linked="variants") for plan in self.plans]
        self.imports.add("VARIANTS")
        return [f"variants = scene.shuffled(VARIANTS)[:{len(drawn[0].values[0])}]"]

    # -- things ----------------------------------------------------------------------------------------

    def _of(self, family: Family) -> list[int]:
        """Return the groups that have a part in a family, bases before what starts on them."""
        return [
            number
            for number, group in enumerate(self.groups)
            if any(role[0] == family.number for role in group.roles)
        ]

    def _alone(self, family: Family) -> list[int]:
        """Return the groups of a family that can be added in its loop: each thing is for one goal only."""
        if family.form != "each" or family.first.transient:
            return []
        own = [n for n in self._of(family) if self._side(n, family) in ("mover", "pair")]
        plain = all(len(self.groups[n].roles) == 1 and n not in self._added for n in own)
        fed = any(self.plans[n].fed for n in own)
        kinds = [self._side(n, family) for n in own]
        return own if plain and not fed and len(set(kinds)) == len(kinds) else []

    def _side(self, number: int, family: Family) -> str:
        return next(role[1] for role in self.groups[number].roles if role[0] == family.number)

    def _add(self, number: int) -> None:
        """Add the things of a group, if they are not there yet."""
        if number in self._added:
            return
        plan = self.plans[number]
        base = self._base(plan)
        for below in self._below(plan):
            self._add(below)
        count = self._count(plan)
        text = self._written(plan, number, count, base)
        self.lines += text.before
        self._added[number] = plan.name
        named = f"{plan.name} = " if plan.group.roles or (base is None and self._carries(plan)) else ""
        if plan.fed:
            head = self._head(text.loop, count)
            self.lines.append(f"{named}scene.feed([{text.whole} {head}])")
        elif plan.group.single:
            self.lines += [*text.lines, f"{named}{text.call}"]
        elif named:
            self.lines.append(f"{named}[{text.whole} {self._head(text.loop, count)}]")
        else:
            self.lines += [f"{self._head(text.loop, count)}:", f"{INDENT}{text.whole}"]

    def _written(self, plan: Plan, number: int, count: str, base: str | None) -> Written:
        self.imports.add(constructor(plan.group.kind))
        text = written(plan, number, self.palette, count, base or "")
        if "VARIANTS" in str(text):
            self.imports.add("VARIANTS")
        return text

    def _carries(self, plan: Plan) -> bool:
        return plan.group.kind in STARTS_ON.values() and any(
            STARTS_ON.get(other.group.kind) == plan.group.kind for other in self.plans
        )

    def _base(self, plan: Plan) -> str | None:
        """Return the name of what a group starts on, which is added before it."""
        wanted = STARTS_ON.get(plan.group.kind)
        if wanted is None:
            return None
        bases = [n for n, other in enumerate(self.plans) if other.group.kind == wanted]
        if len(bases) != 1 or not self.plans[bases[0]].group.single:
            raise Unwritable(f"{plan.group.kind}s that start on one of several {wanted}s")
        self._add(bases[0])
        return self.plans[bases[0]].name

    def _below(self, plan: Plan) -> list[int]:
        """Return what starts on the same thing and lower, which has to be added before."""
        if plan.group.kind not in STARTS_ON:
            return []
        alike = [n for n, other in enumerate(self.plans) if other.group.kind == plan.group.kind]
        lower = [n for n in alike if self.plans[n].start_m < plan.start_m and n not in self._added]
        return sorted(lower, key=lambda n: self.plans[n].start_m)

    def _count(self, plan: Plan) -> str:
        """Write how many things a group has; never more than there are places that were added before."""
        counts = plan.group.counts
        if len(set(counts)) == 1:
            return str(counts[0])
        low, high = min(counts), max(counts)
        for number, name in self._added.items():
            other = self.groups[number].counts
            if len(set(other)) > 1 and self.groups[number].roles and plan.group.roles:
                if other == counts:
                    return f"len({name})"
                if max(other) == high and all(a <= b for a, b in zip(counts, other, strict=True)):
                    return f"scene.integer({low}, len({name}))"
        return f"scene.integer({low}, {high})"

    def _head(self, loop: Sequence[Loop], count: str) -> str:
        """Write the head of a loop over what each thing has of its own."""
        if not loop:
            return f"for _ in range({count})"
        names = ", ".join(name for name, _ in loop)
        listed = [values for _, values in loop if not isinstance(values, str)]
        if len(listed) == len(loop):
            return f"for {names} in {_listing(listed)}"
        drawn = [values if isinstance(values, str) else _listing([values]) for _, values in loop]
        if len(drawn) == 1:
            return f"for {names} in {drawn[0]}"
        return f"for {names} in zip({', '.join(drawn)}, strict=True)"

    # -- goals -----------------------------------------------------------------------------------------

    def _loop(self, family: Family, own: Sequence[int]) -> None:
        """Write a loop that adds things and states the goal that each of them has."""
        plans = [self.plans[number] for number in own]
        count = self._count(plans[0])
        texts = [self._written(plan, n, count, None) for plan, n in zip(plans, own, strict=True)]
        loop: dict[str, tuple[str, ...] | str] = {}
        body: list[str] = []
        for plan, text in zip(plans, texts, strict=True):
            self.lines += text.before
            renamed = _renamed(text, loop, plan)
            loop.update(renamed.loop)
            body += [*renamed.lines, f"{plan.each} = {renamed.call}"]
        names = self._added | {number: plan.each for number, plan in zip(own, plans, strict=True)}
        follows = self._loop_words(family, own, loop)
        self.lines.append(f"{self._head(list(loop.items()), count)}:")
        said = [ask.words[0] for asks in family.asks for ask in asks]
        body.append(self._goal(self._relation(family, names), sentence(said, follows), family))
        self.lines += [INDENT + line for line in body]
        self._added.update(dict.fromkeys(own, ""))

    def _loop_words(
        self, family: Family, own: Sequence[int], loop: dict[str, tuple[str, ...] | str]
    ) -> list[Follows]:
        follows = self._shared_words([len(asks) for asks in family.asks])
        for number in own:
            plan = self.plans[number]
            colors = tuple(chain.from_iterable(plan.column.values))
            source = self.palette.source(number)
            mine = {"color", f"{plan.each}_color", source.name if source else ""} & set(loop)
            matching = [name for name in mine if self._is_color(name, plan, loop, source is not None)]
            follows += [Follows(name, colors) for name in sorted(matching)]
            follows.append(Follows(f"{plan.each}.color", colors))
            shapes = tuple(thing.variant for row in plan.rows for thing in row)
            follows.append(Follows(f"{plan.each}.variant", shapes))
        return follows

    def _is_color(self, name: str, plan: Plan, loop: dict[str, tuple[str, ...] | str], drawn: bool) -> bool:
        """Whether a variable of a loop holds the colours of a group."""
        values = loop[name]
        if isinstance(values, str):
            return drawn
        return not drawn and values == tuple(f'"{color}"' for color in plan.column.values[0])

    def _shared_words(self, times: Sequence[int]) -> list[Follows]:
        """Return what every sentence may speak of: the colours that hold for a whole scene."""
        follows = []
        for source in self.palette.sources:
            if source.column.how == "shared":
                colors = [row[0] if row else "" for row in source.column.values]
                values = [c for c, count in zip(colors, times, strict=True) for _ in range(count)]
                follows.append(Follows(source.name, tuple(values)))
        return follows

    def _state(self, family: Family) -> None:
        """State the goals of a family whose things are all there."""
        if family.form == "each":
            self._state_each(family)
        elif family.first.building and (len(family.first.parts) > 1 or self._partial(family.first)):
            self._state_parts(family)
        else:
            said = [asks[0].words[0] for asks in family.asks]
            follows = self._shared_words([1] * len(said)) + self._attributes(family)
            words = sentence(said, follows)
            self.lines.append(self._goal(self._relation(family, self._added), words, family))

    def _attributes(self, family: Family) -> list[Follows]:
        """Return what a sentence may say of the things of a family, one by one."""
        follows = []
        for number in self._of(family):
            plan = self.plans[number]
            if len(set(plan.group.counts)) == 1:
                for place, things in enumerate(zip(*plan.rows, strict=True)):
                    one = plan.name if plan.group.single else f"{plan.name}[{place}]"
                    follows.append(Follows(f"{one}.color", tuple(thing.color for thing in things)))
                    follows.append(Follows(f"{one}.variant", tuple(thing.variant for thing in things)))
        return follows

    def _state_each(self, family: Family) -> None:
        """State a goal for each of the things that stand there already."""
        own = [n for n in self._of(family) if self._side(n, family) in ("mover", "pair")]
        if len({self._side(n, family) for n in own}) != len(own):
            raise Unwritable("goals of one sort for things of several kinds")
        names = {n: self.plans[n].each if n in own else name for n, name in self._added.items()}
        follows = self._loop_words(family, own, {})
        said = [ask.words[0] for asks in family.asks for ask in asks]
        lists = [self._added[n] for n in own]
        over = lists[0] if len(lists) == 1 else f"zip({', '.join(lists)}, strict=True)"
        self.lines.append(f"for {', '.join(self.plans[n].each for n in own)} in {over}:")
        self.lines.append(INDENT + self._goal(self._relation(family, names), sentence(said, follows), family))

    def _partial(self, ask: Ask) -> bool:
        return ask.parts[-1] < len(ask.movers)

    def _state_parts(self, family: Family) -> None:
        """State a building part by part, with a sentence for each."""
        ask = family.first
        steps = [parts - 1 if ask.targets else parts - 2 for parts in ask.parts]
        said = [[asks[0].words[place] for asks in family.asks] for place in range(len(steps))]
        follows = self._shared_words([1] * len(family.asks)) + self._attributes(family)
        sentences = [sentence(words, follows) for words in said]
        relation = f"{self._relation(family, self._added)}.steps()"
        total = len(ask.movers) - (0 if ask.targets else 1)
        if len(set(sentences)) == 1 and steps == list(range(total)):
            self.lines.append(f"for part in {relation}:")
            self.lines.append(INDENT + self._goal("part", sentences[0], family))
            return
        self.lines.append(f"parts = {relation}")
        for step, words in zip(steps, sentences, strict=True):
            self.lines.append(self._goal(f"parts[{step}]", words, family))

    def _relation(self, family: Family, names: dict[int, str]) -> str:
        """Write the relation of a family; `names` says how its groups are called where it stands."""
        ask = family.first
        self.imports.add(ask.verb)
        movers = self._things(family, ("mover",), names, family.form)
        targets = self._things(family, ("target", "pair"), names, family.form)
        match ask.verb:
            case "stacked":
                base = f", on={targets}" if ask.targets else ""
                return f"stacked({movers}{base}{', any_order=True' if ask.loose else ''})"
            case "pyramid":
                return f"pyramid({movers}, on={targets})"
            case "layered":
                columns, rows = ask.numbers
                return f"layered({movers}, on={targets}, columns={columns}, rows={rows})"
            case "on_rod":
                rod, level = ask.numbers
                return f"on_rod({movers}, {targets}, {rod}{f', {level}' if level else ''})"
        return f"{ask.verb}({movers}, {targets})"

    def _things(self, family: Family, sides: tuple[str, ...], names: dict[int, str], form: Form) -> str:
        """Write one side of a relation."""
        parts = sorted(
            (role[2], number)
            for number, group in enumerate(self.groups)
            for role in group.roles
            if role[0] == family.number and role[1] in sides
        )
        if len(parts) == 1:
            number = parts[0][1]
            one = names[number]
            alone = self.groups[number].single and family.first.building and "mover" in sides
            return f"[{one}]" if alone else one
        each = [names[n] if self.groups[n].single or form == "each" else f"*{names[n]}" for _, n in parts]
        return f"[{', '.join(each)}]" if each else ""

    def _goal(self, relation: str, words: str, family: Family) -> str:
        ending = ", transient=True" if family.first.transient else ""
        return f"self.goal({relation}, {words}{ending})"


def _renamed(text: Written, taken: dict[str, tuple[str, ...] | str], plan: Plan) -> Written:
    """Rename the variables of a group's loop that another group of it uses for something else."""
    call, loop = text.call, []
    for name, values in text.loop:
        new = name
        if name in taken and taken[name] != values:
            new = f"{plan.each}_{name.rpartition('_')[2]}"
            call = call.replace(f"({name})", f"({new})").replace(f"({name},", f"({new},")
            call = call.replace(f"={name}", f"={new}")
        loop.append((new, values))
    return Written(call, text.before, tuple(loop), text.own)


def _listing(columns: Sequence[tuple[str, ...]]) -> str:
    rows = list(zip(*columns, strict=True))
    if len(columns) == 1:
        return f"({', '.join(row[0] for row in rows)})"
    tuples = [f"({', '.join(row)})" for row in rows]
    return f"({', '.join(tuples)})"
