"""Finding what a person meant: a near name for a mistyped one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(wrong: str, names: Iterable[str], *, otherwise: str) -> str:
    """Return a sentence that offers up to three near names, or `otherwise` when none is near."""
    near = difflib.get_close_matches(wrong, list(names), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise
