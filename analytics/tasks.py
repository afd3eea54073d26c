"""Analytics' background work: thin, safe to run twice."""

from celery import shared_task

from analytics.actions import help_reminding, overlaps, rebuilding
from analytics.vocab import RunKind


@shared_task
def rebuild_summaries() -> int:
    """Count every figure anew each night; returns how many were not what the answers say."""
    return rebuilding.rebuild(kind=RunKind.NIGHTLY).differing


@shared_task
def remind_of_help() -> int:
    """Remind forces, once a day, of requests for help that wait; returns how many requests."""
    return help_reminding.remind()


@shared_task
def look_for_overlaps() -> int:
    """Compare the register of collections with forms and measures as they are now; returns how many pairs are new."""
    return overlaps.look_again(by=None)[1]
