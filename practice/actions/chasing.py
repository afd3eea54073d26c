"""Nothing waits unseen: once a day, everybody is told what of theirs is overdue."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone

from practice import people
from practice.models import Assignment, Practice, Rating
from practice.vocab import PracticeState
from vkpp.accounts.models import User
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import outbox
from vkpp.core.notify import notify

KIND = "practice.chase"


def chase(*, day: dt.date | None = None) -> int:
    """Owe each rater and member of triage staff one digest for the day; how many people that concerns."""
    day = day or timezone.localdate()
    everybody = people.raters().union(people.triage_staff()).values_list("pk", flat=True)
    for pk in everybody:
        outbox.owe(KIND, {"person": pk}, key=f"{KIND}:{pk}:{day.isoformat()}")
    return len(everybody)


@outbox.handler(KIND)
def send_digest(payload: dict[str, Any]) -> None:
    """Tell one person what is overdue with them; nothing when nothing is."""
    person = User.objects.filter(pk=payload["person"], is_active=True).first()
    if person is None:
        return
    late = overdue_for(person)
    total = sum(len(rows) for rows in late.values())
    if total:
        page = "practice:triage" if nationally(person, Permission.PRACTICE_TRIAGE) else "practice:rating"
        notify(to=person, kind="practice_overdue", context={**late, "total": total}, link=reverse(page))


def overdue_for(person: Any) -> dict[str, list[Any]]:
    """What is past its day: `triage` they claimed or nobody here did, their `ratings`, and `undecided` without a rater.

    Who no longer does triage, or no longer rates, holds nothing back from those who do.
    """
    given = Rating.objects.filter(practice=OuterRef("practice"), round=OuterRef("round"), rater=OuterRef("rater"))
    open_now = {"practice__state": PracticeState.TAKEN_FORWARD, "round": F("practice__rating_round")}
    asked = Assignment.objects.filter(ended_at=None, **open_now).exclude(Exists(given))
    ratings = asked.filter(rater=person, due_at__lt=timezone.now()).select_related("practice")
    late: dict[str, list[Any]] = {"triage": [], "ratings": list(ratings.order_by("due_at", "pk")), "undecided": []}
    if nationally(person, Permission.PRACTICE_TRIAGE):
        examples = Practice.objects.visible_to(person).overdue().order_by("due_at", "pk")
        late["triage"] = list(examples.to_triage().filter(people.free_to_triage(person)))
        waited_for = asked.filter(practice=OuterRef("pk"), rater__in=people.raters().values("pk"))
        late["undecided"] = list(examples.to_rate().exclude(Exists(waited_for)))
    return late
