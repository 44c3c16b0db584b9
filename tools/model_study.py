"""Measure how a chat model does in the four roles, and write the tables that show it.

`python -m tools.model_study measure SETTINGS [ATTEMPTS]` takes a simwright.toml, docs/evidence/smollm2.toml
say, and explores twice, each time in a new workspace: with its models alone, and with the built-in author
answering where they gave no usable answer. What came out goes to docs/evidence/models.jsonl, a line a run;
those of other models stay.
`python -m tools.model_study table` prints the tables of docs/models.md from that file; a test holds the
document to them. Paid models cost money here: `max_usd` in the settings is a hard limit.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from tools.evidence import ROOT, SIMWRIGHT, Line, machine

EVIDENCE = ROOT / "docs" / "evidence" / "models.jsonl"
ATTEMPTS = 20
ALONE, HELPED = "alone", "with the built-in author as fallback"
FLAGS = {ALONE: [], HELPED: ["--model", "fallback=builtin"]}
ANSWERED = (0, 1)  # exit codes; 1 also has its data: nothing could go on
RUN_COLUMNS = ("attempts", "unanswered", "proposed", "rejected", "failed proof", "voted down", "kept")
ROLE_COLUMNS = ("role", "calls", "input tokens", "output tokens", "faults")


def measure(settings: Path, attempts: int) -> list[Line]:
    """Explore with the models of a settings file, alone and helped.

    Raises:
        SystemExit: if the file names no models, or a run gives no data.
    """
    text = settings.read_text(encoding="utf-8")
    model = tomllib.loads(text).get("models", {}).get("all", "")
    if not model:
        raise SystemExit(f'{settings} says nothing of who answers: write all = "ENDPOINT:NAME" into [models]')
    return [_explored(model, text, how, attempts) for how in FLAGS]


def _explored(model: str, settings: str, how: str, attempts: int) -> Line:
    said = ["explore", "--attempts", str(attempts), "--workers", "1", *FLAGS[how], "--json"]
    began, stamp = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "simwright.toml").write_text(settings, encoding="utf-8")
        done = subprocess.run(
            [str(SIMWRIGHT), *said], cwd=folder, stdout=subprocess.PIPE, text=True, check=False
        )
    wall = time.monotonic() - began
    if done.returncode not in ANSWERED:
        raise SystemExit(f"simwright {' '.join(said)} ended with {done.returncode}; it says why above")
    output = json.loads(done.stdout)
    for place in ("report", "diversity", "edges"):  # a path of this machine, and more than a table takes
        output.pop(place, None)
    return {
        "model": model,
        "how": how,
        "command": f"simwright {' '.join(said)}",
        "settings": settings,
        "date": stamp,
        "machine": machine(),
        "wall_s": round(wall, 2),
        "output": output,
    }


def read() -> list[Line]:
    """Read the lines of evidence; none before anything was measured."""
    if not EVIDENCE.is_file():
        return []
    return [json.loads(text) for text in EVIDENCE.read_text(encoding="utf-8").splitlines()]


def write(lines: list[Line]) -> None:
    """Write lines in the place of those of the same models."""
    models = {line["model"] for line in lines}
    kept = [line for line in read() if line["model"] not in models]
    EVIDENCE.write_text("".join(json.dumps(line) + "\n" for line in [*kept, *lines]), encoding="utf-8")


def tables() -> str:
    """Return what docs/models.md shows of every run: how far attempts came, and each role's calls."""
    return "\n\n".join(f"{_head(line)}\n\n{_run_table(line)}\n\n{_role_table(line)}" for line in read())


def _head(line: Line) -> str:
    output = line["output"]
    minutes, day = output["seconds"] / 60, line["date"][:10]
    where = f"{line['machine']['system']}, {line['machine']['cores']} cores"
    return (
        f"**{line['model']}, {line['how']}**: {output['message']} in {minutes:.1f} minutes; {day}, {where}."
    )


def _run_table(line: Line) -> str:
    output, funnel = line["output"], line["output"]["funnel"]
    row = (
        output["attempts"],
        funnel["unanswered"],
        funnel["proposed"],
        funnel["rejected"],
        funnel["failed_verification"],
        funnel["voted_down"],
        funnel["kept"],
    )
    return _table(RUN_COLUMNS, [tuple(map(str, row))])


def _role_table(line: Line) -> str:
    rows = [
        (
            role,
            *(f"{used[column]:,}" for column in ("calls", "input_tokens", "output_tokens")),
            ", ".join(f"{kind} {count}" for kind, count in used["faults"].items()) or "none",
        )
        for role, used in line["output"]["usage"].items()
    ]
    return _table(ROLE_COLUMNS, rows)


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    ruler = "|".join("---" if column in ("role", "faults") else "--:" for column in columns)
    lines = [" | ".join(columns), *(" | ".join(row) for row in rows)]
    return "\n".join([f"| {lines[0]} |", f"|{ruler}|", *(f"| {text} |" for text in lines[1:])])


def main() -> None:
    """Measure, or print the tables."""
    match sys.argv[1:]:
        case ["measure", settings]:
            write(measure(Path(settings), ATTEMPTS))
        case ["measure", settings, attempts] if attempts.isdecimal() and int(attempts):
            write(measure(Path(settings), int(attempts)))
        case ["table"]:
            sys.stdout.write(f"{tables()}\n")
        case _:
            raise SystemExit("usage: python -m tools.model_study measure SETTINGS [ATTEMPTS] | table")


if __name__ == "__main__":
    main()
