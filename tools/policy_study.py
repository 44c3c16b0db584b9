"""Compare the kinds of policies, and write the tables that show it.

`python -m tools.policy_study measure` records a hundred demonstrations of one task and measures how fast each
kind learns from them; `measure MINUTES EPISODES` then also trains one policy of each kind for so many minutes
of processor time on one thread, and plays both on the same scenes of the test. What came out goes to
docs/evidence/policies.jsonl, a line a command, as soon as it is known.
`python -m tools.policy_study table` prints the tables of docs/policies.md from that file; a test holds the
document to them. Processor time depends little on what else the machine does; minutes by the clock do.
"""

from __future__ import annotations

import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from policy.kinds import KINDS
from tools.evidence import ROOT, SIMWRIGHT, Line, machine

EVIDENCE = ROOT / "docs" / "evidence" / "policies.jsonl"
TASK = "put-block-in-bowl"
NOTES = {"fast": "fast", "cliport": "CLIPort, **under-trained**"}
UNMEASURED = "This was not measured yet: it takes an idle machine."
PLACES = ("path", "policy", "report")  # of this machine, and in no table


def measure(minutes: float, episodes: int) -> Iterator[Line]:
    """Record, measure, and if there are minutes train and play, all in one workspace that is gone in the end.

    Raises:
        SystemExit: if a command fails.
    """
    with tempfile.TemporaryDirectory() as workspace:
        yield ran("demonstrations", f"demos {TASK} -n 100", workspace)
        yield (speed := ran("speed", f"benchmark policies --demos {TASK}", workspace))
        if not minutes:
            return
        rates = {kind: one["samples_per_cpu_s"] for kind, one in speed["output"]["kinds"].items()}
        seconds = 60 * minutes
        for kind in sorted(KINDS, key=lambda kind: rates[kind]):
            steps = max(1, round(rates[kind] * seconds / KINDS[kind].batch))
            command = f"train --demos {TASK} --kind {kind} --steps {steps} --name {kind}"
            yield (trained := ran(f"training {kind}", command, workspace))
            seconds = min(seconds, trained["cpu_s"])  # a faster kind gets no more than a slower one took
        yield ran("scores", f"evaluate {' '.join(KINDS)} --episodes {episodes}", workspace)


def ran(name: str, command: str, workspace: str) -> Line:
    """Run a command of Simwright and return a line of evidence.

    Raises:
        SystemExit: if it fails.
    """
    said = [str(SIMWRIGHT), *shlex.split(command), "--json", "--workspace", workspace]
    began, spent, stamp = time.monotonic(), _spent(), datetime.now(UTC).isoformat(timespec="seconds")
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(said, stdout=subprocess.PIPE, text=True, check=False, env=alone)
    if done.returncode != 0:
        raise SystemExit(f"simwright {command} ended with {done.returncode}; it says why above")
    output = json.loads(done.stdout)
    return {
        "name": name,
        "command": f"simwright {command} --json",
        "date": stamp,
        "machine": machine(),
        "wall_s": round(time.monotonic() - began, 1),
        "cpu_s": round(_spent() - spent, 1),
        "output": {key: value for key, value in output.items() if key not in PLACES},
    }


def _spent() -> float:
    """Return the processor time of all commands that have ended, seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read() -> dict[str, Line]:
    """Read the lines of evidence by name."""
    lines = [json.loads(text) for text in EVIDENCE.read_text(encoding="utf-8").splitlines()]
    return {line["name"]: line for line in lines}


def speeds() -> str:
    """Return how fast each kind learns."""
    found = read()["speed"]["output"]
    rows = [
        (
            kind,
            f"{one['parameters'] / 1e6:.1f} M",
            str(one["samples"]),
            f"{one['cpu_s']:.0f} s",
            f"{one['samples_per_cpu_s']:.3g}",
        )
        for kind, one in found["kinds"].items()
    ]
    head = ("kind", "parameters", "samples", "processor time", "samples a second of it")
    return f"{_table(head, rows)}\n\nThe fast one: {found['ratio']:.0f} times as many samples a second."


def scores() -> str:
    """Return what each kind had come to after the same processor time."""
    evidence, rows = read(), []
    if "scores" not in evidence:
        return UNMEASURED
    for kind, recipe in KINDS.items():
        learned, score = evidence[f"training {kind}"], _score(evidence["scores"], kind)
        rows.append(
            (
                NOTES[kind],
                str(learned["output"]["steps"] * recipe.batch),
                f"{learned['cpu_s'] / 60:.1f} min",
                f"{score['success']:.0%}",
                f"{score['low']:.0%} to {score['high']:.0%}",
                str(score["episodes"]),
            )
        )
    head = ("policy", "samples", "processor time of training", "success", "95 % interval", "scenes")
    return _table(head, rows)


def _score(line: Line, kind: str) -> Line:
    score: Line = line["output"]["policies"][kind]["tasks"][TASK]
    return score


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = "|---|" + "--:|" * (len(head) - 1)
    return "\n".join([f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)])


def _keep(lines: Iterator[Line]) -> None:
    """Write lines as they come; those of an earlier study go when the first is there."""
    known = []
    for line in lines:
        known.append(json.dumps(line) + "\n")
        EVIDENCE.write_text("".join(known), encoding="utf-8")


def main() -> None:
    """Measure, or print the tables."""
    match sys.argv[1:]:
        case ["measure"]:
            _keep(measure(0, 0))
        case ["measure", minutes, episodes]:
            _keep(measure(float(minutes), int(episodes)))
        case ["table"]:
            sys.stdout.write(f"{speeds()}\n\n{scores()}\n")
        case _:
            raise SystemExit("usage: python -m tools.policy_study measure [MINUTES EPISODES] | table")


if __name__ == "__main__":
    main()
