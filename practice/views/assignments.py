"""Asking people to rate: a proposal with its reasons, changed where staff know better, then applied."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from practice import people, shares
from practice.actions import bulk, rating
from practice.links import rating_page
from practice.models import Practice
from practice.presenters.staff import sub_navigation
from practice.views.rating import example_to_rate
from practice.views.staff import attempt, for_staff
from vkpp.core.exceptions import PortalError


@for_staff
def assign(request: HttpRequest) -> HttpResponse:
    """Propose raters for the examples picked, or for all that wait; then ask those that staff leave chosen."""
    if request.method == "POST":
        return _apply(request)
    picked = _picked(request)
    examples = Practice.objects.visible_to(request.user).without_conflict(request.user).to_rate()
    if picked:
        examples = examples.filter(pk__in=picked)
    chosen = list(examples.select_related("force").order_by("due_at", "pk")[: bulk.MOST])
    lines = shares.propose(chosen)
    context = {
        "lines": lines,
        "complete": len({practice.pk for practice in chosen} - {line.practice.pk for line in lines}),
        "passed_over": len(picked) - len(chosen) if picked else 0,
        "sub": sub_navigation(request.user, "rating"),
    }
    return render(request, "practice/rating_assign.html", context)


def _picked(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.GET.getlist("pick") if pk.isdecimal() and len(pk) < len(str(2**63))]


def _apply(request: HttpRequest) -> HttpResponse:
    """Each line is `reference:rater`; lines left empty are passed over."""
    pairs = [line.partition(":") for line in request.POST.getlist("ask") if line.partition(":")[2].isdecimal()]
    raters: dict[str, Any] = {str(person.pk): person for person in people.raters()}
    examples = Practice.objects.visible_to(request.user).filter(reference__in=[pair[0] for pair in pairs])
    found = {practice.reference: practice for practice in examples}
    asked = 0
    for reference, _colon, rater in pairs:
        if reference not in found or rater not in raters:
            continue
        try:
            asked += len(rating.assign(practice=found[reference], raters=[raters[rater]], by=request.user))
        except PortalError as refusal:
            messages.error(request, refusal.message)
    done = ngettext("%(n)s rater asked.", "%(n)s raters asked.", asked) % {"n": asked}
    messages.success(request, done) if asked else messages.info(request, _("Nobody new was asked."))
    return redirect(f"{reverse('practice:rating')}?tab=all")


@require_POST
@for_staff
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask one more person to rate an example."""
    practice = example_to_rate(request, reference)
    chosen = request.POST.get("rater", "")
    person = people.raters().filter(pk=chosen).first() if chosen.isdecimal() else None
    raters = [person] if person is not None else []
    done = _("%(who)s is asked to rate it.") % {"who": person}
    attempt(request, lambda: rating.assign(practice=practice, raters=raters, by=request.user), done)
    return redirect(f"{rating_page(practice)}#raters")


@require_POST
@for_staff
def let_off(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let somebody off who was asked."""
    practice = example_to_rate(request, reference)
    row = get_object_or_404(practice.assignments.select_related("rater"), rater=pk, round=practice.rating_round)
    done = _("%(who)s is let off.") % {"who": row.rater}
    attempt(request, lambda: rating.unassign(practice=practice, rater=row.rater, by=request.user), done)
    return redirect(f"{rating_page(practice)}#raters")
