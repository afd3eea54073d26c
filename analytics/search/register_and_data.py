"""How national data collections and data sets are found."""

from functools import cache
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext

from analytics.datasets import dataset
from analytics.datasets.dataset import DataSet
from analytics.register.links import collection_page
from analytics.register.listing import Asked
from analytics.register.querysets import reads
from analytics.search import kinds
from analytics.search.kinds import Hit, Hits, Kind
from analytics.search.texts import a_page, asked, headed
from practice.listing import marked


def registered(user: Any, words: str, page: int, size: int) -> Hits:
    """Data collections that forces are asked for, as the register finds them."""
    query = asked(words)
    found = Asked(q=words).matching(user).order_by(SearchRank(F("search"), query).desc(), "name", "pk")
    total, shown = a_page(found, page, size)
    rows = [
        Hit(collection_page(one), marked(one.name), marked(one.headline or one.purpose), one.owner)
        for one in headed(shown, "purpose", query)
    ]
    return Hits(total, rows, more=f"{reverse('analytics:collections')}?{Asked(q=words).query()}")


def data_sets(user: Any, words: str, page: int, size: int) -> Hits:
    """Data sets that the person may take away, in which every word stands; those that have them in the title first."""
    wanted = words.replace('"', " ").casefold().split()
    found = [one for one in dataset.of(user) if all(word in _text(one.code, get_language()) for word in wanted)]
    found.sort(key=lambda one: (not all(word in str(one.title).casefold() for word in wanted), str(one.title)))
    shown = found[(page - 1) * size : page * size] or found[:size]
    return Hits(len(found), [_hit(one) for one in shown])


@cache
def _text(code: str, _language: str | None) -> str:
    """All that a data set says of itself in a language."""
    one = dataset.named(code)
    assert one is not None, "it is in the catalogue"
    columns = (f"{column.name} {column.meaning}" for column in one.columns)
    return " ".join([one.code, str(one.title), str(one.a_row), str(one.about), *columns]).casefold()


def _hit(one: DataSet) -> Hit:
    count = len(one.columns)
    meta = ngettext("%(n)s column", "%(n)s columns", count) % {"n": count}
    return Hit(reverse("analytics:data-set", args=[one.code]), marked(str(one.title)), marked(str(one.about)), meta)


def register() -> None:
    """Offer both to the search."""
    kinds.register(Kind("collections", gettext_lazy("National data collections"), registered, reads))
    kinds.register(Kind("data_sets", gettext_lazy("Data sets"), data_sets, lambda user: bool(dataset.of(user))))
