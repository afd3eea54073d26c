"""Sending invitations, and taking one up."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vkpp.accounts import actions, rules
from vkpp.accounts.forms import InviteForm, JoinForm
from vkpp.accounts.models import Invitation, User
from vkpp.accounts.presenters import role_words
from vkpp.accounts.querysets import forces_managed_by, invitations_handled_by, open_invitations
from vkpp.accounts.views.shared import insist, me, told, told_in
from vkpp.core.exceptions import PortalError

NOT_INVITER = gettext_lazy("Invitations are sent by a force’s NVAP lead or VKPP administrators.")


@require_GET
@login_required
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations that nobody has taken up yet."""
    user = me(request)
    insist(bool(rules.grantable_roles(user)), NOT_INVITER)
    now = timezone.now()
    rows = [
        {"invitation": row, "expired": row.expires_at <= now} for row in open_invitations(user).order_by("-pk")[:200]
    ]
    return render(request, "accounts/invitations.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a role."""
    user = me(request)
    insist(bool(rules.grantable_roles(user)), NOT_INVITER)
    forces = forces_managed_by(user)
    only = forces.first() if forces.count() == 1 else None
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, by=user, forces=forces, initial={"force": only})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            sent = actions.invite(by=user, **form.cleaned_data)
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": sent.email})
            return redirect("accounts:invitations")
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
@login_required
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it again with a new link."""
    found = get_object_or_404(invitations_handled_by(me(request)), pk=pk)
    with told(request):
        actions.resend_invitation(invitation=found, by=me(request))
        messages.success(request, _("A new invitation to %(email)s is on its way.") % {"email": found.email})
    return redirect("accounts:invitations")


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    found = get_object_or_404(invitations_handled_by(me(request)), pk=pk)
    with told(request):
        actions.cancel_invitation(invitation=found, by=me(request))
        messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": found.email})
    return redirect("accounts:invitations")


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The link of the mail: take the role up, with the account one has or a new one."""
    try:
        found = actions.invitation_for(secret=secret)
    except PortalError as refusal:
        return render(request, "accounts/invitation_gone.html", {"sentence": refusal.message}, status=410)
    if request.user.is_authenticated:
        return _accept_signed_in(request, found)
    if User.objects.filter(email__iexact=found.email, is_active=True).exists():
        return render(request, "accounts/invitation.html", _offer(found, state="has_account"))
    return _join(request, found)


def _accept_signed_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = me(request)
    if user.email.lower() != found.email:
        return render(request, "accounts/invitation.html", _offer(found, state="somebody_else"))
    if request.method == "POST":
        with told(request):
            actions.accept_invitation(invitation=found, by=user)
            messages.success(request, _("You have the role now."))
        return redirect("home")
    return render(request, "accounts/invitation.html", _offer(found, state="signed_in"))


def _join(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            user = actions.join(invitation=found, **form.cleaned_data)
            response: HttpResponseBase = perform_login(request, user, signup=False)
            return response
    return render(request, "accounts/invitation.html", {**_offer(found, state="new"), "form": form})


def _offer(found: Invitation, state: str) -> dict[str, object]:
    return {"invitation": found, "role": role_words(found.role), "state": state}
