"""Who works on an example, and what its owner permits."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice import people, steps
from practice.actions import coauthors, sharing, triage
from practice.forms.people import CoAuthorForm, OwnerForm
from practice.keeping import keeps_text
from practice.models import CoAuthor, Practice
from practice.presenters import sharing as sharing_page
from practice.presenters import writing
from practice.views.staff import attempt, attempt_form
from practice.vocab import Use


def to_read(request: HttpRequest, reference: str) -> Practice:
    """The example, for its authors and those who read all examples of the force."""
    rows = Practice.objects.visible_to(request.user).select_related("call", "form", "force", "owner")
    practice: Practice = get_object_or_404(rows, reference=reference)
    if not people.may_read_as_author(request.user, practice):
        raise PermissionDenied(_("This page is for the authors. You find the example under Rating."))
    if request.method == "GET":
        triage.look(practice=practice, by=request.user)
    return practice


@keeps_text
@require_http_methods(["GET", "HEAD", "POST"])
def co_authors(request: HttpRequest, reference: str) -> HttpResponse:
    """Co-authors: who they are, adding and removing them, handing the example over."""
    practice = to_read(request, reference)
    adding = request.method == "POST" and "email" in request.POST
    handing = request.method == "POST" and "new_owner" in request.POST
    add_form = CoAuthorForm(request.POST if adding else None)
    owner_form = OwnerForm(request.POST if handing else None)
    if adding and add_form.is_valid() and _add(request, practice, add_form):
        return redirect("practice:people", reference)
    if handing and owner_form.is_valid() and _hand_over(request, practice, owner_form):
        return redirect("practice:people", reference)
    context = writing.place(practice, steps.PEOPLE, request.user) | {
        "form": owner_form if handing else add_form,
        "add_form": add_form,
        "owner_form": owner_form,
        "co_authors": practice.co_authors.select_related("user"),
        "may_decide": people.may_decide_as_owner(request.user, practice),
    }
    return render(request, "practice/write_people.html", context)


def _add(request: HttpRequest, practice: Practice, form: CoAuthorForm) -> bool:
    email, level = form.cleaned_data["email"], form.cleaned_data["level"]
    done = _("%(email)s is now a co-author and has been told.") % {"email": email}
    return attempt_form(
        request, form, lambda: coauthors.add(practice=practice, email=email, level=level, by=request.user), done
    )


def _hand_over(request: HttpRequest, practice: Practice, form: OwnerForm) -> bool:
    email = form.cleaned_data["new_owner"]

    def act() -> None:
        coauthors.hand_over(practice=practice, email=email, by=request.user, field="new_owner")

    return attempt_form(request, form, act, _("%(email)s now owns this example.") % {"email": email})


@keeps_text
@require_POST
def remove_co_author(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """End a co-author's rights."""
    practice = to_read(request, reference)
    co_author = get_object_or_404(CoAuthor.objects.select_related("practice", "user"), practice=practice, pk=number)
    done = _("%(person)s is no longer a co-author.") % {"person": co_author.user}
    attempt(request, lambda: coauthors.remove(co_author=co_author, by=request.user), done)
    leaving = co_author.user_id == request.user.pk and not people.may_decide_as_owner(request.user, practice)
    return redirect(reverse("practice:mine") if leaving else reverse("practice:people", args=[reference]))


@keeps_text
@require_safe
def permissions(request: HttpRequest, reference: str) -> HttpResponse:
    """Each use with its meaning, since when it is permitted, and a button of its own."""
    practice = to_read(request, reference)
    context = writing.place(practice, steps.PERMISSIONS, request.user) | {
        "uses": sharing_page.uses(practice),
        "may_decide": people.may_permit(request.user, practice),
    }
    return render(request, "practice/write_permissions.html", context)


@keeps_text
@require_POST
def permit(request: HttpRequest, reference: str, use: str) -> HttpResponse:
    """Give or take back one permission; it counts from this moment."""
    practice = to_read(request, reference)
    label = Use(use).label if use in Use.values else use
    if request.POST.get("wish") == "give":
        done = _("You permit this now: %(use)s.") % {"use": label}
        attempt(request, lambda: sharing.give(practice=practice, use=use, by=request.user), done)
    else:
        done = _("You no longer permit this: %(use)s. It took effect at once.") % {"use": label}
        attempt(request, lambda: sharing.revoke(practice=practice, use=use, by=request.user), done)
    return redirect(f"{reverse('practice:permissions', args=[reference])}#use-{use}")
