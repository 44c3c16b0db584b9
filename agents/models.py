"""Which model answers which role, and what is known about each: settings, and nothing that talks.

A model is written `ENDPOINT:NAME`, `openai:gpt-5-mini` say; `openai` is the endpoint that is there without
being set up, others are tables of their own. `builtin` is the built-in author, which is no language model.

    [models]
    all = "openai:gpt-5-mini"          # every role that has no line of its own
    coder = "local:qwen2.5-coder"
    strong = "openai:gpt-5"            # repairs what the coder's model got wrong, and breaks ties of votes
    [models.endpoints.local]
    base_url = "http://127.0.0.1:11434/v1"
    [models.options]                   # of every model
    timeout_s = 60
    [models.named."openai:gpt-5"]      # of one model
    output_usd = 10

The chat models themselves are in `agents.model`, which costs seconds to import; this module costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field

from agents.roles import RoleName
from sim.errors import UsageError
from sim.spec import Data

BUILT_IN: Final = "builtin"
BUILT_IN_NAME: Final = "built-in author"  # as it shows wherever somebody reads who answered
OPENAI: Final = "openai"
ROLES: Final[tuple[RoleName, ...]] = get_args(RoleName)
STRONG_IN: Final[frozenset[RoleName]] = frozenset({"coder", "reflection"})
PER_MILLION: Final = 1_000_000
NEW_WORD: Final = ("api.openai.com", ".openai.azure.com")  # hosts

Seconds = Annotated[float, Field(gt=0)]
Usd = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Effort = Literal["none", "minimal", "low", "medium", "high"]
Limit = Literal["max_tokens", "max_completion_tokens"]


class Endpoint(Data):
    """`[models.endpoints.NAME]`: a server that speaks the protocol of OpenAI's chat completions."""

    base_url: str = Field(default="", description="Up to and with /v1; empty: OPENAI_BASE_URL, else OpenAI.")
    key_env: str = Field(default="OPENAI_API_KEY", description="The variable that holds the key.")
    key_file: Path | None = Field(default=None, description="A file with the key; goes before the variable.")
    concurrency: Count = Field(default=16, description="Requests in flight at once, at most.")
    requests_per_minute: Annotated[float, Field(gt=0)] | None = None
    limit: Limit | None = Field(
        default=None, description="How the server calls the limit of an answer; empty: as its maker does."
    )


class ModelOptions(Data):
    """`[models.options]` for every model, `[models.named."ENDPOINT:NAME"]` for one; prices per million."""

    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    reasoning_effort: Effort | None = None
    max_output_tokens: Count = Field(default=8192, description="Of one answer, thoughts included.")
    timeout_s: Seconds = Field(default=120, description="For one call; when streaming, for each piece of it.")
    deadline_s: Seconds = Field(default=600, description="For one question, all its calls together.")
    tries: Count = Field(default=4, description="Calls for one question, at most.")
    stream: bool = Field(default=False, description="Receive answers in pieces: for slow models.")
    sees: bool = Field(default=False, description="It understands pictures; reflection gets start and end.")
    input_usd: Usd | None = None
    cached_usd: Usd | None = Field(default=None, description="Empty: as other input.")
    output_usd: Usd | None = None


class ModelsSettings(Data):
    """`[models]`: who answers the four roles, and what may be spent."""

    all: str = BUILT_IN
    proposer: str = ""
    critic: str = ""
    coder: str = ""
    reflection: str = ""
    strong: str = Field(
        default="",
        description="Asked to repair a program, and when votes are even; empty: nobody is.",
    )
    fallback: str = Field(
        default="", description="Asked when a model gives no usable answer; empty: the attempt is given up."
    )
    endpoints: dict[str, Endpoint] = Field(default={})
    options: ModelOptions = ModelOptions()
    named: dict[str, ModelOptions] = Field(default={})
    max_usd: Annotated[float, Field(gt=0)] | None = None
    max_tokens: Count | None = None


@dataclass(frozen=True)
class Access:
    """How to reach an endpoint, with what the environment and files had to add."""

    name: str
    base_url: str
    key: str
    endpoint: Endpoint

    @property
    def limit(self) -> Limit:
        """How the server calls the limit of an answer: OpenAI's own models know the new word only."""
        if self.endpoint.limit is not None:
            return self.endpoint.limit
        host = urlsplit(self.base_url).hostname or ""
        return "max_completion_tokens" if host.endswith(NEW_WORD) else "max_tokens"


@dataclass(frozen=True)
class ModelFacts:
    """All that is set about one model; `name` is what the endpoint calls it."""

    endpoint: str
    name: str
    options: ModelOptions

    @property
    def full_name(self) -> str:
        """Return the name as it is written in settings."""
        return f"{self.endpoint}:{self.name}"

    def usd(self, input_tokens: int, cached_tokens: int, output_tokens: int) -> float:
        """Return what tokens cost; 0 where no price is set. Cached tokens are among the input tokens."""
        options = self.options
        fresh_usd = options.input_usd or 0.0
        cached_usd = fresh_usd if options.cached_usd is None else options.cached_usd
        fresh = (input_tokens - cached_tokens) * fresh_usd + cached_tokens * cached_usd
        return (fresh + output_tokens * (options.output_usd or 0.0)) / PER_MILLION

    @property
    def has_price(self) -> bool:
        """Say whether input and output have a price; 0 is one."""
        return self.options.input_usd is not None and self.options.output_usd is not None


@dataclass(frozen=True)
class Casting:
    """Who answers a role: models in the order in which they are asked; none stands for the built-in author.

    `strong` are asked instead when the simulator has said no, or votes are even. A `None` at the end is the
    fallback.
    """

    first: tuple[ModelFacts | None, ...]
    strong: tuple[ModelFacts | None, ...]

    @property
    def is_built_in(self) -> bool:
        """Say whether no model is ever asked."""
        return self.first == (None,) and self.strong == (None,)


def casting(settings: ModelsSettings, role: RoleName) -> Casting:
    """Say who answers a role.

    Raises:
        UsageError: if a model is not written as `ENDPOINT:NAME`, or its endpoint is not set up.
    """
    chosen = getattr(settings, role) or settings.all
    strong = settings.strong if role in STRONG_IN and settings.strong else chosen
    return Casting(_asked(settings, chosen), _asked(settings, strong))


def models_of(settings: ModelsSettings) -> tuple[ModelFacts, ...]:
    """Return every model that any role may ask, each once, in the order of the roles."""
    castings = [casting(settings, role) for role in ROLES]
    named = {facts.full_name: facts for cast in castings for facts in (*cast.first, *cast.strong) if facts}
    return tuple(named.values())


def team_name(settings: ModelsSettings) -> str:
    """Say who answers, as a run stores it: one name, or one for each role."""
    names = {role: getattr(settings, role) or settings.all for role in ROLES}
    if settings.strong:
        names["coder"] = f"{names['coder']}, repairs {settings.strong}"
    shown = {role: BUILT_IN_NAME if name == BUILT_IN else name for role, name in names.items()}
    if len(set(shown.values())) == 1:
        return shown["proposer"]
    return "; ".join(f"{role} {name}" for role, name in shown.items())


def endpoint_of(settings: ModelsSettings, name: str) -> Endpoint:
    """Return an endpoint by name.

    Raises:
        UsageError: if there is none of that name.
    """
    if name in settings.endpoints:
        return settings.endpoints[name]
    if name == OPENAI:
        return Endpoint()
    known = ", ".join(sorted({OPENAI, *settings.endpoints}))
    raise UsageError(
        f"there is no endpoint {name!r}; there are {known}. "
        f"Write openai:NAME, or set up [models.endpoints.{name}] in simwright.toml."
    )


def chosen_models(flags: Iterable[str]) -> dict[str, str]:
    """Read `--model` flags: `openai:NAME` or `builtin` for all roles, `coder=openai:NAME` for one.

    Raises:
        UsageError: if a flag names no role, or the same role twice.
    """
    chosen: dict[str, str] = {}
    for flag in flags:
        role, equals, model = flag.partition("=")
        who, name = (role, model) if equals else ("all", flag)
        if who not in ("all", "strong", "fallback", *ROLES):
            roles = ", ".join(ROLES)
            raise UsageError(
                f"--model {flag}: {who!r} is no role; write ROLE=openai:NAME with one of {roles}."
            )
        if who in chosen:
            raise UsageError(f"--model is given twice for {who}: {chosen[who]} and {name}; keep one of them.")
        chosen[who] = name
    if "all" in chosen:  # also over what the file says of single roles
        return {**dict.fromkeys(ROLES, chosen["all"]), "strong": "", **chosen}
    return chosen


def _asked(settings: ModelsSettings, chosen: str) -> tuple[ModelFacts | None, ...]:
    names = dict.fromkeys(name for name in (chosen, settings.fallback) if name)
    return tuple(None if name == BUILT_IN else _facts(settings, name) for name in names)


def _facts(settings: ModelsSettings, written: str) -> ModelFacts:
    endpoint, colon, name = written.partition(":")
    if not (endpoint and colon and name):
        raise UsageError(f"{written!r} is no model; write openai:NAME, ENDPOINT:NAME or {BUILT_IN}.")
    endpoint_of(settings, endpoint)
    own = settings.named.get(written, ModelOptions())
    said = {field: getattr(own, field) for field in own.model_fields_set}
    return ModelFacts(endpoint, name, settings.options.model_copy(update=said))
