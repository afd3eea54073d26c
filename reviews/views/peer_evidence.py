"""Evidence requests: the team asks, the force gives from its library, the team looks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap.models import Evidence
from nvap.vocab import EvidenceKind, ScanState
from reviews import people
from reviews.actions import asking
from reviews.actions import evidence_requests as actions
from reviews.forms.peer import ReasonForm
from reviews.forms.peer_evidence import AssignForm, RequestForm
from reviews.models import EvidenceRequest
from reviews.peer_links import evidence_page, request_page
from reviews.presenters import peer_evidence as page
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_request, find_shared, find_worked_on
from reviews.workflow import EVIDENCE_REQUEST
from vkpp.accounts.views.shared import insist, told, told_in
from vkpp.core import serving
from vkpp.core.exceptions import Invalid, NotAllowed, PortalError

WRITING = ["GET", "HEAD", "POST"]
PAGE = "reviews/peer_request.html"
WITH_REASON: dict[str, Callable[..., Any]] = {
    "not-held": lambda request, reason, by: actions.not_held(request=request, note=reason, by=by),
    "ask-again": actions.ask_again,
}
PLAIN: dict[str, Callable[..., Any]] = {"accept": actions.accept, "cancel": actions.cancel}
DONE = {
    "not-held": gettext_lazy("The team is told that the force does not have it."),
    "ask-again": gettext_lazy("Asked again. The force is told."),
    "accept": gettext_lazy("Marked as looked at."),
    "cancel": gettext_lazy("The request is cancelled. Ask again if it is needed after all."),
}


@require_safe
@login_required
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything the team asked for."""
    review = find_shared(request, reference)
    asking.look(review=review, by=request.user, page="evidence")
    return render(request, "reviews/peer_evidence.html", page.listing(request.user, review, request.GET.dict()))


@require_http_methods(WRITING)
@login_required
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for something."""
    review = find_worked_on(request, reference)
    form = RequestForm(request.POST if request.method == "POST" else None, review=review)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with told_in(form):
            actions.make(review=review, by=request.user, **values)
            messages.success(request, _("Asked. The force is told by e-mail."))
            return redirect(evidence_page(review))
    return render(request, "reviews/peer_request_form.html", page.making(request.user, review, form))


@require_http_methods(WRITING)
@login_required
def change(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say more clearly what is wanted, or move the day."""
    found = find_request(request, reference, pk)
    insist(people.may_judge_request(request.user, found), _("The team changes what it asks for."))
    form = RequestForm(request.POST if request.method == "POST" else None, review=found.review, request=found)
    status = attempt(request, form, lambda: actions.change(request=found, by=request.user, **form.cleaned_data))
    if status == SAVED:
        messages.success(request, _("Saved."))
        return redirect(request_page(found))
    shown = page.making(request.user, found.review, form, found)
    return render(request, "reviews/peer_request_form.html", shown, status=status)


@require_safe
@login_required
def one(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One request with what came."""
    found = find_request(request, reference, pk)
    return render(request, PAGE, page.one(request.user, found))


@require_POST
@login_required
def supply(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Give files, a link, or what the force has in its library."""
    found = find_request(request, reference, pk)
    insist(people.may_answer_request(request.user, found), _("The force gives evidence."))
    errors = _give(request, found)
    if not errors:
        messages.success(request, _("Given to the team."))
        return redirect(request_page(found))
    found.refresh_from_db()
    shown = page.one(request.user, found)
    typed = {name: request.POST.get(name, "") for name in ("url", "title")}
    shown |= {"errors": [{"text": words, "href": f"#id_{field}"} for field, words in errors], "typed": typed}
    return render(request, PAGE, shown)


def _give(request: HttpRequest, found: EvidenceRequest) -> list[tuple[str, str]]:
    """Give what was sent; the sentences about what was refused, with their fields."""
    by, url, title = request.user, request.POST.get("url", ""), request.POST.get("title", "")
    again, files = request.POST.get("evidence", ""), request.FILES.getlist("file")
    wishes: list[Callable[[], Any]] = [
        lambda one=one: actions.supply_file(request=found, upload=one, by=by)  # type: ignore[misc]  # bound per file
        for one in files
    ]
    if url.strip():
        wishes.append(lambda: actions.supply_link(request=found, url=url, title=title, by=by))
    if again.isascii() and again.isdigit():
        piece = get_object_or_404(Evidence.objects.visible_to(by), pk=again, force=found.review.force_id)
        wishes.append(lambda: actions.supply(request=found, evidence=piece, by=by))
    if not wishes:
        return [("file", _("Choose a file, enter a web address, or choose what your force has added before."))]
    return [refused for wish in wishes for refused in _refused(wish)]


def _refused(wish: Callable[[], Any]) -> list[tuple[str, str]]:
    try:
        wish()
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except Invalid as refusal:
        return [(field, words) for field, texts in refusal.errors.items() for words in texts]
    except PortalError as refusal:
        return [("file", refusal.message)]
    return []


@require_POST
@login_required
def take_back(request: HttpRequest, reference: str, pk: int, piece: int) -> HttpResponse:
    """Take a piece away from the team."""
    found = find_request(request, reference, pk)
    supplied = get_object_or_404(found.supplied.select_related("evidence"), pk=piece)
    supplied.request = found
    with told(request):
        actions.take_back(supplied=supplied, by=request.user)
        words = _("“%(title)s” is taken back. It stays in your force's library.")
        messages.success(request, words % {"title": supplied.evidence.title})
    return redirect(request_page(found))


@require_POST
@login_required
def assign(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Say who in the force finds it."""
    found = find_request(request, reference, pk)
    form = AssignForm(request.POST, request=found)
    if form.is_valid():
        with told_in(form):
            actions.assign(request=found, assignee=form.cleaned_data["assignee"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect(request_page(found))
    return render(request, PAGE, page.one(request.user, found, assign_form=form, wrong=form))


@require_http_methods(WRITING)
@login_required
def act(request: HttpRequest, reference: str, pk: int, action: str) -> HttpResponse:
    """Not held, asked again, looked at, or no longer needed; the first two with a reason."""
    found = find_request(request, reference, pk)
    if action in PLAIN and request.method == "POST":
        with told(request):
            PLAIN[action](request=found, by=request.user)
            messages.success(request, DONE[action])
        return redirect(request_page(found))
    if action not in WITH_REASON:
        raise Http404
    step = EVIDENCE_REQUEST.step(action.replace("-", "_"))
    insist(step.may(request.user, found), _("This step is for: %(who)s.") % {"who": step.who})
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            WITH_REASON[action](request=found, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, DONE[action])
            return redirect(request_page(found))
    shown = page.one(request.user, found)
    return render(request, "reviews/peer_request_reason.html", {**shown, "form": form, "act": action})


@require_safe
@login_required
def piece(request: HttpRequest, reference: str, pk: int, piece: int) -> HttpResponseBase:
    """A clean file that was given, for who sees the request; the look is logged."""
    found = find_request(request, reference, pk)
    rows = found.supplied.select_related("evidence").filter(
        evidence__kind=EvidenceKind.FILE, evidence__scan=ScanState.CLEAN, evidence__removed_at=None
    )
    supplied = get_object_or_404(rows, pk=piece)
    supplied.request = found
    actions.opened(supplied=supplied, by=request.user)
    given = supplied.evidence
    return serving.served(given.file, name=given.name, content_type=given.content_type, size=given.size)
