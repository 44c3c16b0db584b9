"""Mends of what a program states: goals that are not stated, sentences that are missing or not true.

The sentence that a mend writes is plain and says the kinds, the colours and the numbers as they are: it is
written as an f-string over the things themselves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from agents.author.mends.lexicon import MODELS, RELATIONS, parameters
from agents.author.mends.names import is_relation
from agents.author.mends.splicing import (
    Cut,
    argument,
    called,
    calls,
    every,
    over,
    reworded,
    spliced,
    text_of,
)
from sim.report import Report
from sim.spec import GoalSpec, SceneSpec
from sim.words import wrong_words

VERBS: dict[str, str] = {
    "inside": "put {what} into {where}", "on": "put {what} on {where}", "within": "move {what} into {where}",
    "at": "push {what} into {where}", "inserted": "insert {what} into {where}",
    "on_rod": "slip {what} over a rod of {where}", "spans": "lay {what} along {where}",
    "stacked": "stack {what} on {where}", "pyramid": "build a pyramid of {what} on {where}",
    "in_row": "line up {what} on {where}", "in_circle": "stand {what} in a circle around {where}",
    "wall": "build a wall of {what} on {where}", "layered": "stack {what} in layers on {where}",
    "bridge": "build a bridge of {what} on {where}",
}  # fmt: skip
SAYS = re.compile(
    r'"(?P<sentence>.*)" says (?P<wrong>.+?), (?:but|which) .*?(?:it should be|goal has) (?P<right>.+)$'
)


def stated(source: str, _report: Report) -> str | None:
    """State the relations that a program only writes down."""
    cuts: list[Cut] = []
    for node in every(source, ast.Expr):
        if isinstance(node.value, ast.Call) and is_relation(node.value):
            relation = text_of(source, node.value)
            cuts.append(over(source, node, f"self.goal({relation}, {sentence(source, node.value)})"))
    for made in every(source, ast.Assign):
        target = made.targets[0]
        if isinstance(made.value, ast.Call) and is_relation(made.value) and isinstance(target, ast.Name):
            goal = f"self.goal({target.id}, {sentence(source, made.value)})"
            if not any(argument(call, 0, "relation") is not None for call in calls(source, "goal")):
                cuts.append(over(source, made, f"{text_of(source, made)}\n{' ' * made.col_offset}{goal}"))
    return spliced(source, cuts)


def spoken(source: str, _report: Report) -> str | None:
    """Give every goal a sentence."""
    cuts: list[Cut] = []
    for call in calls(source, "goal"):
        relation = argument(call, 0, "relation")
        if (
            isinstance(relation, ast.Call)
            and is_relation(relation)
            and argument(call, 1, "instruction") is None
        ):
            words = sentence(source, relation)
            cuts.append(over(source, relation, f"{text_of(source, relation)}, {words}"))
    return spliced(source, cuts)


def ordered(source: str, _report: Report) -> str | None:
    """Give a goal its relation first and its sentence second, through self.goal."""
    cuts: list[Cut] = []
    for call in calls(source, "goal", "append"):
        given = call.args
        listed = called(call) == "append" and len(given) == 1 and isinstance(given[0], ast.Tuple)
        if listed and isinstance(given[0], ast.Tuple):  # self.goals.append((relation, sentence))
            given = given[0].elts
        relation = next((value for value in given if is_relation(value)), None)
        words = [value for value in given if isinstance(value, (ast.Constant, ast.JoinedStr))]
        if relation and words and (listed or given[0] is not relation):
            cuts.append(
                over(source, call, f"self.goal({text_of(source, relation)}, {text_of(source, words[0])})")
            )
    return spliced(source, cuts)


def added(source: str, _report: Report) -> str | None:
    """Put into the scene what was only described: Block("red") becomes scene.add(Block("red"))."""
    wrapped = {
        id(inner)
        for outer in calls(source, "add", "feed")
        for value in outer.args
        for inner in ast.walk(value)
    }
    bare = [call for call in calls(source, *MODELS) if id(call) not in wrapped]
    scene = next((text_of(source, c.func).split(".")[0] for c in calls(source, "add", "colors")), "scene")
    return spliced(source, [over(source, call, f"{scene}.add({text_of(source, call)})") for call in bare])


def true_words(source: str, report: Report) -> str | None:
    """Replace the words that are not true of a goal by those that are."""
    better, scene = source, report.scene
    for goal in scene.goals if scene else ():
        for complaint in wrong_words(scene, goal) if scene else ():
            found = SAYS.search(complaint)
            if found and scene:
                right = _right_word(found["right"].split(" or "), scene, goal)
                better = _corrected(better, found["wrong"], right)
    return better if better != source else _respoken(source)


def _right_word(offered: list[str], scene: SceneSpec, goal: GoalSpec) -> str:
    """Return the word that speaks of what moves; else the first that is not said yet."""
    moved = {str(scene.objects[index].color) for index in goal.objects}
    new = [word for word in offered if word not in goal.instruction.lower().split()]
    return next(iter([word for word in new if word in moved] or new or offered))


def _corrected(source: str, wrong: str, right: str) -> str:
    cuts = [
        over(source, node, better)
        for node in _goal_strings(source)
        if (better := _replaced(text_of(source, node), wrong, right)) != text_of(source, node)
    ]
    return spliced(source, cuts) or source


def _replaced(text: str, wrong: str, right: str) -> str:
    """Replace a word, and its plural by the plural; a number stands before what it counts."""
    head, *rest = wrong.split()
    if rest and re.search(rf"\b{head}\b", text) and not re.search(rf"\b{wrong}\b", text):
        return re.sub(rf"\b{head}\b", right, text)  # "four" of "four blocks"
    many = "s" if wrong.endswith("s") and not right.endswith("s") else ""
    return reworded(text, wrong, right + ("es" if many and right.endswith("x") else many))


def _goal_strings(source: str) -> list[ast.expr]:
    """Return the sentences of goals: strings and f-strings, also those that a variable holds."""
    found: list[ast.expr] = []
    for call in calls(source, "goal"):
        words = argument(call, 1, "instruction")
        if isinstance(words, ast.Name):
            words = next((made for made in _made(source, words.id)), None)
        if isinstance(words, (ast.JoinedStr, ast.Constant)):
            found.append(words)
    return found


def _made(source: str, name: str) -> list[ast.expr]:
    """Return what is assigned to a variable."""
    return [
        node.value
        for node in every(source, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id == name
    ]


def _respoken(source: str) -> str | None:
    """Say sentences anew that name something else than the things of their goal."""
    cuts: list[Cut] = []
    for call in calls(source, "goal"):
        relation, words = argument(call, 0, "relation"), argument(call, 1, "instruction")
        if isinstance(relation, ast.Call) and isinstance(words, ast.JoinedStr):
            cuts.append(over(source, words, sentence(source, relation)))
    return spliced(source, cuts)


def sentence(source: str, relation: ast.Call) -> str:
    """Write the sentence of a relation as an f-string over its things."""
    function = called(relation)
    places = parameters(function)
    what = argument(relation, 0, places[0])
    where = argument(relation, 1, places[1]) if function != "bridge" else argument(relation, 2, "on")
    told = VERBS.get(function, "put {what} on {where}").format(
        what="".join(_said(source, what)), where="".join(_said(source, where))
    )
    return f'f"{told}"' if "{" in told else f'"{told}"'


def _said(source: str, thing: ast.expr | None) -> Iterator[str]:
    """Say an argument: a thing by its name, several one after the other."""
    if thing is None:
        yield "each other"
    elif _is_many(source, thing):
        text = text_of(source, thing).replace('"', "'")
        yield f"{{' and '.join('the ' + thing.name for thing in {text})}}"
    else:
        yield f"the {{{text_of(source, thing)}.name}}"


def _is_many(source: str, thing: ast.expr) -> bool:
    """Whether an expression is a list of things, as far as one can see."""
    if isinstance(thing, (ast.List, ast.Tuple, ast.ListComp)):
        return True
    if isinstance(thing, ast.Subscript):
        return isinstance(thing.slice, ast.Slice)
    made = _made(source, thing.id) if isinstance(thing, ast.Name) else []
    return any(
        isinstance(value, (ast.List, ast.ListComp, ast.Subscript)) or _is_feed(value) for value in made
    )


def _is_feed(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and called(value) in ("feed", "shuffled")


def related(source: str, report: Report) -> str | None:
    """Use the relation that a report offers in the place of the one that it refuses."""
    offered = [name for name in re.findall(r"(\w+)\(", report.reason) if name in RELATIONS]
    wrong = next((name for name in offered if f"{name}(...) takes" in report.reason), "")
    refused = "inside" if "can be inside" in report.reason else wrong or "on"
    better = next((name for name in offered if name != refused), "")
    if not better:
        return None
    bad = [call for call in calls(source, refused) if isinstance(call.func, ast.Name)]
    return spliced(source, [over(source, call.func, better) for call in bad])


def apart(source: str, report: Report) -> str | None:
    """Start things elsewhere than on what they shall end on."""
    if "holds before anyone acts" not in report.reason:
        return None
    cuts: list[Cut] = []
    for call in calls(source, "add"):
        made = call.args[0] if call.args else None
        if isinstance(made, ast.Call) and called(made) == "Hole":
            continue
        for keyword in call.keywords:
            if keyword.arg == "on":
                start, end, _ = over(source, keyword, "")
                cuts.append((len(source[:start].rstrip().rstrip(",")), end, ""))
    return spliced(source, cuts)
