"""The hand-written base tasks, one program a file; `sim.catalog` lists them."""
