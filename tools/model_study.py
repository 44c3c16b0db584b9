"""Measure how a chat model does in the four roles, and write the tables that show it.

`python -m tools.model_study measure SETTINGS [ATTEMPTS [CAST...]]` takes a simwright.toml, say
docs/evidence/smollm2.toml, and explores once for each cast, or for those that are named, each time in a new
workspace. In the cast "all" the model of `all` has every role, and an attempt without an answer is given up.
In the others it has one role, and the built-in author has the rest and answers where the model does not. What
came out goes to docs/evidence/models.jsonl, a line a run.
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
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from agents.models import ROLES
from tools.evidence import ROOT, SIMWRIGHT, Line, machine

EVIDENCE = ROOT / "docs" / "evidence" / "models.jsonl"
ATTEMPTS = 20
ALL = "all"
CASTS = (ALL, *ROLES)
ANSWERED = (0, 1)  # exit codes; 1 also has its data: nothing could go on
FAR = (
    "cast", "attempts", "no answer", "rejected", "not proved", "voted down", "repeats", "errors", "kept",
    "minutes", "ended by", "date",
)  # fmt: skip
ASKED = ("cast", "role", "calls", "answers", "input tokens", "output tokens", "faults")

Row = tuple[str, ...]


def measure(settings: Path, attempts: int, casts: Sequence[str]) -> Iterator[Line]:
    """Explore with the model of a settings file, once for each cast.

    Raises:
        SystemExit: if the file names no model, there is no such cast, or a run gives no data.
    """
    text = settings.read_text(encoding="utf-8")
    model = tomllib.loads(text).get("models", {}).get("all", "")
    if not model:
        raise SystemExit(f'{settings} says nothing of who answers: write all = "ENDPOINT:NAME" into [models]')
    if unknown := sorted({*casts} - {*CASTS}):
        raise SystemExit(f"no cast is called {', '.join(unknown)}; they are {', '.join(CASTS)}")
    for cast in casts:
        said = ["explore", "--attempts", str(attempts), "--workers", "1", *_flags(cast, model), "--json"]
        yield {"model": model, "cast": cast, "settings": text, **_ran(said, text)}


def _flags(cast: str, model: str) -> list[str]:
    if cast == ALL:
        return []
    return ["--model", "builtin", "--model", f"{cast}={model}", "--model", "fallback=builtin"]


def _ran(said: list[str], settings: str) -> Line:
    began, stamp = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "simwright.toml").write_text(settings, encoding="utf-8")
        command = [str(SIMWRIGHT), *said]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    wall = time.monotonic() - began
    if done.returncode not in ANSWERED:
        raise SystemExit(f"simwright {' '.join(said)} ended with {done.returncode}; it says why above")
    output = json.loads(done.stdout)
    for more in ("report", "diversity", "edges"):  # a path of this machine, and what no table shows
        output.pop(more, None)
    return {
        "command": f"simwright {' '.join(said)}",
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


def write(line: Line) -> None:
    """Write a line in the place of the one of the same model and cast, else at the end."""
    lines = {(known["model"], known["cast"]): known for known in read()}
    lines[line["model"], line["cast"]] = line
    EVIDENCE.write_text("".join(f"{json.dumps(one)}\n" for one in lines.values()), encoding="utf-8")


def tables() -> str:
    """Return what docs/models.md shows: how far attempts came, what was asked, and what went wrong."""
    lines = read()
    far = [_far(line) for line in lines]
    asked = [(line["cast"], *row) for line in lines for row in _asked(line["output"]["usage"])]
    return f"{_table(FAR, far)}\n\n{_table(ASKED, asked)}"


def _far(line: Line) -> Row:
    output, funnel = line["output"], line["output"]["funnel"]
    figures = (
        output["attempts"],
        funnel["unanswered"],
        funnel["rejected"],
        funnel["failed_verification"],
        funnel["voted_down"],
        funnel["not_novel"] + funnel["duplicates"],
        funnel["errors"],
        funnel["kept"],
    )
    minutes = f"{output['seconds'] / 60:.1f}"
    return line["cast"], *map(str, figures), minutes, output["ended"], line["date"][:10]


def _asked(usage: Line) -> Iterator[Row]:
    """Tell what each role that was asked anything took; its answers are the calls without a fault."""
    for role, used in usage.items():
        if not used["calls"]:
            continue
        answers = used["calls"] - sum(used["faults"].values())
        faults = ", ".join(f"{kind} {count}" for kind, count in used["faults"].items()) or "none"
        tokens = (f"{used[kind]:,}" for kind in ("input_tokens", "output_tokens"))
        yield role, str(used["calls"]), str(answers), *tokens, faults


def _table(columns: tuple[str, ...], rows: list[Row]) -> str:
    ruler = "|".join(
        "---" if column in ("cast", "role", "faults", "ended by", "date") else "--:" for column in columns
    )
    return "\n".join(
        [f"| {' | '.join(columns)} |", f"|{ruler}|", *(f"| {' | '.join(row)} |" for row in rows)]
    )


def _measure_all(settings: Path, attempts: int, casts: Sequence[str]) -> None:
    for line in measure(settings, attempts, casts):
        write(line)


def main() -> None:
    """Measure, or print the tables."""
    match sys.argv[1:]:
        case ["measure", settings]:
            _measure_all(Path(settings), ATTEMPTS, CASTS)
        case ["measure", settings, attempts, *casts] if attempts.isdecimal() and int(attempts):
            _measure_all(Path(settings), int(attempts), casts or CASTS)
        case ["table"]:
            sys.stdout.write(f"{tables()}\n")
        case _:
            raise SystemExit(
                "usage: python -m tools.model_study measure SETTINGS [ATTEMPTS [CAST...]] | table"
            )


if __name__ == "__main__":
    main()
