"""Decisions: stage the outcome of rating, take it back, release many together."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import deadlines, judgement
from practice.actions import bank
from practice.actions.held import check_no_interest, hold, words
from practice.links import author_page
from practice.mails import authors
from practice.models import Decision, Practice
from practice.vocab import Audience, RatingValue
from practice.workflow import PRACTICE
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Marking
from vkpp.core.notify import notify


@transaction.atomic
def stage(
    *,
    practice: Practice,
    rating: str,
    rationale: str,
    by: Any,
    audience: int = Audience.POLICE,
    review_by: dt.date | None = None,
) -> Decision:
    """Write down the outcome: rating (empty: not rated), who may read it, when it is looked at again. Not yet shown."""
    hold(practice)
    PRACTICE.check(practice, "decide", by)
    review_by = review_by or deadlines.review_by()
    errors = dict(_refusals(practice, rating, audience, review_by))
    try:
        rationale = words(rationale, "rationale", _("The rationale"), required=_("Say why, for readers of the bank."))
    except Invalid as error:
        errors |= error.errors
    if errors:
        raise Invalid(errors)
    PRACTICE.move(practice, "decide", by=by, changes={"due_at": None, "updated_at": timezone.now()})
    return Decision.objects.create(
        practice=practice,
        round=practice.rating_round,
        rating=rating,
        audience=audience,
        review_by=review_by,
        rationale=rationale,
        staged_by=by,
    )


def _refusals(practice: Practice, rating: str, audience: int, review_by: dt.date) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if rating and rating not in RatingValue.values:
        errors["rating"] = [_("Choose a rating, or “Not rated”.")]
    else:
        errors |= judgement.missing_for_decision(practice, rating)
    if audience not in (Audience.POLICE, Audience.PUBLIC):
        errors["audience"] = [_("Choose who may read it.")]
    elif audience == Audience.PUBLIC and practice.marking == Marking.OFFICIAL_SENSITIVE:
        errors["audience"] = [_("An OFFICIAL-SENSITIVE example cannot be released to everybody.")]
    if review_by <= timezone.localdate():
        errors["review_by"] = [_("Enter a date in the future.")]
    return errors


@transaction.atomic
def undecide(*, decision: Decision, by: Any, reason: str = "") -> None:
    """Take a staged decision back; the example waits for a decision again."""
    practice = decision.practice
    hold(practice)
    PRACTICE.move(
        practice,
        "undecide",
        by=by,
        reason=reason,
        changes={"due_at": deadlines.rating_due(), "updated_at": timezone.now()},
    )
    now = timezone.now()
    practice.decisions.staged().update(cancelled_at=now, cancelled_by=by)
    decision.refresh_from_db()


@transaction.atomic
def release(*, decisions: Iterable[Decision], by: Any) -> list[Decision]:
    """Publish all of these together, or none. The authors' mails are staged for staff to read and send.

    Decisions that were released already are passed over, so that a second click changes nothing.
    """
    if not nationally(by, Permission.PRACTICE_MODERATE):
        raise NotAllowed(_("Decisions are released by VKPP administrators."))
    wanted = [decision.pk for decision in decisions]
    rows = Decision.objects.filter(pk__in=wanted).select_related("practice").order_by("practice_id", "pk")
    now = timezone.now()
    return [row for row in rows if _release(row, now, by)]


def _release(decision: Decision, now: dt.datetime, by: Any) -> bool:
    practice = decision.practice
    hold(practice)
    decision.refresh_from_db(fields=["released_at", "cancelled_at"])
    if decision.released_at is not None:
        return False
    if decision.cancelled_at is not None:
        raise Conflict(
            _(
                "The decision on %(reference)s was taken back meanwhile, so nothing was released. Look at the list again."
            )
            % {"reference": practice.reference}
        )
    check_no_interest(by, practice)
    PRACTICE.move(practice, "release", by=by, changes={"updated_at": now}, after={"rating": decision.rating})
    publication = bank.publish(
        practice=practice,
        rating=decision.rating,
        rationale=decision.rationale,
        released_to=decision.audience,
        review_by=decision.review_by,
        by=by,
        published_at=now,
    )
    decision.released_at, decision.released_by = now, by
    decision.save(update_fields=["released_at", "released_by"])
    for author in authors(practice):
        notify(
            to=author,
            kind="practice_published",
            context={"practice": practice, "by": by, "publication": publication},
            link=author_page(practice),
            about=decision,
            staged=True,
        )
    return True
