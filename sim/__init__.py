"""What a task is, and whether it can be done."""
