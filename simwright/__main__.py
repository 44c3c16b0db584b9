"""Let `python -m simwright` do what `simwright` does."""

from simwright.cli import main

main()
