"""Waivers as staff list them, and as they stand beside what they let pass."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.links import reading_answer_page
from nvap.models import Finding, Response, Waiver
from nvap.vocab import FindingState
from vkpp.accounts.models import Force

PER_PAGE = 50
TABS = ("now", "ended")


def letting_pass(response: Response, findings: Iterable[Finding]) -> dict[int, Waiver]:
    """Rule id → the waiver by which it passes on this answer, the longest; asks only when something is waived."""
    rules = [row.rule_id for row in findings if row.state == FindingState.WAIVED]
    if not rules:
        return {}
    mine = Q(response=None) | Q(response=response)
    rows = Waiver.objects.in_force().filter(mine, force=response.ret.force_id, rule__in=rules)
    return {waiver.rule_id: waiver for waiver in rows.select_related("approved_by").order_by("expires_on", "pk")}


def listing(user: Any, data: Mapping[str, str], page: str | None) -> dict[str, Any]:
    """Waivers in force, the one that ends first on top, or those that have ended; narrowed to a force."""
    force = data.get("force", "")[:60].replace("\x00", "")
    tab = data.get("tab", "") if data.get("tab") in TABS else "now"
    rows = Waiver.objects.visible_to(user)
    if force:
        rows = rows.filter(force__code=force)
    today = timezone.localdate()
    ended = Q(expires_on__lt=today) | Q(ended_at__isnull=False)
    found = {"now": rows.in_force().order_by("expires_on", "pk"), "ended": rows.filter(ended).order_by("-pk")}
    needed = ("rule", "force", "approved_by", "ended_by", "response__action_version", "response__ret__round")
    shown = Paginator(found[tab].select_related(*needed, "response__ret__force"), PER_PAGE).get_page(page)
    return {
        "tab": tab,
        "force": force,
        "page": shown,
        "rows": [_row(waiver) for waiver in shown],
        "tabs": _tabs(tab, force, found),
        "forces": Force.objects.filter(pk__in=Waiver.objects.visible_to(user).values("force")),
    }


def _row(waiver: Waiver) -> dict[str, Any]:
    response = waiver.response
    return {
        "waiver": waiver,
        "where": _("All answers")
        if response is None
        else f"{response.action_version.code}, {response.ret.round.title}",
        "href": reading_answer_page(response) if response is not None else "",
        "end_url": reverse("nvap:waiver-end", args=[waiver.pk]),
    }


def _tabs(tab: str, force: str, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    labels = {"now": _("In force"), "ended": _("Ended")}
    more = f"&force={force}" if force else ""
    return [
        {"label": labels[one], "href": f"?tab={one}{more}", "current": one == tab, "count": found[one].count()}
        for one in TABS
    ]
