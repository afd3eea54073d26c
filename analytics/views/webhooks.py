"""Webhooks of the person who is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.actions import webhooks as actions
from analytics.feeds.vocab import WebhookState
from analytics.forms.webhooks import WebhookForm
from analytics.models import Delivery, Webhook
from analytics.presenters import webhooks as presenter
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import asks_again, insist, me, told, told_in
from vkpp.accounts.views.tokens import NO_API

View = Callable[..., HttpResponse]
PER_PAGE = 25


def for_programmers(view: View) -> View:
    """Only for who may use the API; others who are signed in are told so."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        insist(can(request.user, Permission.API_USE), NO_API)
        return view(request, *args, **kwargs)

    return guarded


def _find(request: HttpRequest, pk: int) -> Webhook:
    found: Webhook = get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)
    return found


@require_safe
@for_programmers
def listing(request: HttpRequest) -> HttpResponse:
    """My webhooks and how they do."""
    return render(request, "analytics/webhook_list.html", {"rows": presenter.rows(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_programmers
@asks_again
def new(request: HttpRequest) -> HttpResponse:
    """Make one; its secret is shown on the answer."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            webhook, secret = actions.add(owner=me(request), by=me(request), **form.cleaned_data)
            return render(request, "analytics/webhook_secret.html", {"webhook": webhook, "secret": secret})
    return render(request, "analytics/webhook_new.html", {"form": form})


@require_safe
@for_programmers
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook with what was sent."""
    webhook = _find(request, pk)
    sent = Delivery.objects.visible_to(request.user).filter(webhook=webhook)
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"webhook": webhook, "state": presenter.state(webhook), "page": page, "rows": presenter.sent(page)}
    return render(request, "analytics/webhook_page.html", shown | {"events": presenter.names(webhook.events)})


@require_POST
@for_programmers
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause it or go on."""
    webhook = _find(request, pk)
    on = webhook.state != WebhookState.ON
    with told(request):
        actions.switch(webhook=webhook, on=on, by=request.user)
        messages.success(request, _("It is told again from now on.") if on else _("It is paused."))
    return _back(webhook)


@require_POST
@for_programmers
def ping(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message to try it out."""
    webhook = _find(request, pk)
    with told(request):
        actions.ping(webhook=webhook, by=request.user)
        messages.success(request, _("A test message is on its way. Reload this page to see whether it arrived."))
    return _back(webhook)


@require_POST
@for_programmers
def send_again(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Try a message again that was given up."""
    webhook = _find(request, pk)
    delivery = get_object_or_404(Delivery.objects.visible_to(request.user).filter(webhook=webhook), pk=number)
    with told(request):
        actions.send_again(delivery=delivery, by=request.user)
        messages.success(request, _("The message is on its way again."))
    return _back(webhook)


@require_http_methods(["GET", "HEAD", "POST"])
@for_programmers
@asks_again
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then show another secret."""
    webhook = _find(request, pk)
    if request.method != "POST":
        return render(request, "analytics/webhook_renew.html", {"webhook": webhook})
    secret = actions.renew_secret(webhook=webhook, by=request.user)
    return render(request, "analytics/webhook_secret.html", {"webhook": webhook, "secret": secret})


@require_http_methods(["GET", "HEAD", "POST"])
@for_programmers
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then end it."""
    webhook = _find(request, pk)
    if request.method != "POST":
        return render(request, "analytics/webhook_delete.html", {"webhook": webhook})
    actions.delete(webhook=webhook, by=request.user)
    messages.success(request, _("The webhook “%(name)s” is deleted.") % {"name": webhook.name})
    return redirect("analytics:webhooks")


def _back(webhook: Webhook) -> HttpResponse:
    return redirect(reverse("analytics:webhook", args=[webhook.pk]))
