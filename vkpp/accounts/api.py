"""API of forces, and of who is asking."""

from typing import Any, ClassVar

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from vkpp.accounts.models import Force, Token
from vkpp.accounts.permissions import memberships, roles
from vkpp.core.api.filters import Filters, Words, YesNo
from vkpp.core.api.pagination import Order
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

FORCE_FIELDS = (
    *("code", "name", "short_name", "kind", "ons_code", "region", "website"),
    *("tile_label", "tile_row", "tile_col", "benchmarked"),
)


class ForceShape(serializers.ModelSerializer[Force]):
    """A police force. `code` is stable; names may change."""

    class Meta:
        model = Force
        fields = FORCE_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "kind": {"help_text": _("territorial, special or outside (of England and Wales).")},
            "ons_code": {"help_text": _("Code of the Office for National Statistics; empty where there is none.")},
            "website": {"help_text": _("The force's own site.")},
            "name": {"help_text": _("For example Avon and Somerset Police.")},
            "short_name": {"help_text": _("For example Avon and Somerset.")},
            "tile_label": {"help_text": _("What stands on the force's tile of the tile map.")},
            "tile_row": {"help_text": _("Row of the tile map, from the top; null when not on it.")},
            "tile_col": {"help_text": _("Column of the tile map, from the left; null when not on it.")},
        }


class ForceFilters(Filters):
    """Filters of forces."""

    region = django_filters.CharFilter(max_length=40, help_text=_("Policing region, for example Eastern."))
    kind = Words(help_text=_("Kind of force; may be given several times."), words=Force.Kind.values)
    benchmarked = YesNo(help_text=_("One of the 44 that take part in benchmarking."))


class Forces(ListView):
    """The forces of England and Wales and some beside them."""

    public = True
    known_fields = FORCE_FIELDS
    filters = ForceFilters
    orders: ClassVar[dict[str, Order]] = {
        "name": Order((("name", "text"), ("id", "number"))),
        "code": Order((("code", "text"),)),
    }
    default_order = "name"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Every force."""
        return self.filtered(Force.objects.all()).values("id", *FORCE_FIELDS)

    @extend_schema(
        operation_id="forces_list",
        tags=["Forces"],
        summary=_("List forces"),
        description=_("Police forces with region and place on the tile map. Open to everybody."),
        responses={200: pages_of(ForceShape, "ForcePage")},
    )
    def get(self, request: Request) -> Response:
        """A page of forces."""
        return super().get(request)


class OneForce(ApiView):
    """A police force by its code."""

    public = True
    known_fields = FORCE_FIELDS

    @extend_schema(
        operation_id="forces_read",
        tags=["Forces"],
        summary=_("Read a force"),
        description=_("One police force by its code, for example norfolk. Open to everybody."),
        responses={200: ForceShape},
    )
    def get(self, request: Request, code: str) -> Response:
        """The force with this code."""
        del request
        return self.shown(self.one(Force.objects.filter(code=code).values(*FORCE_FIELDS)))


class RoleShape(serializers.Serializer[Any]):
    """A role that you hold."""

    role = serializers.CharField(help_text=_("Code of the role, for example contributor."))
    name = serializers.CharField(help_text=_("Its name."))
    force = serializers.CharField(allow_null=True, help_text=_("Code of the force; null for a national role."))


class TokenShape(serializers.Serializer[Any]):
    """The token that the request was made with."""

    name = serializers.CharField(help_text=_("The name you gave it."))
    prefix = serializers.CharField(help_text=_("Its beginning, to recognise it."))
    scopes = serializers.ListField(child=serializers.CharField(), help_text=_("What it may be used for."))
    expires_at = serializers.DateTimeField(help_text=_("When it stops working."))


class MeShape(serializers.Serializer[Any]):
    """You, as the portal knows you."""

    email = serializers.EmailField(help_text=_("Your e-mail address."))
    name = serializers.CharField(help_text=_("Your name as colleagues see it."))
    roles = RoleShape(many=True, help_text=_("Your roles."))
    permissions = serializers.ListField(child=serializers.CharField(), help_text=_("What your roles allow."))
    token = TokenShape(allow_null=True, help_text=_("The token in use; null in a browser session."))


class Me(ApiView):
    """Who is asking."""

    @extend_schema(
        operation_id="me",
        tags=["You"],
        summary=_("See who you are"),
        description=_("Your roles, what they allow, and the token in use. A quick test of a new token."),
        responses={200: MeShape},
    )
    def get(self, request: Request) -> Response:
        """The person and the token of this request."""
        user: Any = request.user
        token = request.auth if isinstance(request.auth, Token) else None
        data = {
            "email": user.email,
            "name": user.display_name,
            "roles": [
                {
                    "role": held.role,
                    "name": held.get_role_display(),
                    "force": held.force.code if held.force else None,
                }
                for held in memberships(user)
            ],
            "permissions": sorted({str(verb) for role in roles(user) for verb in role.permissions}),
            "token": _shown(token) if token else None,
        }
        return self.tagged(data, data)


def _shown(token: Token) -> dict[str, Any]:
    return {
        "name": token.name,
        "prefix": token.prefix,
        "scopes": token.scopes,
        "expires_at": token.expires_at,
    }
