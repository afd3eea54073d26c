"""Nothing waits unseen: mails when something is due soon or overdue, and once a week a summary; each owed once."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nvap import work
from nvap.models import ImprovementAction, Return
from nvap.vocab import ImprovementState, QueryState
from vkpp.accounts.models import User
from vkpp.accounts.roles import ROLES, Permission
from vkpp.core import mail_topics, outbox
from vkpp.core.mail_topics import Topic
from vkpp.core.notify import notify
from vkpp.core.working_days import LONDON

DAILY = "nvap.remind"
WEEKLY = "nvap.digest"
DAYS = (14, 7, 1)
ABOUT_RETURNS = (Permission.RETURN_MANAGE_FORCE, Permission.RETURN_SIGN, Permission.RETURN_CHECK)
TURN = ("nvap_to_sign", "nvap_not_signed", "nvap_signed", "nvap_sent", "nvap_sent_back", "nvap_reopened")

mail_topics.register(
    Topic(
        "nvap_turn",
        _("Your turn"),
        _("A return is assigned to you, waits for your signature or comes back to you."),
        (*TURN, "nvap_assigned", "nvap_accepted", "nvap_amendment_asked", "nvap_improvement_owner"),
        10,
    )
)
mail_topics.register(
    Topic(
        "nvap_query",
        _("Queries"),
        _("VKPP asks about an answer, or a query of yours was answered."),
        ("nvap_query", "nvap_query_answered"),
        20,
    )
)
mail_topics.register(
    Topic(
        "nvap_due_soon", _("Due soon"), _("14 days, 7 days and 1 day before something is due."), ("nvap_due_soon",), 30
    )
)
mail_topics.register(Topic("nvap_overdue", _("Overdue"), _("The day after something was due."), ("nvap_overdue",), 40))
mail_topics.register(
    Topic("nvap_digest", _("Weekly summary"), _("On Mondays, everything that waits for you."), ("nvap_digest",), 50)
)


def remind(*, day: dt.date | None = None) -> int:
    """Owe everybody concerned their reminders of the day; how many people are looked at."""
    return _owe(DAILY, day or timezone.localdate(timezone=LONDON))


def summarise(*, day: dt.date | None = None) -> int:
    """Owe everybody concerned their summary of the week; how many people are looked at."""
    return _owe(WEEKLY, day or timezone.localdate(timezone=LONDON))


def _owe(kind: str, day: dt.date) -> int:
    people = list(concerned().values_list("pk", flat=True))
    for pk in people:
        outbox.owe(kind, {"person": pk, "day": day.isoformat()}, key=f"{kind}:{pk}:{day.isoformat()}")
    return len(people)


def concerned() -> Any:
    """Everybody for whom something may wait: by role, by assignment, by query, by improvement action."""
    codes = [role.code for role in ROLES if role.permissions & set(ABOUT_RETURNS)]
    working = [ImprovementState.OPEN, ImprovementState.UNDER_WAY]
    improving = ImprovementAction.objects.filter(state__in=working, due_on__isnull=False)
    found = User.objects.filter(
        Q(memberships__role__in=codes, memberships__ended_at=None)
        | Q(nvap_assignments__ended_at=None, nvap_assignments__ret__in=Return.objects.under_way())
        | Q(nvap_queries__state=QueryState.OPEN)
        | Q(pk__in=improving.values("owner"))
        | Q(pk__in=improving.values("accountable")),
        is_active=True,
    )
    return found.order_by("pk").distinct()


@outbox.handler(DAILY)
def send_reminders(payload: dict[str, Any]) -> None:
    """Tell one person what is due in 14, 7 or 1 days, and what became overdue yesterday."""
    person, day = _who_and_when(payload)
    if person is None:
        return
    items = work.everything(person)
    soon = [item for item in items if item.days_left(day) in DAYS]
    late = [item for item in items if item.days_left(day) == -1]
    for kind, found in (("nvap_due_soon", soon), ("nvap_overdue", late)):
        if found:
            context = {"items": found, "total": len(found), "day": day}
            notify(to=person, kind=kind, context=context, link=found[0].link if len(found) == 1 else reverse("home"))


@outbox.handler(WEEKLY)
def send_summary(payload: dict[str, Any]) -> None:
    """Tell one person all that waits, what is overdue first; nothing when nothing waits."""
    person, day = _who_and_when(payload)
    if person is None:
        return
    items = work.everything(person)
    if items:
        late = work.overdue(items, day)
        rest = [item for item in items if item not in late]
        context = {"late": late, "rest": rest, "total": len(items), "day": day}
        notify(to=person, kind="nvap_digest", context=context, link=reverse("home"))


def _who_and_when(payload: dict[str, Any]) -> tuple[User | None, dt.date]:
    person = User.objects.filter(pk=payload["person"], is_active=True).first()
    return person, dt.date.fromisoformat(payload["day"])
