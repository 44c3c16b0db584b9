"""`simwright train` and `simwright evaluate`: the whole way from demonstrations to a score."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphs.stages import FILE, Curriculum
from policy.checkpoint import load_card
from tests.simwright.door import Knock


@pytest.mark.slow
def test_demonstrations_become_a_policy_that_is_scored(knock: Knock, tmp_path: Path) -> None:
    assert knock("demos", "block-insertion", "-n", "2").code == 0
    ran = knock("train", "--demos", "block-insertion", "--steps", "2", "--batch", "2", "--json")
    assert {"policy", "steps", "seconds", "samples_per_s"} <= set(ran.data)
    again = knock("train", "--demos", "block-insertion", "--steps", "3", "--batch", "2")
    assert (again.code, "planned" in again.err) == (2, True)
    table, films = tmp_path / "table.md", tmp_path / "films"
    said = ("--episodes", "2", "--out", str(table), "--videos", str(films))
    scored = knock("evaluate", "block-insertion", *said, "--json")
    assert set(scored.data["tasks"]) == {"block-insertion"}
    assert {"success", "low", "high", "episodes"} <= set(scored.data["tasks"]["block-insertion"])
    assert "| block-insertion | block-insertion |" in table.read_text()
    assert len(list(films.glob("block-insertion-block-insertion-1000[12]-*.mp4"))) == 2


@pytest.mark.slow
def test_a_curriculum_orders_the_tasks_and_exams_are_played(knock: Knock) -> None:
    assert knock("demos", "block-insertion", "-n", "1").code == 0
    file = Path("workspace/curricula/kits") / FILE
    file.parent.mkdir(parents=True)
    short = ("train", "--demos", "block-insertion", "--steps", "1", "--batch", "1")
    for order, code in ((("place-in-zones",), 2), (("place-in-zones", "block-insertion"), 0)):
        told = Curriculum(name="kits", target="kits", run="run-0001", order=order)
        file.write_text(told.model_dump_json())
        ran = knock(*short, "--curriculum", "kits", "--name", "staged", "--exam", "1")
        assert ran.code == code
    card = load_card(Path("workspace/policies/staged"))
    assert (card.sampling, card.tasks) == ("stages", ("block-insertion",))
    assert "exam" in ran.err


@pytest.mark.slow
def test_a_policy_adapts_to_a_world_that_is_shifted_and_stays_as_it_was(knock: Knock, tmp_path: Path) -> None:
    assert knock("demos", "block-insertion", "-n", "1").code == 0
    shifted = ("demos", "block-insertion", "-n", "1", "--domain", "shifted", "--name", "strange")
    assert knock(*shifted).code == 0
    mixed = knock("demos", "block-insertion", "-n", "2", "--name", "strange")
    assert (mixed.code, "domain 'shifted'" in mixed.err) == (2, True)
    assert knock("train", "--demos", "block-insertion", "--steps", "1", "--batch", "1").code == 0
    parent = Path("workspace/policies/block-insertion/weights.safetensors")
    before = parent.read_bytes()
    small = ("--steps", "1", "--batch", "1")
    adapted = knock(
        "adapt", "block-insertion", "--demos", "strange", "-k", "1", *small, "--name", "ours", "--json"
    )
    assert adapted.data["policy"].endswith("ours")
    card = load_card(Path(adapted.data["policy"]))
    assert (card.start.split(":")[0], card.rate, card.episodes) == ("block-insertion", 0.5, 1)
    assert parent.read_bytes() == before
    few = knock("adapt", "block-insertion", "--demos", "strange", "-k", "5")
    assert (few.code, "has 1 demonstrations" in few.err) == (2, True)
    page = tmp_path / "looks.html"
    played = knock("play", "ours", "block-insertion", "--domain", "shifted", "--out", str(page), "--json")
    assert played.code in (0, 1)
    text = page.read_text()
    assert text.count("data:image/webp;base64,") == 1  # the film
    assert text.count("data:image/png;base64,") == played.data["actions"] > 0  # where it looked, each time


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("train", "--demos", "none"), "no demonstrations 'none'"),
        (("train", "--demos", "none", "--clip", "."), "--clip is for --kind cliport"),
        (("train", "--demos", "none", "--clip", ".", "--kind", "cliport"), "no CLIP in"),
        (("evaluate", "none"), "no policy"),
        (("evaluate", "none", "--out", "table.txt"), "ends in '.txt'"),
        (("evaluate", "none", "--domain", "moon"), "no domain 'moon'"),
        (("adapt", "none", "--demos", "none"), "no demonstrations 'none'"),
        (("play", "none", "block-insertion", "--out", "film.gif"), "no policy"),
        (("play", "block-insertion", "--domain", "shifted", "--out", "film.gif"), "name a policy"),
        (("play", "a", "b", "c", "--out", "film.gif"), "a policy and a task"),
    ],
)
def test_what_is_not_there_is_a_clear_error(knock: Knock, words: tuple[str, ...], said: str) -> None:
    ran = knock(*words)
    assert ran.code == 2
    assert said in ran.err
