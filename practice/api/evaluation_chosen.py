"""What was chosen for evaluation, for the people of bodies that evaluate."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice.introductions.examples import chosen
from vkpp.core.api.pagination import Order
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

COLUMNS = {
    "reference": _("Reference of the example; name it when you ask for an introduction."),
    "title": _("Its title, as it is published now."),
    "summary": _("What it is, in a few words."),
}


class ChosenShape(serializers.Serializer[Any]):
    """An example that was chosen for independent evaluation."""

    reference = serializers.CharField(help_text=COLUMNS["reference"])
    title = serializers.CharField(help_text=COLUMNS["title"])
    summary = serializers.CharField(help_text=COLUMNS["summary"])
    strands = serializers.ListField(child=serializers.CharField(), help_text=_("Codes of its strands."))
    categories = serializers.ListField(child=serializers.CharField(), help_text=_("Codes of its categories."))


FIELDS = tuple(ChosenShape._declared_fields)


class ChosenForEvaluation(ListView):
    """Examples that wait for an evaluator."""

    known_fields = FIELDS
    orders: ClassVar[dict[str, Order]] = {"reference": Order((("reference", "text"),))}
    default_order = "reference"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those whose owners permit it at this moment."""
        found: models.QuerySet[Any, Any] = chosen(self.request.user).values(*FIELDS)
        return found

    @extend_schema(
        operation_id="evaluator_chosen_list",
        tags=["Evaluators"],
        summary=_("List what was chosen for evaluation"),
        description=_(
            "For people of a body that evaluates: examples that VKPP chose, that nobody evaluates yet, and whose owners "
            "agreed to be put in touch. Ask to meet the owner by POST /introductions/."
        ),
        responses={200: pages_of(ChosenShape, "ChosenForEvaluationPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of examples."""
        return super().get(request)
