"""A person's saved searches."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import facets, filters, listing
from practice.actions import searches as actions
from practice.forms.searches import NameForm, SaveForm
from practice.models import SavedSearch
from practice.views.staff import attempt_form
from vkpp.core.exceptions import PortalError

SALT = "practice.deleted-search"
UNDO_SECONDS = 3600


def _mine(request: HttpRequest, pk: int) -> SavedSearch:
    kept: SavedSearch = get_object_or_404(SavedSearch, owner_id=request.user.pk, pk=pk)
    return kept


@require_safe
@login_required
def searches(request: HttpRequest) -> HttpResponse:
    """All of them, with how many examples are new in each."""
    kept = list(SavedSearch.objects.filter(owner_id=request.user.pk))
    new = actions.new_in(kept, request.user)
    labels = facets.labels()
    rows = [
        {"kept": one, "about": listing.about(filters.from_query(one.query, labels), labels), "new": new[one.pk]}
        for one in kept
    ]
    undo = request.GET.get("undo", "")
    return render(request, "practice/search_list.html", {"rows": rows, "undo": undo if _deleted(request, undo) else ""})


@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Give the search in the address a name and keep it."""
    wanted, _problems = filters.read(request.GET)
    about = listing.about(wanted, facets.labels())
    form = SaveForm(request.POST or None, initial={"name": _proposed(wanted, about), "alert": True})
    if request.method == "POST" and form.is_valid():

        def keep() -> None:
            actions.save(**form.cleaned_data, wanted=wanted, by=request.user)

        if attempt_form(request, form, keep, _("The search is saved.")):
            return redirect("practice:searches")
    return render(request, "practice/search_save.html", {"form": form, "about": about, "query": wanted.query()})


@require_safe
@login_required
def open_search(request: HttpRequest, pk: int) -> HttpResponse:
    """What it finds now; what was new counts as seen."""
    kept = _mine(request, pk)
    actions.seen(kept=kept, by=request.user)
    order = "&sort=newest" if kept.query else "sort=newest"
    return redirect(f"{reverse('practice:bank')}?{kept.query}{order}")


@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it another name."""
    kept = _mine(request, pk)
    form = NameForm(request.POST or None, initial={"name": kept.name})
    if request.method == "POST" and form.is_valid():

        def rename() -> None:
            actions.rename(kept=kept, name=form.cleaned_data["name"], by=request.user)

        if attempt_form(request, form, rename, _("The search has its new name.")):
            return redirect("practice:searches")
    return render(request, "practice/search_change.html", {"form": form, "kept": kept})


@require_POST
@login_required
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch its mails on or off."""
    on = request.POST.get("alert") == "on"
    actions.set_alert(kept=_mine(request, pk), alert=on, by=request.user)
    messages.success(request, _("Mails about new examples are on.") if on else _("Mails about new examples are off."))
    return redirect("practice:searches")


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away, with a way back on the next page."""
    kept = _mine(request, pk)
    gone = {"owner": kept.owner_id, "name": kept.name, "query": kept.query, "alert": kept.alert}
    actions.delete(kept=kept, by=request.user)
    undo = signing.dumps(gone, salt=SALT)
    return redirect(f"{reverse('practice:searches')}?{urlencode({'undo': undo})}")


@require_POST
@login_required
def restore(request: HttpRequest) -> HttpResponse:
    """Take the deletion back."""
    gone = _deleted(request, request.POST.get("undo", ""))
    if gone is None:
        messages.error(request, _("This can no longer be undone. Search again and save the search anew."))
        return redirect("practice:searches")
    try:
        wanted = filters.from_query(gone["query"])
        actions.save(name=gone["name"], wanted=wanted, alert=gone["alert"], by=request.user)
    except PortalError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The search is back."))
    return redirect("practice:searches")


def _deleted(request: HttpRequest, undo: str) -> dict[str, Any] | None:
    """What was deleted, if the page may still offer to bring it back to this person."""
    try:
        gone: dict[str, Any] = signing.loads(undo, salt=SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature:
        return None
    return gone if gone.get("owner") == request.user.pk else None


def _proposed(wanted: filters.Wanted, about: str) -> str:
    words = wanted.text or about.partition(" ")[2] or _("All examples")
    return words[:1].upper() + words[1 : actions.NAME_LIMIT]
