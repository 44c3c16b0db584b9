"""The graph of a curriculum is drawn twice, for Mermaid and by ourselves, and nothing in it is markup."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from graphs.stages import Curriculum, StageRecord, write_curriculum
from memory.workspace import Workspace
from simwright.curricula import BOX, drawn, mermaid, write_curriculum_report
from tests.simwright.door import EVIL, keep


def stage(name: str, *needs: str, task: str = "", reason: str = "") -> StageRecord:
    return StageRecord(
        name=name,
        verified=bool(task),
        reused=False,
        teaches=EVIL,
        needs=needs,
        task=task,
        program=f"library/tasks/{task}/program.py" if task else "",
        reason=reason,
    )


STAGES = (
    stage("grasp", task="stack-two-blocks"),
    stage("stack", "grasp", reason=EVIL),
    stage("line-up", "grasp"),
    stage("build-a-wall-of-many-blocks", "stack", "line-up"),
)


def test_mermaid_gets_every_stage_and_every_need() -> None:
    text = mermaid(STAGES)
    assert 's0["grasp"]:::verified' in text
    assert 's1["stack"]:::failed' in text
    assert text.count("-->") == 4


def test_no_boxes_overlap_and_every_arrow_points_to_the_right() -> None:
    picture = drawn(STAGES)
    for one, other in combinations(picture.boxes, 2):
        assert abs(one.x - other.x) >= BOX[0] or abs(one.y - other.y) >= BOX[1]
    assert len(picture.arrows) == 4
    for arrow in picture.arrows:
        numbers = [int(word.strip(",")) for word in arrow.path.split() if word.strip(",").isdigit()]
        assert numbers[0] < numbers[-2]
    assert picture.boxes[-1].lines == ("build-a-wall-of-many", "blocks")


def test_a_report_shows_what_the_library_knows_and_escapes_the_rest(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    keep(workspace, "stack-two-blocks")
    curriculum = Curriculum(name="wall", target=EVIL, run="run-0001", plan=EVIL, stages=STAGES)
    write_curriculum(workspace, curriculum)
    written = write_curriculum_report(workspace, curriculum)
    page = written.html.read_text(encoding="utf-8")
    assert "<script>" not in page
    assert page.count("data:image/webp") == 1
    assert "not tried yet" in page
    text = written.markdown.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "on(block -> block) by all" in text
