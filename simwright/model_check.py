"""`simwright doctor --models`: one tiny call to each model of each role, and what it cost.

The one look of the doctor that uses the network, and money: a few dozen tokens a model.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from agents.models import BUILT_IN_NAME, ROLES, ModelFacts, casting
from agents.roles import RoleName
from agents.transcript import opened
from agents.usage import Account, Limits
from sim.errors import UsageError
from simwright.doctor import Finding
from simwright.hiring import model_team
from simwright.settings import Settings

if TYPE_CHECKING:
    from agents.model.team import ModelTeam


async def examine_models(settings: Settings) -> AsyncIterator[Finding]:
    """Try every model of every role, in the order in which they would be asked."""
    asked = [(role, facts) for role in ROLES for facts in _models_of(settings, role)]
    if not any(facts for _, facts in asked):
        for role, _ in asked:
            yield _no_model(role)
        return
    try:
        limits = Limits(settings.models.max_usd, settings.models.max_tokens)
        team = model_team(settings, Account(limits))
    except UsageError as error:
        yield Finding("models", "bad", str(error), "Mend the setting that is named.")
        return
    for role, facts in asked:
        yield await _tried(team, role, facts) if facts else _no_model(role)
    await team.aclose()


def _models_of(settings: Settings, role: RoleName) -> list[ModelFacts | None]:
    cast = casting(settings.models, role)
    return list(dict.fromkeys((*cast.first, *cast.strong)))


def _no_model(role: RoleName) -> Finding:
    return Finding(role, "ok", f"{BUILT_IN_NAME}: no model is asked")


async def _tried(team: ModelTeam, role: RoleName, facts: ModelFacts) -> Finding:
    from agents.model.faults import Fault  # noqa: PLC0415 - costs seconds, and is here already by now

    began = time.monotonic()
    with opened() as transcript:
        try:
            method = await team.try_out(role, facts)
        except Fault as fault:
            remedy = team.chat(facts).line.remedy(fault.kind) or "Look at the endpoint, then try again."
            return Finding(role, "bad", f"{facts.full_name}: {fault.kind}: {fault.detail}", remedy)
    calls = transcript.calls
    tokens, usd = (
        sum(call.input_tokens + call.output_tokens for call in calls),
        sum(call.usd for call in calls),
    )
    price = f"{usd:.6f} USD" if facts.has_price else "no price set"
    cost = f"{len(calls)} calls, {tokens} tokens, {price}, {time.monotonic() - began:.1f} s"
    return Finding(role, "ok", f"{facts.full_name} answers by {method}: {cost}")
