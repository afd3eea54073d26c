"""What a force offers others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.actions import offering
from analytics.forms.helping import OfferForm
from analytics.matching import people
from analytics.models import HelpOffer
from analytics.presenters import help_offers as pages
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import insist, told, told_in

WRITING = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def offers(request: HttpRequest) -> HttpResponse:
    """What the own force offers."""
    force = _own(request)
    return render(
        request, "analytics/help_offers.html", pages.page(force, speaks=people.may_speak(request.user, force))
    )


@require_http_methods(WRITING)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Offer help on an action."""
    force = _speaks(request)
    actions = pages.actions(force)
    chosen = actions.filter(code=request.GET.get("action", "")[:12].replace("\x00", "")).first()
    form = OfferForm(request.POST if request.method == "POST" else None, actions=actions, action=chosen)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            offering.offer(force=force, values=form.cleaned_data, action=form.cleaned_data["action"], by=request.user)
            messages.success(request, _("Your offer stands. Forces with a gap on this action find you."))
            return redirect("analytics:help-offers")
    return render(request, "analytics/help_offer.html", {"form": form, "force": force, "offer": None})


@require_http_methods(WRITING)
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an offer."""
    found = _find(request, pk)
    form = OfferForm(request.POST if request.method == "POST" else None, offer=found)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        with told_in(form):
            offering.change(offer=found, version=values.pop("version"), values=values, by=request.user)
            messages.success(request, _("Your offer is changed."))
            return redirect("analytics:help-offers")
    shown = {"form": form, "force": found.force, "offer": found}
    return render(request, "analytics/help_offer.html", shown, status=status_of(form))


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back."""
    found = _find(request, pk)
    with told(request):
        offering.end(offer=found, by=request.user)
        messages.success(request, _("Your offer is taken back. What you shared is no longer shown."))
    return redirect("analytics:help-offers")


def _own(request: HttpRequest) -> Force:
    force = Force.objects.filter(pk__in=force_ids(request.user, Permission.RETURN_READ_FORCE)).order_by("pk").first()
    if force is None:
        raise Http404
    return force


def _speaks(request: HttpRequest) -> Force:
    force = _own(request)
    insist(people.may_speak(request.user, force), _("The force's NVAP lead or a chief officer decides what it offers."))
    return force


def _find(request: HttpRequest, pk: int) -> HelpOffer:
    rows = HelpOffer.objects.visible_to(request.user).standing().select_related("force", "action")
    found: HelpOffer = get_object_or_404(rows, pk=pk)
    insist(people.may_speak(request.user, found.force), _("The force's NVAP lead or a chief officer decides this."))
    return found
