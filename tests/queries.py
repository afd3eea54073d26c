"""Counting what a page asks the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(browser, url):
    """How many queries the page needs, asked for the second time (the first fills what the process remembers)."""
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)
