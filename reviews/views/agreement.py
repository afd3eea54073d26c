"""How far coders agree, and the coded data to take away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reviews import coding_export, export_jobs
from reviews.presenters import agreement_page
from reviews.views.found_coding import for_coders
from vkpp.accounts.views.shared import me
from vkpp.core import jobs


@require_safe
@for_coders
def overall(request: HttpRequest) -> HttpResponse:
    """Over all reviews, by theme, and review by review."""
    return render(request, "reviews/agreement_page.html", agreement_page.page(request.GET.get("page")))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def export(request: HttpRequest) -> HttpResponse:
    """Say what the files hold, and have one written."""
    if request.method == "POST":
        kind = request.POST.get("format", "")
        if kind in export_jobs.FORMATS:
            return redirect(jobs.address(export_jobs.start(kind, me(request))))
        messages.error(request, _("Choose a workbook or CSV files."))
    return render(request, "reviews/coding_export.html", {"tables": coding_export.TABLES})
