"""Programs written for GenSim and CLIPort, unchanged: recorded as data, then played in two worlds."""
