"""Goals at spots - beside one thing, between two, in line with two - written as Python and said in words."""

from __future__ import annotations

from agents.author.drafting import Goal
from agents.author.page import Page
from agents.author.words import SIDE_SENTENCES, plain_sentences
from sim.words import plural


def at_spot(page: Page, goal: Goal, things: tuple[str, str], place: tuple[str, str]) -> tuple[str, str]:
    """Return the relation of a goal at a spot, and its sentence.

    Args:
        page: under the pen.
        goal: beside, between or aligned.
        things: the expression of what moves, and how a sentence calls it.
        place: the same of what the spot is made from.
    """
    (what, said), (target, where) = things, place
    at, verb = page.uses("at"), page.uses(goal.clause.verb)
    if verb == "beside":
        side = page.side(target)
        words = page.pick(SIDE_SENTENCES[side]).format(what=said, where=where)
        return f'{at}({what}, beside({target}, "{side}"))', words
    pair = f"the two {plural(goal.clause.target)}"
    words = page.pick(plain_sentences(goal.clause)).format(what=said, where=pair)
    if verb == "aligned":
        words += f", just beyond the {{{target}[1].name}}"
    return f"{at}({what}, {verb}(*{target}))", words
