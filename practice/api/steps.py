"""The steps of the workflow that authors take: the rows of practice/workflow.py that belong to them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import authoring, programs
from practice.api import shapes, working
from practice.api.base import WorkingView, working_copy
from practice.api.versions import IF_MATCH_WISHED, wished
from vkpp.core.api.bodies import taken


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


Method = TypeVar("Method", bound=Callable[..., Response])
BECAUSE = OpenApiExample("A reason", value={"reason": "We start again with the pilot's results."}, request_only=True)
SENDING = OpenApiExample("Sending", value={"reason": ""}, request_only=True)


def described(
    *, request: Any = ReasonShape, examples: Sequence[OpenApiExample] = (BECAUSE,), **more: Any
) -> Callable[[Method], Method]:
    """The description of a step: what all of them have in common, and what `more` says of this one."""
    return extend_schema(
        tags=["Writing"],
        parameters=[IF_MATCH_WISHED],
        request=request,
        responses={200: shapes.WorkingPractice},
        examples=list(examples),
        **more,
    )


class StepView(WorkingView):
    """One step."""

    def take(self, reference: str, step: Any, shape: type[serializers.Serializer[Any]]) -> Response:
        """Take the step with the texts that were sent, and show what became of the example."""
        practice = working_copy(self.request, reference)
        texts = taken(self.request.data, shape)
        with programs.as_read(practice, wished(self.request)):
            step(practice=practice, by=self.request.user, **texts)
        return working.answer(working_copy(self.request, reference), self.request)


class Submit(StepView):
    """Send to VKPP."""

    @described(
        operation_id="practices_submit",
        summary=gettext_lazy("Send an example to VKPP"),
        description=gettext_lazy(
            "Refused while something is missing: `fields` of the error says what, as `missing` of the example does."
        ),
        request=SubmitShape,
        examples=[SENDING],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Send it."""
        del request
        return self.take(reference, authoring.submit, SubmitShape)


class Withdraw(StepView):
    """Take it out of everything."""

    @described(
        operation_id="practices_withdraw",
        summary=gettext_lazy("Withdraw an example"),
        description=gettext_lazy("It disappears from the practice bank at once."),
    )
    def post(self, request: Request, reference: str) -> Response:
        """Withdraw it."""
        del request
        return self.take(reference, authoring.withdraw, ReasonShape)


class Revise(StepView):
    """Change and send again."""

    @described(
        operation_id="practices_revise",
        summary=gettext_lazy("Take an example up again"),
        description=gettext_lazy("Makes it a draft to change and send again. What is published stays until then."),
    )
    def post(self, request: Request, reference: str) -> Response:
        """Take it up again."""
        del request
        return self.take(reference, authoring.revise, ReasonShape)


class Discard(StepView):
    """Delete a draft."""

    @described(
        operation_id="practices_discard",
        summary=gettext_lazy("Delete a draft"),
        description=gettext_lazy("Only a draft that was never sent. `restore` brings it back."),
    )
    def post(self, request: Request, reference: str) -> Response:
        """Delete it."""
        del request
        return self.take(reference, authoring.discard, ReasonShape)


class Restore(StepView):
    """Bring a deleted draft back."""

    @described(
        operation_id="practices_restore",
        summary=gettext_lazy("Bring a deleted draft back"),
        description=gettext_lazy("As it was before."),
    )
    def post(self, request: Request, reference: str) -> Response:
        """Bring it back."""
        del request
        return self.take(reference, authoring.restore, ReasonShape)
