"""The buttons that a person has on a return, from the workflow table."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from nvap.models import Return
from nvap.workflow import RETURN

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
