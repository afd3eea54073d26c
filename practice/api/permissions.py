"""What the owner of an example permits, one use at a time."""

from typing import Any

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import programs, sharing
from practice.api.base import WorkingView, working_copy
from practice.api.versions import IF_MATCH_WISHED, wished
from practice.models import SharePermission
from practice.vocab import Use
from vkpp.core.api.schema import pages_of

IN_PATH = OpenApiParameter("use", {"type": "string", "enum": Use.values}, OpenApiParameter.PATH)


class PermissionShape(serializers.Serializer[Any]):
    """What the owner says to one use."""

    use = serializers.ChoiceField(Use.choices, help_text=gettext_lazy("The use."))
    label = serializers.CharField(help_text=gettext_lazy("The use in words."))  # type: ignore[assignment]  # the name is the API\'s
    in_force = serializers.BooleanField(help_text=gettext_lazy("Whether it is permitted now."))
    given_at = serializers.DateTimeField(allow_null=True, help_text=gettext_lazy("When it was given last."))
    revoked_at = serializers.DateTimeField(allow_null=True, help_text=gettext_lazy("When it was taken back."))


PERMISSIONS = pages_of(PermissionShape, "PermissionPage")


def _permissions(reference: str) -> dict[str, Any]:
    given = {row.use: row for row in SharePermission.objects.filter(practice__reference=reference)}
    rows = [
        {
            "use": use.value,
            "label": str(use.label),
            "in_force": use in given and given[use].revoked_at is None,
            "given_at": given[use].given_at if use in given else None,
            "revoked_at": given[use].revoked_at if use in given else None,
        }
        for use in Use
    ]
    return {"results": rows, "next": None, "previous": None}


class Permissions(WorkingView):
    """What the owner permits."""

    @extend_schema(
        operation_id="permissions_list",
        tags=["Permissions"],
        summary=gettext_lazy("List the owner's permissions"),
        description=gettext_lazy("Every use, whether it is permitted now, and since when."),
        responses={200: PERMISSIONS},
    )
    def get(self, request: Request, reference: str) -> Response:
        """All uses, on one page."""
        data = _permissions(working_copy(request, reference).reference)
        return self.tagged(data, data)


class OnePermission(WorkingView):
    """One use."""

    @extend_schema(
        operation_id="permissions_give",
        tags=["Permissions"],
        summary=gettext_lazy("Permit a use"),
        description=gettext_lazy("For the owner or the force's lead. Permitting twice changes nothing."),
        parameters=[IN_PATH, IF_MATCH_WISHED],
        request=None,
        responses={200: PERMISSIONS},
    )
    def put(self, request: Request, reference: str, use: str) -> Response:
        """Give the permission."""
        practice = working_copy(request, reference)
        with programs.as_read(practice, wished(request)):
            sharing.give(practice=practice, use=use, by=request.user)
        return Response(_permissions(reference))

    @extend_schema(
        operation_id="permissions_revoke",
        tags=["Permissions"],
        summary=gettext_lazy("Take a use back"),
        description=gettext_lazy(
            "With effect at once, in pages, search, API and downloads. Taking back twice changes nothing."
        ),
        parameters=[IN_PATH, IF_MATCH_WISHED],
        request=None,
        responses={200: PERMISSIONS},
    )
    def delete(self, request: Request, reference: str, use: str) -> Response:
        """Take the permission back."""
        practice = working_copy(request, reference)
        with programs.as_read(practice, wished(request)):
            sharing.revoke(practice=practice, use=use, by=request.user)
        return Response(_permissions(reference))
