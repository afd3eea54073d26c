"""What can happen to a request for a role."""

from django.utils.translation import gettext_lazy as _

from vkpp.accounts.rules import may_decide
from vkpp.core.workflow import State, Step, Workflow

ROLE_REQUEST = Workflow(
    name="role_request",
    states=(
        State("waiting", _("Waiting for a decision"), _("Waiting for a decision"), "yellow"),
        State("granted", _("Granted"), _("Granted"), "green"),
        State("refused", _("Refused"), _("Refused"), "red"),
        State("cancelled", _("Taken back"), _("Taken back"), "grey"),
    ),
    steps=(
        Step(
            action="grant",
            label=_("Grant the role"),
            source=("waiting",),
            target="granted",
            who=_("the force’s NVAP lead or VKPP administrators"),
            may=may_decide,
            button="primary",
        ),
        Step(
            action="refuse",
            label=_("Refuse"),
            source=("waiting",),
            target="refused",
            who=_("the force’s NVAP lead or VKPP administrators"),
            may=may_decide,
            needs_reason=True,
            button="warning",
        ),
        Step(
            action="take_back",
            label=_("Take the request back"),
            source=("waiting",),
            target="cancelled",
            who=_("the person who asked"),
            may=lambda user, request: user.pk == request.user_id,
        ),
    ),
)
