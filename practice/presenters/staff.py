"""What the pages of triage and rating share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from practice.models import Decision
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core.models import Notification


def sub_navigation(user: Any, current: str) -> list[dict[str, Any]]:
    """The pages of triage and rating that this person may open, with what waits there."""
    if not nationally(user, Permission.PRACTICE_TRIAGE):
        return []
    staged = Decision.objects.visible_to(user).staged().count()
    mails = Notification.objects.filter(state=Notification.State.STAGED).count()
    items: list[tuple[str, str, int | None]] = [
        ("triage", _("Triage"), None),
        ("rating", _("Rating"), None),
        ("decisions", _("Decisions"), staged),
        ("outbox", _("Mails to release"), mails),
        ("agreement", _("Agreement of raters"), None),
    ]
    return [
        {"label": label, "href": reverse(f"practice:{name}"), "current": name == current, "count": count}
        for name, label, count in items
    ]
