"""The theory of change of an example: writing it, seeing it drawn as one types, and talking about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice import people, steps
from practice.actions import authoring, theory_boxes, theory_talk, triage
from practice.actions.saving import EDITABLE
from practice.keeping import keeps_text
from practice.models import Comment, Practice
from practice.pdf import theory as pdf
from practice.presenters import theory as pages
from practice.presenters import writing
from practice.theory import store, typed, vocab
from practice.views.staff import attempt
from practice.views.write import to_write
from vkpp.core import kept
from vkpp.core.exceptions import Conflict, Invalid


@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """The boxes, arrows and assumptions, with the picture they make."""
    practice = to_write(request, reference)
    if request.method == "POST":
        return _save(request, practice)
    text = kept.get(request)
    if practice.state not in EDITABLE:
        return _overtaken(request, practice, text) if text else redirect("practice:theory", reference)
    context = pages.reopened(practice, request.user, text, more=request.GET.get("more", ""))
    removed = request.GET.get("removed", "")
    return render(request, "practice/theory_write.html", context | {"removed": removed in vocab.ALL_KEYS and removed})


def _overtaken(request: HttpRequest, practice: Practice, text: kept.Kept) -> HttpResponse:
    shown = {name: values for name, values in text.values.items() if name in vocab.NAMES and any(values)}
    return writing.overtaken(request, practice, text.only(shown))


def _save(request: HttpRequest, practice: Practice) -> HttpResponse:
    sent, action = typed.sent(request.POST), request.POST.get("action", "")
    text = kept.sent(request.POST)
    values = sent | typed.pressed(action, typed.drawn(store.load(practice), sent))
    try:
        authoring.save(practice=practice, values=values, version=text.page, by=request.user)
    except Invalid as refusal:
        context = pages.editor(practice, request.user, sent=sent, errors=refusal.errors, version=text.page)
        return render(request, "practice/theory_write.html", context)
    except Conflict as conflict:
        if "state" in conflict.current:
            return _overtaken(request, practice, text)
        context = writing.comparison(practice, steps.THEORY, text)
        return render(request, "practice/write_compare.html", context, status=409)
    kept.drop(request)
    kept.drop_refused(request.user.pk, writing.page_key(practice, steps.THEORY))
    return _next(request, practice, action)


def _next(request: HttpRequest, practice: Practice, action: str) -> HttpResponse:
    """Where the button that was pressed leads."""
    verb, _colon, what = action.partition(":")
    here = reverse("practice:theory-write", args=[practice.reference])
    if verb == "later":
        messages.success(request, _("Saved. Come back when you like: nothing is lost."))
        return redirect("practice:write", practice.reference)
    if verb == "add":
        return redirect(f"{here}?more={what}#column-{what}")
    if verb == "remove":
        return redirect(f"{here}?removed={what}")
    if verb in {"up", "down"}:
        return redirect(f"{here}#div_id_{vocab.text_name(what)}")
    if verb == "stay":
        return redirect(f"{here}#theory-picture")
    return redirect(writing.place(practice, steps.THEORY, request.user)["next"])


@keeps_text
@require_POST
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The picture (or the arrows to choose) as they would be with what is typed; nothing is stored."""
    practice = to_write(request, reference)
    theory = typed.drawn(store.load(practice), typed.sent(request.POST))
    if request.GET.get("part") == "links":
        context: dict[str, Any] = {"links": pages.arrows(theory), "abouts": pages.abouts(theory)}
        return render(request, "practice/_theory_links.html", context)
    return render(request, "practice/_theory_preview.html", pages.preview(theory))


@keeps_text
@require_POST
def put_back(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """Bring back a box that was removed, with its arrows."""
    practice = to_write(request, reference)
    done = _("The box is back.")
    attempt(request, lambda: theory_boxes.put_back(practice=practice, key=key, by=request.user), done)
    return redirect("practice:theory-write", reference)


def _to_talk(request: HttpRequest, reference: str) -> Practice:
    """The example, for its authors, their force, and who assesses it without an interest in it."""
    rows = Practice.objects.visible_to(request.user).select_related("call", "form", "force", "owner")
    practice: Practice = get_object_or_404(rows, reference=reference)
    if not people.may_read_as_author(request.user, practice) and not people.may_rate(request.user, practice):
        raise PermissionDenied(_("You have an interest in this example, so its theory is not yours to discuss."))
    if request.method == "GET":
        triage.look(practice=practice, by=request.user)
    return practice


@keeps_text
@require_safe
def talk(request: HttpRequest, reference: str) -> HttpResponse:
    """The theory as it stands, and what was said about it."""
    practice = _to_talk(request, reference)
    return render(request, "practice/theory_talk.html", pages.talk(practice, request.user))


@keeps_text
@require_safe
def on_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The theory as it stands, to print."""
    practice = _to_talk(request, reference)
    made = pdf.theory(practice)
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{reference}-theory-of-change.pdf"'
    return response


def _talk_address(reference: str) -> str:
    return f"{reverse('practice:theory', args=[reference])}#talk"


@keeps_text
@require_POST
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Remark on a box or on all of it."""
    practice = _to_talk(request, reference)
    said = {name: request.POST.get(name, "") for name in ("about", "text", "audience")}
    if attempt(request, lambda: theory_talk.comment(practice=practice, by=request.user, **said), _("Comment added.")):
        return redirect(_talk_address(reference))
    context = pages.talk(practice, request.user) | {"said": said}
    return render(request, "practice/theory_talk.html", context)


def _comment(request: HttpRequest, practice: Practice, number: int) -> Comment:
    rows = practice.comments.visible_to(request.user).exclude(about="").select_related("practice")
    found: Comment = get_object_or_404(rows, pk=number, answers=None)
    return found


@keeps_text
@require_POST
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Answer a comment."""
    practice = _to_talk(request, reference)
    about, text = _comment(request, practice, number), request.POST.get("text", "")
    attempt(request, lambda: theory_talk.answer(comment=about, text=text, by=request.user), _("Answer added."))
    return redirect(_talk_address(reference))


@keeps_text
@require_POST
def settle(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say that nothing is left to do about a comment, or that there is after all."""
    practice = _to_talk(request, reference)
    found = _comment(request, practice, number)
    if request.POST.get("wish") == "reopen":
        attempt(request, lambda: theory_talk.reopen(comment=found, by=request.user), _("The comment is open again."))
    else:
        attempt(request, lambda: theory_talk.resolve(comment=found, by=request.user), _("The comment is settled."))
    return redirect(_talk_address(reference))
