"""Keeping published practice true: review-by dates, who is asked, what counts as stale, what is archived."""
