"""The national picture: where the most significant gaps in practice and knowledge are."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from analytics import figures, recent
from analytics.actions import looking
from analytics.figures import Audience
from analytics.picture import document, table
from analytics.picture.table import Picture
from analytics.presenters import picture as presenter
from analytics.presenters import picture_action, picture_csv
from analytics.presenters.picture import Asked
from analytics.vocab import MOVING
from vkpp.core import csv_files

NOT_YOURS = _("Your role does not include the national picture. Ask your force's NVAP lead if you need it.")


@require_safe
@login_required
def newest(request: HttpRequest) -> HttpResponse:
    """A lasting address: leads to the newest published round, or the newest that the reader may read."""
    found = table.usual_round(recent.rounds(_audience(request)))
    if found is None:
        return render(request, "analytics/insight_empty.html")
    return redirect("analytics:picture", round=found.code)


@require_safe
@login_required
def picture(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """The heat map, the ranked list, the maps and the trend."""
    found, asked = _asked(request, round)
    if found is None:
        return render(request, "analytics/insight_empty.html")
    return render(request, "analytics/picture_page.html", presenter.page(found, asked))


@require_safe
@login_required
def action(request: HttpRequest, round: str, code: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """How one action came by its rank."""
    found, asked = _asked(request, round)
    row = next((one for one in found.rows if one.action.code == code), None) if found else None
    if found is None or row is None:
        raise Http404
    return render(request, "analytics/picture_action.html", picture_action.page(found, asked, row))


@require_safe
@login_required
def csv(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Every action and strand as a file."""
    found, asked = _asked(request, round)
    rows = [] if found is None else picture_csv.rows(found)
    return csv_files.response(f"national-picture-{round}-{asked.basis.value}", rows)


@require_safe
@login_required
def pdf(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """The briefing as tagged PDF."""
    found, asked = _asked(request, round)
    if found is None:
        raise Http404
    answer = HttpResponse(document.made(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="national-picture-{round}-{asked.basis.value}.pdf"'
    return answer


def _audience(request: HttpRequest) -> Audience:
    audience = figures.national_audience(request.user)
    if audience is None:
        raise PermissionDenied(NOT_YOURS)
    return audience


def _asked(request: HttpRequest, code: str) -> tuple[Picture | None, Asked]:
    """The picture that the address asks for; VKPP's looks at figures that are not published yet are logged."""
    audience = _audience(request)
    near = recent.rounds(audience)
    round_ = next((one for one in near if one.code == code), None) or figures.round_named(audience, code)
    if round_ is None:
        raise Http404
    asked = presenter.read(request.GET, audience, round_)
    if audience.everything and asked.basis in MOVING:
        looking.look(round_=round_, by=request.user)
    return presenter.build(request.user, audience, asked, near), asked
