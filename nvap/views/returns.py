"""A force's returns: the list, the overview of one, who answers what, and reading what was carried forward."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap import people
from nvap.actions import assigning, carrying, reviewing
from nvap.forms.assigning import AssignForm
from nvap.keeping import keeps_text
from nvap.links import return_page
from nvap.models import Assignment, Return, Theme
from nvap.presenters import overview as presenter
from nvap.presenters.answer import filter_of
from nvap.presenters.return_list import rows_of
from nvap.views.found import find_return
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import told, told_in
from vkpp.core.home import rendered

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@keeps_text
def returns(request: HttpRequest) -> HttpResponse:
    """The returns of one's own force, newest round first; staff have a desk of their own for all forces'."""
    if nationally(request.user, Permission.RETURN_CHECK):
        return redirect("nvap:desk")
    return render(request, "nvap/return_list.html", {"returns": rows_of(request.user)})


@require_safe
@keeps_text
def overview(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """How far a return is: its actions by theme."""
    ret = find_return(request, round_code, force_code)
    reviewing.look(ret=ret, by=request.user)
    context = presenter.page(request.user, ret, filter_of(request.GET.get("show", "")))
    return render(request, "nvap/return_overview.html", context | {"panels": rendered("nvap_return", request, ret)})


def _led(request: HttpRequest, round_code: str, force_code: str) -> Return:
    ret = find_return(request, round_code, force_code)
    if not people.may_lead(request.user, ret):
        raise PermissionDenied(_("Only your force's NVAP lead assigns actions."))
    return ret


@require_http_methods(BOTH)
@keeps_text
def assign(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """Who answers what; posting asks a colleague."""
    ret = _led(request, round_code, force_code)
    form = AssignForm(request.POST if request.method == "POST" else None, ret=ret)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        with told_in(form):
            assigning.assign(
                ret=ret,
                person=chosen["person"],
                things=form.things(),
                due_on=chosen["due_on"],
                note=chosen["note"],
                by=request.user,
            )
            messages.success(request, _("Assigned. %(person)s gets a mail.") % {"person": chosen["person"]})
            return redirect("nvap:assign", round_code, force_code)
    context = {"ret": ret, "form": form, "groups": presenter.assignments(ret), "back": return_page(ret)}
    return render(request, "nvap/return_assign.html", context)


@require_POST
@keeps_text
def unassign(request: HttpRequest, round_code: str, force_code: str, number: int) -> HttpResponse:
    """A colleague need not answer it any more."""
    ret = _led(request, round_code, force_code)
    row = get_object_or_404(Assignment.objects.select_related("person"), ret=ret, pk=number, ended_at=None)
    with told(request):
        assigning.unassign(assignment=row, by=request.user)
        messages.success(request, _("%(person)s no longer has it.") % {"person": row.person})
    return redirect("nvap:assign", round_code, force_code)


@require_http_methods(BOTH)
@keeps_text
def confirm_theme(request: HttpRequest, round_code: str, force_code: str, theme_code: str) -> HttpResponse:
    """Read what was carried forward in a theme, then confirm it in one go."""
    ret = find_return(request, round_code, force_code)
    theme = get_object_or_404(Theme, plan=ret.round.plan_id, code=theme_code)
    if request.method == "POST":
        with told(request):
            _confirm(request, ret, theme)
        return redirect(return_page(ret))
    rows = presenter.waiting(request.user, ret, theme)
    context = {"ret": ret, "theme": theme, "waiting": rows, "back": return_page(ret)}
    return render(request, "nvap/return_confirm.html", context)


def _confirm(request: HttpRequest, ret: Return, theme: Theme) -> None:
    pairs = (text.partition(":") for text in request.POST.getlist("read"))
    versions = {int(pk): int(number) for pk, _mark, number in pairs if pk.isdecimal() and number.isdecimal()}
    versions = {pk: number for pk, number in versions.items() if max(pk, number) < 2**31}
    done = carrying.confirm_theme(ret=ret, theme=theme, versions=versions, by=request.user)
    if done.count:
        words = ngettext("%(n)s answer confirmed.", "%(n)s answers confirmed.", done.count)
        messages.success(request, words % {"n": done.count})
    if done.changed:
        words = _("Changed since you read them, so not confirmed: %(codes)s. Read them again.")
        messages.warning(request, words % {"codes": ", ".join(done.changed)})
    if not done.count and not done.changed:
        messages.warning(request, _("Nothing was confirmed: tick the answers that are still true."))
