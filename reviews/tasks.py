"""The background work of reviews: thin, safe to run twice."""

from celery import shared_task

from reviews.actions import peer_reminding, reminding


@shared_task
def remind_owners() -> int:
    """Remind owners of recommendations, once a day; returns how many people."""
    return reminding.remind()


@shared_task
def remind_evidence() -> int:
    """Remind forces, once a day, of the evidence that review teams wait for; returns how many requests."""
    return peer_reminding.remind()
