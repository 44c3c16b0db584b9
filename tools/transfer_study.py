"""Measure what a policy takes along: from generated tasks to unseen ones, and to a world that is shifted.

`python -m tools.transfer_study tasks WORKSPACE` lets Simwright invent tasks, records a few demonstrations of
each, trains a policy on them, and teaches it tasks that it has never seen from five demonstrations; beside
it, a policy learns from the same five and nothing else, for as many steps. All play the same scenes of the
test. `--counts 10 50 200` trains on so many of the generated tasks, too, for the curve of zero-shot success.
`python -m tools.transfer_study domain WORKSPACE` trains on one task in the plain simulator, scores it in
`plain` and in `shifted`, and again after a few demonstrations of the shifted world.
`python -m tools.transfer_study table` prints the tables of docs/policies.md from the evidence.

Every step is one command of Simwright and is done once: a study that was stopped goes on where it was. Which
tasks are unseen was fixed before anything was measured, one that sorts by colour and one with many things for
each place; all that were tried are in the evidence. Source of the question: GenSim (Wang et al., ICLR 2024),
whose policies generalise better the more generated tasks they were trained on.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools.evidence import ROOT, SIMWRIGHT, Line, machine

EVIDENCE = ROOT / "docs" / "evidence" / "transfer.jsonl"
UNSEEN = ("put-block-in-bowl", "place-in-zones")
SCORE = "score on an unseen task"
DOMAIN_TASK = "put-block-in-bowl"
PLACES = ("report", "path", "policy", "diversity", "edges")  # of this machine, and what no table shows


@dataclass(frozen=True)
class Study:
    """How large a study is.

    kept: tasks to generate. each: demonstrations of each of them. train, adapt: batches. batch: examples in
    one. few: demonstrations of what is new. episodes: scenes of the test. counts: of generated tasks, for the
    curve.
    """

    workspace: Path
    kept: int
    each: int
    train: int
    adapt: int
    batch: int
    few: int
    episodes: int
    unseen: Sequence[str]
    counts: Sequence[int]


def run(study: Study, part: str) -> Iterator[Line]:
    """Do what is not done yet of a part of the study, and yield its lines of evidence."""
    lines = study.workspace / "study.jsonl"
    done = {line["command"]: line for line in _read(lines)}
    commands = _task_commands(study, done) if part == "tasks" else _domain_commands(study)
    for name, command in commands:
        if command not in done:
            done[command] = _ran(name, command, study.workspace)
            lines.parent.mkdir(parents=True, exist_ok=True)
            with lines.open("a", encoding="utf-8") as file:
                file.write(json.dumps(done[command]) + "\n")
        yield {**done[command], "part": part}


def _task_commands(study: Study, done: dict[str, Line]) -> Iterator[tuple[str, str]]:
    """Yield the commands in order, each with what it is for; `done` has the outputs of those before."""
    explore = f"explore --kept {study.kept}"
    yield "generate", explore
    kept = done[explore]["output"]["kept"]
    for task in study.unseen:
        verify = f"verify {task} --seeds 1"
        yield f"{task} itself", verify
        _refuse_seen(task, done[verify]["output"]["signature"], kept)
    yield "record", f"demos {done[explore]['output']['run']} -n {study.each} --name generated"
    yield "record the few", f"demos {' '.join(study.unseen)} -n {study.few} --name few"
    train = f"--batch {study.batch} --steps {study.train}"
    yield "pre-train", f"train --demos generated {train} --name generated"
    for task in study.unseen:
        new = f"--demos few --tasks {task} -k {study.few} --batch {study.batch} --steps {study.adapt}"
        yield f"{task} adapted", f"adapt generated {new} --name adapted-{task}"
        yield f"{task} from scratch", f"train {new} --name scratch-{task}"
        for policy in (f"scratch-{task}", f"adapted-{task}", "generated"):
            yield SCORE, f"evaluate {policy} --tasks {task} --episodes {study.episodes}"
    for count in study.counts:
        names = " ".join(f"--tasks {one['name']}" for one in kept[:count])
        yield (
            f"pre-train on {count}",
            f"train --demos generated {names} {train} --name first-{count}",
        )
        asked = " ".join(f"--tasks {task}" for task in study.unseen)
        yield f"zero-shot after {count}", f"evaluate first-{count} {asked} --episodes {study.episodes}"


def _refuse_seen(task: str, signature: str, kept: Sequence[Line]) -> None:
    """Make sure that a task is unseen.

    Raises:
        SystemExit: if a generated task has its name or its signature.
    """
    for one in kept:
        if one["name"] == task or one["signature"] == signature:
            raise SystemExit(f"{task} is not unseen: {one['name']} was generated, with {signature}")


def _domain_commands(study: Study) -> Iterator[tuple[str, str]]:
    task, adapt = DOMAIN_TASK, f"--batch {study.batch} --steps {study.adapt}"
    yield "record", f"demos {task} -n 100 --name usual"
    yield "record strange ones", f"demos {task} -n {study.few} --domain shifted --name strange"
    yield "train", f"train --demos usual --batch {study.batch} --steps {study.train} --name usual"
    yield "adapt", f"adapt usual --demos strange -k {study.few} {adapt} --name at-home-there"
    yield "from scratch", f"train --demos strange {adapt} --name only-there"
    score = f"--tasks {task} --episodes {study.episodes}"
    yield "plain", f"evaluate usual at-home-there {score}"
    yield "shifted", f"evaluate usual only-there at-home-there {score} --domain shifted"


def _ran(name: str, command: str, workspace: Path) -> Line:
    """Run one command of Simwright and return its line of evidence.

    Raises:
        SystemExit: if it fails.
    """
    began, stamp = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    call = [str(SIMWRIGHT), *shlex.split(command), "--json", "--workspace", str(workspace)]
    done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"simwright {command} ended with {done.returncode}; it says why above")
    output = json.loads(done.stdout)
    if isinstance(output, dict):
        output = {key: value for key, value in output.items() if key not in PLACES}
    return {
        "name": name,
        "command": command,
        "date": stamp,
        "machine": machine(),
        "wall_s": round(time.monotonic() - began, 2),
        "output": output,
    }


def _read(path: Path) -> list[Line]:
    if not path.is_file():
        return []
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


def read() -> list[Line]:
    """Read the evidence; nothing before anything was measured."""
    return _read(EVIDENCE)


def write(part: str, lines: Sequence[Line]) -> None:
    """Put the lines of a part in the place of those that were there."""
    kept = [line for line in read() if line["part"] != part]
    EVIDENCE.write_text("".join(f"{json.dumps(line)}\n" for line in [*kept, *lines]), encoding="utf-8")


def tables() -> str:
    """Return what docs/policies.md shows of what was measured."""
    rows = [
        (*line["output"]["tasks"], _role(line["command"].split()[1]), *_figure(line["output"]))
        for line in read()
        if line["name"] == SCORE
    ]
    parts = [_table(("unseen task", "learned from", "success", "95 % interval"), rows)]
    if curve := [line for line in read() if line["name"].startswith("zero-shot")]:
        figures = [(line["name"].split()[-1], *_figure(line["output"])) for line in curve]
        parts.append(_table(("generated tasks", "zero-shot success", "95 % interval"), figures))
    worlds = [line for line in read() if line["part"] == "domain" and line["name"] in ("plain", "shifted")]
    if worlds:
        found = [
            (line["name"], policy, *_figure(one))
            for line in worlds
            for policy, one in line["output"]["policies"].items()
        ]
        parts.append(_table(("domain", "policy", "success", "95 % interval"), found))
    return "\n\n".join(parts)


def _role(policy: str) -> str:
    """Say what a policy of the study learned from."""
    if policy.startswith("scratch-"):
        return "the few demonstrations alone"
    return "generated tasks, then the few" if policy.startswith("adapted-") else "generated tasks alone"


def _figure(one: Line) -> tuple[str, str]:
    return f"{one['mean']:.0%}", f"{one['low']:.0%} to {one['high']:.0%}"


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    ruler = "|".join("--:" if column in ("success", "zero-shot success") else "---" for column in columns)
    lines = [f"| {' | '.join(columns)} |", f"|{ruler}|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.transfer_study", description=__doc__)
    parser.add_argument("part", choices=("tasks", "domain", "table"))
    parser.add_argument("workspace", nargs="?", type=Path, default=Path("workspace"))
    sizes = {"kept": 200, "each": 10, "train": 3000, "adapt": 300, "batch": 16, "few": 5, "episodes": 100}
    for name, size in sizes.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    parser.add_argument("--unseen", nargs="*", default=UNSEEN)
    parser.add_argument("--counts", nargs="*", type=int, default=())
    return parser.parse_args(arguments)


def main() -> None:
    """Go on with a study, or print its tables."""
    asked = vars(_asked(sys.argv[1:]))
    part = asked.pop("part")
    if part != "table":
        write(part, list(run(Study(**asked), part)))
    sys.stdout.write(f"{tables()}\n")


if __name__ == "__main__":
    main()
