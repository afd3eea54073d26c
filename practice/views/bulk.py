"""Bulk actions of triage: what was picked → what it needs to know → a preview → done, with a result for each."""

import secrets
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import people, queue
from practice.actions import bulk
from practice.models import Practice
from practice.presenters.triage_queue import BULK
from practice.views.staff import for_staff
from vkpp.core.exceptions import Invalid, PortalError

SALT = "practice.bulk"
GOOD_FOR = 3600
NEEDS = {"hand_over": "to", "not_take_forward": "reason"}


@require_POST
@for_staff
def start(request: HttpRequest) -> HttpResponse:
    """Take what was picked, ask for what the action needs, or show at once what would happen."""
    asked = queue.Asked.of(QueryDict(request.POST.get("query", "")).dict())
    back = f"{reverse('practice:triage')}?{asked.query()}"
    picked = _picked(request, asked)
    if not picked:
        messages.error(request, _("Select at least one example."))
        return redirect(back)
    if len(picked) > bulk.MOST:
        sentence = _("At most %(most)s at a time. Use the filters to choose fewer.") % {"most": bulk.MOST}
        messages.error(request, sentence)
        return redirect(back)
    action = request.POST.get("action", "")
    if action == "assign":
        return redirect(f"{reverse('practice:rating-assign')}?{urlencode({'pick': picked}, doseq=True)}")
    selection = signing.dumps({"action": action, "picked": picked, "back": asked.query()}, salt=SALT, compress=True)
    if action in NEEDS:
        return render(request, "practice/triage_bulk_ask.html", _ask(request, action, picked, selection))
    return _preview(request, bulk.Wish(action), picked, asked.query())


@require_POST
@for_staff
def preview(request: HttpRequest) -> HttpResponse:
    """Show what would happen to each, now that the reason or the colleague is known."""
    given = _unsigned(request, "selection")
    to = request.POST.get("to", "")
    wish = bulk.Wish(
        given["action"],
        reason=request.POST.get("reason", ""),
        to=people.triage_staff().filter(pk=to).first() if to.isdecimal() else None,
    )
    return _preview(request, wish, given["picked"], given["back"])


@require_POST
@for_staff
def confirm(request: HttpRequest) -> HttpResponse:
    """Do what the preview showed."""
    given = _unsigned(request, "preview")
    to = people.triage_staff().filter(pk=given["to"]).first() if given["to"] else None
    wish = bulk.Wish(given["action"], reason=given["reason"], to=to)
    frozen = {int(pk): token for pk, token in given["frozen"].items()}
    try:
        bulk.apply(wish=wish, frozen=frozen, key=given["key"], by=request.user)
    except PortalError as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('practice:triage')}?{given['back']}")
    return redirect(reverse("practice:triage-bulk-result", args=[given["key"]]))


@require_safe
@for_staff
def result(request: HttpRequest, key: str) -> HttpResponse:
    """What was done, example by example."""
    results = bulk.results_of(key=key, by=request.user)
    if results is None:
        raise Http404
    context = {"results": results, "done": [row for row in results if row.done], "not_done": _not(results)}
    return render(request, "practice/triage_bulk_result.html", context)


def _picked(request: HttpRequest, asked: queue.Asked) -> list[int]:
    """The examples chosen, one by one or all that match; only those the person may see, one too many at most."""
    if request.POST.get("scope") == "all":
        return list(asked.rows(request.user).values_list("pk", flat=True)[: bulk.MOST + 1])
    wanted = [int(pk) for pk in request.POST.getlist("pick") if pk.isdecimal() and len(pk) < len(str(2**63))]
    rows = Practice.objects.visible_to(request.user).filter(pk__in=wanted)
    return list(rows.order_by("pk").values_list("pk", flat=True)[: bulk.MOST + 1])


def _preview(request: HttpRequest, wish: bulk.Wish, picked: list[int], back: str) -> HttpResponse:
    rows = Practice.objects.visible_to(request.user).filter(pk__in=picked).select_related("claimed_by").order_by("pk")
    practices = list(rows)
    frozen = {str(practice.pk): bulk.freeze(practice) for practice in practices}
    try:
        results = bulk.preview(wish=wish, practices=practices, by=request.user)
    except Invalid as refusal:
        selection = {"action": wish.action, "picked": picked, "back": back}
        context = _ask(request, wish.action, picked, signing.dumps(selection, salt=SALT, compress=True))
        return render(
            request,
            "practice/triage_bulk_ask.html",
            context | {"errors": [error for errors in refusal.errors.values() for error in errors]},
        )
    context = {
        "label": dict(BULK)[wish.action],
        "wish": wish,
        "possible": [row for row in results if row.done],
        "not_possible": _not(results),
        "preview": _sealed(wish, frozen, back),
        "back": f"{reverse('practice:triage')}?{back}",
    }
    return render(request, "practice/triage_bulk_preview.html", context)


def _sealed(wish: bulk.Wish, frozen: dict[str, Any], back: str) -> str:
    """What was previewed, signed, so that exactly this is done on confirmation."""
    kept = {
        "action": wish.action,
        "reason": wish.reason,
        "to": wish.to.pk if wish.to else None,
        "frozen": frozen,
        "key": secrets.token_urlsafe(16),
        "back": back,
    }
    return signing.dumps(kept, salt=SALT, compress=True)


def _ask(request: HttpRequest, action: str, picked: list[int], selection: str) -> dict[str, Any]:
    if action not in dict(BULK):
        raise Http404
    return {
        "label": dict(BULK)[action],
        "needs": NEEDS.get(action, ""),
        "number": len(picked),
        "selection": selection,
        "colleagues": people.triage_staff(),
        "typed": request.POST.get("reason", ""),
        "errors": [],
    }


def _unsigned(request: HttpRequest, name: str) -> dict[str, Any]:
    try:
        values: dict[str, Any] = signing.loads(request.POST.get(name, ""), salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    return values


def _not(results: list[bulk.Result]) -> list[bulk.Result]:
    return [row for row in results if not row.done]
