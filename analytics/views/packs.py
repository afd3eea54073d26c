"""Evidence packs: choosing force, framework and questions, seeing what would be in, and having it made."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from analytics.actions import packing
from analytics.forms.packs import PackForm
from analytics.packs import material, people
from analytics.presenters import packs as presenter
from vkpp.accounts.models import Force
from vkpp.core import jobs

NOT_YOURS = _("Evidence packs are for those who read a force's whole return. Ask your force's NVAP lead for one.")


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """One's own force at once; VKPP staff choose one."""
    found = list(people.forces(request.user))
    if not found:
        raise PermissionDenied(str(NOT_YOURS))
    if len(found) == 1:
        return redirect(presenter.address(found[0]))
    return render(request, "analytics/pack_forces.html", presenter.front(request.user, found))


@require_safe
@login_required
def choose(request: HttpRequest, force: str) -> HttpResponse:
    """Framework and questions."""
    form = PackForm(request.GET, force=_force(request, force))
    return render(request, "analytics/pack_choose.html", presenter.choose(request.user, form))


@require_safe
@login_required
def preview(request: HttpRequest, force: str) -> HttpResponse:
    """What would be in the pack, what is missing, and where to put it right."""
    found = _force(request, force)
    form = PackForm(request.GET, force=found)
    if not form.is_valid():
        return _again(request, form)
    packing.look(ret=material.newest_return(found, request.user), by=request.user)
    return render(request, "analytics/pack_preview.html", presenter.preview(request.user, form))


@require_POST
@login_required
def make(request: HttpRequest, force: str) -> HttpResponse:
    """Have it made."""
    form = PackForm(request.POST, force=_force(request, force))
    if not form.is_valid():
        return _again(request, form)
    job = packing.start(wanted=form.wanted, whole=bool(form.cleaned_data["whole"]), by=request.user)
    return redirect(jobs.address(job))


def _again(request: HttpRequest, form: PackForm) -> HttpResponse:
    context = presenter.choose(request.user, form, asked=True)
    return render(request, "analytics/pack_choose.html", context, status=400)


def _force(request: HttpRequest, code: str) -> Force:
    return get_object_or_404(people.forces(request.user), code=code)
