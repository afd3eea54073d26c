"""Lists of the API, 100 rows a page, wherever in the list the cursor stands: the last page costs what the first does."""

COUNT = 60
TARGETS = {
    "API: first page of 100": 5,
    "API: page of 100 at any depth": 5,
    "API: page of 100 of changes, deep": 5,
    "API: deletions since a pull": 5,
}


def cursors(name, column, key):
    """Addresses of pages that start at equal steps through the whole list in this order; `key` is a row's place in it."""
    from practice.models import BankEntry
    from vkpp.core.api.horizon import settled_until
    from vkpp.core.api.pagination import Cursor

    as_of = settled_until().isoformat()
    rows = list(BankEntry.objects.order_by(column, "pk").values_list(column, "pk"))
    for step in range(COUNT):
        place = key(*rows[(len(rows) - 1) * step // COUNT])
        yield f"/api/v1/practices/?page_size=100&ordering={name}&cursor={Cursor(name, False, place, as_of).text()}"


def kinds(people):
    """Different pages each time, so that none is measured twice in a row."""
    from practice.bank_index import microseconds

    since = "updated_since=2020-01-01T00:00:00Z"
    newest = list(cursors("-published_at", "published_at", lambda at, pk: (-at.timestamp(), -pk)))
    changed = cursors("updated_at", "updated_at", lambda at, pk: (microseconds(at), pk))
    firsts = ("-published_at", "-updated_at", "updated_at")
    yield (
        "API: first page of 100",
        people.analyst,
        [f"/api/v1/practices/?page_size=100&ordering={firsts[n % 3]}" for n in range(COUNT)],
    )
    yield "API: page of 100 at any depth", people.analyst, newest
    yield "API: page of 100 of changes, deep", people.analyst, [f"{path}&{since}" for path in changed]
    yield "API: deletions since a pull", people.analyst, [f"/api/v1/practices/removed/?page_size=100&{since}"] * COUNT
