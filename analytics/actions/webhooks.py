"""Webhooks: made, tried out, paused and ended by their owner."""

import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from analytics.feeds import delivering, signing
from analytics.feeds.vocab import PING, DeliveryState, Event, WebhookState
from analytics.models import Delivery, Webhook
from vkpp.accounts.models import User
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit, outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.held import words

MOST = 10
NAME, URL = 80, 500


@transaction.atomic
def add(*, owner: User, name: str, url: str, events: Iterable[str], by: Any) -> tuple[Webhook, str]:
    """Make a webhook; returns it with the secret that its program checks signatures with."""
    if by.pk != owner.pk or not can(by, Permission.API_USE):
        raise NotAllowed(_("Your roles do not include the API. Ask for the role “Force analyst” if you need it."))
    values = _checked(name, url, events)
    User.objects.select_for_update().get(pk=owner.pk)
    if Webhook.objects.filter(owner=owner).count() >= MOST:
        raise Conflict(_("You have %(n)s webhooks. Delete one you no longer use.") % {"n": MOST})
    webhook = Webhook.objects.create(owner=owner, salt=secrets.token_urlsafe(32), **values)
    audit.record(by=by, verb="webhook.add", target=webhook, after={"url": webhook.url, "events": webhook.events})
    return webhook, signing.secret_of(webhook.salt)


@transaction.atomic
def switch(*, webhook: Webhook, on: bool, by: Any) -> None:
    """Pause it, or have it told again; what was published meanwhile is not sent afterwards."""
    _check_owner(webhook, by)
    state = WebhookState.ON if on else WebhookState.PAUSED
    before = webhook.state
    Webhook.objects.filter(pk=webhook.pk).update(state=state, failures=0)
    webhook.refresh_from_db()
    audit.record(by=by, verb="webhook.switch", target=webhook, before={"state": before}, after={"state": state})


@transaction.atomic
def renew_secret(*, webhook: Webhook, by: Any) -> str:
    """Another secret; the old one signs nothing from now on."""
    _check_owner(webhook, by)
    Webhook.objects.filter(pk=webhook.pk).update(salt=secrets.token_urlsafe(32))
    webhook.refresh_from_db()
    audit.record(by=by, verb="webhook.renew", target=webhook)
    return signing.secret_of(webhook.salt)


@transaction.atomic
def ping(*, webhook: Webhook, by: Any) -> Delivery:
    """Send a message that says nothing, to see whether it arrives."""
    _check_owner(webhook, by)
    return delivering.write(webhook, PING, {"reference": ""})


@transaction.atomic
def send_again(*, delivery: Delivery, by: Any) -> None:
    """Try a message again that was given up; as it was, with its own id, so that a program can tell it had it."""
    _check_owner(delivery.webhook, by)
    moved = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED).update(
        state=DeliveryState.WAITING, attempts=0
    )
    if not moved:
        raise Conflict(_("This message is on its way or was taken already."))
    outbox.owe(delivering.KIND, {"delivery": str(delivery.pk)})
    audit.record(by=by, verb="webhook.send_again", target=delivery.webhook, after={"delivery": str(delivery.pk)})


@transaction.atomic
def delete(*, webhook: Webhook, by: Any) -> None:
    """End it with its log."""
    _check_owner(webhook, by)
    audit.record(by=by, verb="webhook.delete", target=webhook, before={"url": webhook.url})
    webhook.delete()


def _check_owner(webhook: Webhook, by: Any) -> None:
    if webhook.owner_id != by.pk or not can(by, Permission.API_USE):
        raise NotAllowed(_("Only who made the webhook may change it."))


def _checked(name: str, url: str, events: Iterable[str]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {"url": url.strip(), "events": [one for one in Event.values if one in set(events)]}
    try:
        found["name"] = words(name, "name", _("The name"), limit=NAME, required=_("Give it a name."))
    except Invalid as refusal:
        errors |= refusal.errors
    if problem := _problem_with(found["url"]):
        errors["url"] = [problem]
    if not found["events"]:
        errors["events"] = [_("Choose at least one thing to be told of.")]
    if errors:
        raise Invalid(errors)
    return found


def _problem_with(url: str) -> str:
    """Why the portal does not send to this address; empty when it does."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or len(url) > URL or any(ord(sign) < 33 for sign in url):
        return _("Enter a whole address, for example https://data.norfolk.police.uk/vkpp.")
    if parts.scheme != "https" and not (settings.WEBHOOKS_MAY_STAY_INSIDE and parts.scheme == "http"):
        return _("The address must begin with https://, so that nobody on the way can read or change what is sent.")
    if parts.username or parts.password or parts.fragment:
        return _("Leave out user names, passwords and everything after #: the signature says who sends.")
    return ""
