"""Films of a run's best tasks: drawn once, and within the page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from sim.signature import Clause
from simwright.films import FOLDER, LARGEST, draw_films, film_of
from simwright.pages import data_address
from simwright.report import write_report
from simwright.runs import find_run
from tests.graphs.small_world import scene_of
from tests.simwright.door import keep, made_workspace


def test_what_is_gone_is_not_filmed(tmp_path: Path) -> None:
    workspace = made_workspace(tmp_path / "w")
    run = find_run(workspace, "run-0001")
    draw_films(workspace, run, ["never-was", "stack-two-blocks"])  # the second one has no scene
    assert not (run.folder / FOLDER).exists()


def test_a_page_leaves_out_a_film_that_is_too_long(tmp_path: Path) -> None:
    run = find_run(made_workspace(tmp_path / "w"), "run-0001")
    (run.folder / FOLDER).mkdir()
    film = run.folder / FOLDER / "long.webp"
    film.write_bytes(b"x" * LARGEST)
    assert film_of(run, "long") == film
    film.write_bytes(b"x" * (LARGEST + 1))
    assert film_of(run, "long") is None


@pytest.mark.slow
def test_the_best_are_shown_in_moving_pictures(tmp_path: Path) -> None:
    """Filmed by the real simulator; the page carries the film, and nothing is drawn twice."""
    workspace = made_workspace(tmp_path / "w")
    shutil.rmtree(workspace.library)
    clause = Clause(verb="on", mover="block", target="box", selection="all")
    keep(workspace, "stack-two-blocks", scene=scene_of(clause))
    run = find_run(workspace, "run-0001")
    page = write_report(workspace, run, films=True).html.read_text(encoding="utf-8")
    film = film_of(run, "stack-two-blocks")
    assert film is not None
    with Image.open(film) as moving:
        assert getattr(moving, "n_frames", 1) > 1
    assert page.count(data_address(film.read_bytes(), ".webp")) == 1
    drawn = film.stat().st_mtime_ns
    write_report(workspace, run, films=True)
    assert film.stat().st_mtime_ns == drawn
