"""From settings to the team that answers the four roles: the built-in author, or models with it behind them.

The one place that knows all sides: settings and keys, the reference of the task language, the file in the
workspace that remembers what each model can do. The libraries of chat models are imported only when one of
them is asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agents.author import BuiltInAuthor
from agents.exchange import Exchange
from agents.models import ROLES, ModelsSettings, casting, models_of
from agents.roles import PlanningTeam
from agents.usage import Account, reopened
from graphs.settings import AUTO, ExploreSettings
from memory.workspace import Workspace
from sim.errors import UsageError
from simwright.settings import Settings, access_to

if TYPE_CHECKING:
    from agents.model.team import ModelTeam

CAPABILITIES = "models.json"  # in the workspace
WAITING = 4  # attempts for each core, when models answer: most of their time they wait


@dataclass(frozen=True)
class Hired:
    """A team, and the account of what its models cost; the built-in author's stays empty."""

    team: PlanningTeam
    account: Account


def limited(settings: Settings, begun_with: ExploreSettings | None = None) -> Settings:
    """Return settings that say the same of spending everywhere: what is set now, else what was when it began.

    A run stores its limits, so that a resume without them is no way round them; a resume that names a limit
    may raise it.
    """
    said: list[ModelsSettings | ExploreSettings] = [settings.models, settings.explore]
    said += [begun_with] if begun_with else []
    usd = next((one.max_usd for one in said if one.max_usd is not None), None)
    tokens = next((one.max_tokens for one in said if one.max_tokens is not None), None)
    both = {"max_usd": usd, "max_tokens": tokens}
    models, explore = (one.model_copy(update=both) for one in (settings.models, settings.explore))
    return settings.model_copy(update={"models": models, "explore": explore})


def with_workers(settings: Settings, asked: str | None) -> Settings:
    """Give a run more workers than cores when they are asked for as `auto` and models answer: they wait."""
    models = settings.models
    if asked != AUTO or all(casting(models, role).is_built_in for role in ROLES):
        return settings
    explore = settings.explore.model_copy(update={"workers": settings.explore.workers * WAITING})
    return settings.model_copy(update={"explore": explore})


def keys_of(settings: Settings) -> tuple[str, ...]:
    """Return the keys of all endpoints that a role's models live at, so that nobody writes them down."""
    if not models_of(settings.models):
        return ()
    return tuple(access.key for access in access_to(settings.models).values() if access.key)


@asynccontextmanager
async def hired(settings: Settings, *, before: Iterable[Exchange] = ()) -> AsyncIterator[Hired]:
    """Hire whom the settings name, and let them go afterwards.

    Args:
        settings: all of them.
        before: the exchanges of a run that goes on; what they cost counts against the limits.

    Raises:
        UsageError: if a model, its endpoint or its key is not there, or has a limit and no price.
    """
    models = settings.models
    account = reopened(models, before)
    if all(casting(models, role).is_built_in for role in ROLES):
        yield Hired(BuiltInAuthor(), account)
        return
    team = model_team(settings, account)
    try:
        yield Hired(team, account)
    finally:
        await team.aclose()


def model_team(settings: Settings, account: Account) -> ModelTeam:
    """Make the team of models that the settings name.

    Raises:
        UsageError: as `hired` does.
    """
    from agents.model.asking import Desk  # noqa: PLC0415 - costs seconds: see the module's docstring
    from agents.model.methods import Capabilities  # noqa: PLC0415 - as above
    from agents.model.prompts import Prompts  # noqa: PLC0415 - as above
    from agents.model.team import ModelTeam, Stage  # noqa: PLC0415 - as above
    from sim.reference import sections  # noqa: PLC0415 - reads the source of the whole language

    check_prices(settings.models)
    prompts = Prompts({section.title: section.text for section in sections()})
    root = Workspace(settings.workspace).root
    desk = Desk(prompts, account, Capabilities(root / CAPABILITIES, datetime.now(UTC).date()))
    return ModelTeam(Stage(settings.models, access_to(settings.models), desk, BuiltInAuthor()))


def check_prices(models: ModelsSettings) -> None:
    """Refuse a limit in money when a model has no price: nothing could hold it.

    Raises:
        UsageError: if there is such a model.
    """
    unknown = [facts.full_name for facts in models_of(models) if not facts.has_price]
    if models.max_usd is not None and unknown:
        raise UsageError(
            f"--max-usd needs prices, and {', '.join(unknown)} has none: set input_usd and output_usd, per "
            f'million tokens, in [models.named."{unknown[0]}"] of simwright.toml; 0 for a model of your own.'
        )
