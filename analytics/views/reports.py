"""Reports as pages, and the buttons that have them made as PDF."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from analytics.presenters import reports as presenter
from analytics.reports import force_report, making, national_report, people
from analytics.vocab import Basis
from nvap.actions import reviewing
from nvap.models import Return, Round
from nvap.vocab import RoundState
from vkpp.core import jobs

NOT_YOURS = _("Your role does not include this report. Ask VKPP if you need it.")


@require_safe
@login_required
def force(request: HttpRequest, round: str, force: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """The feedback report of one force."""
    ret = _return(request, round, force)
    basis = presenter.chosen(presenter.force_bases(ret), request.GET.get("basis"))
    reviewing.look(ret=ret, by=request.user)
    report = force_report.build(ret, basis)
    return render(request, "analytics/report_page.html", presenter.force_page(ret, basis, report))


@require_POST
@login_required
def force_pdf(request: HttpRequest, round: str, force: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Have it made as PDF."""
    ret = _return(request, round, force)
    basis = presenter.chosen(presenter.force_bases(ret), request.POST.get("basis"))
    return redirect(jobs.address(making.start_force(ret=ret, basis=basis, by=request.user)))


@require_safe
@login_required
def national(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """The national report."""
    found, basis = _national(request, round, request.GET)
    report = national_report.build(found, basis, people.reader_of(request.user), request.user)
    return render(request, "analytics/report_page.html", presenter.national_page(request.user, found, basis, report))


@require_POST
@login_required
def national_pdf(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Have it made as PDF."""
    found, basis = _national(request, round, request.POST)
    return redirect(jobs.address(making.start_national(round_=found, basis=basis, by=request.user)))


@require_POST
@login_required
def pack(request: HttpRequest, round: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Have the reports of all forces made."""
    found, basis = _national(request, round, request.POST)
    if not people.may_pack(request.user):
        raise PermissionDenied(str(NOT_YOURS))
    return redirect(jobs.address(making.start_pack(round_=found, basis=basis, by=request.user)))


def _return(request: HttpRequest, round_code: str, force_code: str) -> Return:
    rows = Return.objects.visible_to(request.user).select_related(
        "force", "round__plan", "round__form", "round__previous"
    )
    ret: Return = get_object_or_404(rows, round__code=round_code, force__code=force_code)
    if not people.may_read_force(request.user, ret):
        raise PermissionDenied(str(NOT_YOURS))
    return ret


def _national(request: HttpRequest, code: str, chosen: Any) -> tuple[Round, Basis]:
    rows = Round.objects.exclude(state=RoundState.DRAFT).select_related("plan", "form", "previous__plan")
    found = rows.filter(code=code).first()
    bases = people.national_bases(request.user, found) if found is not None else []
    if found is None or not bases:
        if people.reads_nationally(request.user):
            raise Http404
        raise PermissionDenied(str(NOT_YOURS))
    return found, presenter.chosen(bases, chosen.get("basis"))
