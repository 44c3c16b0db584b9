"""A question to a model, until there is a usable answer or no sense in asking on.

One deadline holds for all calls of a question. Each call is paid for before it starts, read when it is there,
and written down whatever it said. A fault on the way is waited out; an answer that cannot be used is asked
for again, with what was wrong with it; a fatal fault ends everything at once, with the remedy.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from agents.ask import Halt, Unanswered
from agents.model.chat import Chat, Completion, Options, Tokens, estimated_tokens
from agents.model.faults import HOPELESS, MAYBE_PAID, Fault
from agents.model.methods import PROBE, Capabilities, Mixture, options_of
from agents.model.parsing import parsed
from agents.model.prompts import Prompt, Prompts, form_of
from agents.model.schema import Schema, schema_of
from agents.roles import Question, RoleName
from agents.transcript import IN_TRANSIT, Call, Method, begin, write
from agents.usage import Account, Price, charge_of
from sim.spec import Data

T = TypeVar("T")
D = TypeVar("D", bound=Data)

CUT_OFF: Final = ("length", "max_tokens")
DECLINED: Final = ("content_filter", "refusal")
AGAIN: Final = (
    "\n\nYour last answer could not be used: {detail}. Answer again, in full, in the form that is asked for."
)


@dataclass(frozen=True)
class Patience:
    """How long to wait before a fault is risked again: twice as long each time."""

    first_s: float = 0.5
    most_s: float = 8.0

    def wait_s(self, fault: Fault, earlier: int) -> float:
        """Return the wait after a fault that had so many before it; what the endpoint asks for wins."""
        doubled = min(self.first_s * 2.0**earlier, self.most_s)
        return doubled if fault.after_s is None else fault.after_s


@dataclass(frozen=True)
class Desk:
    """What every question needs: prompts, the account, what models can do, and patience."""

    prompts: Prompts
    account: Account
    capabilities: Capabilities
    patience: Patience = Patience()


@dataclass(frozen=True)
class Job(Generic[D]):
    """One question to one role: how its answer is read, and the schema that it has, if any."""

    role: RoleName
    request: Question
    read: Callable[[str], D]
    schema: Schema | None = None
    pictures: tuple[bytes, ...] = ()


def structured(role: RoleName, request: Question, reply: type[D], pictures: tuple[bytes, ...] = ()) -> Job[D]:
    """Make a job whose answer is JSON."""
    return Job(role, request, lambda text: parsed(text, reply), schema_of(reply), pictures)


class Asking(Generic[D]):
    """One job at one model."""

    def __init__(self, desk: Desk, chat: Chat, job: Job[D]) -> None:
        self._desk = desk
        self._chat = chat
        self._job: Job[D] = job
        self._faults: list[Fault] = []
        self._deadline: asyncio.Timeout | None = None

    async def reply(self) -> D:
        """Ask until there is a usable reply.

        Raises:
            Halt: if nothing can go on, for this question or any other.
            Unanswered: if there was none within the calls and the time.
        """
        options = self._chat.facts.options
        try:
            async with asyncio.timeout(options.deadline_s) as self._deadline:
                while len(self._faults) < options.tries:
                    try:
                        return await self._asked_once()
                    except Fault as fault:
                        self._faults.append(fault)
                        await self._recover(fault, self._deadline.when())
        except TimeoutError:
            self._faults.append(
                Fault("deadline", f"{options.deadline_s:g} s for the whole question are over")
            )
        raise Unanswered(self._summary(), self._faults[-1].kind)

    async def _asked_once(self) -> D:
        """Ask once more, in the way that the model understands."""
        schema = self._job.schema
        if schema is None:
            return await self._call(self._prompt(""), "text", {}, self._job.read)
        method = await self._desk.capabilities.method(self._chat, self._probe)
        prompt = self._prompt(form_of(method, schema))
        try:
            return await self._call(prompt, method, options_of(method, schema), self._job.read)
        except Fault as fault:
            if fault.kind in ("malformed", "schema", "unsupported"):
                self._desk.capabilities.spoilt(self._chat, method, fault.kind)
            raise

    async def try_out(self, method: Method | None) -> Method:
        """Ask one tiny question in a way, or in the best that the model knows; return the way.

        Raises:
            Fault: if there is no answer, or not in that way.
        """
        method = method or await self._desk.capabilities.method(self._chat, self._probe)
        if method == "text":
            await self._call(PROBE, method, {}, str)
        else:
            await self._probe(method)
        return method

    async def _probe(self, method: Method) -> None:
        """Ask the small question that shows what the endpoint can do."""
        options = options_of(method, schema_of(Mixture))
        await self._call(PROBE, method, options, lambda text: parsed(text, Mixture))

    def _prompt(self, form: str) -> Prompt:
        job = self._job
        prompt = self._desk.prompts.render(job.role, job.request, form, job.pictures)
        unusable = [fault for fault in self._faults if fault.kind not in IN_TRANSIT]
        if not unusable:
            return prompt
        return Prompt(
            prompt.system, prompt.question + AGAIN.format(detail=unusable[-1].detail), prompt.pictures
        )

    async def _call(self, prompt: Prompt, method: Method, options: Options, read: Callable[[str], T]) -> T:
        """Make one call: pay, ask, read, and write down what came of it."""
        chat, account = self._chat, self._desk.account
        most = chat.most(prompt)
        said: Completion | None = None
        fault: Fault | None = None
        async with account.reserved(most) as bill:
            begin(self._lost(prompt, method, most))
            try:
                said = await chat.complete(prompt, options)
                return read(_whole(said, method, chat.facts.options.max_output_tokens))
            except Fault as seen:
                fault = seen
                raise
            except asyncio.CancelledError:
                late = self._deadline is not None and self._deadline.expired()
                fault = Fault("deadline" if late else "cancelled", "given up while it was under way")
                raise
            finally:
                call = self._written(prompt, method, said, fault)
                if said is None and fault is not None and fault.kind in MAYBE_PAID:
                    call = call.model_copy(update=_at_most(most))
                bill.price = charge_of(call)
                account.add(self._job.role, call)
                write(call)

    def _lost(self, prompt: Prompt, method: Method, most: Price) -> Call:
        """Say what a call is of which nothing more is ever heard."""
        fault = Fault("cancelled", "the process ended while it was under way")
        return self._written(prompt, method, None, fault).model_copy(update=_at_most(most))

    def _written(self, prompt: Prompt, method: Method, said: Completion | None, fault: Fault | None) -> Call:
        paid = said.tokens if said else Tokens(0, 0, 0, estimated=False)
        if said is None and fault is not None and fault.kind in MAYBE_PAID:
            paid = Tokens(estimated_tokens(prompt.system + prompt.question), 0, 0, estimated=True)
        return Call(
            model=self._chat.facts.full_name,
            method=method,
            prompt_sha256=prompt.sha256,
            question=prompt.question,
            text=(said.text or said.arguments) if said else "",
            fault=fault.kind if fault else "",
            detail=fault.detail if fault else "",
            input_tokens=paid.input,
            cached_tokens=paid.cached,
            output_tokens=paid.output,
            estimated=paid.estimated,
            usd=self._chat.facts.usd(paid.input, paid.cached, paid.output),
        )

    async def _recover(self, fault: Fault, deadline: float | None) -> None:
        """Wait as long as the fault calls for; give up where waiting is in vain."""
        if fault.is_fatal:
            facts, line = self._chat.facts, self._chat.line
            remedy = line.remedy(fault.kind)
            raise Halt(
                f"the {self._job.role} ({facts.full_name}) cannot go on: {fault.detail}. {remedy}"
            ) from fault
        if fault.kind in HOPELESS:
            raise Unanswered(self._summary(), fault.kind) from fault
        if fault.kind not in IN_TRANSIT or len(self._faults) >= self._chat.facts.options.tries:
            return
        earlier = sum(before.kind in IN_TRANSIT for before in self._faults) - 1
        wait_s = self._desk.patience.wait_s(fault, earlier)
        if deadline is not None and asyncio.get_running_loop().time() + wait_s >= deadline:
            raise Unanswered(self._summary(), fault.kind) from fault
        await asyncio.sleep(wait_s)

    def _summary(self) -> str:
        """Say who gave no answer, how often it was asked, and what was wrong."""
        counts = Counter(fault.kind for fault in self._faults)
        what = ", ".join(f"{kind} x{count}" if count > 1 else kind for kind, count in counts.items())
        return (
            f"the {self._job.role} ({self._chat.facts.full_name}) gave no usable answer: {what}; "
            f"the last was {self._faults[-1].detail}"
        )


def _at_most(price: Price) -> dict[str, float]:
    """Return what a call says of itself when its answer was lost and may have to be paid for."""
    return {"most_tokens": price.tokens, "most_usd": price.usd}


def _whole(said: Completion, method: Method, limit: int) -> str:
    """Return what is to be read of an answer, unless it was declined or cut off."""
    if said.refusal or said.finish in DECLINED:
        raise Fault("refused", f"the model declined: {said.refusal or said.text or said.finish}"[:200])
    if said.finish in CUT_OFF:
        tokens = said.tokens
        full = not tokens.estimated and tokens.output < limit
        why = "the model's context is full" if full else f"max_output_tokens ({limit}) allows no more"
        raise Fault("truncated", f"cut off after {tokens.output} tokens; {why}")
    return said.arguments or said.text if method == "tools" else said.text
