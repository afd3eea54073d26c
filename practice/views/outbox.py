"""The mails that wait to be read by staff and released, and what became of earlier ones."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from practice.actions import mailing
from practice.models import Decision
from practice.presenters.staff import sub_navigation
from practice.views.staff import attempt, for_staff
from practice.vocab import PracticeState
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core.models import Notification

TABS = {"staged": gettext_lazy("To release"), "history": gettext_lazy("Sent and dropped")}
SHOWN = 300


@require_safe
@for_staff
def outbox(request: HttpRequest) -> HttpResponse:
    """Staged mails, grouped by the release they belong to."""
    tab = request.GET.get("tab", "staged")
    tab = tab if tab in TABS else "staged"
    mails = Notification.objects.filter(kind=mailing.KIND, about_type=Decision._meta.label_lower)
    lists = {
        "staged": mails.filter(state=Notification.State.STAGED),
        "history": mails.exclude(state=Notification.State.STAGED),
    }
    rows = list(lists[tab].select_related("to").order_by("-pk")[:SHOWN])
    context = {
        "tab": tab,
        "tabs": [
            {"label": label, "href": f"?tab={code}", "current": code == tab, "count": lists[code].count()}
            for code, label in TABS.items()
        ],
        "releases": _by_release(rows),
        "may_release": nationally(request.user, Permission.PRACTICE_MODERATE),
        "sub": sub_navigation(request.user, "outbox"),
    }
    return render(request, "practice/outbox_list.html", context)


def _by_release(mails: Iterable[Notification]) -> list[dict[str, Any]]:
    """One group for each release, newest first: when, by whom, and its mails."""
    rows = list(mails)
    decisions = Decision.objects.filter(pk__in=[row.about_id for row in rows]).select_related("practice", "released_by")
    known = {str(decision.pk): decision for decision in decisions}
    pairs = [(row, known[row.about_id]) for row in rows if row.about_id in known]
    pairs.sort(key=lambda pair: (pair[1].released_at, -pair[0].pk), reverse=True)
    return [
        {
            "at": at,
            "by": by,
            "mails": [{"mail": row, "practice": decision.practice, "gone": _gone(decision)} for row, decision in group],
        }
        for (at, by), group in groupby(pairs, key=lambda pair: (pair[1].released_at, pair[1].released_by))
    ]


def _gone(decision: Decision) -> bool:
    """The example was withdrawn after its release."""
    return bool(decision.practice.state == PracticeState.WITHDRAWN)


@require_POST
@for_staff
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask once more before mails are sent or dropped."""
    rows = _chosen(request)
    if not rows:
        messages.error(request, _("Select at least one mail."))
        return redirect("practice:outbox")
    act = "drop" if request.POST.get("act") == "drop" else "send"
    return render(request, "practice/outbox_confirm.html", {"mails": rows, "act": act})


@require_POST
@for_staff
def act(request: HttpRequest) -> HttpResponse:
    """Send or drop the chosen mails."""
    rows = _chosen(request)
    if request.POST.get("act") == "drop":
        attempt(request, lambda: mailing.drop(messages=rows, by=request.user), _dropped)
    else:
        attempt(request, lambda: mailing.send(messages=rows, by=request.user), _sent)
    return redirect("practice:outbox")


def _dropped(number: int) -> str:
    words = ngettext(
        "%(n)s mail is dropped. It will not be sent.", "%(n)s mails are dropped and will not be sent.", number
    )
    return words % {"n": number}


def _sent(number: int) -> str:
    words = ngettext("%(n)s mail is released and sent shortly.", "%(n)s mails are released and sent shortly.", number)
    return words % {"n": number}


def _chosen(request: HttpRequest) -> list[Notification]:
    staged = Notification.objects.filter(kind=mailing.KIND, state=Notification.State.STAGED)
    if request.POST.get("scope") == "all":
        return list(staged.select_related("to").order_by("pk"))
    picked = [int(pk) for pk in request.POST.getlist("pick") if pk.isdecimal() and len(pk) < len(str(2**63))]
    return list(staged.filter(pk__in=picked).select_related("to").order_by("pk"))
