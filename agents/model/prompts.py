"""From a request to the text that a model gets: one file for each role in `agents/prompts`.

A proposer that plans has a file of its own; what two files say alike stands in a third. A file has two parts.
`system` never changes within a run (the role, the reference of the task language, the form of the answer), so
that endpoints can cache it; `question` holds what is asked now, with everything that others wrote between
marks. A field that a file misses, or that no file uses, is an error and not silence.

The reference comes from the code that it describes (`sim.reference`) and is handed in as text: agents see
data only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined, meta

from agents.model.schema import Schema
from agents.model.telling import as_json, marked, spread, told
from agents.roles import MOST_STAGES, PlanRequest, Question, RoleName
from agents.transcript import Method
from sim.errors import UsageError

Handbook = Mapping[str, str]  # title to text, in the order of the reference
Page = RoleName | Literal["planner"]

PAGES: Final[tuple[Page, ...]] = (*get_args(RoleName), "planner")

NOT_TOLD: Final = {"draw"}  # entropy for a role without a model
KNOWN_SHOWN: Final = 120  # signatures; more would cost more than they tell
BOUNDS: Final[Mapping[Page, Mapping[str, int]]] = {
    "proposer": {"shown": KNOWN_SHOWN},
    "planner": {"most_stages": MOST_STAGES},
}
FORMS: Final[dict[Method, str]] = {
    "schema": "Answer with one JSON object.",
    "tools": "Answer by calling the function `answer`.",
    "text": "Answer with one JSON object, and nothing after it, that fits this JSON schema:\n\n{schema}",
}


@dataclass(frozen=True)
class Prompt:
    """What a model gets; `pictures` are WebP and go with the question."""

    system: str
    question: str
    pictures: tuple[bytes, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of everything that is sent."""
        digest = hashlib.sha256(f"{self.system}\0{self.question}".encode())
        for picture in self.pictures:
            digest.update(picture)
        return digest.hexdigest()


class Prompts:
    """Renders requests, with the reference of the task language."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        loader = PackageLoader("agents", "prompts")
        self._files = Environment(
            loader=loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # Markdown for a model, no HTML for a browser
        )
        self._files.filters |= {"as_json": as_json, "marked": marked, "spread": spread, "told": told}
        sources = {page: loader.get_source(self._files, f"{page}.md")[0] for page in PAGES}
        self._wanted = {
            page: meta.find_undeclared_variables(self._files.parse(source))
            for page, source in sources.items()
        }

    def render(
        self, role: RoleName, request: Question, form: str, pictures: tuple[bytes, ...] = ()
    ) -> Prompt:
        """Return what a model gets for a request.

        Raises:
            UsageError: if the role's file leaves a field of the request unused, or wants one that it lacks.
        """
        page = page_of(role, request)
        fields = {name: getattr(request, name) for name in type(request).model_fields}
        given: dict[str, object] = {name: fields[name] for name in fields if name not in NOT_TOLD}
        given["form"] = form
        given |= {"handbook": self._handbook} if page != "reflection" else {"pictures": pictures}
        given |= BOUNDS.get(page, {})
        self._check(page, set(given))
        template = self._files.get_template(f"{page}.md")
        context = template.new_context(given)
        system, question = ("".join(template.blocks[part](context)) for part in ("system", "question"))
        return Prompt(system.strip(), question.strip(), pictures)

    def _check(self, page: Page, given: set[str]) -> None:
        wanted = self._wanted[page]
        if wanted != given:
            raise UsageError(
                f"agents/prompts/{page}.md does not fit its request: it misses {sorted(wanted - given)} and "
                f"leaves {sorted(given - wanted)} unused."
            )


def page_of(role: RoleName, request: Question) -> Page:
    """Name the file for a question: a proposer that plans has one of its own."""
    return "planner" if isinstance(request, PlanRequest) else role


def form_of(method: Method, schema: Schema) -> str:
    """Say in words how an answer has to look; what the endpoint enforces needs few."""
    return FORMS[method].replace("{schema}", json.dumps(schema, ensure_ascii=False))
