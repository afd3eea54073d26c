"""Collections of practice: made, filled, put in order, published and retired by VKPP staff."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from practice.collecting import reading
from practice.collecting.workflow import COLLECTION, may_curate
from practice.models import BankEntry, PracticeCollection, PracticeCollectionItem
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.once import once

TITLE, INTRO, NOTE = 120, 5000, 1000
MOST = 100
RESERVED = {"new", "add", "removed"}
"""Words that stand in addresses beside collections."""
FIELDS = ("title", "intro", "audience")


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Any) -> PracticeCollection:
    """Start a collection. `values`: title, and if known already intro and audience. It is seen by staff alone."""
    _check_curator(by)
    cleaned = _cleaned({"title": "", **values})
    made = PracticeCollection(slug=_slug(cleaned["title"]), created_by=by, **cleaned)
    made.save()
    audit.record(by=by, verb="practice_collection.create", target=made, after=cleaned)
    return made


@transaction.atomic
def create_once(*, values: Mapping[str, Any], key: str, body_hash: str, by: Any) -> tuple[PracticeCollection, bool]:
    """`create` for a program: the same `key` gives the same collection. Whether it is new."""
    sent = PracticeCollection.objects.filter(created_by=by)
    return once(sent, key=key, body_hash=body_hash, by=by, make=partial(create, values=values, by=by))


@transaction.atomic
def change(*, collection: PracticeCollection, values: Mapping[str, Any], version: int | None, by: Any) -> bool:
    """Change title, introduction or audience; whether anything was different. A published one keeps what it needs."""
    _hold(collection, version, by)
    cleaned = _cleaned(values)
    different = {name: value for name, value in cleaned.items() if getattr(collection, name) != value}
    if not different:
        return False
    before = {name: getattr(collection, name) for name in different}
    for name, value in different.items():
        setattr(collection, name, value)
    if collection.state == PracticeCollection.State.PUBLISHED and not collection.intro:
        raise Invalid({"intro": [_("A published collection says what it is for.")]})
    if collection.state == PracticeCollection.State.PUBLISHED:
        collection.shown_to = _widest(collection)
    _touch(collection, *different, "shown_to")
    audit.record(by=by, verb="practice_collection.change", target=collection, before=before, after=different)
    return True


@transaction.atomic
def add(
    *, collection: PracticeCollection, reference: str, note: str = "", version: int | None = None, by: Any
) -> PracticeCollectionItem:
    """Put a published example at the end, with the reason why it is there."""
    _hold(collection, version, by)
    said = words(note, "note", _("The note"), limit=NOTE)
    wanted = reference.strip().upper()[:16]
    known = BankEntry.objects.visible_to(by).filter(practice__reference=wanted)
    found = None if "\x00" in wanted else known.first()
    if found is None:
        raise Invalid({"reference": [_("No published example that you may read has this reference.")]})
    if collection.items.filter(practice=found.practice_id).exists():
        raise Invalid(
            {"reference": [_("%(reference)s is in the collection already.") % {"reference": found.reference}]}
        )
    size = collection.items.count()
    if size >= MOST:
        raise Invalid({"reference": [_("A collection holds at most %(n)d examples. Start another one.") % {"n": MOST}]})
    made = PracticeCollectionItem.objects.create(
        collection=collection, practice_id=found.practice_id, place=size + 1, note=said, added_by=by
    )
    _touch(collection)
    after = {"reference": found.reference, "note": said}
    audit.record(by=by, verb="practice_collection.add", target=collection, after=after)
    return made


@transaction.atomic
def set_note(*, collection: PracticeCollection, reference: str, note: str, version: int | None = None, by: Any) -> bool:
    """Word anew why an example is there; whether anything was different."""
    _hold(collection, version, by)
    item = _item(collection, reference)
    said = words(note, "note", _("The note"), limit=NOTE)
    if said == item.note:
        return False
    before, item.note = item.note, said
    item.save(update_fields=["note"])
    _touch(collection)
    about = {"reference": reference}
    audit.record(
        by=by,
        verb="practice_collection.note",
        target=collection,
        before=about | {"note": before},
        after=about | {"note": said},
    )
    return True


@transaction.atomic
def move(*, collection: PracticeCollection, reference: str, place: int, version: int | None = None, by: Any) -> bool:
    """Put an example at another place, from 1; the others close up. Whether the order changed."""
    _hold(collection, version, by)
    item = _item(collection, reference)
    items = list(collection.items.order_by("place", "pk"))
    wanted = min(max(place, 1), len(items))
    if wanted == item.place:
        return False
    before = item.place
    items = [one for one in items if one.pk != item.pk]
    items.insert(wanted - 1, item)
    _number(items)
    _touch(collection)
    about = {"reference": reference}
    audit.record(
        by=by,
        verb="practice_collection.move",
        target=collection,
        before=about | {"place": before},
        after=about | {"place": wanted},
    )
    return True


@transaction.atomic
def remove(*, collection: PracticeCollection, reference: str, version: int | None = None, by: Any) -> None:
    """Take an example out; the others close up."""
    _hold(collection, version, by)
    item = _item(collection, reference)
    before = {"reference": reference, "place": item.place, "note": item.note}
    item.delete()
    _number(list(collection.items.order_by("place", "pk")))
    _touch(collection)
    audit.record(by=by, verb="practice_collection.remove", target=collection, before=before)


@transaction.atomic
def fill(
    *, collection: PracticeCollection, items: Sequence[Mapping[str, str]], version: int | None = None, by: Any
) -> None:
    """Let it hold these examples (reference, note) in this order, and nothing else."""
    _hold(collection, version, by)
    wanted = [str(item["reference"]).strip().upper()[:16] for item in items]
    if len(set(wanted)) < len(wanted):
        raise Invalid({"items": [_("Name each example once.")]})
    for reference in reading.references(collection):
        if reference not in wanted:
            remove(collection=collection, reference=reference, by=by)
    there = set(reading.references(collection))
    for place, (reference, item) in enumerate(zip(wanted, items, strict=True), start=1):
        note = item.get("note", "")
        if reference in there:
            set_note(collection=collection, reference=reference, note=note, by=by)
        else:
            add(collection=collection, reference=reference, note=note, by=by)
        move(collection=collection, reference=reference, place=place, by=by)


@transaction.atomic
def put_back(*, collection: PracticeCollection, gone: Mapping[str, Any], by: Any) -> None:
    """Put back what `remove` took out (reference, note, place), at the place it had."""
    add(collection=collection, reference=gone["reference"], note=gone["note"], by=by)
    move(collection=collection, reference=gone["reference"], place=gone["place"], by=by)


@transaction.atomic
def step(*, collection: PracticeCollection, action: str, reason: str = "", version: int | None = None, by: Any) -> None:
    """Publish it, retire it, or take it up again."""
    hold_row(collection)
    COLLECTION.check(collection, action, by, reason)
    check_version(collection, version)
    changes: dict[str, Any] = {"version": collection.version + 1}
    if action == "publish":
        changes |= {"published_at": timezone.now(), "published_by": by, "shown_to": _widest(collection)}
    said = words(reason, "reason", _("The reason"))
    COLLECTION.move(collection, action, by=by, reason=said, changes=changes)


def _widest(collection: PracticeCollection) -> str:
    """For whom it was published until now, or is from now on: the wider of the two."""
    everybody = PracticeCollection.Audience.PUBLIC.value
    return everybody if everybody in {collection.shown_to, collection.audience} else collection.audience


def _hold(collection: PracticeCollection, version: int | None, by: Any) -> None:
    _check_curator(by)
    hold_row(collection)
    check_version(collection, version)
    if collection.state == PracticeCollection.State.RETIRED:
        raise Conflict(_("The collection is retired. Take it up again before you change it."), {"state": "retired"})


def _check_curator(by: Any) -> None:
    insist(may_curate(by), _("Collections of practice are put together by VKPP staff."))


def _item(collection: PracticeCollection, reference: str) -> PracticeCollectionItem:
    item = collection.items.filter(practice__reference=reference).first()
    if item is None:
        raise Conflict(_("Somebody has taken %(reference)s out of the collection.") % {"reference": reference})
    return item


def _number(items: list[PracticeCollectionItem]) -> None:
    """Number them from 1 in this order."""
    moved = [item for place, item in enumerate(items, start=1) if item.place != place]
    for place, item in enumerate(items, start=1):
        item.place = place
    PracticeCollectionItem.objects.bulk_update(moved, ["place"])


def _touch(collection: PracticeCollection, *fields: str) -> None:
    collection.version += 1
    collection.save(update_fields=[*fields, "version", "updated_at"])


def _cleaned(values: Mapping[str, Any]) -> dict[str, str]:
    """The values that were given, as they are stored."""
    cleaned: dict[str, str] = {}
    if "title" in values:
        needed = _("Enter a title, for example “First steps against county lines”.")
        cleaned["title"] = words(values["title"], "title", _("The title"), limit=TITLE, required=needed, one_line=True)
    if "intro" in values:
        cleaned["intro"] = words(values["intro"], "intro", _("The introduction"), limit=INTRO)
    if "audience" in values:
        if values["audience"] not in PracticeCollection.Audience.values:
            raise Invalid({"audience": [_("Choose who may read the collection.")]})
        cleaned["audience"] = str(values["audience"])
    return cleaned


def _slug(title: str) -> str:
    """A word for the address, made of the title, that no other collection has."""
    base = slugify(title)[:70].strip("-") or "collection"
    taken = RESERVED | set(PracticeCollection.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)
