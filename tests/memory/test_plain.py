"""What a stranger's folder holds is read if it is a plain file of sensible size, else refused clearly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from memory.plain import LONG, Refused, read_json, read_plain, read_text, shown


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b'{"a": [1, "x"]}')
    assert read_plain(tmp_path / "a", 15) == b'{"a": [1, "x"]}'
    assert read_text(tmp_path / "a", 15) == '{"a": [1, "x"]}'
    assert read_json(tmp_path / "a", 15) == {"a": [1, "x"]}


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("secret")
    (tmp_path / "a").symlink_to(tmp_path / "outside")
    with pytest.raises(Refused, match="is a link") as refused:
        read_plain(tmp_path / "a", 100)
    assert "secret" not in str(refused.value)


def test_a_pipe_and_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(Refused, match="no plain file"):
            read_plain(tmp_path / name, 100)


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 101)
    with pytest.raises(Refused, match="has 101 bytes; at most 100"):
        read_plain(tmp_path / "a", 100)


def test_a_name_that_is_no_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read_plain(tmp_path / "a\0b", 100)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[" * 100_000, id="deep lists"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="deep objects"),
        pytest.param(b"9" * 100_000, id="a huge number"),
        pytest.param(b"[NaN]", id="not a number"),
        pytest.param(b"\xff\xfe[]", id="no UTF-8"),
        pytest.param(b"cos\nsystem\n(S'id'\ntR.", id="a pickle"),
        pytest.param(b'{"\x1b[2J": \x1b}', id="a terminal's commands"),
    ],
)
def test_hostile_json_is_refused_in_words_that_can_be_shown(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(Refused, match="no JSON") as refused:
        read_json(tmp_path / "a", 1 << 20)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 300


def test_text_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xff")
    with pytest.raises(Refused, match="UTF-8"):
        read_text(tmp_path / "a", 10)


def test_a_strangers_words_are_short_and_printable() -> None:
    assert shown("\x1b[2J") == "?[2J"
    assert len(shown("x" * 9999)) == LONG + 3
