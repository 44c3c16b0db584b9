"""Measure one policy that does ten tasks, and write the table that shows it.

`python -m tools.ten_study measure WORKSPACE` records the demonstrations, measures the ceilings, trains the
policy and plays it on the test; `measure WORKSPACE NAME...` does those of these names. Training that was
stopped goes on with the same command, as all of Simwright does. What came out goes to
docs/evidence/ten_tasks.jsonl. `python -m tools.ten_study table` prints the table of docs/policies.md from
that file; a test holds the document to it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from statistics import fmean

from tools.evidence import ROOT, Line
from tools.policy_study import ran

EVIDENCE = ROOT / "docs" / "evidence" / "ten_tasks.jsonl"
NAME = "ten-tasks"
STEPS = 5800
MEASURES = {
    "demonstrations": f"demos {NAME} -n 600 --validation 60 --name {NAME}",
    "ceilings": f"benchmark ceilings {NAME} --episodes 100",
    "training": f"train --demos {NAME} --steps {STEPS} --name ten",
    "score": f"evaluate ten --tasks {NAME} --episodes 100",
}


def measure(workspace: str, names: Sequence[str] = ()) -> None:
    """Run the commands of these names, or all; each line is kept as soon as it is known.

    Raises:
        SystemExit: if there is no measure of a name, or a command fails.
    """
    if unknown := set(names) - set(MEASURES):
        raise SystemExit(f"no measure is called {sorted(unknown)}; they are {list(MEASURES)}")
    for name in names or MEASURES:
        lines = (read() if EVIDENCE.is_file() else {}) | {name: ran(name, MEASURES[name], workspace)}
        text = "".join(json.dumps(lines[each]) + "\n" for each in MEASURES if each in lines)
        EVIDENCE.write_text(text, encoding="utf-8")


def read() -> dict[str, Line]:
    """Read the lines of evidence by name."""
    lines = [json.loads(text) for text in EVIDENCE.read_text(encoding="utf-8").splitlines()]
    return {line["name"]: line for line in lines}


def table() -> str:
    """Return what the policy can do, task by task, and what the oracle could with its actions rounded."""
    evidence = read()
    scores, ceilings = (evidence[name]["output"]["tasks"] for name in ("score", "ceilings"))
    rows = [
        f"| {task} | {ceilings[task]['success']:.0%} | {one['success']:.0%} | "
        f"{one['low']:.0%} to {one['high']:.0%} | {one['episodes']} |"
        for task, one in scores.items()
    ]
    ceiling = fmean(one["success"] for one in ceilings.values())
    mean = fmean(one["success"] for one in scores.values())
    head = ("| task | ceiling | success | 95 % interval | episodes |", "|---|--:|--:|--:|--:|")
    return "\n".join((*head, *rows, f"| mean | {ceiling:.0%} | {mean:.0%} | | |"))


def training() -> str:
    """Return how the policy was trained, in a sentence."""
    line = read()["training"]
    output = line["output"]
    return (
        f"{output['steps']} of {STEPS} steps of 16 examples in {output['seconds'] / 60:.0f} minutes, "
        f"{output['samples_per_s']:.1f} samples a second."
    )


def main() -> None:
    """Measure, or print the table."""
    match sys.argv[1:]:
        case ["measure", workspace, *names]:
            measure(workspace, names)
        case ["table"]:
            sys.stdout.write(f"{table()}\n\n{training()}\n")
        case _:
            raise SystemExit("usage: python -m tools.ten_study measure WORKSPACE [NAME...] | table")


if __name__ == "__main__":
    main()
