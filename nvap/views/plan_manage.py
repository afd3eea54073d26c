"""Managing plan versions, and importing and exporting files. For VKPP administrators."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nvap import plan_files
from nvap.actions import imports, plans
from nvap.forms.plans import ImportForm
from nvap.models import PlanVersion
from nvap.presenters import managing
from nvap.reference import DATA
from nvap.views.managing import as_file, for_managers
from nvap.views.plans import find_plan
from vkpp.accounts.views.shared import told
from vkpp.core import kept
from vkpp.core.exceptions import Invalid, PortalError


@require_safe
@for_managers
def manage(request: HttpRequest) -> HttpResponse:
    """Plans, forms, rounds, peer groups and crosswalks at a glance."""
    return render(request, "nvap/manage_home.html", managing.home(request.user))


@require_safe
@for_managers
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """One version: what it holds, what is missing before it can be published."""
    return render(request, "nvap/manage_plan.html", managing.plan_page(find_plan(request, plan)))


@for_managers
def publish(request: HttpRequest, plan: str) -> HttpResponse:
    """Ask whether to fix the plan for ever, then do it."""
    found = find_plan(request, plan)
    if request.method == "POST":
        with told(request):
            plans.publish(plan=found, by=request.user)
            messages.success(request, _("“%(plan)s” is published.") % {"plan": found.title})
        return redirect("nvap:manage-plan", plan)
    return render(request, "nvap/manage_plan_publish.html", managing.plan_page(found))


@for_managers
def discard(request: HttpRequest, plan: str) -> HttpResponse:
    """Ask whether to throw a draft away, then do it."""
    found = find_plan(request, plan)
    if request.method == "POST":
        with told(request):
            plans.discard(plan=found, by=request.user)
            messages.success(request, _("The draft “%(plan)s” is gone.") % {"plan": found.title})
            return redirect("nvap:manage")
        return redirect("nvap:manage-plan", plan)
    return render(request, "nvap/manage_plan_discard.html", {"plan": found})


@require_safe
@for_managers
def export(request: HttpRequest, plan: str) -> HttpResponse:
    """The plan as a file that imports it again."""
    found: PlanVersion = find_plan(request, plan)
    text = json.dumps(plan_files.export_plan(found), indent=1, ensure_ascii=False) + "\n"
    return as_file(text, f"plan_{found.code}.json", "application/json")


@require_safe
@for_managers
def example(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """A small file of this kind that can be imported as it is, to start from."""
    if kind not in imports.EXAMPLES:
        raise Http404
    return as_file((DATA / "examples" / f"{kind}.csv").read_text(encoding="utf-8"), f"example_{kind}.csv", "text/csv")


@for_managers
def import_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Upload a file, see what it would bring or what is wrong in it, and import it for good."""
    if kind not in imports.KINDS:
        raise Http404
    waiting = kept.get(request)
    if request.method == "POST" and waiting is not None:
        return _import_kept(request, kind, waiting)
    form = ImportForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        return _try_file(request, kind, form)
    return render(request, "nvap/import_file.html", {"form": form, **managing.import_words(kind)})


def _try_file(request: HttpRequest, kind: str, form: ImportForm) -> HttpResponse:
    text, values = form.cleaned_data["file"], form.values()
    context = {"form": form, "values": values, **managing.import_words(kind)}
    try:
        context["lines"] = imports.run(kind=kind, text=text, values=values, by=request.user, trial=True)
    except Invalid as refusal:
        context["problems"] = [words for sentences in refusal.errors.values() for words in sentences]
        return render(request, "nvap/import_file.html", context, status=200)
    except PortalError as refusal:
        context["problems"] = [refusal.message]
        return render(request, "nvap/import_file.html", context)
    wanted = kept.Kept({"text": [text], **{name: [value] for name, value in values.items()}}, None)
    context["key"] = kept.keep(request.user.pk, wanted)
    return render(request, "nvap/import_confirm.html", context)


def _import_kept(request: HttpRequest, kind: str, waiting: kept.Kept) -> HttpResponse:
    values = {name: rows[0] for name, rows in waiting.values.items()}
    text = values.pop("text")
    with told(request):
        lines = imports.run(kind=kind, text=text, values=values, by=request.user, trial=False)
        kept.drop(request)
        messages.success(request, _("Imported. %(lines)s") % {"lines": " ".join(lines[:1])})
        return redirect("nvap:manage")
    return redirect("nvap:manage-import", kind)
