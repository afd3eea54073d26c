"""Who gets in: the taxonomy, codings and bringing them together."""

ROWS: list = []
