"""Writing learning points into a coding: by its coder while they code, by the third person while they bring two together.

While the two coders work the trail says only that somebody began: how much a colleague found would sway the other.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import passages, people, point_cleaning
from reviews.models import Coding, LearningPoint
from reviews.querysets import BY_TWO
from reviews.vocab import CaseState, CodingRole
from vkpp.core import audit
from vkpp.core.exceptions import Conflict
from vkpp.core.held import check_version, hold_row, insist


@transaction.atomic
def save(
    *,
    coding: Coding,
    values: Mapping[str, Any],
    point: LearningPoint | None = None,
    version: int | None = None,
    came_from: Iterable[LearningPoint] = (),
    by: Any,
) -> LearningPoint:
    """Add a learning point, or change `point`. `values`: see `point_cleaning.clean`."""
    hold(coding, by)
    if point is not None:
        hold_row(point)
        check_version(point, version)
    columns, actions = point_cleaning.clean(coding, values, point)
    if point is None:
        last = LearningPoint.everything.filter(coding=coding).aggregate(last=Max("order"))["last"] or 0
        point = LearningPoint(coding=coding, review=coding.review, order=last + 1)
    else:
        point.version += 1
    for name, value in columns.items():
        setattr(point, name, value)
    point.save()
    point.actions.set(actions)
    if came_from := list(came_from):
        point.came_from.set(came_from)
    _note(coding, "save_point", point, by)
    return point


@transaction.atomic
def remove(*, point: LearningPoint, by: Any) -> None:
    """Take a learning point out; its coder may take that back."""
    coding = point.coding
    hold(coding, by)
    LearningPoint.objects.filter(pk=point.pk).update(removed_at=timezone.now())
    _note(coding, "remove_point", point, by)


@transaction.atomic
def restore(*, point: LearningPoint, by: Any) -> None:
    """Take back that a learning point was removed."""
    coding = point.coding
    hold(coding, by)
    LearningPoint.everything.filter(pk=point.pk).update(removed_at=None)
    _note(coding, "restore_point", point, by)


@transaction.atomic
def take_text(*, coding: Coding, by: Any) -> int:
    """Look for every passage in the documents as they are now; how many are no longer there. No point is lost."""
    hold(coding, by)
    lost = 0
    pages = list(point_cleaning.pages_of(coding))
    for point in coding.points.exclude(quote=""):
        place = _place_again(point, pages)
        point.page, point.start, point.end = place or (None, None, None)
        if place:
            point.page_number = place[0].number
        lost += place is None
        point.save(update_fields=["page", "page_number", "start", "end", "updated_at"])
    coding.text_version = coding.review.text_version
    coding.save(update_fields=["text_version"])
    audit.record(by=by, verb="coding.take_text", target=coding, after={"text": coding.text_version})
    return lost


def _place_again(point: LearningPoint, pages: list[Any]) -> tuple[Any, int, int] | None:
    same_first = sorted(pages, key=lambda page: (page.pk != point.page_id, page.number != point.page_number))
    for page in same_first:
        place = passages.find(page.text, point.quote, point.start or 0)
        if place is not None:
            return page, *place
    return None


def hold(coding: Coding, by: Any) -> None:
    """Keep the coding until the change is committed; refused unless `by` may write in it now."""
    hold_row(coding)
    insist(people.may_work_on_coding(by, coding), _("Only its coder writes in a coding."))
    coding.review.refresh_from_db(fields=["state", "text_version"])
    if coding.ended_at is not None:
        raise Conflict(_("This review was taken from its coders. Your points are kept; ask VKPP before you go on."))
    wanted = CaseState.CODING if coding.role in BY_TWO else CaseState.COMPARING
    if coding.done_at is not None or coding.review.state != wanted:
        raise Conflict(_("This coding is finished. Go on with it first, if the other coder is not done yet."))


def _note(coding: Coding, deed: str, point: LearningPoint, by: Any) -> None:
    coding.version += 1
    coding.save(update_fields=["version"])
    if coding.role == CodingRole.RESOLVED:
        audit.record(by=by, verb=f"coding.{deed}", target=coding, after={"point": point.pk})
    elif coding.version == 2:
        audit.record(by=by, verb="coding.begin", target=coding)
