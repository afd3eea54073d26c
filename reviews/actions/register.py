"""Entering reviews from the file of a register, with the learning points it brings along; again changes nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.models import Action
from reviews import cleaning
from reviews.actions import editing, sending
from reviews.models import CaseReview, Coding, LearningPoint, PointAction, Taxonomy, Theme
from reviews.vocab import CaseState, CodingRole, TaxonomyState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid

UNCODED = (CaseState.SENT, CaseState.EXCLUDED, CaseState.INCLUDED)


@transaction.atomic
def enter(*, key: str, values: Mapping[str, Any], points: Iterable[Mapping[str, Any]], by: Any) -> str:
    """Put a row of the file into the portal, or bring it up to date; says `created`, `updated` or `unchanged`.

    What the file is silent about stays as it is. Refused where a person has changed the same field in the portal.
    """
    sending.check_key(key)
    review = CaseReview.objects.select_for_update(of=("self",)).filter(import_key=key).first()
    if review is None:
        review = sending.send(values=values, by=by, key=key, although_similar=True)
        _bring_coding(review, list(points), by)
        return "created"
    changed = _bring_facts(review, values, by)
    changed |= _bring_coding(review, list(points), by)
    return "updated" if changed else "unchanged"


def _bring_facts(review: CaseReview, values: Mapping[str, Any], by: Any) -> bool:
    said = {name: value for name, value in values.items() if value not in ("", None, [])}
    different = {name for name, value in cleaning.clean(said).items() if getattr(review, name) != value}
    if not different:
        return False
    by_people: set[str] = set()
    events = audit.events_about(review).filter(verb="case_review.change", actor_id__isnull=False)
    for after in events.values_list("after", flat=True):
        by_people |= set(after)
    if taken := sorted(different & by_people):
        words = _("%(fields)s was changed in the portal since. Bring the file up to date, or take the field out of it.")
        raise Conflict(words % {"fields": ", ".join(str(cleaning.LABELS[name]) for name in taken)})
    return editing.change(review=review, values={name: said[name] for name in different}, version=None, by=by)


def _bring_coding(review: CaseReview, points: list[Mapping[str, Any]], by: Any) -> bool:
    """The file's learning points as a coding of its own; a changed file replaces it while nobody has coded."""
    brought = review.codings.filter(role=CodingRole.IMPORTED, ended_at=None).first()
    if not points or (brought is not None and _same(brought, points)):
        return False
    if review.state not in UNCODED:
        raise Conflict(_("Its learning points differ, and it was coded already. Change them in the portal."))
    if brought is not None:
        Coding.objects.filter(pk=brought.pk).update(ended_at=timezone.now())
        brought.points.update(final=False)
    taxonomy = Taxonomy.objects.filter(state=TaxonomyState.PUBLISHED).first()
    if taxonomy is None:
        raise Conflict(_("There are no themes of learning. Run manage.py load_reference first."))
    coding = Coding.objects.create(
        review=review,
        role=CodingRole.IMPORTED,
        taxonomy=taxonomy,
        text_version=review.text_version,
        done_at=timezone.now(),
        assigned_by=by,
    )
    themes = {theme.code: theme for theme in taxonomy.themes.all()}
    rows = LearningPoint.objects.bulk_create(_points(coding, points, themes))
    _link_actions(rows, points)
    after = {"coding": coding.pk, "points": len(points), "taxonomy": taxonomy.number}
    audit.record(by=by, verb="case_review.coding_imported", target=review, after=after)
    return True


def _same(brought: Coding, points: list[Mapping[str, Any]]) -> bool:
    """Whether the file says what it said before; about actions only where it names any."""
    known = list(brought.points.values_list("text", "level", "theme__code"))
    if known != [(point["text"], point["level"], point["theme"]) for point in points]:
        return False
    said = [sorted(point.get("actions") or ()) for point in points]
    linked = brought.points.prefetch_related("actions")
    return not any(said) or said == [sorted(action.code for action in row.actions.all()) for row in linked]


def _link_actions(rows: list[LearningPoint], points: list[Mapping[str, Any]]) -> None:
    codes = {code for point in points for code in point.get("actions") or ()}
    actions = dict(Action.objects.filter(code__in=codes).values_list("code", "pk"))
    links = [
        PointAction(point=row, action_id=actions[code])
        for row, point in zip(rows, points, strict=True)
        for code in point.get("actions") or ()
    ]
    PointAction.objects.bulk_create(links)


def _points(coding: Coding, points: list[Mapping[str, Any]], themes: Mapping[str, Theme]) -> list[LearningPoint]:
    rows = []
    for order, point in enumerate(points):
        if point["theme"] not in themes:
            words = _("There is no theme “%(theme)s” in the code book in use.") % {"theme": point["theme"]}
            raise Invalid({"learning_points": [words]})
        row = LearningPoint(
            coding=coding,
            review=coding.review,
            final=True,
            theme=themes[point["theme"]],
            level=point["level"],
            kind=point["kind"],
            text=point["text"],
            strands=coding.review.strands,
            order=order,
        )
        rows.append(row)
    return rows
