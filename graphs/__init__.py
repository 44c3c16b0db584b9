"""Who speaks when: runs, budgets, resume, traces."""
