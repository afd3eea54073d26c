"""Published practice beside an action of the plan: what forces are doing, live from the bank, as far as one may read it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from nvap.models import ActionVersion
from practice import bank_index
from practice.models import BankEntry
from practice.querysets import reader_groups
from practice.vocab import RatingValue
from vkpp.core import panels

SHOWN = 5
COLUMNS = ("reference", "title", "summary", "lead_organisation", "force_name", "rating", "published_at")


def register() -> None:
    """Put the panel on the page of an action."""
    panels.register("nvap_action_page", panels.Panel("practice/action_panel.html", on_action, order=10))


def on_action(request: HttpRequest, thing: Any) -> dict[str, Any]:
    """The best rated and newest practice on this action that the person may read, and how many there are."""
    assert isinstance(thing, ActionVersion)
    code = thing.action.code
    index = bank_index.current()
    with index.lock:
        found = index.visible(reader_groups(request.user)) & index.having("action", [code])
        ids = index.best(found, SHOWN)
    entries = BankEntry.objects.visible_to(request.user).filter(pk__in=ids)
    rows = sorted(entries.values("practice_id", *COLUMNS), key=lambda row: ids.index(row["practice_id"]))
    return {
        "entries": [_entry(row) for row in rows],
        "count": len(found),
        "more": f"{reverse('practice:bank')}?{urlencode({'action': code})}",
    }


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    rating = RatingValue(row["rating"]).label if row["rating"] else ""
    return {**row, "url": reverse("practice:entry", args=[row["reference"]]), "rating_words": rating}
