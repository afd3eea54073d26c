"""Managing crosswalks: looking through the links to another framework and standing by them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nvap import crosswalk_files
from nvap.actions import crosswalks
from nvap.models import Crosswalk, Framework
from nvap.presenters import crosswalks as presenter
from nvap.views.managing import as_file, for_managers
from vkpp.accounts.views.shared import told


@require_safe
@for_managers
def crosswalk(request: HttpRequest, framework: str) -> HttpResponse:
    """The links to one framework, those that wait for review first."""
    found = get_object_or_404(Framework, code=framework)
    return render(request, "nvap/manage_crosswalk.html", presenter.manage_page(found, request.GET.dict()))


@require_POST
@for_managers
def review(request: HttpRequest, framework: str, pk: int) -> HttpResponse:
    """Somebody has looked at a link and stands by it."""
    links = Crosswalk.objects.select_related("item__framework", "action")
    link = get_object_or_404(links, pk=pk, item__framework__code=framework)
    with told(request):
        crosswalks.review(link=link, by=request.user)
        names = {"action": link.action.code, "item": link.item.code or link.item.text[:60]}
        messages.success(request, _("The link of %(action)s to %(item)s is marked as reviewed.") % names)
    show = request.POST.get("show", "")
    return redirect(presenter.address(link.item.framework, link.item.edition, show))


@require_safe
@for_managers
def export(request: HttpRequest, framework: str) -> HttpResponse:  # noqa: ARG001 - a view takes the request
    """The crosswalk to a framework as a file that imports it again."""
    found = get_object_or_404(Framework, code=framework)
    return as_file(crosswalk_files.export(found), f"crosswalk_{found.code}.csv", "text/csv")
