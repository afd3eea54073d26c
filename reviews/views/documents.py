"""Documents of a case review: the list with its progress, adding, removing, downloading, and their text."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap.vocab import ScanState
from reviews import people
from reviews.actions import documents, sending
from reviews.case_links import documents_page
from reviews.models import CaseReview, Document
from reviews.presenters import documents as page
from reviews.views.cases import find_case
from reviews.vocab import TextState
from vkpp.accounts.views.shared import insist, told
from vkpp.core.exceptions import Invalid
from vkpp.core.serving import served

DONE = {
    "remove": gettext_lazy("“%(name)s” was removed."),
    "put_back": gettext_lazy("“%(name)s” is back."),
    "read_again": gettext_lazy("“%(name)s” is being read again."),
}


def _find(request: HttpRequest, reference: str, number: int, *, removed: bool = False) -> Document:
    review = find_case(request, reference)
    rows: Any = review.documents if removed else Document.objects.visible_to(request.user).filter(review=review)
    document: Document = get_object_or_404(rows, pk=number)
    document.review = review
    return document


@require_http_methods(["GET", "POST"])
@login_required
def listed(request: HttpRequest, reference: str) -> HttpResponse:
    """The documents and how far they are read; posting adds one. While one is read the page asks for itself."""
    review = find_case(request, reference)
    errors: list[str] = []
    if request.method == "POST":
        insist(people.may_change(request.user, review), documents.WHO)
        with told(request):
            errors = _add(request, review)
            if not errors:
                return redirect(documents_page(review))
    elif not request.headers.get("HX-Request"):
        sending.look(review=review, by=request.user, what="documents")
    shown = page.context(request.user, review)
    shown |= {"errors": [{"text": text, "href": "#id_file"} for text in errors]}
    typed = {"marking": review.marking, "instead_of": ""} | request.POST.dict()
    shown |= {"removed": request.GET.get("removed", ""), "typed": typed}
    return render(request, "reviews/case_documents.html", shown)


def _add(request: HttpRequest, review: CaseReview) -> list[str]:
    """Take the file; the sentences that say why not."""
    upload = request.FILES.get("file")
    if upload is None:
        return [_("Choose a file first.")]
    chosen = request.POST.get("instead_of", "")
    old = review.documents.filter(pk=chosen, removed_at=None).first() if chosen.isdecimal() else None
    try:
        marking = request.POST.get("marking", "")
        documents.add(review=review, upload=upload, marking=marking, instead_of=old, by=request.user)
    except Invalid as refusal:
        return [words for some in refusal.errors.values() for words in some]
    messages.success(request, _("The document is added. It is checked for viruses, then its text is read."))
    return []


@require_POST
@login_required
def act(request: HttpRequest, reference: str, number: int, action: str) -> HttpResponse:
    """Remove it, bring it back, or have it read again."""
    document = _find(request, reference, number, removed=action == "put_back")
    address = documents_page(document.review)
    with told(request):
        getattr(documents, action)(document=document, by=request.user)
        messages.success(request, str(DONE[action]) % {"name": document.name})
        return redirect(f"{address}?removed={document.pk}" if action == "remove" else address)
    return redirect(address)


@require_safe
@login_required
def download(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """The file itself, logged."""
    document = _find(request, reference, number)
    if document.scan != ScanState.CLEAN:
        raise Http404
    documents.note_download(document=document, by=request.user)
    return served(document.file, name=document.name, content_type=document.content_type, size=document.size)


@require_safe
@login_required
def text(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The text that was read, a page at a time."""
    document = _find(request, reference, number)
    if document.text_state != TextState.READY:
        raise Http404
    documents.note_reading(document=document, by=request.user)
    asked = request.GET.get("page", "1")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    shown = page.text(document, min(max(wanted, 1), max(document.pages_total, 1)))
    return render(request, "reviews/document_text.html", shown)
