"""From an example to an evaluator: who fits, and asking for an introduction."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from practice.actions import introducing
from practice.forms.introductions import AskForm
from practice.introductions import people
from practice.introductions.examples import is_open, open_entries
from practice.introductions.links import ask_page, introduction_page
from practice.models import BankEntry, EvaluatorBody
from practice.presenters import introductions as pages
from vkpp.accounts.views.shared import insist, told_in

WHO = gettext_lazy("The owner, VKPP staff and evaluators ask for an introduction.")


@require_safe
@login_required
def find(request: HttpRequest, reference: str) -> HttpResponse:
    """Evaluators that fit an example; an evaluator goes on to its own request."""
    entry = _entry(request, reference)
    allowed = is_open(entry)
    if people.evaluates(request.user) and not people.decides(request.user, entry.practice):
        body = people.body_of(request.user)
        insist(body is not None, _("You belong to no evaluator on the list yet. Ask VKPP to add you."))
        if not allowed or body is None:
            raise Http404
        return redirect(ask_page(reference, body.slug))
    return render(request, "practice/introduction_find.html", pages.find(request.user, entry, allowed=allowed))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """Ask for an introduction of the owner to this body."""
    entry = _entry(request, reference)
    body = get_object_or_404(EvaluatorBody.objects.visible_to(request.user).listed(), slug=slug)
    if not is_open(entry):
        raise Http404
    outside = people.evaluates(request.user) and not people.decides(request.user, entry.practice)
    insist(not outside or people.is_of(request.user, body), _("You ask for your own body only."))
    form = AskForm(request.POST if request.method == "POST" else None, hint=_hint(outside=outside))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = introducing.ask(practice=entry.practice, body=body, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your request is on its way."))
            return redirect(introduction_page(made))
    context = pages.asking(request.user, entry, body) | {"form": form, "outside": outside}
    return render(request, "practice/introduction_ask.html", context)


def _hint(*, outside: bool) -> str:
    if outside:
        return _("Say what you would like to find out, and with what. The owner and VKPP read this.")
    return _("Say what you would like to find out, by when, and what there is to pay for it. The evaluator reads this.")


def _entry(request: HttpRequest, reference: str) -> BankEntry:
    """A published example that the person may read or decides about."""
    user = request.user
    if not people.meets(user):
        raise Http404
    entry: BankEntry = get_object_or_404(open_entries(user), practice__reference=reference)
    concerned = people.decides(user, entry.practice) or people.manages(user) or people.evaluates(user)
    insist(concerned, WHO)
    return entry
