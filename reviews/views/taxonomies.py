"""The code book: reading its versions; administrators prepare and publish the next one."""

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
from reviews.actions import taxonomies as actions
from reviews.coding_links import taxonomy_page
from reviews.forms.taxonomy import ThemeForm, VersionForm
from reviews.models import Taxonomy, Theme
from reviews.presenters import code_book
from vkpp.accounts.views.shared import told, told_in

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For who reads what was learned, and for VKPP staff; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (people.may_read(request.user) or people.may_code(request.user)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_managers(view: View) -> View:
    """For VKPP administrators: their colleagues are told so, for others there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.may_manage_taxonomy(request.user):
            if people.may_code(request.user):
                raise PermissionDenied(_("The themes of learning are managed by VKPP administrators."))
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _version(request: HttpRequest, number: int) -> Taxonomy:
    found: Taxonomy = get_object_or_404(code_book.versions_for(request.user), number=number)
    return found


def _theme(request: HttpRequest, number: int, code: str) -> Theme:
    rows = Theme.objects.filter(taxonomy=_version(request, number)).select_related("taxonomy", "parent")
    return get_object_or_404(rows, code=code)


@require_safe
@for_readers
def in_use(request: HttpRequest) -> HttpResponse:
    """The code book in use."""
    found = code_book.versions_for(request.user).filter(state="published").first()
    if found is None:
        raise Http404
    return redirect(taxonomy_page(found))


@require_safe
@for_readers
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version of the code book."""
    return render(request, "reviews/taxonomy_page.html", code_book.page(request.user, _version(request, number)))


@require_POST
@for_managers
def draft(request: HttpRequest) -> HttpResponse:
    """Begin the next version."""
    with told(request):
        return redirect(taxonomy_page(actions.draft(by=request.user)))
    return redirect("reviews:taxonomy")


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def describe(request: HttpRequest, number: int) -> HttpResponse:
    """Title of a draft, and why it is made."""
    taxonomy = _version(request, number)
    form = VersionForm(request.POST or None, taxonomy=taxonomy)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.describe(taxonomy=taxonomy, by=request.user, **form.cleaned_data)
            return redirect(taxonomy_page(taxonomy))
    title = _("Title and note")
    return render(request, "reviews/taxonomy_form.html", {"form": form, "taxonomy": taxonomy, "title": title})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def theme_new(request: HttpRequest, number: int) -> HttpResponse:
    """Add a theme to a draft."""
    taxonomy = _version(request, number)
    form = ThemeForm(request.POST or None, taxonomy=taxonomy)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = actions.add(taxonomy=taxonomy, values=form.cleaned_data, by=request.user)
            return redirect(f"{taxonomy_page(taxonomy)}#{made.code}")
    title = _("Add a theme")
    return render(request, "reviews/taxonomy_form.html", {"form": form, "taxonomy": taxonomy, "title": title})


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def theme(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Change a theme of a draft."""
    found = _theme(request, number, code)
    form = ThemeForm(request.POST or None, taxonomy=found.taxonomy, theme=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.change(theme=found, values=form.cleaned_data, by=request.user)
            return redirect(f"{taxonomy_page(found.taxonomy)}#{found.code}")
    shown = {"form": form, "taxonomy": found.taxonomy, "title": _("Change the theme"), "theme": found}
    return render(request, "reviews/taxonomy_form.html", shown)


@require_POST
@for_managers
def theme_move(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """One place up or down."""
    found = _theme(request, number, code)
    with told(request):
        actions.move(theme=found, way=request.POST.get("way", ""), by=request.user)
    return redirect(f"{taxonomy_page(found.taxonomy)}#{code}")


@require_POST
@for_managers
def theme_leave_out(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Retire a theme with the next version."""
    found = _theme(request, number, code)
    with told(request):
        actions.leave_out(theme=found, by=request.user)
        messages.success(request, _("Left out. Add it again if that was a mistake: it takes up its old code."))
    return redirect(taxonomy_page(found.taxonomy))


@require_safe
@for_managers
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """What a draft changes."""
    taxonomy = _version(request, number)
    shown = {"taxonomy": taxonomy, "rows": code_book.comparison(taxonomy)}
    return render(request, "reviews/taxonomy_compare.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Publish a draft, after looking at what it changes."""
    taxonomy = _version(request, number)
    if request.method == "POST":
        with told(request):
            actions.publish(taxonomy=taxonomy, by=request.user)
            messages.success(request, _("Published. Reviews are coded by this version from now on."))
        return redirect(taxonomy_page(taxonomy))
    shown = {"taxonomy": taxonomy, "rows": code_book.comparison(taxonomy), "publishing": True}
    return render(request, "reviews/taxonomy_compare.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Throw a draft away, after asking."""
    taxonomy = _version(request, number)
    if request.method == "POST":
        with told(request):
            actions.discard(taxonomy=taxonomy, by=request.user)
            messages.success(request, _("The draft is discarded."))
        return redirect("reviews:taxonomy")
    return render(request, "reviews/taxonomy_discard.html", {"taxonomy": taxonomy})
