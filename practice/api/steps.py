"""The steps of the workflow that authors take: the rows of practice/workflow.py that belong to them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import authoring, programs
from practice.api import shapes, working
from practice.api.base import WorkingView, working_copy
from practice.api.versions import IF_MATCH_WISHED, wished


class ReasonShape(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=5000, help_text=gettext_lazy("Kept with the example's history.")
    )


class SubmitShape(ReasonShape):
    """What may come with sending an example."""

    late_code = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=20,
        help_text=gettext_lazy("The late-entry code you were given, when the call has closed."),
    )


BECAUSE = OpenApiExample("A reason", value={"reason": "We start again with the pilot's results."}, request_only=True)
SENDING = OpenApiExample("Sending", value={"reason": ""}, request_only=True)


class StepView(WorkingView):
    """One step."""

    def take(self, reference: str, step: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        """Take the step with the texts that were sent, and show what became of the example."""
        data: dict[str, Any] = dict(self.request.data)
        practice = working_copy(self.request, reference)
        if unknown := sorted(set(data) - set(shape._declared_fields)):
            raise ValidationError({name: [_("There is no such field here.")] for name in unknown})
        texts = shape(data=data)
        texts.is_valid(raise_exception=True)
        with programs.as_read(practice, wished(self.request)):
            step(practice=practice, by=self.request.user, **texts.validated_data)
        return working.answer(working_copy(self.request, reference), self.request)


class Submit(StepView):
    """Send to VKPP."""

    @extend_schema(
        operation_id="practices_submit",
        tags=["Writing"],
        summary=gettext_lazy("Send an example to VKPP"),
        description=gettext_lazy(
            "Refused while something is missing: `fields` of the error says what, as `missing` of the example does."
        ),
        parameters=[IF_MATCH_WISHED],
        request=SubmitShape,
        responses={200: shapes.WorkingPractice},
        examples=[SENDING],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Send it."""
        del request
        return self.take(reference, authoring.submit, SubmitShape)


class Withdraw(StepView):
    """Take it out of everything."""

    @extend_schema(
        operation_id="practices_withdraw",
        tags=["Writing"],
        summary=gettext_lazy("Withdraw an example"),
        description=gettext_lazy("It disappears from the practice bank at once."),
        parameters=[IF_MATCH_WISHED],
        request=ReasonShape,
        responses={200: shapes.WorkingPractice},
        examples=[BECAUSE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Withdraw it."""
        del request
        return self.take(reference, authoring.withdraw, ReasonShape)


class Revise(StepView):
    """Change and send again."""

    @extend_schema(
        operation_id="practices_revise",
        tags=["Writing"],
        summary=gettext_lazy("Take an example up again"),
        description=gettext_lazy("Makes it a draft to change and send again. What is published stays until then."),
        parameters=[IF_MATCH_WISHED],
        request=ReasonShape,
        responses={200: shapes.WorkingPractice},
        examples=[BECAUSE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Take it up again."""
        del request
        return self.take(reference, authoring.revise, ReasonShape)


class Discard(StepView):
    """Delete a draft."""

    @extend_schema(
        operation_id="practices_discard",
        tags=["Writing"],
        summary=gettext_lazy("Delete a draft"),
        description=gettext_lazy("Only a draft that was never sent. `restore` brings it back."),
        parameters=[IF_MATCH_WISHED],
        request=ReasonShape,
        responses={200: shapes.WorkingPractice},
        examples=[BECAUSE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Delete it."""
        del request
        return self.take(reference, authoring.discard, ReasonShape)


class Restore(StepView):
    """Bring a deleted draft back."""

    @extend_schema(
        operation_id="practices_restore",
        tags=["Writing"],
        summary=gettext_lazy("Bring a deleted draft back"),
        description=gettext_lazy("As it was before."),
        parameters=[IF_MATCH_WISHED],
        request=ReasonShape,
        responses={200: shapes.WorkingPractice},
        examples=[BECAUSE],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Bring it back."""
        del request
        return self.take(reference, authoring.restore, ReasonShape)
