"""Peer groups: VKPP looks at those that were loaded; a force's lead chooses its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nvap import peer_files
from nvap.actions import peers
from nvap.forms.plans import OwnPeersForm
from nvap.models import PeerSet
from nvap.people import has_own_peers
from nvap.presenters import peers as presenter
from nvap.views.managing import as_file, for_managers
from vkpp.accounts.permissions import can, force_of
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import insist, told_in


def _newest(request: HttpRequest, code: str, number: str) -> PeerSet:
    rows = PeerSet.objects.visible_to(request.user).filter(code=code).select_related("owner", "created_by")
    if number.isascii() and number.isdigit() and len(number) < 6:
        rows = rows.filter(version=int(number))
    found: PeerSet | None = rows.order_by("-version").first()
    if found is None:
        raise Http404
    return found


@require_safe
@for_managers
def peer_set(request: HttpRequest, code: str) -> HttpResponse:
    """A peer group, force by force, in one of its versions."""
    found = _newest(request, code, request.GET.get("version", ""))
    return render(request, "nvap/manage_peers.html", presenter.set_page(found))


@require_safe
@for_managers
def export(request: HttpRequest, code: str) -> HttpResponse:
    """The newest version as a file that loads it again."""
    found = _newest(request, code, "")
    return as_file(peer_files.export(found), f"peers_{found.code}.csv", "text/csv")


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """The force's peers in every group, and its lead's own choice."""
    force = force_of(request.user)
    if force is None or not has_own_peers(request.user):
        raise Http404
    chooses = can(request.user, Permission.RETURN_MANAGE_FORCE, force)
    insist(chooses or request.method != "POST", _("Only the force's NVAP lead chooses its own peers."))
    context = presenter.own_page(request.user, force)
    form = OwnPeersForm(request.POST or None, force=force, initial={"peers": context["own_ids"]})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            peers.choose_own(force=force, peers=form.cleaned_data["peers"], by=request.user)
            messages.success(request, _("Your choice is saved. Figures use it from now on."))
            return redirect("nvap:peers-own")
    return render(request, "nvap/peers_own.html", {**context, "form": form if chooses else None})
