"""Routers as LangGraph calls them: a pure function of the state, on the spot.

Given a plain function, LangGraph hands it to a thread and wraps it in a traced run: a third of a millisecond
for a comparison, four times an attempt. A runnable of our own is called as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar  # Any: what LangChain passes and a router ignores

from langchain_core.runnables import Runnable, RunnableConfig

S = TypeVar("S")


class Router(Runnable[S, str], Generic[S]):
    """Calls a function that names the next node."""

    def __init__(self, route: Callable[[S], str]) -> None:
        self.name = "route"
        self._route = route

    def invoke(
        self,
        input: S,  # noqa: A002 - LangChain's name of it
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - Any: LangChain's
    ) -> str:
        """Name the next node."""
        return self._route(input)

    async def ainvoke(
        self,
        input: S,  # noqa: A002 - LangChain's name of it
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - Any: LangChain's
    ) -> str:
        """Name the next node."""
        return self._route(input)
