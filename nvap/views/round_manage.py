"""Managing rounds: prepare, change, announce, extend, publish. For VKPP administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from nvap.actions import rounds
from nvap.forms.plans import ExtendForm, RoundForm
from nvap.models import Round
from nvap.presenters import rounds as presenter
from nvap.views.managing import for_managers
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told, told_in
from vkpp.core.exceptions import Invalid
from vkpp.core.moments import Moment

TIMES = {"opens_at": "opens_on", "due_at": "due_on", "closes_at": "closes_on", "publishes_at": "publishes_on"}


def _round(request: HttpRequest, code: str) -> Round:
    rows = Round.objects.visible_to(request.user).select_related("plan", "form", "previous")
    found: Round = get_object_or_404(rows, code=code)
    return found


def _by_field(refusal: Invalid) -> Invalid:
    """The refusal with times named as the form names them."""
    return Invalid({TIMES.get(name, name): words for name, words in refusal.errors.items()})


@require_safe
@for_managers
def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """One round: its times, extensions and returns."""
    return render(request, "nvap/manage_round.html", presenter.management(_round(request, code)))


@for_managers
def create(request: HttpRequest) -> HttpResponse:
    """A new round."""
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _save(request, form, None)):
        messages.success(request, _("The round is prepared. Nobody sees it before you announce it."))
        return redirect("nvap:manage-round", made.code)
    return render(request, "nvap/manage_round_form.html", {"form": form})


@for_managers
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a round: everything in preparation, later times once it runs."""
    row = _round(request, code)
    form = RoundForm(request.POST or None, row=row, initial=RoundForm.initial_of(row))
    if request.method == "POST" and form.is_valid() and (made := _save(request, form, row)):
        messages.success(request, _("The round was changed."))
        return redirect("nvap:manage-round", made.code)
    return render(request, "nvap/manage_round_form.html", {"form": form, "row": row}, status=status_of(form))


def _save(request: HttpRequest, form: RoundForm, row: Round | None) -> Round | None:
    values = form.values()
    if form.errors:
        return None
    with told_in(form):
        try:
            if row is None:
                return rounds.create(values=values, by=request.user)
            version = form.cleaned_data["version"]
            return rounds.change(round=row, values=values, version=version, by=request.user)
        except Invalid as refusal:
            raise _by_field(refusal) from refusal
    return None


@for_managers
def announce(request: HttpRequest, code: str) -> HttpResponse:
    """Say what announcing does, ask, then do it."""
    row = _round(request, code)
    if request.method == "POST":
        with told(request):
            made = rounds.announce(round=row, by=request.user)
            words = ngettext(
                "Announced. %(n)s force has its return.", "Announced. %(n)s forces have their return.", made
            )
            messages.success(request, words % {"n": made})
        return redirect("nvap:manage-round", code)
    return render(request, "nvap/manage_round_announce.html", presenter.before_announcement(row))


@for_managers
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """More time for one force."""
    row = _round(request, code)
    form = ExtendForm(request.POST or None, row=row, initial=Moment.initial("until", row.closes_at))
    if request.method == "POST" and form.is_valid() and _extend(request, row, form):
        return redirect("nvap:manage-round", code)
    return render(request, "nvap/manage_round_extend.html", {"form": form, "row": row})


def _extend(request: HttpRequest, row: Round, form: ExtendForm) -> bool:
    until, data = Moment.of(form, "until"), form.cleaned_data
    if until is None:
        if not form.errors:
            form.add_error("until_on", _("Enter until when the force may answer."))
        return False
    with told_in(form):
        try:
            rounds.extend(round=row, force=data["force"], until=until, reason=data["reason"], by=request.user)
        except Invalid as refusal:
            errors = {("until_on" if name == "until" else name): words for name, words in refusal.errors.items()}
            raise Invalid(errors) from refusal
        messages.success(request, _("%(force)s has more time, and was told.") % {"force": data["force"].name})
    return not form.errors


@for_managers
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is missing, ask, then end the round and freeze the national baseline."""
    row = _round(request, code)
    if request.method == "POST":
        with told(request):
            rounds.publish(round=row, by=request.user)
            messages.success(request, _("The round is published. Its national baseline is being frozen."))
        return redirect("nvap:manage-round", code)
    return render(request, "nvap/manage_round_publish.html", presenter.before_publication(row))
