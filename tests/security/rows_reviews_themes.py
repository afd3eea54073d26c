"""Who gets in: recurrent themes and search."""

ROWS: list = []
