"""What the Makefile needs beyond one line. Not part of the package that is installed."""
