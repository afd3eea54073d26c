"""Saved searches: kept, renamed, switched, thrown away; and the mail about what is new in them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import facets, search
from practice.filters import Wanted, from_query
from practice.models import BankEntry, SavedSearch
from vkpp.core import audit, plain_text
from vkpp.core.api.horizon import settled_until
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.notify import notify

MOST = 50
NAME_LIMIT = 80


@transaction.atomic
def save(*, name: str, wanted: Wanted, alert: bool, by: Any) -> SavedSearch:
    """Keep a search under a name. What is in the bank now counts as seen."""
    if not getattr(by, "is_authenticated", False):
        raise NotAllowed(_("Sign in to save a search."))
    if SavedSearch.objects.filter(owner=by).count() >= MOST:
        raise Conflict(_("You have %(n)d saved searches. Delete one that you no longer need first.") % {"n": MOST})
    query = wanted.changed(sort="").query()
    kept = SavedSearch(owner=by, name=_name(name), query=query, alert=alert)
    kept.seen_until = kept.told_until = timezone.now()
    _store(kept)
    audit.record(by=by, verb="search.save", target=kept, after={"query": query, "alert": alert})
    return kept


@transaction.atomic
def rename(*, kept: SavedSearch, name: str, by: Any) -> None:
    """Give it another name."""
    before = _own(kept, by).name
    kept.name = _name(name)
    if kept.name != before:
        _store(kept, "name")
        audit.record(by=by, verb="search.rename", target=kept, before={"name": before}, after={"name": kept.name})


@transaction.atomic
def set_alert(*, kept: SavedSearch, alert: bool, by: Any) -> None:
    """Switch the mail about new examples on or off; what came while it was off is not told later."""
    if _own(kept, by).alert != alert:
        kept.alert, kept.told_until = alert, timezone.now()
        kept.save(update_fields=["alert", "told_until"])
        audit.record(by=by, verb="search.set_alert", target=kept, after={"alert": alert})


@transaction.atomic
def delete(*, kept: SavedSearch, by: Any) -> None:
    """Throw it away."""
    _own(kept, by)
    audit.record(by=by, verb="search.delete", target=kept, before={"query": kept.query, "alert": kept.alert})
    SavedSearch.objects.filter(pk=kept.pk).delete()


def seen(*, kept: SavedSearch, by: Any) -> None:
    """The owner has looked at what it finds."""
    _own(kept, by)
    SavedSearch.objects.filter(pk=kept.pk).update(seen_until=timezone.now())


def new_in(kept: Iterable[SavedSearch], user: Any) -> dict[int, int]:
    """For each saved search of `user` how many examples were opened to readers since they last looked."""
    searches = list(kept)
    if not searches:
        return {}
    since = min(one.seen_until for one in searches)
    return _opened_in(searches, user, since, timezone.now(), "seen_until")


def alert(*, owner: Any) -> int:
    """Mail `owner` about examples that their searches find since they were last told; returns how many are new.

    What was told and until when is written together with the mail, so that running twice tells nothing twice.
    """
    until = settled_until()
    watched = list(SavedSearch.objects.filter(owner=owner, alert=True, told_until__lt=until))
    if not watched or not owner.is_active:
        return 0
    found = _opened_in(watched, owner, min(one.told_until for one in watched), until, "told_until")
    with transaction.atomic():
        same = {one.pk: one.told_until for one in watched}
        held = SavedSearch.objects.select_for_update().filter(pk__in=same)
        due = [one.pk for one in held if one.alert and one.told_until == same[one.pk]]
        SavedSearch.objects.filter(pk__in=due).update(told_until=until)
        hits = [found[pk] for pk in due if found[pk]]
        if hits:
            link = reverse("practice:searches")
            notify(to=owner, kind="practice_saved_search", context={"searches": len(hits)}, link=link)
    return sum(hits)


def _opened_in(
    searches: list[SavedSearch], user: Any, since: dt.datetime, until: dt.datetime, mark: str
) -> dict[int, int]:
    """How many visible examples each search finds that were opened after its own `mark` and not after `until`."""
    entries = BankEntry.objects.visible_to(user).filter(opened_at__gt=since, opened_at__lte=until)
    opened = dict(entries.values_list("pk", "opened_at"))
    if not opened:
        return {one.pk: 0 for one in searches}
    known = facets.labels()
    sets = search.each(user, [from_query(one.query, known) for one in searches])
    return {
        one.pk: sum(1 for pk, moment in opened.items() if moment > getattr(one, mark) and pk in ids)
        for one, ids in zip(searches, sets, strict=True)
    }


def _own(kept: SavedSearch, by: Any) -> SavedSearch:
    if kept.owner_id != getattr(by, "pk", None):
        raise NotAllowed(_("This search belongs to somebody else."))
    return kept


def _name(raw: str) -> str:
    try:
        name = plain_text.text(raw, _("The name"), NAME_LIMIT, one_line=True)
    except plain_text.Refused as error:
        raise Invalid({"name": [str(error)]}) from error
    if not name:
        raise Invalid({"name": [_("Enter a name, so that you find the search again.")]})
    return name


def _store(kept: SavedSearch, *fields: str) -> None:
    try:
        with transaction.atomic():
            kept.save(update_fields=fields or None)
    except IntegrityError as error:
        raise Invalid({"name": [_("You have a search of this name. Choose another one.")]}) from error
