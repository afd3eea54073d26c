"""Who gets in: briefings and recommendations."""

ROWS: list = []
