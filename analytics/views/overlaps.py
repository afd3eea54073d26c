"""Overlaps of collections: the list, one pair, deciding, and looking for them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.actions import overlaps
from analytics.forms.collections import DecideForm
from analytics.models import Overlap
from analytics.presenters import overlaps as page
from analytics.register.links import overlap_page
from analytics.register.overlap_list import NEEDED, Asked
from analytics.register.people import may_keep
from analytics.views.collections import readers_only
from vkpp.accounts.views.shared import insist, told, told_in

SETTLED_BY = gettext_lazy("Overlaps are settled by VKPP staff.")
STEPS = {"finish": gettext_lazy("Recorded as done."), "undo": gettext_lazy("The decision is undone.")}


def _find(request: HttpRequest, reference: str) -> Overlap:
    rows = Overlap.objects.visible_to(request.user).select_related(*NEEDED)
    found: Overlap = get_object_or_404(rows, reference=reference)
    return found


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Pairs that ask for the same, the most alike first."""
    readers_only(request)
    shown = page.listing(request.user, Asked.of(request.GET.dict()), request.GET.get("page"))
    return render(request, "analytics/overlap_list.html", shown)


@require_http_methods(["GET", "POST"])
@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One pair side by side; deciding what is to be done about it."""
    found = _find(request, reference)
    form = None
    if request.method == "POST":
        insist(may_keep(request.user), SETTLED_BY)
        form = DecideForm(request.POST, overlap=found, user=request.user)
        if form.is_valid():
            with told_in(form):
                data = form.cleaned_data
                overlaps.decide(overlap=found, action=data["decision"], reason=data["reason"], by=request.user)
                messages.success(request, _("The decision is recorded."))
                return redirect(overlap_page(found))
    return render(request, "analytics/overlap_page.html", page.context(request.user, found, form))


@require_POST
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Record that a decision is carried out, or undo it."""
    found = _find(request, reference)
    if action not in STEPS:
        raise Http404
    with told(request):
        overlaps.decide(overlap=found, action=action, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, STEPS[action])
    return redirect(overlap_page(found))


@require_POST
@login_required
def look_again(request: HttpRequest) -> HttpResponse:
    """Compare everything with everything anew."""
    readers_only(request)
    with told(request):
        total, new = overlaps.look_again(by=request.user)
        words = ngettext(
            "%(total)d pair asks for much the same; not known before: %(new)d.",
            "%(total)d pairs ask for much the same; not known before: %(new)d.",
            total,
        )
        messages.success(request, words % {"total": total, "new": new})
    return redirect("analytics:overlaps")
