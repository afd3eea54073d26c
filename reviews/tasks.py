"""The background work of reviews: thin, safe to run twice."""

from celery import shared_task

from reviews.actions import reminding


@shared_task
def remind_owners() -> int:
    """Remind owners of recommendations, once a day; returns how many people."""
    return reminding.remind()
