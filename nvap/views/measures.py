"""Measures: VKPP defines them, forces report figures and see them period by period."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap import people
from nvap.actions import measures
from nvap.forms.measures import ValueForm
from nvap.models import MeasureDefinition, MeasureValue
from nvap.presenters import measures as presenter
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_of
from vkpp.accounts.views.shared import insist, told, told_in
from vkpp.core import csv_files


def _force(request: HttpRequest, code: str) -> Force:
    """The force of this address, for its own people and for staff who check returns."""
    found = get_object_or_404(Force, code=code)
    if not people.may_read_measures(request.user, found):
        raise Http404
    return found


def _definition(request: HttpRequest, code: str) -> MeasureDefinition:
    rows = MeasureDefinition.objects.visible_to(request.user).newest().select_related("action")
    found: MeasureDefinition = get_object_or_404(rows, code=code)
    return found


def _value(request: HttpRequest, force: Force, code: str, pk: int) -> MeasureValue:
    """A figure that the person sees and may change; others who see it are told who may."""
    rows = MeasureValue.objects.visible_to(request.user).filter(force=force, definition__code=code)
    value: MeasureValue = get_object_or_404(rows.select_related("definition__action", "force"), pk=pk)
    _insist_reporter(request, force, value.definition)
    return value


def _insist_reporter(request: HttpRequest, force: Force, definition: MeasureDefinition) -> None:
    words = _("A force's figures are reported by its NVAP lead and by those whom the action is assigned to.")
    insist(people.may_report_measure(request.user, force, definition.action_id), words)


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """Where the person's way to measures begins: at their force, or for staff at what is measured."""
    if people.may_define_measures(request.user):
        return redirect("nvap:manage-measures")
    force = force_of(request.user)
    if force is None or not people.may_read_measures(request.user, force):
        raise Http404
    return redirect("nvap:measures", force.code)


@require_safe
@login_required
def of_force(request: HttpRequest, force: str) -> HttpResponse:
    """All measures of a force, period by period; opening them is logged for staff."""
    found = _force(request, force)
    measures.look(force=found, by=request.user)
    return render(request, "nvap/measure_list.html", presenter.force_page(request.user, found))


@require_safe
@login_required
def export(request: HttpRequest, force: str) -> HttpResponse:
    """The figures of a force as a file."""
    found = _force(request, force)
    measures.look(force=found, by=request.user)
    return csv_files.response(f"measures-{found.code}", presenter.csv_rows(request.user, found))


@require_safe
@login_required
def measure(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """One measure of a force; opening it is logged for staff."""
    found = _force(request, force)
    measures.look(force=found, by=request.user, code=code)
    context = presenter.measure_page(request.user, found, _definition(request, code))
    return render(request, "nvap/measure_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter(request: HttpRequest, force: str, code: str) -> HttpResponse:
    """A figure for another period."""
    found, definition = _force(request, force), _definition(request, code)
    _insist_reporter(request, found, definition)
    form = ValueForm(request.POST or None, definition=definition)
    if request.method == "POST" and form.is_valid():
        period = (form.cleaned_data["period_from"], form.cleaned_data["period_to"])
        with told_in(form):
            measures.report(definition=definition, force=found, period=period, values=form.figures(), by=request.user)
            messages.success(request, _("The figure is saved."))
            return redirect("nvap:measure", force, code)
    return _form_page(request, form, found, definition, _("Enter a figure"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct(request: HttpRequest, force: str, code: str, pk: int) -> HttpResponse:
    """Change a figure, or make it final."""
    found = _force(request, force)
    value = _value(request, found, code, pk)
    form = ValueForm(request.POST or None, definition=value.definition, value=value)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        with told_in(form):
            measures.correct(value=value, values=form.figures(), version=version, by=request.user)
            messages.success(request, _("The figure is changed."))
            return redirect("nvap:measure", force, code)
    return _form_page(request, form, found, value.definition, _("Change a figure"), value)


@require_POST
@login_required
def remove(request: HttpRequest, force: str, code: str, pk: int) -> HttpResponse:
    """Take a provisional figure back."""
    value = _value(request, _force(request, force), code, pk)
    with told(request):
        measures.remove(value=value, by=request.user)
        messages.success(request, _("The figure is removed."))
    return redirect("nvap:measure", force, code)


def _form_page(
    request: HttpRequest,
    form: ValueForm,
    force: Force,
    definition: MeasureDefinition,
    title: str,
    value: MeasureValue | None = None,
) -> HttpResponse:
    period = presenter.period_words(value.period_from, value.period_to) if value else ""
    shown = {"form": form, "force": force, "definition": definition, "title": title, "value": value, "period": period}
    return render(
        request,
        "nvap/measure_form.html",
        {**shown, "back": reverse("nvap:measure", args=[force.code, definition.code])},
    )
