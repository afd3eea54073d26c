"""A person's own account."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vkpp.accounts import actions, affiliation, second_factor
from vkpp.accounts.actions.tokens import valid_tokens
from vkpp.accounts.forms import ProfileForm, ReasonForm
from vkpp.accounts.models import User
from vkpp.accounts.permissions import can, force_of, memberships, needs_second_factor
from vkpp.accounts.presenters import browser_words, held_roles, span_words
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import asks_again, me, told, told_in


@require_GET
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, and how safe my account is."""
    user = me(request)
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "held": held_roles(user, memberships(user)),
        "force": force_of(user) or affiliation.force_for(user.email),
        "app_set_up": Authenticator.Type.TOTP in kinds,
        "n_passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "factor_needed": needs_second_factor(user),
        "n_sessions": UserSession.objects.filter(user=user).count(),
        "uses_api": can(user, Permission.API_USE),
        "n_tokens": valid_tokens(user).count(),
    }
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Change how colleagues see me."""
    user = me(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.update_profile(user=user, by=user, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Your profile is saved."))
            return redirect("accounts:account")
    return render(request, "accounts/profile.html", {"form": form})


@require_GET
@login_required
@asks_again
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in."""
    found = UserSession.objects.purge_and_list(me(request))
    rows = [
        {
            "pk": row.pk,
            "browser": browser_words(row.user_agent),
            "ip": row.ip,
            "began": row.created_at,
            "seen": row.last_seen_at,
            "is_this": row.session_key == request.session.session_key,
        }
        for row in sorted(found, key=lambda row: row.last_seen_at, reverse=True)
    ]
    context = {
        "rows": rows,
        "longest": span_words(settings.SESSION_COOKIE_AGE),
        "idle": span_words(settings.SESSION_IDLE_SECONDS),
        "n_others": sum(not row["is_this"] for row in rows),
    }
    return render(request, "accounts/sessions.html", context)


@require_POST
@login_required
@asks_again
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one other browser."""
    get_object_or_404(UserSession, pk=pk, user=me(request)).end()
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:sessions")


@require_POST
@login_required
@asks_again
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out every browser but this one."""
    user = me(request)
    with told(request):
        actions.sign_out_everywhere(user=user, by=user, keep=request.session.session_key)
        messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:sessions")


@require_GET
@login_required
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Why the portal asks for a second factor now, and how to set one up; then the way back to the page they wanted."""
    user = me(request)
    if not second_factor.is_missing(request):
        return redirect(second_factor.way_back(request) or "mfa_index")
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    second_factor.remember_way_back(request, wanted)
    again = f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: wanted})}"
    context = {"has_factor": second_factor.factors(user).exists(), "sign_in_again": again}
    return render(request, "accounts/second_factor.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    """Close my account."""
    user = me(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.deactivate(user=user, reason=form.cleaned_data["reason"], by=user)
        if not form.errors:
            logout(request)
            messages.success(request, _("Your account is closed. Thank you for your work."))
            return redirect("home")
    return render(request, "accounts/leave.html", {"form": form})
