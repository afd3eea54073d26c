"""Where help between forces shows: beside an answer with a gap, on the page of an action, at home, in front of Insight."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import demo_help
from analytics.actions import help_reminding as _help_reminding  # noqa: F401 - registers what it does for the outbox
from analytics.matching import docs, helpers, people
from analytics.matching.links import gap_page, request_page
from analytics.matching.need import LOW, is_asked
from analytics.matching.vocab import OPEN, HelpState
from analytics.models import HelpOffer, HelpRequest
from nvap.models import ActionVersion, Response
from vkpp.accounts.permissions import force_ids, force_of
from vkpp.core import derived_docs, loading, panels

CARD = "_components/work_list.html"
SHOWN = 5


def register() -> None:
    """Fill the places; tell the documents of the workflow, and the demonstration of its part."""
    derived_docs.register("workflows.md", docs.workflows, order=400)
    loading.register_demo(61, demo_help.load)
    panels.register("nvap_answer_aside", panels.Panel("analytics/help_answer.html", beside_answer, order=40))
    panels.register("nvap_action_page", panels.Panel("analytics/help_action.html", on_action, order=15))
    panels.register("home", panels.Panel(CARD, waiting, order=18))
    panels.register("insight_front", panels.Panel("analytics/_front_card.html", in_front, order=40))
    panels.register("insight_front", panels.Panel("analytics/_front_card.html", unmet_in_front, order=42))


def beside_answer(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """How many forces can help, where the answer names a gap or a low level."""
    assert isinstance(thing, Response)
    low = any(score <= LOW for score in thing.scores.values())
    if thing.not_applicable or not (thing.has_gap or low) or not people.may_read_needs(request.user, thing.ret.force):
        return None
    found = helpers.known_for(request.user, thing.action_version) - {thing.ret.force.code}
    url = gap_page(thing.ret.force.code, thing.action_version.action.code)
    return {"number": len(found), "url": url} if found else None


def on_action(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """Which forces offer help on the action, and the way to ask, for who reads a force's return."""
    assert isinstance(thing, ActionVersion)
    user = request.user
    if not people.meets(user):
        return None
    offers = HelpOffer.objects.visible_to(user).standing().filter(action=thing.action).select_related("force")
    own = force_of(user)
    mine = own is not None and people.may_read_needs(user, own) and is_asked(thing.action.code)
    speaks = own is not None and people.may_speak(user, own)
    return {
        "offers": list(offers),
        "gap_url": gap_page(own.code, thing.action.code) if own is not None and mine else "",
        "offer_url": f"{reverse('analytics:help-offer-new')}?action={thing.action.code}" if speaks else "",
    }


def waiting(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Requests that wait for my force: to answer, or to note what came of it."""
    own = force_ids(request.user, people.DECIDES)
    if not own:
        return None
    ours = Q(helper__in=own, state=HelpState.ASKED) | Q(force__in=own, state__in=(HelpState.AGREED, HelpState.TRIED))
    rows = list(HelpRequest.objects.filter(ours).select_related("force", "helper", "action").order_by("asked_at"))
    if not rows:
        return None
    return {
        "title": _("Help between forces"),
        "items": [_row(row, own) for row in rows[:SHOWN]],
        "total": len(rows),
        "empty": "",
        "more_href": reverse("analytics:help"),
        "more": _("All requests"),
    }


def _row(row: HelpRequest, own: set[int]) -> dict[str, Any]:
    asked = row.helper_id in own and row.state == HelpState.ASKED
    meta = _("%(force)s asks you") % {"force": row.force.short_name} if asked else row.helper.short_name
    return {
        "title": f"{row.action.code} {row.action.title}",
        "href": request_page(row),
        "meta": f"{row.reference}, {meta}",
        "status": _("Your answer") if asked else _("Note what you tried") if row.state == HelpState.AGREED else "",
        "colour": "orange" if asked else "blue",
    }


def in_front(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Help between forces on the front page of Insight."""
    if not people.meets(request.user):
        return None
    own = force_of(request.user)
    links = [{"label": _("Requests for help"), "href": reverse("analytics:help")}]
    if own is not None and people.may_read_needs(request.user, own):
        links.append({"label": _("What your force offers"), "href": reverse("analytics:help-offers")})
        href = reverse("analytics:help-gaps", args=[own.code])
    else:
        href = reverse("analytics:help")
    open_now = HelpRequest.objects.visible_to(request.user).filter(state__in=OPEN).count()
    return {
        "title": _("Who can help"),
        "href": href,
        "text": _("From a gap to a force that has got further: why it can help, ask it, and note what came of it."),
        "facts": [{"label": _("Open requests"), "value": open_now, "href": reverse("analytics:help")}],
        "links": links,
    }


def unmet_in_front(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The page of gaps that nobody helps with."""
    if not people.reads_unmet(request.user):
        return None
    return {
        "title": _("Unmet gaps"),
        "href": reverse("analytics:help-unmet"),
        "text": _("Actions on which many forces lack something and little practice or help is there."),
    }
