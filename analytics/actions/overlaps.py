"""Where two collections ask for the same: looking for it, and recording what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.models import CollectionItem, Overlap
from analytics.register import people, questions
from analytics.register.alike import OVERLAP, items_like, texts_like
from analytics.register.vocab import OtherKind, OverlapState
from analytics.register.workflow import OVERLAP as WORKFLOW
from vkpp.core.held import hold_row, insist, words
from vkpp.core.references import take

NUMBER = ("OV", "analytics_overlap_number")
LOCK = 7_410_018
LONGEST_WORD = 80
Key = tuple[int, str, int | None, str, str]


@dataclass(frozen=True)
class Found:
    """A pair that is alike: the other's text, the figure of 100, and the words both have."""

    text: str
    figure: int
    shared: Sequence[str]


@transaction.atomic
def look_again(*, by: Any) -> tuple[int, int]:
    """Compare everything with everything; says how many pairs there are now, and how many are new."""
    insist(by is None or people.may_keep(by), _("Overlaps are settled by VKPP staff."))
    one_at_a_time()
    items = list(CollectionItem.objects.asked())
    Overlap.objects.filter(state=OverlapState.FOUND).exclude(_about(items)).delete()
    new = compare(items=items)
    return Overlap.objects.count(), new


@transaction.atomic
def compare(*, items: Sequence[CollectionItem]) -> int:
    """Bring the overlaps of these items up to date; how many are new.

    Pairs that wait for a decision follow the texts and go when these are no longer alike. Decided ones stay as they were.
    """
    one_at_a_time()
    found = {**_with_items(items), **_with_own(items, [*questions.fixed_questions(), *questions.measures()])}
    there = {_key(row): row for row in Overlap.objects.filter(_about(items)).select_for_update(of=("self",))}
    texts = dict(CollectionItem.objects.filter(pk__in={key[0] for key in found}).values_list("pk", "text"))
    for key, row in there.items():
        if row.state != OverlapState.FOUND:
            continue
        if key in found:
            _follow(row, found[key], texts[key[0]])
        else:
            row.delete()
    new = [key for key in found if key not in there]
    Overlap.objects.bulk_create(_made(key, found[key], texts[key[0]]) for key in new)
    return len(new)


def forget(*, items: Iterable[int]) -> None:
    """Items that nobody asks for any more need no decision."""
    about = Q(first__in=items) | Q(other_item__in=items)
    Overlap.objects.filter(about, state=OverlapState.FOUND).delete()


@transaction.atomic
def decide(*, overlap: Overlap, action: str, reason: str, by: Any) -> None:
    """Record what was decided, that it is done, or that the decision is undone; each with its reason."""
    hold_row(overlap)
    undone, reason = action == "undo", words(reason, "reason", _("The reason"))
    changes: Mapping[str, Any] = {
        "reason": "" if undone else reason,
        "decided_at": None if undone else timezone.now(),
        "decided_by": None if undone else by,
        "updated_at": timezone.now(),
    }
    WORKFLOW.move(overlap, action, by=by, reason=reason, changes=changes)


def one_at_a_time() -> None:
    """Until the transaction ends nobody else compares, so that of two new items that are alike the second finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _about(items: Sequence[CollectionItem]) -> Q:
    keys = [item.pk for item in items]
    return Q(first__in=keys) | Q(other_item__in=keys)


def _key(row: Overlap) -> Key:
    return row.first_id, row.other_kind, row.other_item_id, row.other_form, row.other_code


def _with_items(items: Sequence[CollectionItem]) -> dict[Key, Found]:
    """Pairs of these items with items of other collections; the item that was entered first comes first."""
    alike = items_like([(item.pk, item.spelled) for item in items], least=OVERLAP)
    rows = CollectionItem.objects.in_bulk({one.found for one in alike} | {item.pk for item in items})
    pairs: dict[Key, Found] = {}
    for one in alike:
        first, other = rows[min(one.asked, one.found)], rows[max(one.asked, one.found)]
        if first.collection_id != other.collection_id:
            key: Key = (first.pk, OtherKind.ITEM.value, other.pk, "", "")
            shared = one.shared if one.asked == first.pk else one.theirs
            pairs[key] = Found(other.text, one.figure, _short(shared))
    return pairs


def _with_own(items: Sequence[CollectionItem], own: Sequence[questions.Asked]) -> dict[Key, Found]:
    """Pairs of these items with what the portal asks itself."""
    alike = texts_like([(item.pk, item.spelled) for item in items], questions.keyed(own), least=OVERLAP)
    pairs: dict[Key, Found] = {}
    for one in alike:
        other = own[one.found]
        key: Key = (one.asked, str(other.kind), None, other.form, other.code)
        pairs.setdefault(key, Found(other.text, one.figure, _short(one.shared)))
    return pairs


def _short(shared: Sequence[str]) -> list[str]:
    return [word[:LONGEST_WORD] for word in shared]


def _follow(row: Overlap, found: Found, first_text: str) -> None:
    now = (first_text, found.text, found.figure, list(found.shared))
    if (row.first_text, row.other_text, row.similarity, row.shared) != now:
        row.first_text, row.other_text, row.similarity, row.shared = now
        row.save(update_fields=["first_text", "other_text", "similarity", "shared", "updated_at"])


def _made(key: Key, found: Found, first_text: str) -> Overlap:
    first, kind, item, form, code = key
    return Overlap(
        reference=take(NUMBER),
        first_id=first,
        other_kind=kind,
        other_item_id=item,
        other_form=form,
        other_code=code,
        first_text=first_text,
        other_text=found.text,
        similarity=found.figure,
        shared=list(found.shared),
    )
