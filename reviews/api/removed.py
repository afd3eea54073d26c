"""What left the lists of reviews, points, recommendations: to delete from copies, by name alone."""

from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from reviews.api.learning import ForReaders
from reviews.models import Briefing, CaseReview, LearningPoint, PeerReview, Recommendation
from vkpp.core.api.removed import GoneNumberShape, GoneShape, RemovedList, example
from vkpp.core.api.schema import pages_of

COLUMNS = ("id", "reference", "left_at")


class GoneBriefingShape(serializers.Serializer[Any]):
    """A briefing to delete from your copy."""

    number = serializers.IntegerField(help_text=_("Its number."))
    updated_at = serializers.DateTimeField(help_text=_("When it was withdrawn."))


class Cases(RemovedList):
    """Case reviews that left the catalogue."""

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Excluded again, marked higher or sent back to be screened."""
        gone = CaseReview.objects.gone_for(self.request.user).annotate(left_at=F("updated_at"))
        return self.filtered(gone).values(*COLUMNS)

    @extend_schema(
        operation_id="case_reviews_removed",
        tags=["Reviews"],
        summary=_("List case reviews that left the catalogue"),
        description=_("Excluded, screened anew or marked OFFICIAL-SENSITIVE: delete these from your copy."),
        responses={200: pages_of(GoneShape, "RemovedCaseReviewPage", incremental=True)},
        examples=[OpenApiExample("One was excluded", value=example(reference="CR-00017"), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of references."""
        return super().get(request)


class Points(ForReaders, RemovedList):
    """Learning points that no longer count."""

    known_fields = ("id", "updated_at")

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Of reviews that are coded anew, or that the person may no longer read."""
        gone = LearningPoint.everything.gone_for(self.request.user).changed().annotate(left_at=F("changed"))
        return self.filtered(gone).values("id", "left_at")

    @extend_schema(
        operation_id="learning_points_removed",
        tags=["Reviews"],
        summary=_("List learning points that no longer count"),
        description=_("Their review is coded anew, or may no longer be read: delete these from your copy."),
        responses={200: pages_of(GoneNumberShape, "RemovedLearningPointPage", incremental=True)},
        examples=[OpenApiExample("One is coded anew", value=example(id=412), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of numbers."""
        return super().get(request)


class Recommendations(RemovedList):
    """Recommendations that were taken back, or whose review may no longer be read."""

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Of those that the person may have read."""
        gone = Recommendation.everything.gone_for(self.request.user).changed().annotate(left_at=F("changed"))
        return self.filtered(gone).values(*COLUMNS)

    @extend_schema(
        operation_id="recommendations_removed",
        tags=["Reviews"],
        summary=_("List recommendations that were taken back"),
        description=_("Taken back, or of a review that you may no longer read: delete these from your copy."),
        responses={200: pages_of(GoneShape, "RemovedRecommendationPage", incremental=True)},
        examples=[OpenApiExample("One was taken back", value=example(reference="RC-00042"), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of references."""
        return super().get(request)


class Briefings(ForReaders, RemovedList):
    """Briefings that were withdrawn."""

    known_fields = ("number", "updated_at")

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Published once, and taken back."""
        gone = Briefing.objects.gone_for(self.request.user).annotate(left_at=F("updated_at"))
        return self.filtered(gone).values("id", "number", "left_at")

    @extend_schema(
        operation_id="briefings_removed",
        tags=["Reviews"],
        summary=_("List briefings that were withdrawn"),
        description=_("Published once, and taken back: delete these from your copy."),
        responses={200: pages_of(GoneBriefingShape, "RemovedBriefingPage", incremental=True)},
        examples=[OpenApiExample("One was withdrawn", value=example(number=7), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of numbers."""
        return super().get(request)


class PeerReviews(RemovedList):
    """Peer reviews whose team the person has left."""

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those the person could read while on the team."""
        gone = PeerReview.objects.gone_for(self.request.user).annotate(left_at=F("updated_at"))
        return self.filtered(gone).values(*COLUMNS)

    @extend_schema(
        operation_id="peer_reviews_removed",
        tags=["Reviews"],
        summary=_("List peer reviews you may no longer read"),
        description=_("You have left their team: delete these from your copy."),
        responses={200: pages_of(GoneShape, "RemovedPeerReviewPage", incremental=True)},
        examples=[OpenApiExample("You left a team", value=example(reference="PR-00007"), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of references."""
        return super().get(request)
