"""`simwright verify` and `simwright play`, with the real simulator."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.simwright.door import Knock

GENSIM = Path(__file__).parent.parent / "programs" / "cliport"
ATTACK = (Path(__file__).parent.parent / "programs" / "escapes" / "native_recursion.py").read_text()


def test_a_base_task_is_solved(knock: Knock) -> None:
    ran = knock("verify", "put-block-in-bowl", "--seeds", "2", "--first-seed", "7", "--json")
    assert ran.code == 0
    assert {
        "verdict",
        "phase",
        "reason",
        "success_rate",
        "episodes",
        "flags",
        "interval",
        "signature",
        "difficulty",
        "random_rate",
    } <= set(ran.data)
    assert [episode["seed"] for episode in ran.data["episodes"]] == [7, 8]
    assert {"seed", "success", "actions", "cpu_s"} <= set(ran.data["episodes"][0])
    assert (ran.data["verdict"], ran.data["success_rate"]) == ("solved", 1.0)


def test_the_arm_plays_two_of_the_seeds_and_all_when_asked(knock: Knock) -> None:
    ran = knock("verify", "align-box-corner", "--seeds", "3", "--json")
    assert [episode["seed"] for episode in ran.data["arm"]] == [0, 1]
    ran = knock("verify", "align-box-corner", "--seeds", "3", "--arm")
    assert "the arm solved 3 of 3 episodes" in ran.out


def test_a_person_gets_a_table(knock: Knock) -> None:
    ran = knock("verify", "put-block-in-bowl", "--seeds", "1")
    assert "1 of 1" in ran.out
    assert "difficulty 3 actions, 27 mm of slack" in ran.out
    assert "inside(block -> bowl) by color" in ran.out


def test_a_file_that_is_not_python_is_a_no_with_a_reason(knock: Knock) -> None:
    Path("mine.py").write_text("class (:\n", encoding="utf-8")
    ran = knock("verify", "mine.py", "--json")
    assert (ran.code, ran.data["verdict"], ran.data["phase"]) == (1, "syntax", "parse")
    assert ran.data["reason"]
    assert "syntax" in knock("verify", "mine.py").out


def test_an_attack_is_a_no_that_names_the_layer(knock: Knock) -> None:
    Path("mine.py").write_text(ATTACK, encoding="utf-8")
    ran = knock("verify", "mine.py", "--sandbox", "strict", "--json")
    assert (ran.code, ran.data["verdict"], ran.data["phase"]) == (1, "error", "build")
    assert ran.data["layer"] == "process"
    assert {"landlock", "seccomp"} <= set(ran.data["sandbox"])
    assert "SIGSEGV" in ran.data["reason"]
    assert "stopped by the layer process" in knock("verify", "mine.py").out


def test_a_task_that_does_not_exist_is_misuse(knock: Knock) -> None:
    ran = knock("verify", "put-block-in-bow")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean put-block-in-bowl?" in ran.err


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_play_writes_a_picture_that_moves(knock: Knock, suffix: str) -> None:
    ran = knock("play", "put-block-in-bowl", "--out", f"bowls{suffix}", "--seed", "3", "--json")
    assert ran.code == 0
    assert ran.data["success"] is True
    assert ran.data["actions"] > 0
    with Image.open(io.BytesIO(Path(f"bowls{suffix}").read_bytes())) as picture:
        assert getattr(picture, "n_frames", 1) > 2


def test_play_writes_a_film(knock: Knock) -> None:
    ran = knock("play", "align-box-corner", "--out", "box.mp4", "--json")
    assert ran.data["success"] is True
    assert Path("box.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_page_of_the_oracle_has_the_film_and_no_looks(knock: Knock) -> None:
    ran = knock("play", "align-box-corner", "--out", "box.html", "--json")
    assert ran.code == 0
    text = Path("box.html").read_text(encoding="utf-8")
    assert "the oracle at align-box-corner" in text
    assert (text.count("data:image/webp;base64,"), text.count("data:image/png")) == (1, 0)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "--out FILE.gif"),
        (["--out", "film.avi"], "the pictures are: .gif, .webp, .mp4, .html"),
        (["--out", "nowhere/film.gif"], "the folder nowhere is not there"),
    ],
)
def test_play_without_a_fitting_file_is_misuse(knock: Knock, words: list[str], complaint: str) -> None:
    ran = knock("play", "put-block-in-bowl", *words)
    assert ran.code == 2
    assert complaint in ran.err


def test_play_of_what_cannot_be_built_is_a_no(knock: Knock) -> None:
    Path("mine.py").write_text("class (:\n", encoding="utf-8")
    ran = knock("play", "mine.py", "--out", "film.gif")
    assert ran.code == 1
    assert "syntax" in ran.err
    assert not Path("film.gif").exists()


def test_a_program_for_gensim_gets_two_verdicts(knock: Knock) -> None:
    program = str(GENSIM / "half_reward.py")
    ran = knock("verify", program, "--seeds", "2", "--json")
    assert (ran.code, ran.data["verdict"], ran.data["gensim"]["verdict"]) == (0, "solved", "fail")
    assert {"seed", "total_reward", "success", "actions", "cpu_s"} <= set(ran.data["gensim"]["episodes"][0])
    assert ran.data["gensim"]["leniencies"] == ["the rewards of the goals add up to 0.80, not to 1"]
    told = knock("verify", program, "--seeds", "1").out
    assert "GenSim's own verdict fail (0 of 1 episodes)" in told
    assert "GenSim lets pass the rewards" in told
