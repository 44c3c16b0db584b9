"""Turn a run's report into Markdown and one self-contained HTML page.

Knows how a report looks, not where it comes from: `simwright.report` reads the files and fills the types
below. The page embeds its pictures and its style, so it can be mailed, archived and opened without a network.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

import jinja2
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from simwright.costs import CostRow
from simwright.plot import Band, Line
from simwright.rates import Rate


@dataclass(frozen=True)
class Facts:
    """What a run was: its name, and pairs of label and value in the order in which they are shown."""

    run: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Stage:
    """How many attempts reached a stage of the funnel.

    `share` is of the widest stage, in [0, 1]; `rate` says how many of the stage before came so far, with the
    95 % interval.
    """

    name: str
    count: int
    share: float
    rate: str = ""


@dataclass(frozen=True)
class KeptTask:
    """A task that a run added to the library, ready to be shown."""

    name: str
    description: str
    instructions: tuple[str, ...]
    signature: str
    success: str
    attempt: str
    parents: tuple[str, ...]
    flags: tuple[str, ...]
    program: str  # empty when it is beside the page, or gone
    picture: str  # an address, within the page or beside it; empty when there is none
    cost: str = ""  # what models took for its attempt
    program_at: str = ""  # the address of a program that is beside the page

    @property
    def program_html(self) -> str:
        """The program as HTML, with its words marked for colour; Pygments escapes what it writes."""
        return str(highlight(self.program, PythonLexer(), HtmlFormatter(nowrap=True)))


@dataclass(frozen=True)
class Example:
    """One dropped attempt, as an example of its group."""

    name: str
    reason: str
    attempt: int = 0


@dataclass(frozen=True)
class DroppedGroup:
    """Attempts that ended at the same place with the same fault; `fingerprint` may be empty."""

    phase: str
    verdict: str
    count: int
    examples: tuple[Example, ...]
    fingerprint: str = ""


@dataclass(frozen=True)
class Shown:
    """A task to look at first, why, and its film: an address within the page, or empty."""

    task: KeptTask
    why: str
    film: str


@dataclass(frozen=True)
class Hint:
    """What to do next, and the command that does it; empty if none does."""

    text: str
    command: str = ""


@dataclass(frozen=True)
class Edge:
    """How often one step of the attempt graph followed another."""

    source: str
    target: str
    count: int


@dataclass(frozen=True)
class RunReport:
    """Everything that a report says."""

    facts: Facts
    headline: str
    funnel: tuple[Stage, ...]
    kept: tuple[KeptTask, ...]
    dropped: tuple[DroppedGroup, ...]
    edges: tuple[Edge, ...]
    note: str = ""  # about the kept tasks
    next: tuple[Hint, ...] = ()
    best: tuple[Shown, ...] = ()
    oddest: tuple[Shown, ...] = ()
    rates: tuple[Band | Line, ...] = ()  # over the attempts, or the hours
    diversity: tuple[Line, ...] = ()
    more_dropped: str = ""  # about groups that are not shown
    costs: tuple[CostRow, ...] = ()


def as_html(report: RunReport) -> str:
    """Render the page; every value is escaped."""
    return page("report.html", report)


def as_markdown(report: RunReport) -> str:
    """Render the same report for a terminal or a repository; what could be markup is escaped."""
    return markdown("report.md", report)


def page(template: str, report: object) -> str:
    """Render a page from a template; every value is escaped."""
    return _templates(autoescape=True).get_template(template).render(report=report)


def markdown(template: str, report: object) -> str:
    """Render Markdown from a template, which says how each value is escaped."""
    text = _templates(autoescape=False).get_template(template).render(report=report)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def data_address(picture: bytes, suffix: str) -> str:
    """Return a picture as an address that a page can carry within itself."""
    return f"data:image/{suffix.lstrip('.')};base64,{base64.b64encode(picture).decode()}"


def _templates(*, autoescape: bool) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simwright"),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(prose=_prose, sentence=_sentence, code=_code, commands=_commands)
    environment.filters.update(within_page=data_address)
    return environment


def _commands(text: str) -> Markup:
    """Escape a sentence of ours for a page, and set the commands that it shows between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _prose(text: str) -> str:
    """Escape what Markdown, or the HTML within it, would take for markup."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", _one_line(text))


def _sentence(text: str) -> str:
    """Escape HTML only: our own sentences may show a command between backticks."""
    return _one_line(text).replace("<", "\\<")


def _code(text: str) -> str:
    """Make text safe between backticks, also within a table."""
    return _one_line(text).replace("`", "'").replace("|", "¦")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def shares(counts: Iterable[tuple[str, int]]) -> tuple[Stage, ...]:
    """Give each stage its share of the widest one."""
    stages = list(counts)
    widest = max((count for _, count in stages), default=0) or 1
    before = [count for _, count in stages[:1]] + [count for _, count in stages]
    return tuple(
        Stage(name, count, count / widest, Rate(count, came).text if number else "")
        for number, ((name, count), came) in enumerate(zip(stages, before, strict=False))
    )
