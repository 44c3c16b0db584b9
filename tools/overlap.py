"""Measure how much sooner attempts end side by side than one after another, when models take their time.

`python -m tools.overlap measure` explores twice over real HTTP, with the server of `tests/openai_server.py`
and a latency of two seconds: sixteen attempts at once, and the same sixteen one by one. Workers change the
time and never the result, so the same questions are asked; a first run, without latency, gives the server its
answers, and what the built-in author needs to think of them is not measured. Takes some four minutes; writes
docs/evidence/overlap.json. `python -m tools.overlap table` prints the rows of docs/models.md from that file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.agents.model.mind import AuthorMind
from tests.openai_server import Body, OpenAIServer
from tools.evidence import ROOT, SIMWRIGHT, Line, machine

EVIDENCE = ROOT / "docs" / "evidence" / "overlap.json"
ATTEMPTS, LATENCY_S, IN_FLIGHT = 16, 2.0, 64

SETTINGS = """\
[models]
all = "test:model"
[models.endpoints.test]
base_url = "{url}"
concurrency = {in_flight}
"""


def remembered(mind: Callable[[Body], str]) -> Callable[[Body], str]:
    """Answer each prompt as it was answered first."""
    known: dict[str, str] = {}

    def answer(body: Body) -> str:
        prompt = json.dumps(body["messages"])
        if prompt not in known:
            known[prompt] = mind(body)
        return known[prompt]

    return answer


def measure() -> Line:
    """Run the same attempts at once and one by one, and return how long each took."""
    with tempfile.TemporaryDirectory() as name, OpenAIServer(remembered(AuthorMind())) as server:
        folder = Path(name)
        settings = SETTINGS.format(url=server.url, in_flight=IN_FLIGHT)
        (folder / "simwright.toml").write_text(settings, encoding="utf-8")
        _explored(folder, "seeded", ["--attempts", "1"])
        for run in ("first", "together", "alone"):
            shutil.copytree(folder / "seeded", folder / run)
        sixteen = ["--attempts", str(ATTEMPTS), "--lookahead", str(ATTEMPTS)]
        _explored(folder, "first", [*sixteen, "--workers", str(ATTEMPTS)])
        server.latency_s = LATENCY_S
        together = _explored(folder, "together", [*sixteen, "--workers", str(ATTEMPTS)])
        most = server.said.most_in_flight
        alone = _explored(folder, "alone", [*sixteen, "--workers", "1"])
    if [task["name"] for task in together["kept"]] != [task["name"] for task in alone["kept"]]:
        raise SystemExit("the two runs kept different tasks, so their times say nothing")
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "latency_s": LATENCY_S,
        "attempts": ATTEMPTS,
        "kept": len(alone["kept"]),
        "calls": sum(role["calls"] for role in alone["usage"].values()),
        "together_s": together["seconds"],
        "alone_s": alone["seconds"],
        "most_in_flight": most,
        "allowed": IN_FLIGHT,
    }


def table(line: Line) -> str:
    """Return the rows of docs/models.md."""
    times = line["alone_s"] / line["together_s"]
    return "\n".join(
        (
            f"| {line['attempts']} whole attempts, {line['calls']} questions, one after another "
            f"| {line['alone_s']:.0f} s |",
            f"| the same, side by side | {line['together_s']:.1f} s: {times:.1f} times sooner |",
            f"| requests in flight, of {line['allowed']} allowed | {line['most_in_flight']} at most |",
        )
    )


def _explored(folder: Path, workspace: str, words: list[str]) -> Line:
    command = [str(SIMWRIGHT), "explore", *words, "--json", "--workspace", str(folder / workspace)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")
    data: Line = json.loads(done.stdout)
    return data


def main() -> None:
    """Measure, or print the table."""
    match sys.argv[1:]:
        case ["measure"]:
            EVIDENCE.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
        case ["table"]:
            sys.stdout.write(table(json.loads(EVIDENCE.read_text(encoding="utf-8"))) + "\n")
        case _:
            raise SystemExit("usage: python -m tools.overlap measure | table")


if __name__ == "__main__":
    main()
