"""The whole table."""

from tests.security import rows_accounts, rows_api, rows_authors, rows_bank, rows_jobs, rows_staff, rows_workbook

ROWS = [
    *rows_accounts.ROWS,
    *rows_bank.ROWS,
    *rows_authors.ROWS,
    *rows_staff.ROWS,
    *rows_api.ROWS,
    *rows_jobs.ROWS,
    *rows_workbook.ROWS,
]
