"""What a run may spend."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from graphs.settings import ExploreSettings


def test_a_run_without_any_limit_is_refused() -> None:
    with pytest.raises(ValidationError, match="would never end"):
        ExploreSettings(attempts=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"attempts": 0},
        {"workers": 0},
        {"lookahead": 0},
        {"hours": 0.0},
        {"patience": 0},
        {"seed": -1},
        {"atempts": 3},
    ],
)
def test_nonsense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ExploreSettings.model_validate(wrong)


def test_so_many_attempts_are_the_only_limit() -> None:
    settings = ExploreSettings(kept=3, patience=4, hours=0.5, seed=9).of(7)
    assert settings == ExploreSettings(attempts=7, seed=9)


def test_settings_survive_the_way_to_the_disk_and_back() -> None:
    settings = ExploreSettings(attempts=None, kept=3, hours=0.5, seed=9)
    assert ExploreSettings.model_validate_json(settings.model_dump_json()) == settings
