"""Four roles: typed question in, typed answer out."""
