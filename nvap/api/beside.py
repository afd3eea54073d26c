"""What stands beside the answers of a return: findings of the checks, and comments, for who may read them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from nvap.api.answer_shapes import AnswerFinding
from nvap.api.base import ReturnView
from nvap.models import ActionVersion, Finding, Response, ResponseComment
from nvap.vocab import FindingState, Severity
from vkpp.core.api.filters import Filters, Seen, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

FINDING_FIELDS = ("action", *AnswerFinding.Meta.fields)
COMMENT_FIELDS = ("action", "audience", "text", "by", "at")


def _of_action() -> Seen:
    return Seen(
        field_name="response__action_version__code",
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("code", flat=True),
        help_text=_("Code of an action; may be given several times."),
    )


class FindingShape(AnswerFinding):
    """What a check found in an answer of the return."""

    action = serializers.CharField(help_text=_("Code of the action."))

    class Meta(AnswerFinding.Meta):
        fields = FINDING_FIELDS  # type: ignore[assignment]  # a longer tuple than above


class FindingFilters(Filters):
    """Filters of findings."""

    action = _of_action()
    state = Words(words=FindingState.values, help_text=_("State; may be given several times."))
    severity = Words(
        field_name="rule__severity", words=Severity.values, help_text=_("What it asks for; may be given several times.")
    )


class Findings(ReturnView, ListView):
    """Findings of a return."""

    known_fields = FINDING_FIELDS
    filters = FindingFilters
    orders: ClassVar[dict[str, Order]] = {"found_at": Order((("found_at", "instant"), ("id", "number")))}
    default_order = "found_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those about answers that this person may see."""
        ret = self.find_return()
        self.look(ret)
        seen = Response.objects.visible_to(self.request.user).filter(ret=ret)
        return self.filtered(Finding.objects.filter(response__in=seen)).values(
            *("id", "state", "explanation", "found_at", "explained_at"),
            action=F("response__action_version__code"),
            code=F("rule__code"),
            severity=F("rule__severity"),
            message=F("rule__message"),
        )

    def shape(self, rows: list[Row]) -> list[Row]:
        """The findings as they are shown."""
        return [{**{name: row[name] for name in FINDING_FIELDS if name != "rule"}, "rule": row["code"]} for row in rows]

    @extend_schema(
        operation_id="findings_list",
        tags=["Returns"],
        summary=_("List findings"),
        description=_(
            "What the checks of the form found in the answers of a return that you may see, also what was put right, "
            "explained or waived."
        ),
        responses={200: pages_of(FindingShape, "FindingPage")},
    )
    def get(self, request: Request, **place: str) -> Answer:
        """A page of findings."""
        return super().get(request, **place)


class CommentShape(serializers.ModelSerializer[ResponseComment]):
    """A remark on an answer."""

    action = serializers.CharField(help_text=_("Code of the action."))
    by = serializers.CharField(help_text=_("Who wrote it."))

    class Meta:
        model = ResponseComment
        fields = COMMENT_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "audience": {"help_text": _("Who reads it.")},
            "text": {"help_text": _("What was written.")},
            "at": {"help_text": _("When.")},
        }


class CommentFilters(Filters):
    """Filters of comments."""

    action = _of_action()


class Comments(ReturnView, ListView):
    """Comments on the answers of a return."""

    known_fields = COMMENT_FIELDS
    filters = CommentFilters
    orders: ClassVar[dict[str, Order]] = {
        "at": Order((("at", "instant"), ("id", "number"))),
        "-at": Order((("at", "instant"), ("id", "number")), descending=True),
    }
    default_order = "at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those on answers that this person may see, of the audiences that they belong to."""
        ret, user = self.find_return(), self.request.user
        self.look(ret)
        read = ResponseComment.objects.visible_to(user).filter(response__ret=ret)
        return self.filtered(read).values(
            *("id", "audience", "text", "at"), action=F("response__action_version__code"), author=F("by__display_name")
        )

    def shape(self, rows: list[Row]) -> list[Row]:
        """The comments as they are shown."""
        return [{**{name: row[name] for name in COMMENT_FIELDS if name != "by"}, "by": row["author"]} for row in rows]

    @extend_schema(
        operation_id="comments_list",
        tags=["Returns"],
        summary=_("List comments"),
        description=_(
            "Remarks on the answers of a return that you may see: the force's own for colleagues of the force, VKPP's "
            "own for its staff, and those between the two for both."
        ),
        responses={200: pages_of(CommentShape, "CommentPage")},
    )
    def get(self, request: Request, **place: str) -> Answer:
        """A page of comments."""
        return super().get(request, **place)
