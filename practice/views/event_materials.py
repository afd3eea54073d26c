"""What is handed out at a learning event: for VKPP staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from practice.actions import event_materials
from practice.forms.event import MaterialForm
from practice.models import EventMaterial, FeaturedPractice, LearningEvent
from practice.presenters import event_manage as pages
from practice.presenters.events import featured_for
from practice.views.event_manage import WRITING, for_organisers
from practice.views.events import find_event
from practice.views.staff import attempt, attempt_form
from vkpp.core import virus
from vkpp.core.exceptions import Invalid


@require_http_methods(WRITING)
@for_organisers
def materials(request: HttpRequest, reference: str) -> HttpResponse:
    """The materials of an event; posting adds one."""
    found = find_event(request, reference)
    featured = featured_for(request.user, found)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MaterialForm(*sent, featured=featured)
    if request.method == "POST" and form.is_valid():
        done = _("The material is added.")
        if attempt_form(request, form, lambda: _add(request, found, form, featured), done):
            return redirect("practice:event-materials", reference)
    context = {
        "event": found,
        "form": form,
        "rows": pages.materials(found, request.user),
        "removed": request.GET.get("removed", ""),
        "real_scanner": virus.configured(),
    }
    return render(request, "practice/event_materials.html", context)


def _add(request: HttpRequest, event: LearningEvent, form: MaterialForm, featured: list[FeaturedPractice]) -> None:
    values = {name: form.cleaned_data[name] for name in ("title", "audience")}
    about = {row.practice.reference: row.practice for row in featured}.get(form.cleaned_data["practice"])
    upload, url = form.cleaned_data["file"], form.cleaned_data["url"]
    if bool(upload) == bool(url):
        raise Invalid({"file": [_("Choose a file, or enter the address of a link.")]})
    if upload:
        event_materials.add_file(event=event, upload=upload, practice=about, by=request.user, **values)
    else:
        event_materials.add_link(event=event, url=url, practice=about, by=request.user, **values)


def _material(request: HttpRequest, reference: str, number: int) -> EventMaterial:
    rows = EventMaterial.objects.filter(event=find_event(request, reference)).select_related("event")
    found: EventMaterial = get_object_or_404(rows, pk=number)
    return found


@require_POST
@for_organisers
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a material away; the next page offers to bring it back."""
    row = _material(request, reference, number)
    done = _("“%(name)s” was removed.") % {"name": row.title}
    attempt(request, lambda: event_materials.remove(material=row, by=request.user), done)
    page = redirect("practice:event-materials", reference)
    page["Location"] += f"?removed={row.pk}"
    return page


@require_POST
@for_organisers
def put_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Undo the removal."""
    row = _material(request, reference, number)
    done = _("“%(name)s” is back.") % {"name": row.title}
    attempt(request, lambda: event_materials.put_back(material=row, by=request.user), done)
    return redirect("practice:event-materials", reference)
