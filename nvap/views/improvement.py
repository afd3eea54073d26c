"""The improvement plan: the list, one action of it, and the work on it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap import people
from nvap.actions import improving
from nvap.forms.improvement import ASKED, ImprovementForm, words_form
from nvap.improvement_list import Asked
from nvap.links import improvement_page
from nvap.models import Gap, ImprovementAction, Response
from nvap.presenters import improvement as page
from vkpp.accounts.permissions import can, force_of
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import insist, told, told_in
from vkpp.core.exceptions import Invalid

BOTH = ["GET", "POST"]
DONE = {
    "report": gettext_lazy("Your report is kept."),
    "add_step": gettext_lazy("The step is added."),
    "finish": gettext_lazy("Marked as done. Well done."),
    "drop": gettext_lazy("Dropped. The reason is kept."),
    "begin": gettext_lazy("Begun."),
    "resume": gettext_lazy("Taken up again."),
}
NAMES = {"report": "text", "add_step": "text", "finish": "result", "drop": "reason"}


def _find(request: HttpRequest, reference: str) -> ImprovementAction:
    rows = ImprovementAction.objects.visible_to(request.user)
    rows = rows.select_related("force", "action", "owner", "accountable", "gap")
    improvement: ImprovementAction = get_object_or_404(rows, reference=reference)
    return improvement


@require_safe
@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """The improvement actions that the person may see: of the own force, or for staff of all."""
    reads = can(request.user, Permission.RETURN_ANSWER) or can(request.user, Permission.RETURN_READ_FORCE)
    if not (reads or can(request.user, Permission.RETURN_CHECK)):
        raise Http404
    asked = Asked.of(request.GET.dict())
    return render(request, "nvap/improvement_list.html", page.listing(request.user, asked, request.GET.get("page")))


@require_safe
@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One improvement action."""
    return render(request, "nvap/improvement_page.html", page.context(request.user, _find(request, reference)))


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new one of the own force, not from a gap."""
    force = force_of(request.user)
    if force is None:
        raise Http404
    insist(
        can(request.user, Permission.IMPROVEMENT_MANAGE_FORCE, force), _("The NVAP lead or chief officer does this.")
    )
    form = ImprovementForm(request.POST or None, force=force)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with told_in(form):
            improvement = improving.create(force=force, by=request.user, **values)
            messages.success(request, _("%(reference)s is made.") % {"reference": improvement.reference})
            return redirect(improvement_page(improvement))
    return render(request, "nvap/improvement_form.html", {"form": form})


@require_http_methods(BOTH)
@login_required
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change it; when somebody else did meanwhile, both texts are shown."""
    improvement = _find(request, reference)
    insist(people.may_work_on_improvement(request.user, improvement), _("Its owner or the NVAP lead changes this."))
    led = people.may_lead_improvement(request.user, improvement)
    form = ImprovementForm(request.POST or None, force=improvement.force, improvement=improvement, led=led)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        with told_in(form):
            improving.change(improvement=improvement, values=values, version=version, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(improvement_page(improvement))
    shown = {"form": form, "improvement": improvement}
    return render(request, "nvap/improvement_form.html", shown, status=status_of(form))


@require_POST
@login_required
def act(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Report, add a step, finish, drop, begin or take up again."""
    improvement = _find(request, reference)
    act_: Callable[..., object] = getattr(improving, action)
    if action in ASKED:
        return _act_with_words(request, improvement, action, act_)
    with told(request):
        act_(improvement=improvement, by=request.user)
        messages.success(request, DONE[action])
    return redirect(improvement_page(improvement))


def _act_with_words(
    request: HttpRequest, improvement: ImprovementAction, action: str, act_: Callable[..., object]
) -> HttpResponse:
    """What was typed is kept, or stands on the page again with the sentence why it was not."""
    form = words_form(action, improvement, request.POST)
    if form.is_valid():
        with told_in(form):
            try:
                act_(improvement=improvement, by=request.user, **{NAMES[action]: form.cleaned_data["text"]})
            except Invalid as refusal:
                raise Invalid({"text": [one for texts in refusal.errors.values() for one in texts]}) from refusal
            messages.success(request, DONE[action])
            return redirect(improvement_page(improvement))
    shown = page.context(request.user, _find(request, improvement.reference), **{action: form})
    return render(request, "nvap/improvement_page.html", shown)


@require_POST
@login_required
def step(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Tick a step off, take the tick back, or remove it."""
    improvement = _find(request, reference)
    found = get_object_or_404(improvement.steps, pk=pk)
    with told(request):
        if request.POST.get("do") == "remove":
            improving.remove_step(step=found, by=request.user)
        else:
            improving.set_step(step=found, done=request.POST.get("do") == "done", by=request.user)
    return redirect(f"{improvement_page(improvement)}#steps")


@require_POST
@login_required
def from_gap(request: HttpRequest, pk: int) -> HttpResponse:
    """One button on an answer: an improvement action with the journey to good as its steps."""
    answers = Response.objects.visible_to(request.user)
    gap = get_object_or_404(Gap.objects.filter(response__in=answers), pk=pk)
    with told(request):
        improvement = improving.from_gap(gap=gap, by=request.user)
        messages.success(request, _("This is the improvement action of the gap. Say who does it and until when."))
        return redirect(improvement_page(improvement))
    return redirect("nvap:improvements")
