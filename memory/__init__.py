"""What has worked before, and what has failed."""
