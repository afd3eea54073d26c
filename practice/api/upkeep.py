"""Keeping published practice true by program: how it stands, still current, archived, taken up again."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import upkeep as actions
from practice.api.base import WorkingView, working_copy
from practice.models import BankEntry, Practice, Upkeep
from practice.upkeep.standing import standing
from vkpp.core.api import etags
from vkpp.core.api.bodies import taken
from vkpp.core.api.schema import IF_MATCH

TAG = "Writing"


class UpkeepShape(serializers.Serializer[Any]):
    """How a published example stands, and what its owner said when asked whether it is still so."""

    reference = serializers.CharField(help_text=gettext_lazy("Reference of the example."))
    review_by = serializers.DateField(help_text=gettext_lazy("When the owner is asked again."))
    standing = serializers.ChoiceField(
        ["", "stale", "archived"], help_text=gettext_lazy("stale: past that day; archived; empty: current.")
    )
    confirmed_at = serializers.DateTimeField(
        allow_null=True, help_text=gettext_lazy("When the owner last said that it is still so.")
    )
    note = serializers.CharField(help_text=gettext_lazy("What the owner said with it; may be empty."))
    archived_at = serializers.DateTimeField(allow_null=True, help_text=gettext_lazy("When it was archived."))
    archive_reason = serializers.CharField(help_text=gettext_lazy("Why it was archived; readers see it."))
    version = serializers.IntegerField(help_text=gettext_lazy("Counts its changes."))


class ConfirmShape(serializers.Serializer[Any]):
    """It is still so."""

    review_by = serializers.DateField(
        required=False, help_text=gettext_lazy("When to ask again, within three years; without it in two years.")
    )
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text=gettext_lazy("For VKPP and your colleagues.")
    )


class ArchiveShape(serializers.Serializer[Any]):
    """Why it is retired."""

    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=2000, help_text=gettext_lazy("Readers of the example see it.")
    )


class TakeUpShape(serializers.Serializer[Any]):
    """Nothing is sent along."""


FIELDS = tuple(UpkeepShape._declared_fields)
EMPTY = {"review_by": None, "note": "", "reason": ""}


class ReadUpkeep(WorkingView):
    """How it stands."""

    known_fields = FIELDS

    @extend_schema(
        operation_id="practices_upkeep",
        tags=[TAG],
        summary=gettext_lazy("Read whether an example is still current"),
        description=gettext_lazy("For its authors, their force and VKPP: the review date and what was said about it."),
        responses={200: UpkeepShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """How it stands."""
        row = _row(working_copy(request, reference))
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])


class Keep(WorkingView):
    """One answer of the owner."""

    preconditions: ClassVar[Any] = ("POST",)

    def take(self, reference: str, act: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        """Do it with what was sent, and show how the example stands."""
        practice = working_copy(self.request, reference)
        version = etags.version_given(self.request)
        sent = taken(self.request.data, shape)
        values = {name: sent.get(name, EMPTY[name]) for name in shape._declared_fields}
        act(practice=practice, version=version, by=self.request.user, **values)
        row = _row(practice)
        return Response(row, headers={"ETag": etags.tag_of(row, version=row["version"])})


class Confirm(Keep):
    """Still current."""

    @extend_schema(
        operation_id="practices_confirm",
        tags=[TAG],
        summary=gettext_lazy("Say that an example is still current"),
        description=gettext_lazy("For its owner or the force's lead. If-Match is the version of /upkeep/."),
        parameters=[IF_MATCH],
        request=ConfirmShape,
        responses={200: UpkeepShape},
        examples=[OpenApiExample("For another year", value={"review_by": "2027-11-30"}, request_only=True)],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Say so."""
        del request
        return self.take(reference, actions.confirm, ConfirmShape)


class Archive(Keep):
    """Retire it."""

    @extend_schema(
        operation_id="practices_archive",
        tags=[TAG],
        summary=gettext_lazy("Archive an example"),
        description=gettext_lazy(
            "It leaves lists and search, and stays readable under its address. If-Match is the version of /upkeep/."
        ),
        parameters=[IF_MATCH],
        request=ArchiveShape,
        responses={200: UpkeepShape},
        examples=[OpenApiExample("A reason", value={"reason": "The unit was closed."}, request_only=True)],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Archive it."""
        del request
        return self.take(reference, actions.archive, ArchiveShape)


class TakeUp(Keep):
    """Bring it back."""

    @extend_schema(
        operation_id="practices_take_up",
        tags=[TAG],
        summary=gettext_lazy("Take an archived example up again"),
        description=gettext_lazy("It is back in lists and search. If-Match is the version of /upkeep/."),
        parameters=[IF_MATCH],
        request=TakeUpShape,
        responses={200: UpkeepShape},
    )
    def post(self, request: Request, reference: str) -> Response:
        """Take it up."""
        del request
        return self.take(reference, actions.take_up, TakeUpShape)


def _row(practice: Practice) -> dict[str, Any]:
    opened = models.Q(open_to_public=True) | models.Q(open_to_police=True) | models.Q(open_to_government=True)
    entry = BankEntry.objects.filter(opened, practice=practice).first()
    if entry is None:
        raise Http404
    kept = Upkeep.objects.filter(practice=practice).first() or Upkeep(practice=practice)
    row = {name: getattr(kept, name) for name in ("confirmed_at", "note", "archived_at", "archive_reason", "version")}
    shown = {"reference": entry.reference, "review_by": entry.review_by, "standing": standing(entry), **row}
    return {name: shown[name] for name in FIELDS}
