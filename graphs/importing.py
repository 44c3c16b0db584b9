"""Brings tasks of somebody else into the library: each is verified, and nothing that they say is believed.

    candidate -> known? -> verify (and rewrite) -> new? -> keep | refuse

Candidates are proven side by side and committed in their order, so the number of workers changes how long an
import takes and never what comes in. A commit is one folder of the library, or one file that says why not;
both are there whole or not at all. So a stop loses nothing: what was proven is committed, and the same import
again goes on behind it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from graphs.recall import repeated_by
from graphs.records import record_of, unique_name
from memory.library import Library, program_hash
from memory.memory import Memory
from memory.record import Provenance, TaskRecord
from sim.atomic import make_folder, write_file
from sim.cliport.policy import speaks_cliport
from sim.conversion import convert
from sim.program import parse_program
from sim.report import Report
from sim.spec import Data
from sim.verify import Verifier

logger = logging.getLogger(__name__)

What = Literal["rewritten", "as it is", "known", "refused"]
KEPT: tuple[What, ...] = ("rewritten", "as it is")


@dataclass(frozen=True)
class Candidate:
    """A program that may come in.

    `record` is what another library of ours has written about it; `original` what it was rewritten from.
    """

    name: str
    description: str
    source: str
    file: str
    library: Literal["gensim", "file", "simwright"]
    record: TaskRecord | None = None
    original: str = ""

    @property
    def sha256(self) -> str:
        """The hash of the program as it came."""
        return program_hash(self.source)


class Outcome(Data):
    """What became of a candidate."""

    file: str
    name: str = Field(description="In the library, if it is there.")
    outcome: What
    verdict: str = Field(default="", description="Ours, of what came; empty where nothing was verified.")
    gensim: str = Field(default="", description="GenSim's own verdict of it: pass, fail, or none.")
    signature: str = ""
    reason: str = Field(default="", description="Why it was refused, or not rewritten.")
    duplicate_of: str = ""
    leniencies: tuple[str, ...] = Field(default=(), description="What GenSim let pass.")
    episodes: int = 0
    sha256: str = ""

    @property
    def kept(self) -> bool:
        """Whether it came in now."""
        return self.outcome in KEPT


@dataclass(frozen=True)
class Proof:
    """What verification found: the program to keep, its report, and what it was rewritten from."""

    report: Report  # of the program to keep; of the one that came, if none is
    program: str
    original: str = ""
    reason: str = ""  # why it was not rewritten
    verdict: str = ""  # of the program as it came
    picture: bytes | None = None


@dataclass(frozen=True)
class ImportSettings:
    """How an import goes: episodes for each program, and whether what was refused is verified again."""

    episodes: int = 10
    again: bool = False
    workers: int = 2


Show = Callable[[Outcome], None]


class Importer:
    """Brings candidates into one memory, which it holds open for writing."""

    def __init__(self, memory: Memory, verifier: Verifier, settings: ImportSettings) -> None:
        self._memory = memory
        self._verifier = verifier
        self._settings = settings

    async def bring_in(
        self, candidates: Sequence[Candidate], stop: asyncio.Event, show: Show = lambda _: None
    ) -> list[Outcome]:
        """Prove candidates and keep those that are solved and new.

        Args:
            candidates: in the order in which they come in.
            stop: when it is set, nothing more is begun; what was begun is brought to its end.
            show: is told each outcome as soon as it stands on the disk.

        Returns:
            What became of those that were looked at, in order: of all of them, unless it was stopped.
        """
        outcomes: list[Outcome] = []
        gate = asyncio.Semaphore(self._settings.workers)  # first come, first served: in order
        async with asyncio.TaskGroup() as group:
            steps = [group.create_task(self._prove(gate, one, stop)) for one in candidates]
            for candidate, step in zip(candidates, steps, strict=True):
                found = await step
                if found is None:
                    break
                outcome = await asyncio.to_thread(self._commit, candidate, found)
                outcomes.append(outcome)
                show(outcome)
        await asyncio.to_thread(self._memory.flush)
        return outcomes

    # -- proof -----------------------------------------------------------------------------------------

    async def _prove(
        self, gate: asyncio.Semaphore, candidate: Candidate, stop: asyncio.Event
    ) -> Proof | Outcome | None:
        """Verify a candidate; an outcome at once if it is known, nothing if the import is stopped."""
        async with gate:
            if stop.is_set():
                return None
            if (known := await asyncio.to_thread(self._known, candidate)) is not None:
                return known
            proof = await self._verified(candidate)
            if not proof.report.solved or proof.report.scene is None:
                return proof
            picture = await self._verifier.preview(proof.report.scene)
            return Proof(proof.report, proof.program, proof.original, proof.reason, proof.verdict, picture)

    async def _verified(self, candidate: Candidate) -> Proof:
        episodes, source = self._settings.episodes, candidate.source
        if not speaks_cliport(source):
            report = await self._verifier.verify(source, episodes=episodes)
            if candidate.original:  # what GenSim says of it is found again, not believed
                gensim = await self._verifier.gensim(candidate.original, episodes=episodes)
                report = report.model_copy(update={"gensim": gensim})
            return Proof(report, source, candidate.original, verdict=report.verdict)
        done = await convert(self._verifier, source, candidate.description, episodes=episodes)
        if done.kept and done.converted is not None and done.converted.solved:
            report = done.converted.model_copy(update={"gensim": done.original.gensim})
            return Proof(report, done.program, source, verdict=done.original.verdict)
        return Proof(done.original, source, reason=done.reason, verdict=done.original.verdict)

    def _known(self, candidate: Candidate) -> Outcome | None:
        """Return what is known of a candidate without looking at it: it is in, or was refused before."""
        library = Library(self._memory.workspace.library)
        for card in self._memory.cards:
            came = card.provenance.sha256 if card.provenance else ""
            if candidate.sha256 in (card.program_sha256, came):
                return Outcome(
                    file=candidate.file,
                    name=card.name,
                    outcome="known",
                    signature=card.signature,
                    episodes=len(library.task(card.name).record.report.episodes),
                    sha256=candidate.sha256,
                )
        refused = self._refused_before(candidate)
        if refused is None or self._settings.again or refused.episodes != self._settings.episodes:
            return None
        twin = refused.duplicate_of
        if twin and all(card.name != twin for card in self._memory.cards):
            return None
        return refused.model_copy(update={"file": candidate.file})

    # -- commit ----------------------------------------------------------------------------------------

    def _commit(self, candidate: Candidate, found: Proof | Outcome) -> Outcome:
        """Put a proven candidate into the library, or write down why not."""
        if isinstance(found, Outcome):
            return found
        if found.picture is None:
            return self._refuse(candidate, found, _why(found))
        description = self._description(candidate, found)
        taken = [card.name for card in self._memory.cards]
        task = (candidate.name, description, found.report.signature)
        if twin := repeated_by(self._memory, task, self._memory.sequence):
            return self._refuse(candidate, found, f"repeats {twin}", twin)
        record = record_of(
            unique_name(candidate.name, taken),
            description,
            found.program,
            found.report,
            self._memory.sequence,
        ).model_copy(update=_origin(candidate, found))
        kept = self._memory.add_task(record, found.program, found.picture, found.original)
        self._note(candidate).unlink(missing_ok=True)
        rewritten = bool(kept.provenance and kept.provenance.rewritten)
        return self._outcome(candidate, found, "rewritten" if rewritten else "as it is", kept.name)

    def _refuse(self, candidate: Candidate, found: Proof, reason: str, twin: str = "") -> Outcome:
        outcome = self._outcome(candidate, found, "refused", candidate.name).model_copy(
            update={"reason": reason, "duplicate_of": twin}
        )
        if found.report.verdict != "crashed":  # which is our process's fault: next time it may do
            path = self._note(candidate)
            make_folder(path.parent)
            write_file(path, outcome.model_dump_json(indent=2).encode() + b"\n")
        return outcome

    def _outcome(self, candidate: Candidate, found: Proof, what: What, name: str) -> Outcome:
        gensim = found.report.gensim
        return Outcome(
            file=candidate.file,
            name=name,
            outcome=what,
            verdict=found.verdict,
            gensim=gensim.verdict if gensim else "",
            signature=found.report.signature,
            reason=found.reason,
            leniencies=gensim.leniencies if gensim else (),
            episodes=self._settings.episodes,
            sha256=candidate.sha256,
        )

    def _description(self, candidate: Candidate, found: Proof) -> str:
        """Return what is told of a task, else what its program says of itself, else its first sentence."""
        if candidate.description:
            return candidate.description
        told = parse_program(found.program).summary
        scene = found.report.scene
        return told or (scene.goals[0].instruction if scene else "")

    def _note(self, candidate: Candidate) -> Path:
        return self._memory.workspace.imports / f"{candidate.sha256}.json"

    def _refused_before(self, candidate: Candidate) -> Outcome | None:
        path = self._note(candidate)
        try:
            return Outcome.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as damage:
            logger.warning("%s cannot be read, so the program is verified again: %s", path, damage)
            return None


def _why(found: Proof) -> str:
    """Say why a program that was not solved does not come in."""
    return f"{found.report.verdict}: {found.report.reason}" if found.report.reason else found.report.verdict


def _origin(candidate: Candidate, found: Proof) -> dict[str, object]:
    """Say where a task comes from; a record of another library keeps its ancestry, and not its run."""
    if candidate.record is not None:
        told = candidate.record
        return {
            "origin": told.origin,
            "parents": told.parents,
            "comment": told.comment,
            "provenance": told.provenance,
        }
    return {
        "origin": "imported",
        "provenance": Provenance(
            library="gensim" if candidate.library == "gensim" else "file",
            file=candidate.file[:200],
            sha256=candidate.sha256,
            rewritten=bool(found.original),
        ),
    }


def candidates_of(library: Library) -> list[Candidate]:
    """Return the tasks of another library of ours, in its order.

    Raises:
        UsageError: if it is damaged, or of another format.
    """
    library.check_format()
    return [
        Candidate(
            task.record.name,
            task.record.description,
            task.program,
            f"tasks/{task.record.name}/program.py",
            "simwright",
            task.record,
            library.original(task.record),
        )
        for task in library.tasks()
    ]
