"""Every change to practice: one door each, keyword-only, `by=` the acting person."""
