"""Briefings: written by one person, published by a second, frozen for ever; withdrawn with a reason."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.models import Strand
from nvap.telling import tell
from reviews import briefing_content, briefing_private, people
from reviews.briefing_links import briefing_page, briefing_write_page
from reviews.models import Briefing, BriefingChoice, CaseReview, ReviewType, Theme
from reviews.querysets import IN_CATALOGUE
from reviews.vocab import BriefingState, CaseState
from reviews.workflow import BRIEFING
from vkpp.accounts.models import User
from vkpp.core import audit, outbox, publication
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.models import Marking

PUBLISHED = "reviews.briefing_published"
FIELDS = ("title", "summary", "period_from", "period_to", "theme_code", "types", "strands", "inclusion_rule")
EARLIEST = dt.date(2000, 1, 1)
SEQUENCE = "reviews_briefing_number"


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Any) -> Briefing:
    """A new draft. `values`: some of FIELDS, at least title and period."""
    insist(people.may_write_briefings(by), _("Briefings are written by VKPP staff."))
    briefing = Briefing(author=by)
    _put(briefing, {"title": "", "period_from": None, "period_to": None, **values})
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [SEQUENCE])
        briefing.number = cursor.fetchone()[0]
    briefing.save()
    audit.record(by=by, verb="briefing.create", target=briefing, after=stored(briefing))
    return briefing


@transaction.atomic
def change(*, briefing: Briefing, values: Mapping[str, Any], version: int | None, by: Any) -> Briefing:
    """Change title, summary, period or rule of a draft; `version` is the one the person saw."""
    hold_draft(briefing, by)
    before = stored(briefing)
    _put(briefing, values)
    after = stored(briefing)
    changed = [name for name in FIELDS if after[name] != before[name]]
    if not changed:
        return briefing
    check_version(briefing, version, lambda: before)
    briefing.version += 1
    briefing.save()
    audit.record(
        by=by,
        verb="briefing.change",
        target=briefing,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return briefing


@transaction.atomic
def discard(*, briefing: Briefing, by: Any) -> None:
    """Throw a draft away; what it said stays in the trail."""
    hold_draft(briefing, by)
    audit.record(by=by, verb="briefing.discard", target=briefing, before=stored(briefing))
    briefing.delete()


@transaction.atomic
def choose(*, briefing: Briefing, review: CaseReview, included: bool, reason: str, by: Any) -> None:
    """Take a review in, or leave it out, against the rule; the reason is published with it."""
    hold_draft(briefing, by)
    if included and (review.state != CaseState.ASSURED or review.marking != Marking.OFFICIAL):
        raise Conflict(_("Only quality-assured reviews that are marked OFFICIAL can be taken in."))
    if review.state not in IN_CATALOGUE:
        raise Conflict(_("The review is not in the catalogue. It is counted as examined and not included already."))
    reason = words(
        reason, "reason", _("The reason"), limit=300, required=_("Give the reason. It is published."), one_line=True
    )
    values = {"included": included, "reason": reason, "by": by}
    BriefingChoice.objects.update_or_create(briefing=briefing, review=review, defaults=values)
    after = {"review": review.reference, "included": included}
    audit.record(by=by, verb="briefing.choose", target=briefing, after=after, reason=reason)


@transaction.atomic
def follow_rule(*, briefing: Briefing, review: CaseReview, by: Any) -> None:
    """Take a choice by hand back: the rule decides again."""
    hold_draft(briefing, by)
    gone, _kinds = briefing.choices.filter(review=review).delete()
    if gone:
        audit.record(by=by, verb="briefing.follow_rule", target=briefing, after={"review": review.reference})


@transaction.atomic
def keep_text(*, briefing: Briefing, by: Any) -> None:
    """Say that what looks like personal data in it is none."""
    hold_draft(briefing, by)
    found = briefing_private.undecided(briefing)
    briefing.personal_data_kept = sorted({*briefing.personal_data_kept, *(one.fingerprint for one in found)})
    briefing.save(update_fields=["personal_data_kept"])
    audit.record(by=by, verb="briefing.keep_text", target=briefing, after={"kept": len(found)})


@transaction.atomic
def ask_review(*, briefing: Briefing, reviewer: User | None, by: Any) -> None:
    """Send it to a second person, who reads and publishes it or returns it."""
    hold_row(briefing)
    if reviewer is not None and (reviewer.pk == briefing.author_id or not people.may_write_briefings(reviewer)):
        raise Invalid({"reviewer": [_("Choose somebody of VKPP who is not its author.")]})
    briefing.reviewer = reviewer
    changes = {"reviewer": reviewer, "reviewer_note": "", "version": F("version") + 1}
    BRIEFING.move(briefing, "ask_review", by=by, changes=changes)
    tell([reviewer] if reviewer else [], "reviews_briefing_review", about=briefing, link=briefing_page(briefing), by=by)


@transaction.atomic
def return_(*, briefing: Briefing, reason: str, by: Any) -> None:
    """Back to its author, with what should be changed."""
    hold_row(briefing)
    reason = words(reason, "reason", _("What should be changed"), limit=5000)
    changes = {"reviewer_note": reason, "version": F("version") + 1}
    BRIEFING.move(briefing, "return", by=by, reason=reason, changes=changes)
    author = [briefing.author] if briefing.author else []
    tell(author, "reviews_briefing_returned", about=briefing, link=briefing_write_page(briefing), by=by)


@transaction.atomic
def publish(*, briefing: Briefing, by: Any) -> None:
    """Freeze everything it says, and tell who subscribed. Never by its author."""
    hold_row(briefing)
    BRIEFING.check(briefing, "publish", by)
    content = briefing_content.build(briefing, by)
    if not content["included"]:
        raise Conflict(_("No review is included. Return it, and change the period or the rule."))
    now = timezone.now()
    content["published_on"] = timezone.localdate(now).isoformat()
    changes = {
        "frozen": content,
        "examined": content["examined"],
        "included": content["included"],
        "published_at": now,
        "published_by": by,
        "version": F("version") + 1,
        "updated_at": now,
    }
    counts = {name: content[name] for name in ("examined", "included")}
    BRIEFING.move(briefing, "publish", by=by, changes=changes, after=counts)
    briefing.refresh_from_db()
    outbox.owe(PUBLISHED, {"briefing": briefing.pk}, key=f"{PUBLISHED}:{briefing.pk}")
    publication.tell("briefing.published", briefing)


@transaction.atomic
def withdraw(*, briefing: Briefing, reason: str, by: Any) -> None:
    """Take a published one back: readers no longer find it, staff see why."""
    hold_row(briefing)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    changes = {"reviewer_note": reason, "version": F("version") + 1, "updated_at": timezone.now()}
    BRIEFING.move(briefing, "withdraw", by=by, reason=reason, changes=changes)


def hold_draft(briefing: Briefing, by: Any) -> None:
    """Keep it until the transaction ends; only a draft is written in."""
    insist(people.may_write_briefings(by, briefing), _("Briefings are written by VKPP staff."))
    hold_row(briefing)
    if briefing.state != BriefingState.DRAFT:
        state = BRIEFING.state(briefing.state).label
        raise Conflict(
            _("It is “%(state)s”, and what it says stays as it is.") % {"state": state}, {"state": briefing.state}
        )


def stored(briefing: Briefing) -> dict[str, Any]:
    """The fields as they stand, for comparing and for the trail."""
    found = {name: getattr(briefing, name) for name in FIELDS}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in found.items()}


def _put(briefing: Briefing, values: Mapping[str, Any]) -> None:
    """Set the fields named; Invalid with a sentence beside each that cannot be stored."""
    errors: dict[str, list[str]] = {}
    for name, label, limit, required in (
        ("title", _("The title"), 160, _("Enter a title.")),
        ("summary", _("The summary"), 5000, ""),
        ("inclusion_rule", _("The addition to the rule"), 2000, ""),
    ):
        if name in values:
            try:
                one_line = name == "title"
                value = words(values[name] or "", name, label, limit=limit, required=required, one_line=one_line)
                setattr(briefing, name, value)
            except Invalid as refusal:
                errors |= refusal.errors
    _put_period(briefing, values, errors)
    _put_codes(briefing, values, errors)
    if errors:
        raise Invalid(errors)


def _put_period(briefing: Briefing, values: Mapping[str, Any], errors: dict[str, list[str]]) -> None:
    for name, missing in (
        ("period_from", _("Enter the first day of the period.")),
        ("period_to", _("Enter the last day of the period.")),
    ):
        if name in values:
            setattr(briefing, name, values[name])
            if values[name] is None:
                errors[name] = [missing]
    if errors.keys() & {"period_from", "period_to"}:
        return
    if briefing.period_from < EARLIEST:
        errors["period_from"] = [_("The period begins in 2000 or later.")]
    if briefing.period_to < briefing.period_from:
        errors["period_to"] = [_("The last day is before the first. Choose a later day.")]


def _put_codes(briefing: Briefing, values: Mapping[str, Any], errors: dict[str, list[str]]) -> None:
    """Themes, kinds and strands that are known, each once."""
    unknown = _("“%(code)s” is not one of the choices.")
    if "theme_code" in values:
        code = values["theme_code"] or ""
        if code and not Theme.objects.filter(code=code).exists():
            errors["theme_code"] = [unknown % {"code": code[:80]}]
        briefing.theme_code = code
    for name, rows in (("types", ReviewType.objects), ("strands", Strand.objects)):
        if name in values:
            codes = sorted({str(code) for code in values[name] or []})
            known = set(rows.filter(code__in=codes).values_list("code", flat=True))
            if left := [code for code in codes if code not in known]:
                errors[name] = [unknown % {"code": left[0][:80]}]
            setattr(briefing, name, codes)
