"""How good is it all. Nothing is built here yet."""
