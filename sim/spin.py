"""Keep a core busy until standard input ends: the load under which `sim.repeating` looks for differences."""

from __future__ import annotations

import select
import sys

ROUND = 100_000  # numbers added up between two looks: a few milliseconds


def main() -> None:
    """Add numbers up for nobody."""
    while not select.select([sys.stdin], [], [], 0)[0]:
        sum(range(ROUND))


if __name__ == "__main__":
    main()
