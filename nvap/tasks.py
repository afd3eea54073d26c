"""The background work of returns: thin, safe to run twice."""

from celery import shared_task

from nvap.actions import reminding, waiving


@shared_task
def remind() -> int:
    """Remind everybody, once a day, of what is due soon or became overdue; returns how many people were looked at."""
    return reminding.remind()


@shared_task
def summarise() -> int:
    """Tell everybody, once a week, what waits for them; returns how many people were looked at."""
    return reminding.summarise()


@shared_task
def end_waivers() -> None:
    """Open the findings again whose waiver has come to its end; each night."""
    waiving.end_expired()
