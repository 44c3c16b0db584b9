"""One module for each command; `simwright.cli` imports them when they are asked for."""
