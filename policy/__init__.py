"""Learn from demonstrations. Nothing is built here yet."""
