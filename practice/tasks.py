"""Practice's background work: thin, safe to run twice."""

from celery import shared_task

from practice.actions import (
    adoption_reminding,
    chasing,
    contact_reminding,
    event_reminding,
    introduction_reminding,
    questions,
    reporting,
    review_reminding,
    searches,
    shortlist_reminding,
)
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
def remind_of_contacts() -> int:
    """Remind who should answer a contact request; returns how many requests."""
    return contact_reminding.remind()


@shared_task
def look_after_events() -> int:
    """Remind people of learning events, ask how it was, close those that are over; returns how many mails are owed."""
    return event_reminding.look_after()


@shared_task
def remind_of_evaluations() -> int:
    """Remind of scores to give and of milestones that are due; returns how many reminders were owed."""
    return shortlist_reminding.remind()


@shared_task
def settle_reports() -> int:
    """Make the tallies of reports anew where something has changed; returns of how many calls and months."""
    return reporting.settle()


@shared_task
def freeze_questions() -> int:
    """Freeze the questions of calls that have opened; returns how many."""
    return questions.freeze_opened()


@shared_task
def remind_of_introductions() -> int:
    """Remind, once a day, those for whom introductions to evaluators wait; returns how many introductions."""
    return introduction_reminding.remind()


@shared_task
def remind_of_reviews() -> int:
    """Ask owners whether their published practice is still so, before its review date; returns how many examples."""
    return review_reminding.remind()


@shared_task
def remind_of_results() -> int:
    """Ask forces what came of practice they took up; returns how many adoptions."""
    return adoption_reminding.remind()
