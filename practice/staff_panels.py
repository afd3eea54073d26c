"""What staff and raters see of triage and rating on the home page and in the header."""

from typing import Any

from django.db.models import Case, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice import people
from practice.actions.chasing import KIND as _CHASE  # noqa: F401 - importing it registers what it does for the outbox
from practice.actions.mailing import KIND as MAIL
from practice.links import rating_page, triage_record
from practice.models import Assignment, Decision, Practice, Rating
from practice.vocab import PracticeState
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import navigation, panels
from vkpp.core.models import Notification

SHOWN = 5
CARD = "_components/work_list.html"
STAFF_PAGES = ("practice:rating", "practice:agreement", "practice:decisions", "practice:outbox")


def register() -> None:
    """Put the panels on the home page and the entries into the header."""
    panels.register("home", panels.Panel(CARD, triage, order=20))
    panels.register("home", panels.Panel(CARD, ratings, order=30))
    panels.register("home", panels.Panel(CARD, releases, order=40))
    navigation.register(
        navigation.NavItem(
            gettext_lazy("Triage and rating"), "practice:triage", order=20, shown=_triages, covers=STAFF_PAGES
        )
    )
    navigation.register(
        navigation.NavItem(gettext_lazy("Rating"), "practice:rating", 21, _only_rates, covers=STAFF_PAGES)
    )


def _triages(request: HttpRequest) -> bool:
    return nationally(request.user, Permission.PRACTICE_TRIAGE)


def _only_rates(request: HttpRequest) -> bool:
    return nationally(request.user, Permission.PRACTICE_RATE) and not _triages(request)


def triage(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Examples that wait for triage: those I claimed first, then those nobody here did, the most urgent first."""
    if not _triages(request):
        return None
    waiting = Practice.objects.visible_to(request.user).to_triage()
    total, late = waiting.count(), waiting.overdue().count()
    mine_first = (
        waiting.filter(people.free_to_triage(request.user))
        .annotate(yours=Case(When(claimed_by=request.user, then=True), default=False))
        .order_by("-yours", "due_at", "pk")
        .select_related("force")[:SHOWN]
    )
    return {
        "title": _("Waiting for triage"),
        "total": total,
        "items": [_example(practice) for practice in mine_first],
        "empty": _("Nothing waits for triage.") if not total else _("All of it is claimed by your colleagues."),
        "more_href": reverse("practice:triage") + ("?overdue=1" if late else ""),
        "more": ngettext("%(n)s is overdue", "%(n)s are overdue", late) % {"n": late} if late else _("The whole queue"),
    }


def _example(practice: Any) -> dict[str, Any]:
    late = practice.due_at is not None and practice.due_at < timezone.now()
    status, colour = (_("Yours"), "teal") if practice.yours else ("", "grey")
    return {
        "title": practice.title,
        "href": triage_record(practice),
        "meta": ", ".join(part for part in (practice.reference, str(practice.force or "")) if part),
        "status": _("Overdue") if late else status,
        "colour": "red" if late else colour,
    }


def ratings(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """What I am asked to rate, the most urgent first."""
    if not nationally(request.user, Permission.PRACTICE_RATE):
        return None
    asked = Assignment.objects.filter(rater=request.user.pk, ended_at=None, practice__state=PracticeState.TAKEN_FORWARD)
    done = Rating.objects.filter(rater=request.user.pk).values_list("practice_id", "round")
    rows = asked.select_related("practice").order_by("due_at", "pk")
    given = set(done.filter(practice__in=asked.values("practice")))
    open_rows = [
        row for row in rows if (row.practice_id, row.round) not in given and row.round == row.practice.rating_round
    ]
    return {
        "title": _("To rate"),
        "total": len(open_rows),
        "items": [_assignment(row) for row in open_rows[:SHOWN]],
        "empty": _("You are not asked to rate anything."),
        "more_href": reverse("practice:rating"),
        "more": _("All ratings"),
    }


def _assignment(row: Assignment) -> dict[str, Any]:
    late = row.due_at < timezone.now()
    return {
        "title": row.practice.title,
        "href": rating_page(row.practice),
        "meta": row.practice.reference,
        "status": _("Overdue") if late else _("To rate"),
        "colour": "red" if late else "blue",
    }


def releases(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Decisions and mails that wait to be released, for who releases them."""
    if not nationally(request.user, Permission.PRACTICE_MODERATE):
        return None
    staged = Decision.objects.visible_to(request.user).staged().count()
    mails = Notification.objects.filter(kind=MAIL, state=Notification.State.STAGED).count()
    items = []
    if staged:
        title = ngettext("%(n)s decision waits", "%(n)s decisions wait", staged) % {"n": staged}
        items.append({"title": title, "href": reverse("practice:decisions")})
    if mails:
        title = ngettext("%(n)s mail waits to be read", "%(n)s mails wait to be read", mails) % {"n": mails}
        items.append({"title": title, "href": reverse("practice:outbox")})
    return {"title": _("To release"), "total": staged + mails, "items": items, "empty": _("Nothing waits for release.")}
