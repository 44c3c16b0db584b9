"""What stands between a generated program and this machine, layer by layer; see docs/security.md."""
