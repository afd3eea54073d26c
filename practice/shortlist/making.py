"""Suggestions made by a worker, who says how far it is."""

from typing import Any

from django.utils.translation import gettext as _

from practice.actions import shortlist_suggesting
from practice.models import Suggestion
from practice.shortlist.links import suggestion_page
from vkpp.core import jobs
from vkpp.core.job_progress import Progress
from vkpp.core.models import Job


def may_read(user: Any, job: Job) -> bool:
    """Whoever may still read suggestions."""
    return Suggestion.objects.visible_to(user).filter(pk=job.payload.get("suggestion", 0)).exists()


@jobs.register(shortlist_suggesting.SUGGEST, may_read=may_read)
def make(progress: Progress) -> None:
    """Find the best set, which can be read at once; then for each candidate what it would cost to decide otherwise."""
    rows = Suggestion.objects.visible_to(progress.by).select_related("round")
    suggestion = rows.filter(pk=progress.payload.get("suggestion", 0)).first()
    if suggestion is None:
        progress.fail(_("You may no longer read suggestions of this round."))
    progress.note(_("Looking for the best set"))
    done = 0

    def tell(now: int, total: int) -> None:
        nonlocal done
        if now == 0:
            progress.next(suggestion_page(suggestion), _("Read the suggestion"))
            progress.total(total, _("The set is found. Trying each candidate the other way round for the reasons"))
        progress.step(now - done)
        done = now

    shortlist_suggesting.find(suggestion=suggestion, by=progress.by, tell=tell)
    progress.next(suggestion_page(suggestion), _("Read the suggestion"))
