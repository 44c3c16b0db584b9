"""Command line and settings: the front door."""
