"""Mends of names: imports, the class and its method, variables, attributes, keywords.

One slip seldom comes alone, and a fault that comes twice ends an attempt: so each mend looks at the whole
program, not only at the line that the report names.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from agents.author.mends.lexicon import (
    NAMES,
    PARAMETERS,
    RELATIONS,
    SCENE,
    TASK,
    THING,
    closest,
    parameters,
    required,
)
from agents.author.mends.splicing import Cut, called, every, over, spliced, text_of, without_statement
from sim.report import Report

ALLOWED = ("__future__", "itertools", "math", "sim.language")
CHANCE = ("random", "np", "numpy", "rng")  # modules that programs draw from elsewhere


def imports(source: str, _report: Report) -> str | None:
    """Take out imports that are not allowed; what was drawn from them is drawn from the scene."""
    whole = [n for n in every(source, ast.Import) if any(alias.name not in ALLOWED for alias in n.names)]
    parts = [n for n in every(source, ast.ImportFrom) if n.module not in ALLOWED]
    cuts = [without_statement(source, node) for node in (*whole, *parts)]
    for call in every(source, ast.Call):
        if isinstance(call.func, ast.Attribute) and text_of(source, call.func).split(".")[0] in CHANCE:
            method = closest(call.func.attr, SCENE)
            cuts += [over(source, call.func, f"{_scene(source)}.{method}")] if method else []
    return spliced(source, cuts)


def task_class(source: str, _report: Report) -> str | None:
    """Derive the class from Task, and call its method build(self, scene)."""
    classes = every(source, ast.ClassDef)
    if not classes:
        return None
    task = next((c for c in classes if any(called_base(b) == "Task" for b in c.bases)), classes[-1])
    cuts: list[Cut] = []
    if not any(isinstance(base, ast.Name) and base.id == "Task" for base in task.bases):
        line = source.splitlines()[task.lineno - 1]
        start = sum(len(text) + 1 for text in source.splitlines()[: task.lineno - 1])
        cuts.append((start, start + len(line), f"class {task.name}(Task):"))
    methods = [item for item in task.body if isinstance(item, ast.FunctionDef)]
    if methods and not any(method.name == "build" for method in methods):
        cuts += _named_build(source, next((m for m in methods if len(m.args.args) > 1), methods[-1]))
    better = spliced(source, cuts)
    return names(better, _report) or better if better else None


def called_base(base: ast.expr) -> str:
    """Return the last name of a base class."""
    return base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""


def _named_build(source: str, method: ast.FunctionDef) -> Iterator[Cut]:
    header = source.splitlines()[method.lineno - 1]
    start = sum(len(text) + 1 for text in source.splitlines()[: method.lineno - 1])
    scene = method.args.args[1].arg if len(method.args.args) > 1 else "scene"
    indent = header[: len(header) - len(header.lstrip())]
    yield start, start + len(header), f"{indent}def build(self, {scene}: Scene) -> None:"
    for line in method.body:
        inherited = isinstance(line, ast.Expr) and text_of(source, line).startswith(f"super().{method.name}(")
        if inherited:
            yield without_statement(source, line)


def names(source: str, _report: Report) -> str | None:
    """Import what is known and used, and spell as it is known what is not."""
    bound, loaded = _bound(source), _loaded(source)
    cuts: list[Cut] = []
    wanted: set[str] = set()
    for node in every(source, ast.ImportFrom):
        for alias in node.names if node.module == "sim.language" else ():
            if alias.name not in NAMES:
                wanted.add(meant := closest(alias.name, NAMES) or "Scene")
                bound.discard(alias.name)
                bound.add(meant)
                cuts.append(over(source, alias, meant))
    for name in loaded:
        if name.id in bound or hasattr(builtins, name.id):
            continue
        if name.id in NAMES:
            wanted.add(name.id)
            continue
        meant = _meant(name.id, bound, source)
        wanted |= {meant} & {*NAMES}
        cuts += [over(source, name, meant)] if meant else []
    better = spliced(source, cuts)
    return _importing(better or source, wanted) if wanted else better


def _meant(word: str, bound: set[str], source: str) -> str:
    """Return what a name that does not exist was meant to be."""
    if word in TASK:
        return f"self.{word}"
    if word in SCENE:
        return f"{_scene(source)}.{word}"
    if word[0].isupper():
        return closest(word, NAMES)
    drawn = [loop for loop in every(source, ast.For) if "colors" in ast.unparse(loop.iter)]
    color = next((loop.target.id for loop in drawn if isinstance(loop.target, ast.Name)), "")
    near = closest(word, tuple(sorted(bound))) or closest(word, NAMES)
    return near or (color if word in ("color", "colour", "c") else "")


def _importing(source: str, wanted: set[str]) -> str | None:
    """Add names to the import of the task language; write that import where there is none."""
    found = next((node for node in every(source, ast.ImportFrom) if node.module == "sim.language"), None)
    have = [alias.name for alias in found.names] if found else ["Scene", "Task"]
    line = f"from sim.language import {', '.join(sorted({*have, *wanted}))}"
    return spliced(source, [over(source, found, line)]) if found else f"{line}\n\n\n{source}"


def _bound(source: str) -> set[str]:
    """Return every name that a program makes, wherever it does."""
    stored = {node.id for node in every(source, ast.Name) if not isinstance(node.ctx, ast.Load)}
    stored |= {node.arg for node in every(source, ast.arg)}
    stored |= {node.name for node in every(source, ast.ClassDef)}
    stored |= {node.name for node in every(source, ast.FunctionDef)}
    imported = [alias for node in every(source, ast.ImportFrom) for alias in node.names]
    imported += [alias for node in every(source, ast.Import) for alias in node.names]
    return stored | {alias.asname or alias.name.split(".")[0] for alias in imported}


def _loaded(source: str) -> list[ast.Name]:
    return [node for node in every(source, ast.Name) if isinstance(node.ctx, ast.Load)]


def attributes(source: str, _report: Report) -> str | None:
    """Call the methods of the scene and of the task, and the properties of things, by their names."""
    scene, own = _scene(source), _own_attributes(source)
    things = _things(source)
    cuts: list[Cut] = []
    for node in every(source, ast.Attribute):
        if not isinstance(node.value, ast.Name) or not isinstance(node.ctx, ast.Load):
            continue
        known = SCENE if node.value.id == scene else (*TASK, *own) if node.value.id == "self" else ()
        known = THING if node.value.id in things else known
        meant = closest(node.attr, known) if known and node.attr not in known else ""
        cuts += [over(source, node, f"{node.value.id}.{meant}")] if meant else []
    better = spliced(source, cuts)
    return keywords(better, _report) or better if better else None


def _scene(source: str) -> str:
    """Return what a program calls its scene: the second parameter of build."""
    methods = [node for node in every(source, ast.FunctionDef) if node.name == "build"]
    return methods[0].args.args[1].arg if methods and len(methods[0].args.args) > 1 else "scene"


def _own_attributes(source: str) -> tuple[str, ...]:
    stored = [node for node in every(source, ast.Attribute) if isinstance(node.ctx, ast.Store)]
    methods = [node.name for node in every(source, ast.FunctionDef)]
    return (*dict.fromkeys([node.attr for node in stored] + methods),)


def _things(source: str) -> set[str]:
    """Return the variables that hold one thing: what is added, and what goes through lists of it."""
    added = {
        target.id
        for node in every(source, ast.Assign)
        if isinstance(node.value, ast.Call) and called(node.value) == "add"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return added - {"self", _scene(source)}


def keywords(source: str, _report: Report) -> str | None:
    """Give arguments by the names that their parameters have; leave out what no parameter takes."""
    cuts = [cut for call in every(source, ast.Call) for cut in _arguments(source, call)]
    return spliced(source, cuts)


def _arguments(source: str, call: ast.Call) -> Iterator[Cut]:
    function = called(call)
    if function not in PARAMETERS or any(isinstance(value, ast.Starred) for value in call.args):
        return
    known, given = parameters(function), [keyword.arg for keyword in call.keywords]
    free = [name for name in known[len(call.args) :] if name not in given]
    for keyword in call.keywords:
        if keyword.arg in known or keyword.arg is None:
            continue
        meant = closest(keyword.arg, tuple(free)) or (free[0] if len(free) == 1 <= required(function) else "")
        if meant:
            free.remove(meant)
            yield over(source, keyword, f"{meant}={text_of(source, keyword.value)}")
        else:
            yield _left_out(source, keyword)
    for extra in call.args[len(known) :]:
        yield _left_out(source, extra)


def _left_out(source: str, node: ast.expr | ast.keyword) -> Cut:
    """Take an argument out, with the comma before it."""
    start, end, _ = over(source, node, "")
    before = source[:start].rstrip()
    return (len(before) - 1, end, "") if before.endswith(",") else (start, end, "")


def is_relation(node: ast.expr) -> bool:
    """Whether an expression is a call of one of the language's relations."""
    return isinstance(node, ast.Call) and called(node) in RELATIONS
