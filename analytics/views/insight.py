"""Where a force stands, one action in detail, and the benchmarks of all forces."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from analytics import figures
from analytics.actions import looking
from analytics.figures import Audience
from analytics.presenters import action as action_page
from analytics.presenters import national as national_page
from analytics.presenters import stand as stand_page
from nvap.actions import reviewing
from nvap.models import ActionVersion, Return, Round
from vkpp.accounts.models import Force
from vkpp.core import csv_files, home

NOT_YOURS = _("Your role does not include benchmarking. Ask your force's NVAP lead if you need it.")


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """The front page of Insight: a card for each thing the reader can come for."""
    cards = home.rendered("insight_front", request)
    audience = figures.audience_of(request.user)
    if audience is None and not cards:
        raise PermissionDenied(NOT_YOURS)
    no_figures = audience is not None and not figures.rounds(audience, most=1)
    return render(request, "analytics/front_page.html", {"cards": cards, "no_figures": no_figures})


@require_safe
@login_required
def stand(request: HttpRequest, round: str, force: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Where a force stands on every action."""
    audience, found, place = _asked(request, round, force)
    standing = stand_page.standing_of(audience, found, place, request.GET)
    if standing is None:
        return render(request, "analytics/insight_empty.html")
    return render(request, "analytics/stand_page.html", stand_page.page(request.user, audience, standing))


@require_safe
@login_required
def stand_csv(request: HttpRequest, round: str, force: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """The table of that page as a file."""
    audience, found, place = _asked(request, round, force)
    standing = stand_page.standing_of(audience, found, place, request.GET)
    rows = [] if standing is None else stand_page.csv_rows(standing)
    return csv_files.response(f"where-we-stand-{place.code}-{found.code}", rows)


@require_safe
@login_required
def action(request: HttpRequest, round: str, force: str, code: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """One action of a force in detail."""
    audience, found, place = _asked(request, round, force)
    one = get_object_or_404(ActionVersion.objects.select_related("theme", "action"), plan=found.plan, code=code)
    context = action_page.page(request.user, audience, found, place, one, request.GET)
    if context is None:
        return render(request, "analytics/insight_empty.html")
    return render(request, "analytics/action_page.html", context)


@require_safe
@login_required
def national(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """The benchmarks of all forces."""
    context = _national(request, round)
    if context is None:
        return render(request, "analytics/insight_empty.html")
    return render(request, "analytics/national_page.html", context)


@require_safe
@login_required
def national_csv(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """The figures of that page as a file."""
    context = _national(request, round)
    rows = [] if context is None else national_page.csv_rows(context)
    return csv_files.response(f"national-{round}", rows)


def _audience(request: HttpRequest, force: Force | None = None) -> Audience:
    """As whom the person reads; strangers to benchmarking are told so, strangers to the force find nothing."""
    audience = figures.audience_of(request.user, force)
    if audience is not None:
        return audience
    if force is not None and figures.audience_of(request.user) is not None:
        raise Http404
    raise PermissionDenied(NOT_YOURS)


def _asked(request: HttpRequest, round_code: str, force_code: str) -> tuple[Audience, Round, Force]:
    force = Force.objects.filter(code=force_code, benchmarked=True).first()
    if force is None:
        _audience(request)
        raise Http404
    audience = _audience(request, force)
    found = _round(audience, round_code)
    for ret in Return.objects.visible_to(request.user).filter(round=found, force=force):
        reviewing.look(ret=ret, by=request.user)
    return audience, found, force


def _round(audience: Audience, code: str) -> Round:
    found = next((one for one in figures.rounds(audience) if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _national(request: HttpRequest, code: str) -> dict[str, Any] | None:
    audience = figures.national_audience(request.user)
    if audience is None:
        raise PermissionDenied(NOT_YOURS)
    found = _round(audience, code)
    if audience.everything:
        looking.look(round_=found, by=request.user)
    return national_page.page(audience, found, request.GET)
