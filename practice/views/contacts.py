"""Contact requests: the list, asking, one request, its steps and messages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import contacts as actions
from practice.contacts import people
from practice.contacts.links import request_page
from practice.contacts.workflow import CONTACT
from practice.forms.contact import AskForm, MessageForm, StepForm
from practice.models import BankEntry, ContactRequest, Practice
from practice.presenters import contacts as pages
from vkpp.accounts.models import Force
from vkpp.accounts.views.shared import insist, told_in
from vkpp.core.workflow import Step

WRITING = ["GET", "HEAD", "POST"]
DOES: dict[str, Any] = {
    "answer": actions.answer,
    "pass_on": actions.pass_on,
    "decline": actions.decline,
    "reconsider": actions.reconsider,
    "withdraw": actions.withdraw,
    "close": actions.close,
    "reopen": actions.reopen,
}


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The requests that this person sees."""
    if not people.may_ask(request.user):
        raise Http404
    return render(request, "practice/contact_list.html", pages.listing(request.user, request.GET))


@require_http_methods(WRITING)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Ask about an example (`?practice=`), or a force (`?force=`) about a strand or an action."""
    practice, force = _about(request)
    data = request.POST if request.method == "POST" else None
    given = {name: request.GET.get(name, "")[:20] for name in ("strand", "action")}
    form = AskForm(data, about_practice=practice is not None, initial=given)
    if data is not None and form.is_valid():
        with told_in(form):
            about = {"practice": practice} if practice else {"force": force}
            made = _ask(by=request.user, **about, **form.cleaned_data)
            messages.success(request, _("Your question is sent. You get an e-mail when there is an answer."))
            return redirect(request_page(made))
    entry = BankEntry.objects.visible_to(request.user).filter(pk=practice.pk).first() if practice else None
    return render(request, "practice/contact_new.html", {"form": form, "entry": entry, "force": force})


def _ask(**about: Any) -> ContactRequest:
    return actions.ask_about(**about) if "practice" in about else actions.ask_force(**about)


def _about(request: HttpRequest) -> tuple[Practice | None, Force | None]:
    """The example or the force of the address, if this person may ask about it."""
    reference, code = (request.GET.get(name, "").replace("\x00", "")[:40] for name in ("practice", "force"))
    if not people.may_ask(request.user):
        raise Http404
    if reference:
        entries = BankEntry.objects.visible_to(request.user).select_related("practice")
        practice: Practice = get_object_or_404(entries, reference=reference).practice
        insist(people.may_ask_about(request.user, practice), _("It is practice of your own force."))
        return practice, None
    force: Force = get_object_or_404(Force, code=code)
    insist(people.may_ask_force(request.user, force), _("You can ask other forces than your own."))
    return None, force


@require_safe
@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One request with everything that was said."""
    found = find_request(request, reference)
    return render(request, "practice/contact_page.html", {**pages.one(request.user, found), "form": MessageForm()})


@require_POST
@login_required
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """A message to the other side."""
    found = find_request(request, reference)
    form = MessageForm(request.POST)
    if form.is_valid():
        with told_in(form):
            actions.write(request=found, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your message is sent."))
            return redirect(request_page(found))
    return render(request, "practice/contact_page.html", {**pages.one(request.user, found), "form": form})


@require_http_methods(WRITING)
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """A step of the request, with the words it needs."""
    found = find_request(request, reference)
    row = _row(request, found, action)
    form = StepForm(request.POST if request.method == "POST" else None, request=found, step=action)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            DOES[action](request=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(request_page(found))
    context = {**pages.one(request.user, found), "form": form, "step": row, "back": request_page(found)}
    return render(request, "practice/contact_step.html", context)


def _row(request: HttpRequest, found: ContactRequest, action: str) -> Step:
    if action not in DOES:
        raise Http404
    row = CONTACT.step(action)
    insist(row.may(request.user, found), _("“%(step)s” is for %(who)s.") % {"step": row.label, "who": row.who})
    return row


def find_request(request: HttpRequest, reference: str) -> ContactRequest:
    """The request of this address, for both sides and VKPP."""
    rows = ContactRequest.objects.visible_to(request.user).select_related(*pages.ONE)
    found: ContactRequest = get_object_or_404(rows, reference=reference)
    return found
