"""How a report looks: nothing escapes, nothing is fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from simwright.pages import (
    DroppedGroup,
    Edge,
    Example,
    Facts,
    Hint,
    KeptTask,
    RunReport,
    Shown,
    as_html,
    as_markdown,
    data_address,
    shares,
)
from simwright.plot import Band
from tests.simwright.door import EVIL, PICTURE

VOID = {"meta", "img", "br", "link", "hr", "input"}

TASK = KeptTask(
    name="stack-two-blocks",
    description=EVIL,
    instructions=(EVIL,),
    signature=EVIL,
    success="10 of 10",
    attempt="0",
    parents=("put-block-in-bowl",),
    flags=(EVIL,),
    program=f'"""{EVIL}"""\nx = "</code></pre>{EVIL}"\n',
    picture=data_address(PICTURE, ".webp"),
)
REPORT = RunReport(
    facts=Facts("run-0001", (("agents", EVIL),)),
    headline=EVIL,
    next=(Hint(EVIL, f"simwright trace {EVIL}"), Hint(EVIL)),
    best=(Shown(TASK, EVIL, data_address(PICTURE, ".webp")),),
    oddest=(Shown(TASK, EVIL, ""),),
    rates=(Band("kept", ((1.0, 0.1, 0.5, 0.9), (2.0, 0.2, 0.6, 1.0))),),
    more_dropped=EVIL,
    funnel=shares([("attempts", 4), ("in the library", 1)]),
    kept=(TASK,),
    dropped=(DroppedGroup("verification, oracle", "unsolved", 3, (Example("task-1", EVIL),)),),
    edges=(Edge("propose", "drop", 3),),
)
EMPTY = RunReport(Facts("run-0002", ()), "Nothing yet.", shares([]), (), (), ())


class Page(HTMLParser):
    """Reads a page, and fails when its tags do not close as they opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_is_well_formed_and_runs_nothing() -> None:
    page = Page(as_html(REPORT))
    assert "script" not in page.seen
    assert {"article", "details", "img", "table"} <= page.seen


def test_a_page_fetches_nothing() -> None:
    text = as_html(REPORT)
    assert [a for a in Page(text).addresses if not a.startswith(("data:image/webp;base64,", "#"))] == []
    assert "http" not in text.replace("http-equiv", "")
    assert "url(" not in text
    assert "@import" not in text


def test_every_value_is_escaped() -> None:
    assert "<script" not in as_html(REPORT)
    assert "<script" not in re.sub(r"\\<|`[^`]*`", "", as_markdown(REPORT))


def test_a_table_row_of_the_markdown_keeps_its_columns() -> None:
    row = next(line for line in as_markdown(REPORT).splitlines() if line.startswith("| verification"))
    assert row.replace("\\|", "").count("|") == 6


def test_a_run_without_anything_has_a_page_too() -> None:
    assert "No attempt was committed" in as_html(EMPTY)
    assert "None: no attempt" in as_markdown(EMPTY)
    Page(as_html(EMPTY))


def test_shares_are_of_the_widest_stage() -> None:
    assert [stage.share for stage in shares([("a", 4), ("b", 1), ("c", 0)])] == [1.0, 0.25, 0.0]
    assert [stage.share for stage in shares([("a", 0)])] == [0.0]


def test_commands_in_the_headline_are_code_and_markup_stays_text() -> None:
    told = replace(REPORT, headline="`simwright explore --resume run-0001` goes on; <b>not bold</b>")
    shown = as_html(told)
    assert "<code>simwright explore --resume run-0001</code> goes on; &lt;b&gt;not bold&lt;/b&gt;" in shown
