"""The background work of returns: thin, safe to run twice."""

from celery import shared_task

from nvap.actions import workbooks


@shared_task
def clear_workbooks() -> int:
    """Remove the files of uploaded workbooks that are a month old; returns how many."""
    return workbooks.clear_files()
