"""Who gets in: case reviews and their documents."""

from tests.security.rows_accounts import get

ROWS = [get("reviews:front", "signed-in")]
