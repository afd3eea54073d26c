"""Pages about accounts and people."""
