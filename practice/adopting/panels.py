"""What forces do with practice, elsewhere: on the example's page, on a force's page, on the home page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice import demo_adoptions, places
from practice.actions import adoption_reminding  # noqa: F401 - importing it registers what it does for the outbox
from practice.adopting import people, tree
from practice.adopting.links import adoption_page, result_page
from practice.adopting.tree import Node
from practice.adopting.vocab import DID, GOOD, AdoptionKind, AdoptionState
from practice.models import Adoption, BankEntry
from practice.presenters.adoption import tags_of, title_of
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids
from vkpp.accounts.roles import Permission
from vkpp.core import loading, navigation, panels

SHOWN = 5


def register() -> None:
    """Put the panels and the link into their places."""
    panels.register("practice_entry", panels.Panel("practice/entry_adoptions.html", elsewhere, order=60))
    panels.register("force_page", panels.Panel("practice/force_adoptions.html", of_force, order=40))
    panels.register("home", panels.Panel("_components/work_list.html", results_due, order=17))
    loading.register_demo(34, demo_adoptions.load)
    places.register(navigation.NavItem(gettext_lazy("Practice taken up"), "practice:adoptions", 40, _has_list))


def _has_list(request: HttpRequest) -> bool:
    return people.has_list(request.user)


def elsewhere(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """What other forces did with this example: how many, and who learned from whom; one's own record, or where to make it."""
    assert isinstance(thing, BankEntry)
    user = request.user
    rows = Adoption.objects.visible_to(user).standing().filter(practice=thing.pk).select_related("force")
    found = list(rows.order_by("decided_on", "id"))
    records = people.may_record(user, thing.practice)
    if not found and not records:
        return None
    force = people.recording_force(user) if records else None
    mine = next((one for one in found if force is not None and one.force_id == force.pk), None)
    return {
        "entry": thing,
        "counts": _counts(found),
        "nodes": [_node(node, user) for node in tree.grown(found)],
        "records": records,
        "mine": adoption_page(mine) if mine else "",
    }


def _counts(found: list[Adoption]) -> list[str]:
    taken = sum(one.taken_up for one in found)
    good = sum(one.result in GOOD for one in found)
    against = sum(one.state == AdoptionState.REJECTED for one in found)
    words = []
    if taken:
        words.append(ngettext("%(n)s force has taken it up", "%(n)s forces have taken it up", taken) % {"n": taken})
    if good:
        words.append(_("it works, wholly or in part, for %(n)s of them") % {"n": good})
    if planned := len(found) - taken - against:
        words.append(
            ngettext("%(n)s force plans to take it up", "%(n)s forces plan to take it up", planned) % {"n": planned}
        )
    if against:
        words.append(
            ngettext("%(n)s force has decided against it", "%(n)s forces have decided against it", against)
            % {"n": against}
        )
    return words


def _node(node: Node, user: Any) -> dict[str, Any]:
    one = node.adoption
    planned = not one.taken_up and one.kind != AdoptionKind.REJECT
    return {
        "force": one.force.short_name,
        "did": _("plans to take it up") if planned else DID[AdoptionKind(one.kind)],
        "day": one.started_on or one.decided_on,
        "tags": tags_of(one),
        "text": one.result_text,
        "reason": one.reason if one.kind == AdoptionKind.REJECT else "",
        "url": adoption_page(one) if user.is_authenticated else "",
        "followers": [_node(follower, user) for follower in node.followers],
    }


def of_force(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """What this force does with practice of others, as far as it shares that with the reader."""
    assert isinstance(thing, Force)
    rows = Adoption.objects.shared_with(request.user).filter(force=thing).exclude(kind=AdoptionKind.REJECT)
    found = list(rows.named_for(request.user).select_related("practice")[: SHOWN + 1])
    if not found:
        return None
    return {
        "force": thing,
        "rows": [
            {
                "title": title_of(one),
                "url": adoption_page(one)
                if request.user.is_authenticated
                else reverse("practice:entry", args=[one.practice.reference]),
                "tags": tags_of(one),
            }
            for one in found[:SHOWN]
        ],
        "more": len(found) > SHOWN,
    }


def results_due(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Practice the own force took up long enough ago to tell what came of it."""
    own = force_ids(request.user, Permission.PRACTICE_WRITE)
    if not own:
        return None
    rows = Adoption.objects.visible_to(request.user).filter(force__in=own).due(timezone.localdate())
    found = list(rows.named_for(request.user).select_related("practice").order_by("since", "id"))
    if not found:
        return None
    return {
        "title": _("What came of it?"),
        "total": len(found),
        "items": [
            {
                "title": title_of(one),
                "href": result_page(one),
                "meta": one.reference,
                "status": _("Result due"),
                "colour": "orange",
            }
            for one in found[:SHOWN]
        ],
        "more_href": f"{reverse('practice:adoptions')}?tab=due",
        "more": _("All practice taken up"),
    }
