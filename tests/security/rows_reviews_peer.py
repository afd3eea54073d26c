"""Who gets in: peer reviews: request, team, evidence."""

ROWS: list = []
