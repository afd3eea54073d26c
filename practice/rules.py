"""What must be filled or checked before an example goes on; one rule, one function, one sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

# The fields without which an example cannot be sent, with the sentence that asks for them.
REQUIRED: dict[str, Any] = {}


def missing_for_submission(practice: Any) -> Mapping[str, list[str]]:
    """What the authors still have to fill before sending: field → sentences."""
    return {}


def missing_for_taking_forward(practice: Any) -> Mapping[str, list[str]]:
    """Which checks of triage are still to be done on this version of the example."""
    from practice.models import TriageCheck

    done = set(practice.checks.filter(of_version=practice.version).values_list("kind", flat=True))
    open_checks = [str(kind.label) for kind in TriageCheck.Kind if kind.value not in done]
    if not open_checks:
        return {}
    return {"checks": [_("Do these checks first: %(checks)s.") % {"checks": ", ".join(open_checks).lower()}]}
