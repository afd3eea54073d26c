"""Bringing two codings together by a third person, assuring the quality, and having a review coded anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.telling import tell
from reviews import people
from reviews.actions import points as writing
from reviews.coding_links import coding_page
from reviews.models import CaseReview, Coding, LearningPoint
from reviews.querysets import BY_TWO
from reviews.vocab import CaseState, CodingRole
from reviews.workflow import CASE
from vkpp.core import audit, publication
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

COPIED = (
    *("theme", "level", "kind", "text", "strands", "page", "page_number", "start", "end", "quote", "recommendation"),
)


@transaction.atomic
def begin(*, review: CaseReview, by: Any) -> Coding:
    """The agreed coding of this round, in the hands of `by`; what somebody else had agreed so far stays in it."""
    hold_row(review)
    insist(people.may_resolve(by, review), _("Codings are brought together by a third person of VKPP staff."))
    if review.state != CaseState.COMPARING:
        raise Conflict(_("The codings of this review are not waiting to be brought together."))
    coding: Coding | None = review.codings.filter(role=CodingRole.RESOLVED, ended_at=None).first()
    if coding is None:
        first = review.codings.of_two().get(role=CodingRole.FIRST)
        common = {"review": review, "round": first.round, "taxonomy": first.taxonomy}
        common |= {"text_version": review.text_version, "assigned_by": by}
        coding = Coding.objects.create(role=CodingRole.RESOLVED, coder=by, **common)
        audit.record(by=by, verb="coding.begin", target=coding)
    elif coding.coder_id != by.pk:
        before = str(coding.coder)
        coding.coder = by
        coding.save(update_fields=["coder"])
        audit.record(by=by, verb="coding.take_over", target=coding, before={"coder": before})
    return coding


@transaction.atomic
def take(
    *, review: CaseReview, points: Sequence[LearningPoint], values: Mapping[str, Any] | None = None, by: Any
) -> list[LearningPoint]:
    """Take points of the two codings into the agreed one: each as it is, or with `values` all of them joined into one."""
    coding = begin(review=review, by=by)
    if not points:
        raise Invalid({"": [_("Choose at least one learning point.")]})
    wrong = [one for one in points if one.review_id != review.pk or one.coding.role not in BY_TWO]
    if wrong or any(one.coding.round != coding.round for one in points):
        raise Conflict(_("These learning points are not of the codings that are brought together."))
    if values is not None:
        return [writing.save(coding=coding, values=values, came_from=points, by=by)]
    taken = set(coding.points.filter(came_from__in=points).values_list("came_from", flat=True))
    return [_copy(coding, one, by) for one in points if one.pk not in taken]


def _copy(coding: Coding, point: LearningPoint, by: Any) -> LearningPoint:
    writing.hold(coding, by)
    columns = {name: getattr(point, name) for name in COPIED}
    order = coding.points.count() + 1
    made: LearningPoint = LearningPoint.objects.create(coding=coding, review=coding.review, order=order, **columns)
    made.actions.set(point.actions.all())
    made.came_from.set([point])
    audit.record(by=by, verb="coding.take", target=coding, after={"point": made.pk, "from": point.pk})
    return made


@transaction.atomic
def agree(*, review: CaseReview, by: Any) -> None:
    """The agreed coding is complete: its learning points are those of the review."""
    hold_row(review)
    CASE.check(review, "resolve", by)
    coding = begin(review=review, by=by)
    if not coding.points.exists() and LearningPoint.objects.filter(coding__in=review.codings.of_two()).exists():
        raise Conflict(
            _("You have not taken any learning point yet. Take those that are right, then agree the coding.")
        )
    CASE.move(review, "resolve", by=by, after={"points": coding.points.count()})
    coding.done_at = timezone.now()
    coding.save(update_fields=["done_at"])
    review.points.filter(final=True).exclude(coding=coding).update(final=False)
    coding.points.update(final=True)


@transaction.atomic
def assure(*, review: CaseReview, by: Any) -> None:
    """A person who did not code it has checked the coding: it counts from now on."""
    hold_row(review)
    CASE.move(review, "assure", by=by, changes={"assured_at": timezone.now(), "assured_by": by})
    coders = [coding.coder for coding in review.codings.of_two().select_related("coder") if coding.coder]
    publication.tell("case_review.assured", review)
    tell(coders, "reviews_coding_assured", about=review, link=coding_page(review), by=by)


@transaction.atomic
def recode(*, review: CaseReview, reason: str, by: Any) -> None:
    """Have the review coded anew by two people; the readings of the round that ends are kept, and no longer count."""
    hold_row(review)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    CASE.move(review, "recode", by=by, reason=reason, changes={"assured_at": None, "assured_by": None})
    ended = review.codings.filter(role__in=(*BY_TWO, CodingRole.RESOLVED), ended_at=None)
    review.points.filter(coding__in=ended, final=True).update(final=False)
    ended.update(ended_at=timezone.now())
