"""Entering examples that were published elsewhere, and keeping them in step with their source."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import rules
from practice.actions import authoring, bank, sharing
from practice.models import Call, EvidenceLink, Practice, PracticeRevision
from practice.vocab import Audience, PracticeState, RatingValue, Use
from practice.workflow import PRACTICE
from vkpp.accounts.models import Force
from vkpp.core.exceptions import Conflict, Invalid

IMPORT = PracticeRevision.Source.IMPORT
REVIEW_AFTER = dt.timedelta(days=730)
# An example that its source shows to everybody may be shown to everybody here; the rest stays the owner's to give.
PERMITTED_BY_SOURCE = (Use.SHARE_FORCES, Use.PUBLISH_PUBLIC, Use.DISCUSS_STAKEHOLDERS)


@transaction.atomic
def enter(
    *,
    key: str,
    values: Mapping[str, Any],
    force: Force | None,
    call: Call,
    rating: str,
    evidence: Iterable[Mapping[str, Any]],
    source_url: str,
    by: Any,
) -> str:
    """Put a published example into the bank, or bring it up to date; says `created`, `updated` or `unchanged`.

    `rating` is the source's own. Refused when somebody has changed the example in the portal since.
    """
    practice = Practice.objects.select_for_update(of=("self",)).filter(import_key=key).first()
    if practice is None:
        practice = authoring.start(call=call, by=by, force=force, key=key)
        Practice.objects.filter(pk=practice.pk).update(source_url=source_url)
        practice.source_url = source_url
        _fill(practice, values, evidence, by)
        for use in PERMITTED_BY_SOURCE:
            sharing.give(practice=practice, use=use, by=by)
        _check_rating(practice, rating)
        PRACTICE.move(
            practice, "register", by=by, changes={"submitted_at": timezone.now()}, after={"source": source_url}
        )
        _publish(practice, rating, by)
        return "created"
    _refuse_if_taken_over(practice)
    before = practice.version, practice.evidence.count()
    _fill(practice, values, evidence, by)
    latest = practice.publications.first()
    if before == (practice.version, practice.evidence.count()) and latest is not None and latest.rating == rating:
        return "unchanged"
    _check_rating(practice, rating)
    _publish(practice, rating, by)
    return "updated"


def _fill(practice: Practice, values: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]], by: Any) -> None:
    authoring.save(practice=practice, values=dict(values), version=practice.version, by=by, source=IMPORT)
    links = [EvidenceLink(practice=practice, added_by=by, **link) for link in evidence]
    EvidenceLink.objects.bulk_create(links, ignore_conflicts=True)


def _refuse_if_taken_over(practice: Practice) -> None:
    if practice.owner_id is not None or practice.revisions.exclude(source=IMPORT).exists():
        raise Conflict(_("it was changed in the portal since it was imported; the portal's text is kept."))
    if practice.state != PracticeState.PUBLISHED:
        raise Conflict(_("it is no longer published in the portal; the portal's decision is kept."))


def _check_rating(practice: Practice, rating: str) -> None:
    """*Works* stands on an independent evaluation even when the source says so; other ratings are the source's word."""
    if rating == RatingValue.WORKS and (errors := rules.evidence_missing(practice, rating)):
        raise Invalid(errors)


def _publish(practice: Practice, rating: str, by: Any) -> None:
    bank.publish(
        practice=practice,
        rating=rating,
        rationale=_("The rating is the one given by the source.") if rating else "",
        released_to=Audience.PUBLIC,
        review_by=timezone.localdate() + REVIEW_AFTER,
        by=by,
    )
