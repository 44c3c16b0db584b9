"""Measure what the documents claim, and write the table that shows it.

`python -m tools.evidence measure` runs every command below in a fresh workspace and writes
docs/evidence/commands.jsonl: one line a command, with the machine, the date and what the command printed.
`python -m tools.evidence measure NAME...` runs those of these names and leaves the other lines as they are.
`python -m tools.evidence table` prints the tables of docs/performance.md from that file; a test holds the
document to them. Measure on an idle machine.
"""

from __future__ import annotations

import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
EVIDENCE = ROOT / "docs" / "evidence" / "commands.jsonl"
PROGRAMS = Path("tests") / "programs" / "cliport"
SIMWRIGHT = Path(sys.executable).parent / "simwright"

Line = dict[str, Any]  # Any: a line of evidence is JSON


@dataclass(frozen=True)
class Measure:
    """One command, and what to say of a line of its evidence."""

    name: str
    command: str
    figure: Callable[[Line], str]


def _explored(line: Line) -> str:
    output = line["output"]
    return (
        f"{len(output['kept'])} of {output['attempts']} attempts kept in {output['seconds']:.0f} s; "
        f"{output['overhead_ms_per_attempt']:.0f} ms an attempt of the graphs' own"
    )


def _verified(line: Line) -> str:
    episodes = line["output"]["episodes"]
    actions = sum(episode["actions"] for episode in episodes)
    spent = sum(episode["cpu_s"] for episode in episodes)
    solved = sum(episode["success"] for episode in episodes)
    return f"{solved} of {len(episodes)} episodes; {1e3 * spent / actions:.1f} ms of processor time an action"


def _speed(line: Line) -> str:
    output = line["output"]
    fast = output["motions"]["fast"]
    names = ("cpu_s_per_action", "cpu_s_per_reset", "soft_cpu_s_per_action")
    action, reset, soft = (1e3 * fast[name]["median"] for name in names)
    shares = ", ".join(f"{name} {share:.0%}" for name, share in output["breakdown"].items())
    return (
        f"{action:.1f} ms an action, {reset:.1f} ms a reset; {soft:.0f} ms an action on ropes and piles; "
        f"an image {output['image_ms']:.1f} ms; at most {output['peak_rss_mb']:.0f} MB; {shares}"
    )


def _graph(line: Line) -> str:
    output = line["output"]
    parts = sorted(output["breakdown_ms"].items(), key=lambda part: -part[1])
    shares = ", ".join(f"{name} {cost:.1f}" for name, cost in parts)
    return (
        f"{output['overhead_ms_per_attempt']:.1f} ms an attempt of the graphs' own ({shares}); "
        f"checkpoint file {output['checkpoint_bytes'] / 1e3:.0f} KB; at most {output['peak_rss_mb']:.0f} MB"
    )


def _ablated(line: Line) -> str:
    trials = line["output"]["trials"]
    found = {trial["without"]: trial["signatures"] for trial in trials}
    return f"{found['']} different tasks with everything, {found['retrieval']} without retrieval; see below"


def _repeated(line: Line) -> str:
    output = line["output"]
    return (
        f"{output['episodes']} episodes of {output['scenes']} scenes, in any order, in {output['processes']} "
        f"processes and under load: {output['differing']} scenes end differently"
    )


def _contained(line: Line) -> str:
    output = line["output"]
    return (
        f"{output['programs']} mutants: {output['leaked_processes']} processes and "
        f"{output['leaked_files']} files left; "
        f"{output['overhead_ms_median']:.0f} ms a program, the pool starts in {output['pool_start_s']:.1f} s"
    )


def _found(line: Line) -> str:
    return f"{line['output'][0]['name']} first, {line['wall_s']:.1f} s from cold"


def _recorded(line: Line) -> str:
    output = line["output"]
    return (
        f"{output['episodes']} demonstrations, {output['steps']} steps, in {output['seconds']:.0f} s; "
        f"{output['bytes_per_step'] / 1e3:.1f} KB a step"
    )


def _trained(line: Line) -> str:
    output = line["output"]
    minutes = output["seconds"] / 60
    return f"{output['steps']} steps in {minutes:.0f} min, {output['samples_per_s']:.0f} samples a second"


def _scored(line: Line) -> str:
    [score] = line["output"]["tasks"].values()
    return (
        f"{score['success']:.0%} of {score['episodes']} scenes of the test "
        f"(95 % interval {score['low']:.0%} to {score['high']:.0%})"
    )


def _agreed(line: Line) -> str:
    output = line["output"]
    cost = output["cpu_s_per_action"]
    return (
        f"{output['episodes']} {_arm_episodes(line)}, {output['agreement']:.1%} with the verdict of the fast "
        "motion; "
        f"{1e3 * cost['median']:.0f} ms of processor time an action, "
        f"{1e3 * cost['p90']:.0f} ms in the slow tenth"
    )


def _compatible(line: Line) -> str:
    output = line["output"]
    return (
        f"{output['programs']} programs, {output['passed']} pass by GenSim's rule; an episode takes "
        f"{1e3 * output['map_median_s']:.0f} ms with one height map a step, {output['map_ratio']:.0f} "
        f"times as fast as GenSim's {output['gensim_s']} s; {output['ratio']:.0f} times without images, "
        f"{output['views_ratio']:.0f} times with three views"
    )


def _arm_episodes(line: Line) -> str:
    return "planted cases" if "--cases" in line["command"] else "episodes"


def _crashed(line: Line) -> str:
    output = line["output"]
    equal = "the same bytes" if output["equal_to_uninterrupted"] else "OTHER bytes"
    hit = ", ".join(f"{node} {count}" for node, count in output["nodes"].items())
    return (
        f"{output['kills']} kills of {output['runs']} runs, {output['in_flight']} with two or more attempts "
        f"in flight: {output['lost']} kept tasks lost, {output['doubled']} doubled, {output['orphans']} "
        f"processes left behind; {equal} as an uninterrupted run; hit: {hit}"
    )


def _paced(line: Line) -> str:
    output = line["output"]
    paces: dict[int, list[float]] = {count: [] for count in (1, output["workers"])}
    for pace in output["paces"]:
        paces[pace["workers"]].append(60 * pace["attempts"] / pace["seconds"])
    alone, several = (f"{median(found):.0f}" for found in paces.values())
    same = "the same library each time" if output["same"] else "OTHER libraries"
    return (
        f"{several} attempts a minute with {output['workers']} workers, {alone} with one: "
        f"{output['ratio']:.2f} times; {same}"
    )


def _soaked(line: Line) -> str:
    output = line["output"]
    found = ", ".join(f"{one['what']} {_grown(one)}" for one in output["verdicts"])
    failed = [one["what"] for one in output["verdicts"] if not one["holds"]]
    rest = f"; does NOT hold: {', '.join(failed)}" if failed else "; all of it holds"
    return f"{output['attempts']} attempts in {output['hours']:g} hours: {found}{rest}"


def _grown(verdict: Line) -> str:
    early, late = (f"{verdict[when]:,.0f}" for when in ("early", "late"))
    return f"{early} to {late}" if verdict["early"] else late


ABLATIONS = "the graph without its parts"

MEASURES = (
    Measure("a first run", "explore", _explored),
    Measure("a second run in the same workspace", "explore", _explored),
    Measure("search", 'memory search "stack coloured blocks into a tower" -k 5', _found),
    Measure("bowls", "verify put-block-in-bowl --seeds 50 --first-seed 1000", _verified),
    Measure("pyramid", "verify stack-block-pyramid --seeds 50 --first-seed 1000", _verified),
    Measure("corner", "verify align-box-corner --seeds 50 --first-seed 1000", _verified),
    Measure("packing", "verify packing-boxes --seeds 50 --first-seed 1000", _verified),
    Measure("zones", "verify place-in-zones --seeds 50 --first-seed 1000", _verified),
    Measure("the simulator, all base tasks", "benchmark sim --seeds 10", _speed),
    Measure("the same ends", "benchmark sim --repeat 10 --seeds 2", _repeated),
    Measure("the arm", "benchmark arm --seeds 20", _agreed),
    Measure("the arm, hard cases", "benchmark arm --cases tests/cases", _agreed),
    Measure("GenSim's programs", f"benchmark cliport {PROGRAMS} --seeds 2", _compatible),
    Measure("the sandbox", "benchmark sandbox", _contained),
    Measure("the graph", "benchmark graph --attempts 40", _graph),
    Measure("two workers", "benchmark workers --attempts 100", _paced),
    Measure("kills", "benchmark crash --kills 100", _crashed),
    Measure("two hours", "benchmark soak --hours 2", _soaked),
    Measure("demonstrations", "demos all -n 55", _recorded),
    Measure("a hundred demonstrations", "demos put-block-in-bowl -n 100", _recorded),
    Measure("a policy from them", "train --demos put-block-in-bowl --steps 600", _trained),
    Measure("its score", "evaluate put-block-in-bowl --episodes 100", _scored),
    Measure(ABLATIONS, "benchmark ablations --attempts 200", _ablated),
)


def measure(names: Collection[str] = ()) -> list[Line]:
    """Run the commands of these names, or all, in one new workspace; the lines of the others stay.

    Raises:
        SystemExit: if there is no measure of a name, or a command fails.
    """
    if unknown := set(names) - {entry.name for entry in MEASURES}:
        raise SystemExit(f"no measure is called {sorted(unknown)}; they are {[m.name for m in MEASURES]}")
    known = read() if names else {}
    with tempfile.TemporaryDirectory() as workspace:
        for entry in MEASURES:
            if not names or entry.name in names:
                known[entry.name] = _run(entry, workspace)
    return [known[entry.name] for entry in MEASURES if entry.name in known]


def _run(entry: Measure, workspace: str) -> Line:
    command = [str(SIMWRIGHT), *shlex.split(entry.command), "--json", "--workspace", workspace]
    began, stamp = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    wall = time.monotonic() - began
    if done.returncode != 0:
        said = f"it says why above, and printed {done.stdout[-2000:]}"
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}; {said}")
    output = json.loads(done.stdout)
    if isinstance(output, dict):
        for place in ("report", "path", "policy"):  # of this machine
            output.pop(place, None)
    return {
        "name": entry.name,
        "command": f"simwright {entry.command} --json",
        "date": stamp,
        "machine": machine(),
        "wall_s": round(wall, 2),
        "output": output,
    }


def machine() -> dict[str, str | int]:
    """Say what a line of evidence was measured on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count() or 0,
        "load": round(os.getloadavg()[0]),
    }


def read() -> dict[str, Line]:
    """Read the lines of evidence by name."""
    lines = [json.loads(text) for text in EVIDENCE.read_text(encoding="utf-8").splitlines()]
    return {line["name"]: line for line in lines}


def table() -> str:
    """Return the table of docs/performance.md."""
    evidence = read()
    known = [m for m in MEASURES if m.name in evidence]  # what was never measured has no row
    rows = [f"| {m.name} | `simwright {m.command}` | {m.figure(evidence[m.name])} |" for m in known]
    return "\n".join(["| what | command | what it gave |", "|---|---|---|", *rows])


def ablations() -> str:
    """Return the table of what each part of the graph is good for."""
    columns = ("without", "kept", "signatures", "skeletons", "repaired", "repeats", "seconds")
    rows = [
        " | ".join(str(trial[column] or ("nothing" if column == "without" else 0)) for column in columns)
        for trial in read()[ABLATIONS]["output"]["trials"]
    ]
    head = [" | ".join(columns), "---|" + "|".join("--:" for _ in columns[1:])]
    return "\n".join([f"| {head[0]} |", f"|{head[1]}|", *(f"| {row} |" for row in rows)])


def main() -> None:
    """Measure, or print the tables."""
    match sys.argv[1:]:
        case ["measure", *names]:
            lines = measure(names)
            EVIDENCE.parent.mkdir(exist_ok=True)
            EVIDENCE.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        case ["table"]:
            sys.stdout.write(f"{table()}\n\n{ablations()}\n")
        case _:
            raise SystemExit("usage: python -m tools.evidence measure [NAME...] | table")


if __name__ == "__main__":
    main()
