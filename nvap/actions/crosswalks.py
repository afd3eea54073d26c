"""Crosswalks: which actions meet which items of other frameworks."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.actions.plans import check_manager
from nvap.crosswalk_files import ItemRow, LinkRow
from nvap.models import Action, Crosswalk, Framework, FrameworkItem
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, NotAllowed


@transaction.atomic
def load(*, framework: Framework, rows: Sequence[ItemRow], by: Any) -> tuple[int, int]:
    """Bring items and links of a framework up to the rows; what is not in them stays. Returns items and links."""
    check_manager(by)
    actions = {action.code: action for action in Action.objects.all()}
    links = 0
    for order, row in enumerate(rows):
        item = _item(framework, row, order)
        for link in row.links:
            _link(actions[link.action], item, link)
            links += 1
    audit.record(by=by, verb="crosswalk.load", target=framework, after={"items": len(rows), "links": links})
    return len(rows), links


def _item(framework: Framework, row: ItemRow, order: int) -> FrameworkItem:
    words = {"text": row.text, "note": row.note, "provenance": row.provenance}
    same = FrameworkItem.objects.filter(framework=framework, edition=row.edition, code=row.code)
    found = same.first() if row.code else same.filter(text=row.text).first()
    if found is None:
        taken = FrameworkItem.objects.filter(framework=framework, edition=row.edition)
        last = taken.order_by("-order").values_list("order", flat=True).first()
        place = order if last is None else max(order, last + 1)
        return FrameworkItem.objects.create(
            framework=framework, edition=row.edition, code=row.code, order=place, **words
        )
    if any(getattr(found, name) != value for name, value in words.items()):
        for name, value in words.items():
            setattr(found, name, value)
        found.save(update_fields=list(words))
    return found


def _link(action: Action, item: FrameworkItem, row: LinkRow) -> None:
    """The link as the file says; one that says something else than before waits for review again."""
    said = {"relation": row.relation, "rationale": row.rationale}
    link, made = Crosswalk.objects.get_or_create(action=action, item=item, defaults=said)
    if made or all(getattr(link, name) == value for name, value in said.items()):
        return
    link.relation, link.rationale, link.reviewed_at, link.reviewed_by = row.relation, row.rationale, None, None
    link.save(update_fields=["relation", "rationale", "reviewed_at", "reviewed_by"])


@transaction.atomic
def review(*, link: Crosswalk, by: Any) -> None:
    """Note that somebody has looked at the link and stands by it."""
    check_manager(by)
    if by is None:
        raise NotAllowed(_("A link is reviewed by a person."))
    won = Crosswalk.objects.filter(pk=link.pk, reviewed_at=None).update(reviewed_at=timezone.now(), reviewed_by=by)
    if not won:
        raise Conflict(_("This link has been reviewed already."))
    audit.record(by=by, verb="crosswalk.review", target=link)
