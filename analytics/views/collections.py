"""The register of national data collections: the list, one of them, entering and changing it, and the check."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.actions import register
from analytics.forms.collections import CollectionForm, ItemForm
from analytics.models import Collection, CollectionItem
from analytics.presenters import collections as page
from analytics.presenters import overlaps
from analytics.register.checking import LONGEST, already_asked
from analytics.register.links import collection_page
from analytics.register.listing import Asked
from analytics.register.people import may_keep, may_read
from vkpp.accounts.views.overtaken import OVERTAKEN, status_of
from vkpp.accounts.views.shared import insist, told, told_in
from vkpp.core import csv_files
from vkpp.core.kept import sent_version

BOTH = ["GET", "POST"]
KEPT_BY = gettext_lazy("The register of collections is kept by VKPP staff.")
READ_BY = gettext_lazy("Forces and national bodies read the register. Ask for a role that does.")
DONE = {
    "end": gettext_lazy("Marked as ended. It overlaps with nothing any more."),
    "resume": gettext_lazy("Marked as in use again."),
}


def readers_only(request: HttpRequest) -> None:
    """403 with a sentence for people to whom the register is not open."""
    insist(may_read(request.user), READ_BY)


def find(request: HttpRequest, code: str) -> Collection:
    """The collection of an address, or 404 for who may not see it."""
    rows = Collection.objects.visible_to(request.user).select_related("part_of")
    found: Collection = get_object_or_404(rows, code=code)
    return found


def _find_item(request: HttpRequest, code: str, number: int) -> CollectionItem:
    rows = CollectionItem.objects.filter(collection=find(request, code), removed_at=None)
    found: CollectionItem = get_object_or_404(rows.select_related("collection"), number=number)
    return found


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The register, narrowed and sorted, with the hours that it costs forces."""
    readers_only(request)
    shown = page.listing(request.user, Asked.of(request.GET.dict()), request.GET.get("page"))
    return render(request, "analytics/collection_list.html", shown)


@require_safe
@login_required
def listing_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    readers_only(request)
    return csv_files.response("data-collections", page.table(request.user, Asked.of(request.GET.dict())))


@require_safe
@login_required
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One collection with what it asks for and where it overlaps."""
    return render(request, "analytics/collection_page.html", page.context(request.user, find(request, code)))


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter a collection."""
    readers_only(request)
    insist(may_keep(request.user), KEPT_BY)
    form = CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = register.create(values=form.values(), items=form.items(), by=request.user)
            messages.success(request, _("%(name)s is in the register.") % {"name": made.name})
            return redirect(collection_page(made))
    return render(request, "analytics/collection_form.html", {"form": form})


@require_http_methods(BOTH)
@login_required
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of it; when somebody else did meanwhile, both are shown."""
    found = find(request, code)
    insist(may_keep(request.user), KEPT_BY)
    form = CollectionForm(request.POST or None, collection=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            version = form.cleaned_data["version"]
            register.change(collection=found, values=form.values(), version=version, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(collection_page(found))
    return render(request, "analytics/collection_form.html", {"form": form, "one": found}, status=status_of(form))


@require_POST
@login_required
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Mark it as ended, or as in use again."""
    found, action = find(request, code), request.POST.get("action", "")
    if action not in DONE:
        raise Http404
    with told(request):
        reason, version = request.POST.get("reason", ""), sent_version(request.POST)
        register.move(collection=found, action=action, reason=reason, version=version, by=request.user)
        messages.success(request, DONE[action])
    return redirect(collection_page(found))


@require_http_methods(BOTH)
@login_required
def item(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """Add something that the collection asks for, or word it anew."""
    there = _find_item(request, code, number) if number is not None else None
    found = there.collection if there else find(request, code)
    insist(may_keep(request.user), KEPT_BY)
    form = ItemForm(request.POST or None, collection=found, item=there)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            if there is None:
                register.add_item(collection=found, by=request.user, **form.cleaned_data)
            else:
                register.change_item(item=there, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved. Overlaps with other collections were looked for."))
            return redirect(f"{collection_page(found)}#items")
    status = status_of(form)
    shown = {"form": form, "one": found, "item": there, "asked": page.asked_now(found) if status == OVERTAKEN else None}
    return render(request, "analytics/collection_item.html", shown, status=status)


@require_POST
@login_required
def remove_item(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The collection no longer asks for it."""
    there = _find_item(request, code, number)
    with told(request):
        register.remove_item(item=there, version=sent_version(request.POST), by=request.user)
        messages.success(request, _("“%(text)s” was removed.") % {"text": there.text})
    return redirect(f"{collection_page(there.collection)}#items")


@require_safe
@login_required
def check(request: HttpRequest) -> HttpResponse:
    """Is this asked already? What is like the words somebody has typed."""
    readers_only(request)
    text = " ".join(request.GET.get("text", "").replace("\x00", " ").split())[:LONGEST]
    found = overlaps.checked(already_asked(text, user=request.user))
    return render(request, "analytics/collection_check.html", {"text": text, "found": found, "longest": LONGEST})
