"""What belongs to an answer beside its questions: history, comments, explanations, evidence."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap import presence
from nvap.actions import checking, comments, open_return, reviewing
from nvap.actions import evidence as actions
from nvap.form_spec import spec
from nvap.keeping import keeps_text
from nvap.models import Evidence, Finding, Response, ResponseComment
from nvap.people import may_answer
from nvap.presenters import beside
from nvap.presenters.answer import base_url
from nvap.views.answer import LEAST, found, show
from nvap.vocab import EvidenceKind, ScanState
from vkpp.accounts.views.shared import insist, told
from vkpp.core import serving, virus
from vkpp.core.exceptions import Invalid, NotAllowed, PortalError

PER_PAGE = 100
REMOVED = gettext_lazy("“%(title)s” is removed for good.")
KEPT = gettext_lazy(
    "“%(title)s” is no longer offered anywhere. The file itself is kept unseen, because a version of a return that was "
    "put before a chief officer names it. Ask VKPP if it must be deleted all the same."
)


def _context(response: Response, **more: Any) -> dict[str, Any]:
    own = base_url(response)
    return {"response": response, "ret": response.ret, "action": response.action_version, "base_url": own, **more}


@require_safe
@login_required
def here(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """Who else has the page open: a part of it that it asks for again now and then."""
    response = found(request, round_code, force_code, code, LEAST)
    return render(request, "nvap/answer_here.html", {"here": presence.look(response.pk, request.user)})


@require_safe
@keeps_text
def history(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """Every saved change of an answer, with the differences."""
    response = found(request, round_code, force_code, code)
    reviewing.look(ret=response.ret, by=request.user, code=code)
    pages = Paginator(response.revisions.select_related("by"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    entries = beside.history(spec(response.ret.round.form), list(page.object_list))
    return render(request, "nvap/answer_history.html", _context(response, page=page, entries=entries))


@require_POST
@keeps_text
def comment(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """Write a comment."""
    response = found(request, round_code, force_code, code)
    text, audience = request.POST.get("text", ""), request.POST.get("audience", "")
    try:
        comments.add(response=response, text=text, audience=audience, by=request.user)
    except PortalError as refusal:
        return _again(request, response, refusal, place="comments", text=text, audience=audience)
    messages.success(request, _("Your comment is there."))
    return redirect(f"{base_url(response)}#comments")


def _again(request: HttpRequest, response: Response, refusal: PortalError, **draft: Any) -> HttpResponse:
    """The page of the answer with what was typed and the sentence why it was not taken."""
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(refusal.message) from refusal
    field = f"explain-{draft['number']}" if draft.get("number") else "id_comment"
    errors = [{"text": refusal.message, "href": f"#{field}"}]
    return show(
        request, response, draft={"number": 0, "audience": "", "error": refusal.message, **draft}, errors=errors
    )


@require_POST
@keeps_text
def remove_comment(request: HttpRequest, round_code: str, force_code: str, code: str, number: int) -> HttpResponse:
    """Take one's own comment away."""
    response = found(request, round_code, force_code, code)
    row = get_object_or_404(ResponseComment, response=response, pk=number, by=request.user, removed_at=None)
    with told(request):
        comments.remove(comment=row, by=request.user)
        messages.success(request, _("The comment was removed."))
    return redirect(f"{base_url(response)}#comments")


@require_POST
@keeps_text
def explain(request: HttpRequest, round_code: str, force_code: str, code: str, number: int) -> HttpResponse:
    """Explain what a check found."""
    response = found(request, round_code, force_code, code)
    finding = get_object_or_404(Finding.objects.select_related("rule"), response=response, pk=number)
    finding.response = response
    text = request.POST.get("explanation", "")
    try:
        checking.explain(finding=finding, explanation=text, by=request.user)
    except PortalError as refusal:
        return _again(request, response, refusal, place="checks", text=text, number=number)
    messages.success(request, _("Your explanation is saved. It goes with the answer."))
    return redirect(f"{base_url(response)}#checks")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def evidence(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """The evidence beside an answer; posting adds a file, a link, or something the force has already."""
    response = found(request, round_code, force_code, code)
    errors = _add(request, response) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        return redirect(f"{base_url(response)}evidence/")
    reviewing.look(ret=response.ret, by=request.user, code=code)
    shown = {
        "errors": [{"text": words, "href": f"#id_{field}"} for field, words in errors],
        "typed": {"url": request.POST.get("url", ""), "title": request.POST.get("title", "")},
        "evidence": beside.evidence(response),
        "reusable": beside.reusable(request.user, response),
        "writes": may_answer(request.user, response) and not open_return.closed_sentence(response.ret),
        "real_scanner": virus.configured(),
    }
    return render(request, "nvap/answer_evidence.html", _context(response, **shown))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _add(request: HttpRequest, response: Response) -> list[tuple[str, str]]:
    """Add what was sent; the sentences about what was refused, with their fields."""
    url, title = request.POST.get("url", ""), request.POST.get("title", "")
    again, uploads = request.POST.get("evidence", ""), request.FILES.getlist("file")
    if not (uploads or url.strip() or _is_number(again)):
        return [("file", _("Choose a file, enter a web address, or choose what your force has added before."))]
    refused: list[tuple[str, str]] = []
    wishes: list[Any] = [
        lambda one=one: actions.add_file(response=response, upload=one, by=request.user) for one in uploads
    ]
    if url.strip():
        wishes.append(lambda: actions.add_link(response=response, url=url, title=title, by=request.user))
    if _is_number(again):
        piece = get_object_or_404(Evidence.objects.visible_to(request.user), pk=again, force=response.ret.force_id)
        wishes.append(lambda: actions.use(evidence=piece, response=response, by=request.user))
    for wish in wishes:
        try:
            wish()
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Invalid as refusal:
            refused += [(field, words) for field, texts in refusal.errors.items() for words in texts]
        except PortalError as refusal:
            refused.append(("file", refusal.message))
    return refused


@require_POST
@keeps_text
def unuse(request: HttpRequest, round_code: str, force_code: str, code: str, number: int) -> HttpResponse:
    """Take a piece of evidence away from this answer."""
    response = found(request, round_code, force_code, code)
    piece = get_object_or_404(Evidence, pk=number, uses__response=response, removed_at=None)
    with told(request):
        actions.unuse(evidence=piece, response=response, by=request.user)
        words = _("“%(title)s” no longer stands beside this answer. You can add it again below.")
        messages.success(request, words % {"title": piece.title})
    return redirect(f"{base_url(response)}evidence/")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def remove_evidence(request: HttpRequest, round_code: str, force_code: str, code: str, number: int) -> HttpResponse:
    """Ask whether to remove a piece for good, then do it."""
    response = found(request, round_code, force_code, code)
    rows = Evidence.objects.visible_to(request.user).filter(force=response.ret.force_id)
    piece = get_object_or_404(rows, pk=number)
    insist(may_answer(request.user, response), _("Who may change this answer removes evidence of the force."))
    if request.method == "POST":
        with told(request):
            gone = actions.remove(evidence=piece, response=response, by=request.user)
            messages.success(request, (REMOVED if gone else KEPT) % {"title": piece.title})
        return redirect(f"{base_url(response)}evidence/")
    shown = _context(response, piece=piece, places=actions.places(piece))
    return render(request, "nvap/evidence_remove.html", shown)


@require_safe
@keeps_text
def evidence_file(request: HttpRequest, round_code: str, force_code: str, code: str, number: int) -> HttpResponseBase:
    """One clean file beside an answer, for who may see the answer; what VKPP opens is logged."""
    response = found(request, round_code, force_code, code)
    files = Evidence.objects.filter(kind=EvidenceKind.FILE, scan=ScanState.CLEAN, removed_at=None)
    piece = files.filter(pk=number, uses__response=response).first()
    if piece is None:
        raise Http404
    reviewing.look(ret=response.ret, by=request.user, code=code)
    return serving.served(piece.file, name=piece.name, content_type=piece.content_type, size=piece.size)
