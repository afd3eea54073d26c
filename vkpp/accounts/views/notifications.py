"""Messages to the person who is signed in, as the portal sent them by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vkpp.accounts.models import User
from vkpp.accounts.views.shared import me
from vkpp.core import mail_topics, read_only, service
from vkpp.core.models import Notification

PAGE = 20


def messages_to(user: User) -> QuerySet[Notification]:
    """What was or will be sent to this person; not what staff still read or decided not to send."""
    sent = (Notification.State.OWED, Notification.State.SENT)
    return Notification.objects.filter(to=user, state__in=sent).order_by("-id")


@require_GET
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """My messages, newest first; `before` goes on from an earlier page."""
    found, before = messages_to(me(request)), request.GET.get("before", "")
    if before.isdecimal() and len(before) < 18:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE + 1])
    older = f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    n_unread = messages_to(me(request)).filter(read_at=None).count()
    context = {"rows": rows[:PAGE], "older": older, "newer": "?" if before else "", "n_unread": n_unread}
    return render(request, "accounts/notifications.html", context)


@read_only.open_to_changes
@require_POST
@login_required
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read, unless nothing may be changed, and go to what it is about."""
    found = get_object_or_404(messages_to(me(request)), pk=pk)
    if not service.is_read_only():
        Notification.objects.filter(pk=found.pk, read_at=None).update(read_at=timezone.now())
    inside = found.link and url_has_allowed_host_and_scheme(found.link, allowed_hosts={request.get_host()})
    return redirect(found.link if inside else "accounts:notifications")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    messages_to(me(request)).filter(read_at=None).update(read_at=timezone.now())
    messages.success(request, _("All messages are marked as read."))
    return redirect("accounts:notifications")


@require_http_methods(["GET", "POST"])
@login_required
def choices(request: HttpRequest) -> HttpResponse:
    """Which mails I want; those about my account and signatures always come."""
    user = me(request)
    if request.method == "POST":
        mail_topics.choose(person=user, topics=request.POST.getlist("topic"), by=user)
        messages.success(request, _("Your choice is saved."))
        return redirect("accounts:notification_choices")
    off = mail_topics.switched_off(user)
    rows = [{"topic": topic, "wanted": topic.code not in off} for topic in mail_topics.everything()]
    return render(request, "accounts/notification_choices.html", {"rows": rows})
