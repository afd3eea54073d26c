"""Who may use an endpoint at all: everybody where it is public, otherwise who is signed in; a token within its scopes."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

READ = "read"


class Scoped(BasePermission):
    """What a token was made for: `read` to read; `write_scope` of the view to change. Actions ask for the rest."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the request may go on to the endpoint."""
        safe = request.method in SAFE_METHODS
        if not request.user.is_authenticated:
            return safe and bool(view.public)
        token: Any = request.auth
        scope = READ if safe else str(view.write_scope)
        if token is not None and scope not in token.scopes:
            sentence = _("This token has not the scope “%(scope)s”. Make one that has it on your account page.")
            raise PermissionDenied(sentence % {"scope": scope})
        return True
