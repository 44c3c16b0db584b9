"""Learn from demonstrations."""
