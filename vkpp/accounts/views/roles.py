"""What roles there are, and asking for one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vkpp.accounts import actions, affiliation
from vkpp.accounts.forms import AskForm
from vkpp.accounts.models import RoleRequest
from vkpp.accounts.permissions import force_of, memberships
from vkpp.accounts.presenters import all_roles, held_roles
from vkpp.accounts.views.shared import me, told, told_in
from vkpp.accounts.workflow import ROLE_REQUEST


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role and what it allows, for everybody."""
    return render(request, "accounts/roles.html", {"roles": all_roles()})


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """My roles, my requests, and the form that asks for another."""
    user = me(request)
    own_force = force_of(user) or affiliation.force_for(user.email)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"force": own_force})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.request_role(user=user, by=user, **form.cleaned_data)
            messages.success(request, _("Your request is sent. You will hear by e-mail when it is decided."))
            return redirect("accounts:ask")
    asked = RoleRequest.objects.filter(user=user).select_related("force", "decided_by").order_by("-pk")[:20]
    context = {
        "form": form,
        "own_force": own_force,
        "held": held_roles(user, memberships(user)),
        "asked": [{"request": row, "state": ROLE_REQUEST.state(row.state)} for row in asked],
    }
    return render(request, "accounts/ask.html", context)


@require_POST
@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """I no longer want the role."""
    asked = get_object_or_404(RoleRequest, pk=pk, user=me(request))
    with told(request):
        actions.take_back_role_request(request=asked, by=me(request))
        messages.success(request, _("Your request is taken back."))
    return redirect("accounts:ask")
