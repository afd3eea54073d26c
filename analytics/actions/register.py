"""Keeping the register of national data collections: entering one, changing it and what it asks for, ending it."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from analytics.actions import overlaps
from analytics.models import Collection, CollectionItem
from analytics.register import cleaning, people, spelling
from analytics.register.vocab import ItemKind
from analytics.register.workflow import COLLECTION
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.once import other_content

DEFAULTS = {"sample": True}
RESERVED = {"check", "new"}
"""Words that stand in addresses of the register itself."""
SHOWN = 200
"""How much of a text the trail keeps."""


@transaction.atomic
def create(*, values: Mapping[str, Any], items: Iterable[str] = (), by: Any, key: str | None = None) -> Collection:
    """Enter a collection with what it asks for. `key` names the row of a file it came from."""
    _check_keeper(by)
    cleaned = cleaning.clean({"name": "", "owner": "", **values})
    _check_burden(cleaned)
    overlaps.one_at_a_time()
    made = Collection(code=_code(cleaned["name"]), import_key=key, **{**DEFAULTS, **cleaned})
    made.save()
    audit.record(by=by, verb="collection.create", target=made, after=_plain_all(cleaned))
    _append(made, items, by)
    overlaps.compare(items=_asked(made))
    return made


@transaction.atomic
def create_once(
    *, values: Mapping[str, Any], items: Iterable[str], key: str, body_hash: str, by: Any
) -> tuple[Collection, bool]:
    """`create` for a program: the same `key` gives the same collection, also when it is sent again. Whether it is new."""
    if not key:
        return create(values=values, items=items, by=by), True
    overlaps.one_at_a_time()
    sender = f"api:{by.pk}:{hashlib.sha256(key.encode()).hexdigest()[:40]}:"
    known = Collection.objects.filter(import_key__startswith=sender).first()
    if known is None:
        return create(values=values, items=items, by=by, key=sender + body_hash[:40]), True
    if known.import_key != sender + body_hash[:40]:
        raise other_content(known)
    return known, False


@transaction.atomic
def change(*, collection: Collection, values: Mapping[str, Any], version: int | None, by: Any) -> bool:
    """Change the fields that `values` names; whether anything was different."""
    _check_keeper(by)
    hold_row(collection)
    check_version(collection, version)
    cleaned = cleaning.clean(values)
    different = {name: value for name, value in cleaned.items() if getattr(collection, name) != value}
    if not different:
        return False
    before = _plain_all({name: getattr(collection, name) for name in different})
    for name, value in different.items():
        setattr(collection, name, value)
    _check_burden({"burden_hours": collection.burden_hours, "burden_source": collection.burden_source})
    _check_whole(collection)
    _touch(collection, *different)
    audit.record(by=by, verb="collection.change", target=collection, before=before, after=_plain_all(different))
    return True


@transaction.atomic
def add_item(
    *, collection: Collection, text: str, kind: str = ItemKind.TOPIC, version: int | None = None, by: Any
) -> CollectionItem:
    """One more thing that the collection asks for."""
    _check_keeper(by)
    hold_row(collection)
    check_version(collection, version)
    made = _append(collection, [text], by, _kind(kind))[0]
    _touch(collection)
    overlaps.compare(items=_asked(collection, made))
    return made


@transaction.atomic
def change_item(*, item: CollectionItem, text: str, kind: str, version: int | None = None, by: Any) -> bool:
    """Word it anew; whether anything was different. Its open overlaps are looked for again."""
    _check_keeper(by)
    hold_row(item.collection)
    check_version(item.collection, version)
    hold_row(item)
    _check_there(item)
    before = {"text": item.text, "kind": item.kind}
    after = {"text": cleaning.item_text(text), "kind": _kind(kind)}
    if before == after:
        return False
    _check_new(item.collection, after["text"], but=item)
    item.text, item.kind = after["text"], after["kind"]
    item.spelled, item.strands = spelling.spelled(item.text), spelling.strands_in(item.text)
    item.save(update_fields=["text", "kind", "spelled", "strands"])
    _touch(item.collection)
    about = {"number": item.number}
    target = item.collection
    audit.record(by=by, verb="collection.change_item", target=target, before=before | about, after=after | about)
    overlaps.compare(items=_asked(item.collection, item))
    return True


@transaction.atomic
def remove_item(*, item: CollectionItem, version: int | None = None, by: Any) -> None:
    """The collection no longer asks for it; what was decided about it is kept."""
    _check_keeper(by)
    hold_row(item.collection)
    check_version(item.collection, version)
    hold_row(item)
    _check_there(item)
    item.removed_at = timezone.now()
    item.save(update_fields=["removed_at"])
    _touch(item.collection)
    about = {"number": item.number, "text": item.text}
    audit.record(by=by, verb="collection.remove_item", target=item.collection, before=about)
    overlaps.forget(items=[item.pk])


@transaction.atomic
def move(*, collection: Collection, action: str, reason: str, version: int | None = None, by: Any) -> None:
    """Mark a collection as ended, or as in use again; ended ones overlap with nothing."""
    _check_keeper(by)
    if version is not None:
        hold_row(collection)
        check_version(collection, version)
    COLLECTION.move(collection, action, by=by, reason=words(reason, "reason", _("The reason")))
    _touch(collection)
    items = _asked(collection)
    if collection.state == Collection.State.ENDED:
        overlaps.forget(items=[item.pk for item in items])
    else:
        overlaps.compare(items=items)


@transaction.atomic
def enter(*, key: str, values: Mapping[str, Any], items: Iterable[str], by: Any) -> str:
    """Put a row of a file into the register, or bring it up to date; says `created`, `updated` or `unchanged`.

    What the file is silent about stays as it is. Refused where a person has changed the same field in the portal; items
    are only added, because somebody may have worded them better here.
    """
    _check_keeper(by)
    if not key or len(key) > 120:
        raise Invalid({"name": [_("it needs a name of at most 120 letters and digits.")]})
    found = Collection.objects.select_for_update(no_key=True).filter(import_key=key).first()
    if found is None:
        create(values=values, items=items, by=by, key=key)
        return "created"
    said = {name: value for name, value in values.items() if value not in ("", None, [])}
    _check_not_changed_here(found, cleaning.clean(said))
    changed = change(collection=found, values=said, version=None, by=by)
    known = {spelling.spaced(text) for text in found.items.values_list("text", flat=True)}
    new = [text for text in items if spelling.spaced(text) not in known]
    if new:
        made = _append(found, new, by)
        _touch(found)
        overlaps.compare(items=_asked(found, *made))
    return "updated" if changed or new else "unchanged"


def _check_keeper(by: Any) -> None:
    insist(by is None or people.may_keep(by), _("The register of collections is kept by VKPP staff."))


def _check_there(item: CollectionItem) -> None:
    if item.removed_at is not None:
        raise Conflict(_("Somebody has removed this already."))


def _check_burden(cleaned: Mapping[str, Any]) -> None:
    if cleaned.get("burden_hours") is not None and not cleaned.get("burden_source"):
        words = _("Say how the hours are known, for example “estimate of five forces, 2025”.")
        raise Invalid({"burden_source": [words]})


def _check_whole(collection: Collection) -> None:
    """A collection is not part of itself, nor of one of its own parts."""
    above = collection.part_of
    while above is not None:
        if above.pk == collection.pk:
            raise Invalid({"part_of": [_("It cannot be part of itself. Choose another collection, or none.")]})
        above = above.part_of


def _check_not_changed_here(collection: Collection, cleaned: Mapping[str, Any]) -> None:
    different = {name for name, value in cleaned.items() if getattr(collection, name) != value}
    events = audit.events_about(collection).filter(verb="collection.change", actor_id__isnull=False)
    here = {name for after in events.values_list("after", flat=True) for name in after} if different else set()
    if taken := sorted(different & here):
        words = _("%(fields)s was changed in the portal since. Bring the file up to date, or take the field out of it.")
        raise Conflict(words % {"fields": ", ".join(str(cleaning.LABELS[name]) for name in taken)})


def _check_new(collection: Collection, text: str, *, but: CollectionItem | None = None) -> None:
    others = collection.items.filter(removed_at=None).exclude(number=but.number if but else 0)
    if spelling.spaced(text) in {spelling.spaced(other) for other in others.values_list("text", flat=True)}:
        raise Invalid({"text": [_("The collection has “%(text)s” already.") % {"text": text[:100]}]})


def _append(collection: Collection, texts: Iterable[str], by: Any, kind: str = ItemKind.TOPIC) -> list[CollectionItem]:
    last = collection.items.order_by("-number").values_list("number", flat=True).first() or 0
    made: list[CollectionItem] = []
    for number, typed in enumerate(texts, start=last + 1):
        text = cleaning.item_text(typed)
        _check_new(collection, text)
        compared, strands = spelling.spelled(text), spelling.strands_in(text)
        item = CollectionItem(
            collection=collection, number=number, text=text, kind=kind, spelled=compared, strands=strands
        )
        item.save()
        made.append(item)
    if made:
        after = {"items": [item.text for item in made]}
        audit.record(by=by, verb="collection.add_items", target=collection, after=after)
    return made


def _asked(collection: Collection, *items: CollectionItem) -> list[CollectionItem]:
    """The items, or all of the collection, that are asked for now."""
    rows = collection.items.filter(removed_at=None)
    return list(rows.filter(pk__in=[item.pk for item in items]) if items else rows)


def _touch(collection: Collection, *fields: str) -> None:
    collection.version += 1
    collection.save(update_fields=[*fields, "version", "updated_at"])


def _kind(value: str) -> str:
    if value not in ItemKind.values:
        raise Invalid({"kind": [_("Choose from the list.")]})
    return value


def _code(name: str) -> str:
    """A code of the name that no other collection has."""
    base = slugify(name)[:70].strip("-") or "collection"
    taken = RESERVED | set(Collection.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if code not in taken)


def _plain_all(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | int) or value is None:
        return value
    return value.code if isinstance(value, Collection) else str(value)[:SHOWN]
