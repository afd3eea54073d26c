"""Briefings for their writers: the desk of one, what it is about, its reviews, and its way to publication."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import people
from reviews.actions import briefings
from reviews.briefing_links import briefing_page, briefing_write_page
from reviews.forms.briefing import AboutForm, ReviewerForm
from reviews.models import CaseReview
from reviews.presenters import briefing_desk as desk
from reviews.views.briefings import find
from reviews.workflow import BRIEFING
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told, told_in

BOTH = ["GET", "POST"]
View = Callable[..., HttpResponse]


def for_writers(view: View) -> View:
    """Only who writes briefings; readers of briefings are told so, for everybody else there is nothing."""

    @wraps(view)
    @login_required
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.may_write_briefings(request.user):
            if people.may_read(request.user):
                raise PermissionDenied(_("Briefings are written by VKPP staff."))
            raise Http404
        return view(request, *args, **kwargs)

    return asked


@require_http_methods(BOTH)
@for_writers
def new(request: HttpRequest) -> HttpResponse:
    """Begin a briefing."""
    form = AboutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = briefings.create(values=_values(form), by=request.user)
            return redirect(briefing_write_page(made))
    return render(request, "reviews/briefing_about.html", {"form": form, "briefing": None, "now": None})


@require_safe
@for_writers
def write(request: HttpRequest, number: int) -> HttpResponse:
    """The desk: every part with what is missing."""
    return render(request, "reviews/briefing_write.html", desk.desk(request.user, find(request, number)))


@require_http_methods(BOTH)
@for_writers
def about(request: HttpRequest, number: int) -> HttpResponse:
    """Title, summary, period and rule."""
    found = find(request, number)
    form = AboutForm(request.POST or None, briefing=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            version = form.cleaned_data["version"]
            briefings.change(briefing=found, values=_values(form), version=version, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(briefing_write_page(found))
    shown = {"form": form, "briefing": found}
    return render(request, "reviews/briefing_about.html", shown, status=status_of(form))


def _values(form: AboutForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@require_safe
@for_writers
def reviews(request: HttpRequest, number: int) -> HttpResponse:
    """The reviews examined, and the choices by hand."""
    shown = desk.reviews(request.user, find(request, number), request.GET.dict())
    return render(request, "reviews/briefing_reviews.html", shown)


@require_POST
@for_writers
def choose(request: HttpRequest, number: int, review: str) -> HttpResponse:
    """Take a review in, leave it out, or let the rule decide again."""
    found = find(request, number)
    case = get_object_or_404(CaseReview.objects.visible_to(request.user), reference=review)
    do, reason = request.POST.get("do", ""), request.POST.get("reason", "")
    with told(request):
        if do == "rule":
            briefings.follow_rule(briefing=found, review=case, by=request.user)
            messages.success(request, _("The rule decides about %(review)s again.") % {"review": review})
        else:
            included = do == "include"
            briefings.choose(briefing=found, review=case, included=included, reason=reason, by=request.user)
            words = _("%(review)s is taken in.") if included else _("%(review)s is left out.")
            messages.success(request, words % {"review": review})
    return redirect("reviews:briefing-reviews", number)


@require_POST
@for_writers
def ask_review(request: HttpRequest, number: int) -> HttpResponse:
    """Send it to a second person."""
    found = find(request, number)
    form = ReviewerForm(request.POST, briefing=found)
    if form.is_valid():
        with told_in(form):
            briefings.ask_review(briefing=found, reviewer=form.cleaned_data["reviewer"], by=request.user)
            messages.success(request, _("It is with its reviewer now, who is told by mail."))
            return redirect(briefing_page(found))
    shown = desk.desk(request.user, find(request, number), reviewer_form=form)
    return render(request, "reviews/briefing_write.html", shown)


@require_POST
@for_writers
def keep_text(request: HttpRequest, number: int) -> HttpResponse:
    """What looks like personal data is none."""
    found = find(request, number)
    with told(request):
        briefings.keep_text(briefing=found, by=request.user)
        messages.success(request, _("Kept. You are asked again only about what is new."))
    return redirect(briefing_write_page(found))


@require_http_methods(BOTH)
@for_writers
def step(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Publish, return, withdraw or discard, after a page that says what happens then."""
    found = find(request, number)
    acts: dict[str, Callable[..., object]] = {
        "publish": briefings.publish,
        "return": briefings.return_,
        "withdraw": briefings.withdraw,
        "discard": briefings.discard,
    }
    if action not in acts:
        raise Http404
    reason = {"reason": request.POST.get("reason", "")} if action in {"return", "withdraw"} else {}
    if request.method == "POST":
        with told(request):
            acts[action](briefing=found, by=request.user, **reason)
            messages.success(request, _done(action))
            return redirect("reviews:briefings" if action == "discard" else briefing_page(found))
    if action != "discard" and action not in {row.action for row in BRIEFING.available(found, request.user)}:
        return redirect(briefing_page(found))
    return render(request, "reviews/briefing_step.html", {"briefing": found, "action": action, **reason})


def _done(action: str) -> str:
    return {
        "publish": _("Published. Who subscribed is told by mail."),
        "return": _("Returned to its author, who is told by mail."),
        "withdraw": _("Withdrawn. Readers no longer find it."),
        "discard": _("The draft is thrown away."),
    }[action]
