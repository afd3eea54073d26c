"""API tokens of the person who is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from vkpp.accounts import actions
from vkpp.accounts.forms import TokenForm
from vkpp.accounts.models import Token
from vkpp.accounts.permissions import can
from vkpp.accounts.presenters import token_state
from vkpp.accounts.querysets import own_tokens
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import asks_again, insist, me, told, told_in

WORDS = dict(Token.Scope.choices)
NO_API = gettext_lazy("Your roles do not include the API. Ask for the role “Force analyst” if you need it.")


@require_GET
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens and whether they work."""
    insist(can(request.user, Permission.API_USE), NO_API)
    rows = [
        {
            "token": token,
            "state": token_state(token),
            "scopes": [WORDS[scope] for scope in token.scopes],
            "valid": token_state(token)[1] == "green",
        }
        for token in own_tokens(me(request))[:100]
    ]
    return render(request, "accounts/token_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@login_required
@asks_again
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is shown on the answer to this form and never again."""
    insist(can(request.user, Permission.API_USE), NO_API)
    user = me(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            token, secret = actions.create_token(owner=user, by=user, **form.cleaned_data)
            shown = {"token": token, "secret": secret, "scopes": [WORDS[scope] for scope in token.scopes]}
            return render(request, "accounts/token_made.html", shown)
    return render(request, "accounts/token_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then end the token."""
    token = get_object_or_404(own_tokens(me(request)), pk=pk)
    if request.method == "POST":
        with told(request):
            actions.revoke_token(token=token, by=me(request))
            messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
        return redirect("accounts:tokens")
    return render(request, "accounts/token_revoke.html", {"token": token})
