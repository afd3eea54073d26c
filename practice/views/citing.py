"""The reference to an example as a file for programs that keep references."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from practice import citing
from practice.models import BankEntry
from practice.views.bank import public_page


def _citation(request: HttpRequest, reference: str) -> citing.Citation:
    entries = BankEntry.objects.visible_to(request.user).select_related("publication")
    return citing.of(get_object_or_404(entries, practice__reference=reference))


@require_safe
@public_page
def bibtex(request: HttpRequest, reference: str) -> HttpResponse:
    """For LaTeX, JabRef and the like."""
    return _file(_citation(request, reference).bibtex(), "application/x-bibtex", f"{reference}.bib")


@require_safe
@public_page
def ris(request: HttpRequest, reference: str) -> HttpResponse:
    """For EndNote, Zotero, Mendeley and the like."""
    return _file(_citation(request, reference).ris(), "application/x-research-info-systems", f"{reference}.ris")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
