"""Notes of a review team: the list with the form, changing one, removing it and bringing it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.actions import asking, field_notes
from reviews.fieldwork_links import interview_page, notes_page
from reviews.forms.fieldwork import NoteForm
from reviews.models import FieldNote
from reviews.presenters import fieldwork as page
from reviews.presenters.peer_frame import frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_worked_on
from vkpp.accounts.views.shared import told

BOTH = ["GET", "HEAD", "POST"]


def _find(request: HttpRequest, reference: str, pk: int) -> FieldNote:
    review = find_worked_on(request, reference)
    found: FieldNote = get_object_or_404(FieldNote.objects.visible_to(request.user).filter(review=review), pk=pk)
    found.review = review
    return found


@require_http_methods(BOTH)
@login_required
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """All notes, and the form for a new one."""
    review = find_worked_on(request, reference)
    form = NoteForm(request.POST or None, review=review)
    if attempt(request, form, lambda: field_notes.write(review=review, values=form.values(), by=request.user)) == SAVED:
        messages.success(request, _("The note is kept."))
        interview = form.cleaned_data["interview"]
        to_interview = interview is not None and request.POST.get("from") == "interview"
        return redirect(interview_page(interview) if to_interview else notes_page(review))
    asking.look(review=review, by=request.user, page="notes")
    shown = page.notes(request.user, review, request.GET.dict(), form)
    return render(request, "reviews/peer_notes.html", shown)


@require_http_methods(BOTH)
@login_required
def one(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Go on with a note; when somebody else did meanwhile, both texts are shown."""
    note = _find(request, reference, pk)
    review = note.review
    form = NoteForm(request.POST or None, review=review, note=note)
    status = attempt(request, form, lambda: _change(request, note, form))
    if status == SAVED:
        messages.success(request, _("Saved."))
        return redirect(notes_page(review))
    shown = {**frame(request.user, review, "notes"), "form": form, "heading": _("Change the note")}
    return render(request, "reviews/fieldwork_form.html", {**shown, "back": notes_page(review)}, status=status)


def _change(request: HttpRequest, note: FieldNote, form: NoteForm) -> FieldNote:
    version = form.cleaned_data["version"]
    return field_notes.change(note=note, values=form.values(), version=version, by=request.user)


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a note out of the list."""
    note = _find(request, reference, pk)
    with told(request):
        field_notes.remove(note=note, by=request.user)
        messages.success(request, _("The note is removed. You can bring it back below the list."))
    return redirect(notes_page(note.review))


@require_POST
@login_required
def restore(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Bring a note back."""
    note = _find(request, reference, pk)
    with told(request):
        field_notes.restore(note=note, by=request.user)
        messages.success(request, _("The note is back."))
    return redirect(notes_page(note.review))
