"""The whole table."""

from tests.security import (
    rows_accounts,
    rows_api,
    rows_authors,
    rows_bank,
    rows_insight,
    rows_jobs,
    rows_nvap_answers,
    rows_nvap_api,
    rows_nvap_plans,
    rows_nvap_signing,
    rows_reports,
    rows_staff,
    rows_workbook,
)

ROWS = [
    *rows_accounts.ROWS,
    *rows_bank.ROWS,
    *rows_authors.ROWS,
    *rows_staff.ROWS,
    *rows_api.ROWS,
    *rows_jobs.ROWS,
    *rows_insight.ROWS,
    *rows_nvap_answers.ROWS,
    *rows_workbook.ROWS,
    *rows_nvap_api.ROWS,
    *rows_nvap_plans.ROWS,
    *rows_nvap_signing.ROWS,
    *rows_reports.ROWS,
]
