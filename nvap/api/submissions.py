"""Versions of a return that were put before a chief officer: frozen for ever, with the hash that the signature binds."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from nvap.api.base import ReturnView
from nvap.models import Return, Submission
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

STORED = ("number", "content_hash", "created_at")
SIGNATURE = ("signed_by", "signed_at", "voided_at", "voided_reason")
FIELDS = ("url", *STORED, "signature", "signature_holds", "accepted")


class SignatureShape(serializers.Serializer[Any]):
    """A chief officer's signature under a version."""

    signed_by = serializers.CharField(help_text=_("Who signed."))
    signed_at = serializers.DateTimeField(help_text=_("When."))
    voided_at = serializers.DateTimeField(allow_null=True, help_text=_("When a later change ended it; null: it holds."))
    voided_reason = serializers.CharField(help_text=_("What ended it; empty while it holds."))


class SubmissionRow(serializers.ModelSerializer[Submission]):
    """A version of a return as it was put before a chief officer."""

    url = serializers.URLField(help_text=_("Where to read it."))
    signature = SignatureShape(allow_null=True, help_text=_("The signature under it; null when it was never signed."))
    signature_holds = serializers.BooleanField(help_text=_("It is what the force has signed now."))
    accepted = serializers.BooleanField(help_text=_("It is the version that VKPP accepted last."))

    class Meta:
        model = Submission
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "number": {"help_text": _("Counts the versions of the return.")},
            "content_hash": {
                "help_text": _("SHA-256 of the content as canonical JSON: sorted keys, no spaces, UTF-8.")
            },
            "created_at": {"help_text": _("When it was put before a chief officer.")},
        }


class SubmissionShape(SubmissionRow):
    """A version with its content."""

    content = serializers.DictField(help_text=_("Everything the force stated, action by action."))

    class Meta(SubmissionRow.Meta):
        fields = (*FIELDS, "content")  # type: ignore[assignment]  # a longer tuple than above


class Submissions(ReturnView, ListView):
    """The versions of a return."""

    known_fields = FIELDS
    orders: ClassVar[dict[str, Order]] = {
        "-number": Order((("number", "number"),), descending=True),
        "number": Order((("number", "number"),)),
    }
    default_order = "-number"
    of_return: Return

    def rows(self) -> "models.QuerySet[Any, Any]":
        """All versions of a return that this person may read as a whole."""
        self.of_return = self.find_whole()
        return _stored(self.of_return)

    def shape(self, rows: list[Row]) -> list[Row]:
        """The versions as they are shown."""
        return [_shown(row, self.of_return, self.request) for row in rows]

    @extend_schema(
        operation_id="submissions_list",
        tags=["Returns"],
        summary=_("List versions of a return"),
        description=_(
            "Every version that was put before a chief officer, with its signature. For the force's lead, chief "
            "officers and analysts, and for staff who check returns."
        ),
        responses={200: pages_of(SubmissionRow, "SubmissionPage")},
    )
    def get(self, request: Request, **place: str) -> Answer:
        """A page of versions."""
        return super().get(request, **place)


class OneSubmission(ReturnView):
    """One version."""

    known_fields = (*FIELDS, "content")

    @extend_schema(
        operation_id="submissions_read",
        tags=["Returns"],
        summary=_("Read a version of a return"),
        description=_("A version as it was put before a chief officer; it never changes."),
        responses={200: SubmissionShape},
    )
    def get(self, request: Request, **place: str) -> Answer:
        """The version with this number."""
        ret = self.find_whole()
        row = self.one(_stored(ret, "content").filter(number=int(place["submission"])))
        return self.shown({**_shown(row, ret, request), "content": row["content"]})


def _stored(ret: Return, *more: str) -> "models.QuerySet[Any, Any]":
    rows: models.QuerySet[Any, Any] = Submission.objects.filter(ret=ret).values(
        "id",
        *STORED,
        *more,
        signed_by=F("sign_off__signer_label"),
        signed_at=F("sign_off__signed_at"),
        voided_at=F("sign_off__voided_at"),
        voided_reason=F("sign_off__voided_reason"),
    )
    return rows


def _shown(row: Row, ret: Return, request: Request) -> Row:
    address = reverse("api:submission", args=[ret.round.code, ret.force.code, row["number"]])
    return {
        "url": request.build_absolute_uri(address),
        **{name: row[name] for name in STORED},
        "signature": {name: row[name] for name in SIGNATURE} if row["signed_at"] else None,
        "signature_holds": row["id"] == ret.signed_id,
        "accepted": row["id"] == ret.validated_id,
    }
