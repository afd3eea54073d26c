"""A force's return as an Excel workbook: made, filled in offline, read back, compared and applied."""
