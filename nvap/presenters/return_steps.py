"""The buttons that a person has on a return, from the workflow table, and why it came back."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nvap.models import Return
from nvap.vocab import ReturnState
from nvap.workflow import RETURN
from vkpp.core import audit
from vkpp.core.templatetags.dates import nice_date

ROUTES = {
    "send_for_signature": "sign-send",
    "recall": "sign-recall",
    "return_unsigned": "sign-return",
    "submit": "submit",
    "send_back": "send-back",
    "accept": "accept",
    "reopen": "reopen",
}
ASKING = ("return_unsigned", "reopen")
"""Steps whose page asks for a reason first."""
BACK_IN = (ReturnState.ANSWERING, ReturnState.AMENDING, ReturnState.TO_SIGN)
"""States in which the force works on what somebody gave back with a reason."""


def buttons(ret: Return, user: Any, steps: Iterable[str] = tuple(ROUTES)) -> list[dict[str, Any]]:
    """Label, address and kind of each step the person may take now."""
    wanted = set(steps)
    return [
        {
            "action": step.action,
            "label": step.label,
            "href": reverse(f"nvap:{ROUTES[step.action]}", args=[ret.round.code, ret.force.code]),
            "kind": step.button,
            "asks": step.action in ASKING,
            "blocked": [
                sentence for group in (step.missing(ret) if step.missing else {}).values() for sentence in group
            ],
        }
        for step in RETURN.available(ret, user)
        if step.action in wanted
    ]


def came_back(ret: Return) -> dict[str, str]:
    """Who gave the return back last, when and why, until it is signed again; empty when nobody did."""
    if ret.state not in BACK_IN:
        return {}
    last = audit.events_about(ret).filter(verb__in=["return.return_unsigned", "return.reopen", "return.sign"]).first()
    if last is None or last.verb == "return.sign":
        return {}
    words = {
        "return.return_unsigned": _("%(who)s returned this without signing it on %(day)s."),
        "return.reopen": _("%(who)s reopened this on %(day)s."),
    }
    return {"words": words[last.verb] % {"who": last.actor_label, "day": nice_date(last.at)}, "reason": last.reason}
