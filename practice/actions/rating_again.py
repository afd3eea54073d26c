"""A published example is rated anew because something independent is known about it now."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from practice import deadlines
from practice.actions.held import hold
from practice.actions.saving import note_stage
from practice.models import Practice
from practice.vocab import PracticeState, Stage
from practice.workflow import PRACTICE


@transaction.atomic
def rate_again(*, practice: Practice, reason: str, by: Any) -> bool:
    """Open a new round of rating; what is published stays until its decision is released. Whether it was opened.

    An example that its authors are changing, or that is being rated already, gets its rating on its way anyhow.
    """
    hold(practice)
    note_stage(practice=practice, stage=Stage.INDEPENDENTLY_EVALUATED, by=by)
    if practice.state != PracticeState.PUBLISHED:
        return False
    now = timezone.now()
    changes = {"rating_round": practice.rating_round + 1, "due_at": deadlines.rating_due(now), "updated_at": now}
    PRACTICE.move(practice, "rate_again", by=by, reason=reason, changes=changes)
    return True
