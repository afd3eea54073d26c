"""Practice's background work: thin, safe to run twice."""

from celery import shared_task

from practice.actions import chasing, introduction_reminding, questions, searches
from vkpp.accounts.models import User


@shared_task
def alert_saved_searches() -> int:
    """Tell people what is new in the searches they watch; returns how many were told."""
    owners = User.objects.filter(saved_searches__alert=True, is_active=True).distinct().order_by("pk")
    return sum(searches.alert(owner=owner) > 0 for owner in owners)


@shared_task
def chase_overdue() -> int:
    """Remind everybody, once a day, of what is overdue with them; returns how many people were looked at."""
    return chasing.chase()


@shared_task
def freeze_questions() -> int:
    """Freeze the questions of calls that have opened; returns how many."""
    return questions.freeze_opened()


@shared_task
def remind_of_introductions() -> int:
    """Remind, once a day, those for whom introductions to evaluators wait; returns how many introductions."""
    return introduction_reminding.remind()
