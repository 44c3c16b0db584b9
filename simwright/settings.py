"""What can be set, where it may come from, and what wins.

`simwright.toml` in the current folder, then the environment (`SIMWRIGHT_WORKSPACE`,
`SIMWRIGHT_EXPLORE_ATTEMPTS`), then flags; the later wins. A name that is not a setting is an error, wherever
it is written: a typo must not silently leave a default in force. Only this module reads the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from agents.models import OPENAI, Access, ModelsSettings, endpoint_of, models_of
from graphs.outside import Outside
from graphs.settings import Count, ExploreSettings
from memory.formats import format_of
from memory.workspace import Workspace
from sim.errors import UsageError
from sim.spec import Data
from simwright.names import did_you_mean

FILE: Final = Path("simwright.toml")
PREFIX: Final = "SIMWRIGHT_"
OPENAI_URL: Final = "https://api.openai.com/v1"


class VerifyDefaults(Data):
    """`[verify]`: how much proof is asked for."""

    seeds: Count = Field(default=10, description="Episodes, each from its own seed.")


SandboxMode = Literal["auto", "strict"]  # take the layers that this machine has; or refuse to do without any


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        toml_file=FILE,
        extra="forbid",
        frozen=True,
    )

    workspace: Path = Path("workspace")
    sandbox: SandboxMode = "auto"
    explore: ExploreSettings = ExploreSettings()
    verify: VerifyDefaults = VerifyDefaults()
    models: ModelsSettings = ModelsSettings()
    checkpoints: SecretStr | None = Field(
        default=None, description="postgresql://USER:PASSWORD@HOST:PORT/DATABASE; None keeps them in files."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Rank the sources, strongest first."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


Flag = str | int | float | Path | tuple[str, ...] | None


def load_settings(
    *, workspace: Path | None = None, sandbox: SandboxMode | None = None, **sections: Mapping[str, Flag]
) -> Settings:
    """Read the file and the environment, lay the flags on top, and check the whole.

    Args:
        workspace: the flag of that name; None when it was not given.
        sandbox: likewise.
        sections: flags by section, `explore={"attempts": 5}`; those that are None were not given.

    Raises:
        UsageError: if the file is not TOML, a name is no setting, a value breaks its rule, or a newer version
            of Simwright wrote the workspace.
    """
    given = {name: {k: v for k, v in flags.items() if v is not None} for name, flags in sections.items()}
    flags: dict[str, object] = {name: section for name, section in given.items() if section}
    if workspace is not None:
        flags["workspace"] = workspace
    if sandbox is not None:
        flags["sandbox"] = sandbox
    settings = _checked(flags)
    if settings.workspace.exists() and not settings.workspace.is_dir():
        raise UsageError(f"the workspace {settings.workspace} is a file; choose a folder with --workspace.")
    format_of(Workspace(settings.workspace))  # refuses what a newer version wrote
    return settings


def outside_of(settings: Settings) -> Outside:
    """Return which services beyond the workspace a run uses, and which secrets its traces must not show.

    Where spans go is said as for any program that speaks OpenTelemetry: `OTEL_EXPORTER_OTLP_ENDPOINT` is a
    base URL, `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` a whole one; `OTEL_EXPORTER_OTLP_HEADERS` may hold a key.
    """
    base = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "").strip()
    collector = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "").strip()
    collector = collector or (f"{base.rstrip('/')}/v1/traces" if base else "")
    if collector and not collector.startswith(("http://", "https://")):
        raise UsageError(
            f"spans cannot be sent to {collector!r}: it is no URL. Set OTEL_EXPORTER_OTLP_ENDPOINT to the "
            "address of a collector, such as http://127.0.0.1:6006, or unset it."
        )
    return Outside(settings.checkpoints or None, collector, tuple(filter(None, _secrets(settings))))


def _secrets(settings: Settings) -> Iterator[str]:
    for name in ("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"):
        yield from (pair.partition("=")[2].strip() for pair in os.environ.get(name, "").split(","))
    for name in {OPENAI, *settings.models.endpoints}:
        endpoint = endpoint_of(settings.models, name)
        yield os.environ.get(endpoint.key_env, "")
        if endpoint.key_file and endpoint.key_file.expanduser().is_file():
            yield _key(endpoint.key_file)
    if settings.checkpoints:
        yield from _passwords(settings.checkpoints.get_secret_value())


def _passwords(url: str) -> tuple[str, ...]:
    """Return the password in a URL as it is written and as it is meant; all of what is no URL."""
    try:
        password = urlsplit(url).password or ""
    except ValueError:  # `graphs.postgres` says what is wrong with it
        return (url,)
    return password, unquote(password)


def access_to(models: ModelsSettings) -> dict[str, Access]:
    """Return how to reach each endpoint that a role's models live at, with its key.

    Raises:
        UsageError: if a file with a key cannot be read, or OpenAI would be asked without any key.
    """
    names = dict.fromkeys(facts.endpoint for facts in models_of(models))
    return {name: _access(models, name) for name in names}


def _access(models: ModelsSettings, name: str) -> Access:
    endpoint = endpoint_of(models, name)
    url = endpoint.base_url or (os.environ.get("OPENAI_BASE_URL") if name == OPENAI else "") or OPENAI_URL
    key = _key(endpoint.key_file) if endpoint.key_file else os.environ.get(endpoint.key_env, "")
    if not key and url == OPENAI_URL:
        raise UsageError(
            f"there is no key for {url}: set {endpoint.key_env}, or key_file of [models.endpoints.{name}]. "
            "For a server of your own set OPENAI_BASE_URL; without any model use --model builtin."
        )
    return Access(name, url, key, endpoint)


def _key(path: Path) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(f"the key file {path} cannot be read: {error.strerror}.") from error


def _checked(flags: Mapping[str, object]) -> Settings:
    try:
        # The signature that pydantic-settings declares is its own options; fields arrive by keyword.
        return Settings(**flags)  # type: ignore[arg-type] # see above
    except tomllib.TOMLDecodeError as broken:
        raise UsageError(f"{FILE} is not TOML: {broken}. Mend it or move it away.") from broken
    except ValidationError as wrong:
        raise UsageError("\n       ".join(_complaint(error, flags) for error in wrong.errors())) from wrong


def _complaint(error: ErrorDetails, flags: Mapping[str, object]) -> str:
    """Say where a wrong setting stands, what is wrong with it, and what would be right."""
    path = tuple(part for part in error["loc"] if isinstance(part, str))  # places in a list have numbers
    place = _place(path, flags)
    if error["type"] != "extra_forbidden":
        return f"{place} is {error['input']!r}: {error['msg'].lower()}"
    allowed = _names(path[:-1])
    remedy = did_you_mean(path[-1], allowed, otherwise=f"The settings there are: {', '.join(allowed)}.")
    return f"{place} is not a setting. {remedy}"


def _names(section: tuple[str, ...]) -> list[str]:
    if not section:
        return list(Settings.model_fields)
    kind: object = Settings
    for part in section:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[part].annotation
        else:  # a table of tables: this part is a name that somebody chose
            kind = get_args(kind)[-1]
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _place(path: tuple[str, ...], flags: Mapping[str, object]) -> str:
    """Name the source that a setting came from, as the person who wrote it knows it."""
    if _holds(flags, path):
        return f"--{path[-1].replace('_', '-')}"
    variable = (PREFIX + "_".join(path)).upper()
    if variable in {name.upper() for name in os.environ}:
        return variable
    return f"{'.'.join(path)} in {FILE}"


def _holds(nested: object, path: Iterable[str]) -> bool:
    for part in path:
        if not isinstance(nested, Mapping) or part not in nested:
            return False
        nested = nested[part]
    return True
