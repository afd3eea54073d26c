"""Who gets in: peer reviews: interviews, notes, findings, report, follow-up."""

ROWS: list = []
