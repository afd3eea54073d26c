"""Managing measures: what is counted about an action. For VKPP staff."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nvap.actions import measures as actions
from nvap.forms.measures import DefinitionForm
from nvap.models import MeasureDefinition
from nvap.presenters import measures as presenter
from nvap.views.managing import for_editors
from vkpp.accounts.views.shared import told, told_in


def _definition(code: str) -> MeasureDefinition:
    found: MeasureDefinition = get_object_or_404(MeasureDefinition.objects.newest().select_related("action"), code=code)
    return found


@require_safe
@for_editors
def measures(request: HttpRequest) -> HttpResponse:
    """Everything that is measured, and by how many forces."""
    return render(request, "nvap/manage_measures.html", presenter.manage_page())


@for_editors
def create(request: HttpRequest) -> HttpResponse:
    """A new measure."""
    form = DefinitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with told_in(form):
            made = actions.define(action=data["action"], code=data["code"], values=data, by=request.user)
            messages.success(request, _("Forces can report it from now on."))
            return redirect("nvap:manage-measure", made.code)
    return render(request, "nvap/manage_measure_new.html", {"form": form})


@for_editors
def change(request: HttpRequest, code: str) -> HttpResponse:
    """One measure with its versions; posting words it anew."""
    definition = _definition(code)
    form = DefinitionForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            now = actions.change(definition=definition, values=form.cleaned_data, by=request.user)
            words = _("This is version %(n)s from now on.") if now.pk != definition.pk else _("Saved.")
            messages.success(request, words % {"n": now.version})
            return redirect("nvap:manage-measure", code)
    return render(request, "nvap/manage_measure.html", {"form": form, **presenter.definition_page(definition)})


@require_POST
@for_editors
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for it no longer, or again."""
    definition = _definition(code)
    with told(request):
        retired = request.POST.get("retired") == "yes"
        actions.set_retired(definition=definition, retired=retired, by=request.user)
        messages.success(request, _("Forces are no longer asked for it.") if retired else _("It is asked for again."))
    return redirect("nvap:manage-measure", code)
