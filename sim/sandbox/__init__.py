"""What stands between a generated program and this machine, layer by layer; docs/security.md tells it whole."""
