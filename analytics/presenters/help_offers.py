"""What a force offers others, and what its own return says that it could offer."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from analytics.models import HelpOffer
from nvap.models import Action, PromisingPractice, Round
from nvap.vocab import RoundState
from vkpp.accounts.models import Force

SUGGESTED = 12


def page(force: Force, *, speaks: bool) -> dict[str, Any]:
    """The offers that stand, and promising practice that the force is willing to share."""
    offers = list(HelpOffer.objects.standing().filter(force=force).select_related("action"))
    return {
        "force": force,
        "offers": offers,
        "speaks": speaks,
        "suggested": suggested(force, {offer.action_id for offer in offers}) if speaks else [],
    }


def suggested(force: Force, offered: set[int]) -> list[dict[str, Any]]:
    """Actions on which the newest answers name practice that the force is willing to share, not offered yet."""
    rows = PromisingPractice.objects.filter(response__ret__force=force, willing_to_share=True, removed_at=None)
    rows = rows.exclude(response__action_version__action__in=offered)
    rows = rows.select_related("response__action_version__action").order_by("-response__ret__round__opens_at", "pk")
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        action = row.response.action_version.action
        url = f"{reverse('analytics:help-offer-new')}?{urlencode({'action': action.code})}"
        found.setdefault(action.pk, {"action": action, "text": row.text, "url": url})
    return sorted(found.values(), key=lambda row: row["action"].code)[:SUGGESTED]


def actions(force: Force) -> Any:
    """The actions that the newest round asks about, on which the force offers nothing yet."""
    rounds = Round.objects.filter(state__in=(RoundState.RUNNING, RoundState.PUBLISHED)).order_by("-opens_at", "-pk")
    plan = rounds.values("plan")[:1]
    taken = HelpOffer.objects.standing().filter(force=force).values("action")
    return Action.objects.filter(versions__plan__in=plan).exclude(pk__in=taken).order_by("code")
