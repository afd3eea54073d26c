"""Collections of practice: for readers the list and one of them; for curators their making."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import collections as actions
from practice.collecting import atom
from practice.collecting.workflow import COLLECTION, may_curate
from practice.forms.collections import ChooseForm, CollectionForm, ItemForm, StepForm
from practice.models import BankEntry, PracticeCollection
from practice.presenters import collections as presenter
from practice.views.bank import public_page
from practice.views.staff import attempt, attempt_form
from vkpp.accounts.views.overtaken import status_of

BOTH = ["GET", "HEAD", "POST"]
SALT = "practice.collection-item"
UNDO_SECONDS = 3600


def _find(request: HttpRequest, slug: str) -> PracticeCollection:
    found: PracticeCollection = get_object_or_404(PracticeCollection.objects.visible_to(request.user), slug=slug)
    return found


def _curated(request: HttpRequest, slug: str) -> PracticeCollection:
    """For who curates; for everybody else there is no such page."""
    if not may_curate(request.user):
        raise Http404
    return _find(request, slug)


@require_safe
@public_page
def collection_list(request: HttpRequest) -> HttpResponse:
    """The collections this person may read."""
    context = presenter.list_page(request.user, request.GET.dict())
    return render(request, "practice/collection_list.html", context)


@require_safe
@public_page
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them."""
    return render(request, "practice/collection_page.html", presenter.page(request.user, _find(request, slug)))


@require_safe
@public_page
def feed(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - every reader gets the same
    """A public collection as Atom."""
    made = atom.feed(slug)
    if made is None:
        raise Http404
    return HttpResponse(made, content_type="application/atom+xml; charset=utf-8")


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Start a collection; with an example in it when one is named."""
    if not may_curate(request.user):
        raise Http404
    form = CollectionForm(request.POST or None, initial={"audience": PracticeCollection.Audience.POLICE})
    if request.method == "POST" and form.is_valid():
        made: list[PracticeCollection] = []

        def start() -> None:
            made.append(actions.create(values=form.values(), by=request.user))

        if attempt_form(request, form, start, _("The collection is started. Now add examples.")):
            return redirect("practice:collection-work", made[0].slug)
    return render(request, "practice/collection_form.html", {"form": form})


@require_http_methods(BOTH)
@login_required
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Word title and introduction anew, or open it to other readers."""
    found = _curated(request, slug)
    names = ("title", "intro", "audience", "version")
    form = CollectionForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():

        def save() -> None:
            version = form.cleaned_data["version"]
            actions.change(collection=found, values=form.values(), version=version, by=request.user)

        if attempt_form(request, form, save, _("Saved.")):
            return redirect("practice:collection-work", slug)
    shown = {"form": form, "one": _find(request, slug)}
    return render(request, "practice/collection_form.html", shown, status=status_of(form))


@require_http_methods(BOTH)
@login_required
def work(request: HttpRequest, slug: str) -> HttpResponse:
    """The examples in their order; add one."""
    found = _curated(request, slug)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("reference", "note")}

        def add() -> None:
            actions.add(collection=found, by=request.user, **said)

        if attempt_form(request, form, add, _("The example is in the collection.")):
            return redirect(reverse("practice:collection-work", args=[slug]) + "#examples")
    undo = request.GET.get("undo", "")
    context = presenter.work_page(request.user, _find(request, slug))
    context |= {"form": form, "undo": undo if _removed(slug, undo) else ""}
    return render(request, "practice/collection_work.html", context)


@require_http_methods(BOTH)
@login_required
def note(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Say anew why an example is there."""
    found = _curated(request, slug)
    item = get_object_or_404(found.items.select_related("practice"), practice__reference=reference)
    form = ItemForm(request.POST or None, fixed=True, initial={"note": item.note, "version": found.version})
    if request.method == "POST" and form.is_valid():

        def save() -> None:
            said, version = form.cleaned_data["note"], form.cleaned_data["version"]
            actions.set_note(collection=found, reference=reference, note=said, version=version, by=request.user)

        if attempt_form(request, form, save, _("Saved.")):
            return redirect("practice:collection-work", slug)
    shown = {"form": form, "one": found, "reference": reference}
    return render(request, "practice/collection_note.html", shown, status=status_of(form))


@require_POST
@login_required
def move(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Put an example at another place."""
    found = _curated(request, slug)
    place = request.POST.get("place", "")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0
    if number:
        done = _("%(reference)s is at place %(place)s now.") % {"reference": reference, "place": number}
        act = lambda: actions.move(collection=found, reference=reference, place=number, by=request.user)  # noqa: E731 - one call, used once
        attempt(request, act, done)
    else:
        messages.error(request, _("Enter the place as a number, for example 1."))
    return redirect(reverse("practice:collection-work", args=[slug]) + "#examples")


@require_POST
@login_required
def remove(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Take an example out, with a way back on the next page."""
    found = _curated(request, slug)
    item = found.items.filter(practice__reference=reference).first()
    gone = {"slug": slug, "reference": reference, "note": item.note, "place": item.place} if item else {}
    act = lambda: actions.remove(collection=found, reference=reference, by=request.user)  # noqa: E731 - one call, used once
    back = reverse("practice:collection-work", args=[slug])
    if attempt(request, act, _("%(reference)s is no longer in the collection.") % {"reference": reference}) and gone:
        return redirect(f"{back}?{urlencode({'undo': signing.dumps(gone, salt=SALT, compress=True)})}")
    return redirect(back)


@require_POST
@login_required
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Put back what was taken out a moment ago, where it was."""
    found = _curated(request, slug)
    gone = _removed(slug, request.POST.get("undo", ""))
    if gone is None:
        messages.error(request, _("This can no longer be undone. Add the example again."))
    else:
        act = lambda: actions.put_back(collection=found, gone=gone, by=request.user)  # noqa: E731 - one call, used once
        attempt(request, act, _("The example is back in its place."))
    return redirect("practice:collection-work", slug)


def _removed(slug: str, undo: str) -> dict[str, Any] | None:
    """What was taken out, if the page may still offer to put it back."""
    try:
        gone: dict[str, Any] = signing.loads(undo, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    return gone if gone.get("slug") == slug else None


@require_http_methods(BOTH)
@login_required
def step(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Publish it, retire it, or take it up again, after a look at what that means."""
    found = _curated(request, slug)
    row = next((one for one in COLLECTION.steps if one.action == action), None)
    if row is None:
        raise Http404
    form = StepForm(request.POST or None, needs_reason=row.needs_reason, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            actions.step(collection=found, action=action, by=request.user, **form.cleaned_data)

        if attempt_form(request, form, act, str(_("Done: %(step)s.") % {"step": row.label})):
            return redirect("practice:collection", slug)
    return render(request, "practice/collection_step.html", {"form": form, "one": found, "step": row})


@require_http_methods(BOTH)
@login_required
def add_to(request: HttpRequest, reference: str) -> HttpResponse:
    """Put an example that one reads into a collection."""
    if not may_curate(request.user):
        raise Http404
    entry = get_object_or_404(BankEntry.objects.visible_to(request.user), practice__reference=reference)
    open_ones = PracticeCollection.objects.visible_to(request.user).exclude(state="retired")
    form = ChooseForm(request.POST or None, collections=list(open_ones.exclude(items__practice=entry.pk)))
    if request.method == "POST" and form.is_valid():
        chosen = _find(request, form.cleaned_data["collection"])

        def add() -> None:
            actions.add(collection=chosen, reference=reference, note=form.cleaned_data["note"], by=request.user)

        if attempt_form(request, form, add, _("The example is in the collection.")):
            return redirect("practice:collection-work", chosen.slug)
    return render(request, "practice/collection_add.html", {"form": form, "entry": entry})
