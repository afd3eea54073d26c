"""From a gap to a force that can help: what a force lacks, who can help, asking."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from analytics.actions import helping
from analytics.forms.helping import AskForm
from analytics.matching import helpers, need, people
from analytics.matching.helpers import Helper
from analytics.matching.links import request_page
from analytics.matching.need import Need
from analytics.presenters import help_gap
from nvap.actions import reviewing
from nvap.models import Return, Round
from vkpp.accounts import forces
from vkpp.accounts.models import Force
from vkpp.accounts.views.shared import insist, told_in

WRITING = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def gaps(request: HttpRequest, force: str) -> HttpResponse:
    """Everything a force lacks, and how many can help with each."""
    context = help_gap.gaps(request.user, find_force(request, force))
    _look(request, _return(context["round"], context["force"]))
    return render(request, "analytics/help_gaps.html", context)


@require_safe
@login_required
def gap(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """One action on which a force needs help, and who can give it."""
    about = find_need(request, force, code)
    ret = about.ret or _return(about.round, about.force)
    _look(request, ret, about.version.code)
    context = help_gap.page(request.user, about, ret, number=request.GET.get("page"))
    return render(request, "analytics/help_gap.html", context)


@require_http_methods(WRITING)
@login_required
def ask(request: HttpRequest, force: str, code: str, helper: str) -> HttpResponse:
    """Ask a force for help."""
    about = find_need(request, force, code)
    insist(people.may_speak(request.user, about.force), _("The force's NVAP lead or a chief officer asks for help."))
    chosen = _chosen(request, about, helper)
    form = AskForm(request.POST if request.method == "POST" else None, helper=chosen)
    if request.method == "POST" and form.is_valid():
        values = {"text": form.cleaned_data["text"], "practices": form.cleaned_data.get("practices", [])}
        with told_in(form):
            made = helping.ask(force=about.force, action=about.action, helper=chosen.force, by=request.user, **values)
            messages.success(request, _("%(force)s has your request.") % {"force": made.helper.name})
            return redirect(request_page(made))
    return render(request, "analytics/help_ask.html", {"form": form, "need": about, "helper": chosen})


def find_force(request: HttpRequest, code: str) -> Force:
    """A force whose needs this person may read."""
    force = forces.coded(code)
    if force is None or not people.may_read_needs(request.user, force):
        raise Http404
    return force


def find_need(request: HttpRequest, force: str, code: str) -> Need:
    """What the force says of itself on the action."""
    return need.find(find_force(request, force), code)


def _return(round_: Round | None, force: Force) -> Return | None:
    """The force's return, if there is one."""
    return Return.objects.filter(round=round_, force=force).select_related("round", "force").first()


def _look(request: HttpRequest, ret: Return | None, code: str = "") -> None:
    """That VKPP staff read what a force answered is logged."""
    if ret is not None:
        reviewing.look(ret=ret, by=request.user, code=code)


def _chosen(request: HttpRequest, about: Need, code: str) -> Helper:
    for helper in helpers.find(about, request.user).helpers:
        if helper.force.code == code:
            return helpers.with_examples(request.user, [helper])[0]
    raise Http404
