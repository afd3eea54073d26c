"""Requests for help: the list of both sides, and one request with what happened."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.matching import outcome, people
from analytics.matching.links import gap_page, request_page, step_page
from analytics.matching.vocab import OPEN, HelpOutcome, HelpState
from analytics.matching.workflow import HELP
from analytics.models import HelpOffer, HelpRequest
from practice.models import BankEntry
from vkpp.accounts.permissions import force_ids, force_of
from vkpp.accounts.roles import Permission

PER_PAGE = 30
ONE = ("force", "helper", "action", "round__plan", "round__form", "action_version", "asked_by", "answered_by")


def listing(user: Any, data: Mapping[str, str], page: str | None) -> dict[str, Any]:
    """The requests a person sees: asked of us, asked by us; VKPP sees all."""
    rows = HelpRequest.objects.visible_to(user)
    own = force_ids(user, Permission.RETURN_READ_FORCE)
    tab = data.get("tab", "") if data.get("tab", "") in _tabs() else "open"
    counts = rows.aggregate(**{f"n_{name}": Count("pk", filter=_tab(name, own)) for name in _tabs()})
    shown = rows.filter(_tab(tab, own)).select_related("force", "helper", "action")
    found = Paginator(shown, PER_PAGE).get_page(page)
    force = force_of(user)
    return {
        "page": found,
        "rows": [_row(row, own) for row in found],
        "tabs": _shown_tabs(tab, counts, bool(own)),
        "force": force,
        "gaps_url": reverse("analytics:help-gaps", args=[force.code]) if own and force else "",
        "speaks": people.may_speak(user),
    }


def _tabs() -> dict[str, str]:
    return {"open": _("Open"), "in": _("Asked of us"), "out": _("Asked by us"), "all": _("All")}


def _tab(tab: str, own: set[int]) -> Q:
    sides = {"in": Q(helper__in=own), "out": Q(force__in=own), "open": Q(state__in=OPEN)}
    return sides.get(tab, Q(pk__isnull=False))


def _shown_tabs(tab: str, counts: Mapping[str, int], sided: bool) -> list[dict[str, Any]]:
    names = [name for name in _tabs() if sided or name in {"open", "all"}]
    return [
        {
            "label": _tabs()[name],
            "href": f"?{urlencode({'tab': name})}",
            "current": name == tab,
            "count": counts[f"n_{name}"],
        }
        for name in names
    ]


def _row(row: HelpRequest, own: set[int]) -> dict[str, Any]:
    return {
        "request": row,
        "url": request_page(row),
        "state": HELP.state(row.state),
        "yours": row.state == HelpState.ASKED and row.helper_id in own,
    }


def one(user: Any, request: HelpRequest) -> dict[str, Any]:
    """A request as this person sees it."""
    own_side = people.reads_own_side(user, request)
    agreed = request.state in {HelpState.AGREED, HelpState.TRIED, HelpState.CLOSED}
    return {
        "asked": request,
        "state": HELP.state(request.state),
        "steps": [_step(step, request) for step in HELP.available(request, user)],
        "events": events(request),
        "examples": _examples(user, request),
        "since": outcome.told_to(user, request),
        "rose": not own_side and outcome.rose_for_helper(request),
        "contact": _contact(request) if agreed and own_side else "",
        "gap_url": gap_page(request.force.code, request.action.code) if own_side else "",
        "writes": request.state in OPEN and people.takes_part(user, request),
        "outcome": HelpOutcome(request.outcome).label if request.outcome else "",
        "waits": _waits(user, request),
    }


def _step(step: Any, request: HelpRequest) -> dict[str, Any]:
    kind = "primary" if step.button == "primary" else "secondary"
    return {"label": step.label, "href": step_page(request, step.action), "kind": kind}


def _waits(user: Any, request: HelpRequest) -> str:
    """For whom the request waits, in a sentence."""
    sentences = {
        HelpState.ASKED: _("Waits for an answer of %(helper)s.") % {"helper": request.helper.name},
        HelpState.AGREED: _("%(helper)s helps. %(force)s notes here what it tries.")
        % {"helper": request.helper.short_name, "force": request.force.name},
        HelpState.TRIED: _("%(force)s notes what came of it when it can tell.") % {"force": request.force.name},
    }
    if request.state == HelpState.ASKED and people.helps(user, request):
        return _("Your answer is waited for.")
    return sentences.get(HelpState(request.state), "")


def _contact(request: HelpRequest) -> str:
    offer = HelpOffer.objects.standing().filter(force=request.helper, action=request.action).first()
    return offer.contact if offer else ""


def _examples(user: Any, request: HelpRequest) -> list[dict[str, str]]:
    rows = BankEntry.objects.visible_to(user).filter(reference__in=request.practices).order_by("reference")
    return [
        {"title": title, "url": reverse("practice:entry", args=[reference])}
        for reference, title in rows.values_list("reference", "title")
    ]


def events(request: HelpRequest) -> list[dict[str, Any]]:
    """What both sides said, newest first."""
    found = [
        _event(_("%(force)s asked") % {"force": request.force.name}, request.asked_at, request.need, request.asked_by)
    ]
    if request.answered_at:
        agreed = request.state != HelpState.DECLINED
        title = _("%(force)s agreed to help") if agreed else _("%(force)s declined")
        words = title % {"force": request.helper.name}
        found.append(_event(words, request.answered_at, request.answer, request.answered_by))
    if request.tried_at:
        found.append(_event(_("What was tried"), request.tried_at, request.tried))
    if request.closed_at:
        withdrawn = request.state == HelpState.WITHDRAWN
        title = _("Withdrawn") if withdrawn else str(HelpOutcome(request.outcome).label)
        found.append(_event(title, request.closed_at, request.result))
    for message in request.messages.select_related("by", "force"):
        sender = message.force.name if message.force else _("VKPP")
        found.append(_event(_("Message from %(sender)s") % {"sender": sender}, message.at, message.text, message.by))
    return sorted(found, key=lambda event: event["at"], reverse=True)


def _event(title: str, at: Any, text: str, by: Any = "") -> dict[str, Any]:
    return {"title": title, "at": at, "text": text, "by": by}
