"""What readers do with briefings: open them, subscribe to them, and say how useful they were."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import people
from reviews.actions.briefings import PUBLISHED
from reviews.briefing_links import briefing_page
from reviews.models import Briefing, BriefingFeedback, BriefingRead, BriefingSubscription
from reviews.vocab import BriefingState
from vkpp.core import audit, outbox
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import insist, words
from vkpp.core.models import Marking
from vkpp.core.notify import notify

USEFUL = range(1, 5)


@transaction.atomic
def opened(*, briefing: Briefing, by: Any) -> None:
    """Count the reader once; who writes briefings is not counted. Opening a sensitive one is logged each time."""
    if briefing.state == BriefingState.PUBLISHED and not people.may_write_briefings(by):
        BriefingRead.objects.bulk_create([BriefingRead(briefing=briefing, person=by)], ignore_conflicts=True)
    if briefing.marking == Marking.OFFICIAL_SENSITIVE:
        audit.record(by=by, verb="briefing.look", target=briefing)


@transaction.atomic
def subscribe(*, by: Any) -> None:
    """Be told by mail of every briefing that is published from now on."""
    insist(people.may_read(by), _("Briefings are for forces and national bodies."))
    made, new = BriefingSubscription.objects.get_or_create(person=by)
    if new:
        audit.record(by=by, verb="briefing.subscribe", target=made)


@transaction.atomic
def unsubscribe(*, by: Any) -> None:
    """No more mails about briefings."""
    for row in BriefingSubscription.objects.filter(person=by):
        audit.record(by=by, verb="briefing.unsubscribe", target=row)
        row.delete()


@transaction.atomic
def feedback(*, briefing: Briefing, useful: int | None, text: str, by: Any) -> BriefingFeedback:
    """Say how useful it was and what changed because of it; said again it replaces what was said before."""
    if briefing.state != BriefingState.PUBLISHED:
        raise Conflict(_("The briefing is not published."), {"state": briefing.state})
    errors: dict[str, list[str]] = {}
    if useful not in USEFUL:
        errors["useful"] = [_("Choose how useful the briefing is to you.")]
    try:
        text = words(text, "text", _("Your words"), limit=3000)
    except Invalid as refusal:
        errors |= refusal.errors
    if errors:
        raise Invalid(errors)
    values = {"useful": useful, "text": text}
    made, _new = BriefingFeedback.objects.update_or_create(briefing=briefing, person=by, defaults=values)
    audit.record(by=by, verb="briefing.feedback", target=briefing, after={"useful": useful})
    return made


@outbox.handler(PUBLISHED)
def tell_subscribers(payload: dict[str, Any]) -> None:
    """Owe everybody who subscribed, and still reads briefings, the mail."""
    briefing = Briefing.objects.filter(pk=payload["briefing"], state=BriefingState.PUBLISHED).first()
    if briefing is None:
        return
    link = briefing_page(briefing)
    context = {"briefing": briefing, "content": briefing.frozen}
    for row in BriefingSubscription.objects.filter(person__is_active=True).select_related("person"):
        if people.may_read(row.person):
            notify(to=row.person, kind="reviews_briefing", context=context, link=link, about=briefing)
