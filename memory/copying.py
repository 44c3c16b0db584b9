"""Copy the library as it was at an earlier point of its sequence, and leave the original alone."""

from __future__ import annotations

import shutil
from collections.abc import Collection

from memory.embedding import Embedder
from memory.flat import flat_file
from memory.formats import bring_up_to_date
from memory.library import Library
from memory.rebuild import rebuild
from memory.workspace import Workspace
from sim.atomic import make_folder


def copy_memory(
    workspace: Workspace,
    copy: Workspace,
    *,
    before: int,
    without: Collection[str] = (),
    embedder: Embedder | None = None,
) -> int:
    """Copy what a memory held, with an index of its own, and return of how many tasks and lessons that was.

    Vectors are taken along, so that no text is embedded twice.

    Args:
        workspace: where to copy from; nobody may write to it meanwhile.
        copy: an empty workspace.
        before: only what was committed before this place in the sequence.
        without: runs whose tasks and lessons are left out.
        embedder: makes the vectors that are missing; None is the default model.

    Raises:
        UsageError: if the library is damaged.
    """
    source, target = Library(workspace.library), Library(copy.library)
    make_folder(copy.root)
    bring_up_to_date(copy)
    target.prepare()
    tasks = [r.name for r in source.records() if r.sequence < before and r.run not in without]
    lessons = [note.id for note in source.lessons() if note.sequence < before and note.run not in without]
    for name in tasks:
        shutil.copytree(source.tasks_folder / name, target.tasks_folder / name)
    for id_ in lessons:
        shutil.copy(source.lessons_folder / f"{id_}.json", target.lessons_folder)
    if flat_file(workspace).is_file():
        flat_file(copy).parent.mkdir(parents=True)
        shutil.copy(flat_file(workspace), flat_file(copy))
    rebuild(copy, embedder)
    return len(tasks) + len(lessons)
