"""Managing calls for practice: for VKPP administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice.actions import calls
from practice.actions import questions as question_actions
from practice.forms.call import CallForm, EndForm, LateEntryForm, QuestionForm
from practice.forms.section import SectionForm
from practice.models import Call, LateEntry
from practice.presenters import calls as presenter
from practice.views.staff import attempt, attempt_form
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told_in
from vkpp.core.exceptions import Invalid, PortalError
from vkpp.core.moments import Moment

View = Callable[..., HttpResponse]


def for_managers(view: View) -> View:
    """Only for who manages calls: colleagues of the national team are told so, for others there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not calls.may_manage(request.user):
            if nationally(request.user, Permission.PRACTICE_RATE):
                raise PermissionDenied(_("Calls for practice are managed by VKPP administrators."))
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _call(request: HttpRequest, slug: str) -> Call:
    found: Call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    return found


@require_safe
@for_managers
def call_list(request: HttpRequest) -> HttpResponse:
    """Every call with its numbers."""
    rows = presenter.managed(Call.objects.visible_to(request.user))
    return render(request, "practice/call_manage_list.html", {"rows": rows})


@require_safe
@for_managers
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: its times, questions, late entries and numbers by force."""
    return render(request, "practice/call_manage.html", presenter.management(_call(request, slug)))


@for_managers
def create(request: HttpRequest) -> HttpResponse:
    """A new call."""
    form = CallForm(request.POST or None, initial={"grace_minutes": 15})
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if form.is_valid() and (made := _try(form, lambda: calls.create(values=values, by=request.user))):
            messages.success(request, _("The call is prepared. Nobody sees it before you announce it."))
            return redirect("practice:manage_call", made.slug)
    return render(request, "practice/call_form.html", {"form": form})


@for_managers
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a call says, and its times while it has not opened."""
    found = _call(request, slug)
    form = CallForm(request.POST or None, initial=CallForm.initial_of(found), call=found)
    if request.method == "POST" and form.is_valid():
        values, version = form.values(), form.cleaned_data["version"]

        def act() -> Call:
            return calls.change(call=found, values=values, version=version, by=request.user)

        if form.is_valid() and _try(form, act):
            messages.success(request, _("The call was changed."))
            return redirect("practice:manage_call", slug)
    return render(request, "practice/call_form.html", {"form": form, "call": found}, status=status_of(form))


def _try(form: CallForm, act: Callable[[], Call]) -> Call | None:
    with told_in(form):
        try:
            return act()
        except Invalid as refusal:
            form.refuse(refusal.errors)
    return None


@require_POST
@for_managers
def announce(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the call to everybody."""
    found = _call(request, slug)
    attempt(request, lambda: calls.announce(call=found, by=request.user), _("The call is announced."))
    return redirect("practice:manage_call", slug)


@for_managers
def extend(request: HttpRequest, slug: str) -> HttpResponse:
    """Give everybody more time."""
    found = _call(request, slug)
    form = EndForm(request.POST or None, with_time=True, initial=Moment.initial("closes", found.closes_at))
    if request.method == "POST" and form.is_valid() and _extend(request, found, form):
        return redirect("practice:manage_call", slug)
    return render(request, "practice/call_end.html", {"form": form, "call": found, "extends": True})


def _extend(request: HttpRequest, found: Call, form: EndForm) -> bool:
    closes_at = Moment.of(form, "closes")
    if closes_at is None:
        if form.is_valid():
            form.add_error("closes_on", _("Enter the new closing time."))
        return False

    def act() -> None:
        try:
            calls.extend(call=found, closes_at=closes_at, reason=form.cleaned_data["reason"], by=request.user)
        except Invalid as refusal:
            raise Invalid(
                {("closes_on" if name == "closes_at" else name): texts for name, texts in refusal.errors.items()}
            ) from refusal

    done = _("The call now closes %(when)s.") % {"when": presenter.moment(closes_at)}
    return attempt_form(request, form, act, done)


@for_managers
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a call now."""
    found = _call(request, slug)
    form = EndForm(request.POST or None, with_time=False)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = lambda: calls.close_early(call=found, reason=reason, by=request.user)  # noqa: E731 - one call, used once
        if attempt_form(request, form, act, _("The call is closed.")):
            return redirect("practice:manage_call", slug)
    return render(request, "practice/call_end.html", {"form": form, "call": found, "extends": False})


@for_managers
def late_entries(request: HttpRequest, slug: str) -> HttpResponse:
    """Codes for named people who may be late."""
    found = _call(request, slug)
    form = LateEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add_late_entry(request, found, form):
        return redirect("practice:late_entries", slug)
    context = {"form": form, "call": found, "entries": found.late_entries.select_related("person", "created_by")}
    return render(request, "practice/call_late.html", context)


def _add_late_entry(request: HttpRequest, found: Call, form: LateEntryForm) -> bool:
    until, data = Moment.of(form, "until"), form.cleaned_data
    if until is None:
        if form.is_valid():
            form.add_error("until_on", _("Enter until when the code is valid."))
        return False

    def act() -> None:
        try:
            calls.add_late_entry(call=found, email=data["email"], until=until, reason=data["reason"], by=request.user)
        except Invalid as refusal:
            raise Invalid(
                {("until_on" if name == "until" else name): texts for name, texts in refusal.errors.items()}
            ) from refusal

    return attempt_form(request, form, act, _("The code was made and sent to %(email)s.") % {"email": data["email"]})


@require_POST
@for_managers
def remove_late_entry(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make a code worthless."""
    entry = get_object_or_404(LateEntry.objects.select_related("call"), call__slug=slug, pk=number)
    attempt(request, lambda: calls.remove_late_entry(entry=entry, by=request.user), _("The code no longer works."))
    return redirect("practice:late_entries", slug)


@require_safe
@for_managers
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The call's own questions as rows, with a preview of how they will look."""
    found = _call(request, slug)
    form = question_actions.current_form(found)
    asked = list(form.questions.select_related("shown_when"))
    context = presenter.management(found) | {
        "form_version": form,
        "preview": SectionForm(asked),
        "frozen": found.has_opened,
    }
    return render(request, "practice/call_questions.html", context)


@for_managers
def question(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """Add a question, or change one."""
    found = _call(request, slug)
    rows = question_actions.rows_of(question_actions.current_form(found))
    place = next((n for n, row in enumerate(rows) if row["code"] == code), len(rows))
    if code and place == len(rows):
        raise Http404
    earlier = [(row["code"], row["text"]) for row in rows[:place]]
    there = rows[place] if code else None
    initial = {**there, "options": "\n".join(there["options"])} if there else {}
    form = QuestionForm(request.POST or None, earlier=earlier, initial={**initial, "version": found.version})
    if request.method == "POST" and form.is_valid():
        rows[place:] = [{**form.row(), "code": code}, *rows[place + 1 :]]
        if _set_rows(request, found, rows, form, place):
            return redirect("practice:call_questions", slug)
    context = {"form": form, "call": found, "code": code}
    return render(request, "practice/call_question.html", context, status=status_of(form))


def _set_rows(request: HttpRequest, found: Call, rows: list[dict[str, Any]], form: QuestionForm, place: int) -> bool:
    version = form.cleaned_data["version"] or found.version

    def act() -> None:
        try:
            question_actions.set_questions(call=found, questions=rows, version=version, by=request.user)
        except Invalid as refusal:
            raise Invalid(
                {name.removeprefix(f"{place}-"): sentences for name, sentences in refusal.errors.items()}
            ) from refusal

    return attempt_form(request, form, act, _("The questions were saved."))


@require_POST
@for_managers
def move_question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Move a question one place up or down."""
    found = _call(request, slug)
    rows = question_actions.rows_of(question_actions.current_form(found))
    place = next((n for n, row in enumerate(rows) if row["code"] == code), -1)
    other = place + (-1 if request.POST.get("way") == "up" else 1)
    if place >= 0 and 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        _save_order(request, found, rows)
    return redirect("practice:call_questions", slug)


@require_POST
@for_managers
def delete_question(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take a question away."""
    found = _call(request, slug)
    rows = question_actions.rows_of(question_actions.current_form(found))
    _save_order(request, found, [row for row in rows if row["code"] != code])
    return redirect("practice:call_questions", slug)


def _save_order(request: HttpRequest, found: Call, rows: list[dict[str, Any]]) -> None:
    try:
        question_actions.set_questions(call=found, questions=rows, version=found.version, by=request.user)
    except Invalid:
        messages.error(
            request, _("Another question depends on this one. It must come before it; change that one first.")
        )
    except PortalError as refusal:
        messages.error(request, refusal.message)
