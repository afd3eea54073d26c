"""The background work of reviews: thin, safe to run twice."""

from celery import shared_task

from reviews import common_words
from reviews.actions import peer_reminding, reminding


@shared_task
def remind_owners() -> int:
    """Remind owners of recommendations, once a day; returns how many people."""
    return reminding.remind()


@shared_task
def remind_of_peer_reviews() -> int:
    """Remind forces and teams, once a day, of what peer reviews wait for; returns how many reminders."""
    return peer_reminding.remind()


@shared_task
def gather_common_words() -> int:
    """Gather, once an hour, the words that stand in many reviews; returns how many."""
    return common_words.gather()
