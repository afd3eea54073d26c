"""Keeping published practice true: the owner's answer, and for VKPP what is past its review date."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import authoring, upkeep
from practice.forms.upkeep import ARCHIVE, CHANGE, ReviewForm
from practice.keeping import keeps_text
from practice.models import Practice
from practice.presenters import upkeep as pages
from practice.upkeep import people
from practice.views.people import to_read
from practice.views.staff import attempt, for_staff
from vkpp.accounts.views.shared import insist, told_in

DONE = {
    "current": gettext_lazy("Thank you. Readers see the new review date."),
    "change": gettext_lazy("You can change the example now. What is published stays until VKPP publishes the change."),
    "archive": gettext_lazy("Archived. It is out of the list and the search, and can be read under its address."),
}


@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """The owner says whether a published example is still so."""
    practice = _kept(request, reference)
    state = pages.state(request.user, practice)
    if state is None:
        messages.error(request, _("This example is not in the practice bank."))
        return redirect("practice:example", reference)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, revises=state["revises"])
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            return _answered(request, practice, form)
    return render(request, "practice/review_page.html", {**state, "form": form})


def _answered(request: HttpRequest, practice: Practice, form: ReviewForm) -> HttpResponse:
    """Do what the owner chose, and lead on."""
    values = form.cleaned_data
    version, words, answer = values["version"], values["words"], values["answer"]
    if answer == CHANGE:
        authoring.revise(practice=practice, by=request.user)
    elif answer == ARCHIVE:
        pages.as_words(lambda: upkeep.archive(practice=practice, reason=words, version=version, by=request.user))
    else:
        day = values["review_by"]
        pages.as_words(
            lambda: upkeep.confirm(practice=practice, review_by=day, note=words, version=version, by=request.user)
        )
    messages.success(request, DONE[answer])
    return redirect("practice:write" if answer == CHANGE else "practice:example", practice.reference)


@keeps_text
@require_POST
def take_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring an archived example back into the list."""
    practice = _kept(request, reference)
    done = _("It is back in the list and the search.")
    attempt(request, lambda: upkeep.take_up(practice=practice, by=request.user), done)
    return redirect("practice:example", reference)


@require_safe
@for_staff
def due(request: HttpRequest) -> HttpResponse:
    """Published practice past its review date, due soon, or archived."""
    return render(request, "practice/review_list.html", pages.listing(request.user, request.GET))


@require_POST
@for_staff
def chase(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the owner now whether it is still so."""
    practice = get_object_or_404(Practice.objects.visible_to(request.user), reference=reference)
    attempt(
        request,
        lambda: upkeep.chase(practice=practice, by=request.user),
        lambda asked: _("Asked by mail: %(n)s.") % {"n": asked},
    )
    return redirect(pages.back_to_list(request.POST.get("back", "")))


def _kept(request: HttpRequest, reference: str) -> Practice:
    """The example, for who says whether it is still so."""
    practice = to_read(request, reference)
    insist(
        people.may_keep(request.user, practice),
        _("Only the owner or the force's lead says whether an example is still so."),
    )
    return practice
