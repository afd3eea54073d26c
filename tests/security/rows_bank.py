"""Who gets in: the bank for its readers, and saved searches."""

from tests.security.rows_accounts import get, post
from tests.security.table import HIDDEN, Row

SEARCH = {"pk": "search"}
CLOSED = ("draft", "discarded", "sealed", "submitted", "returned", "refused", "forward", "decided", "shut", "withdrawn")
# Which example, and who reads it in the bank.
AUDIENCES = {"public": "everybody", "again": "everybody", "twice": "everybody", "police": "police"}
AUDIENCES |= {"government": "government", "revoked": "", **dict.fromkeys(CLOSED, "")}


def of(thing):
    return {"reference": thing}


ENTRIES = [
    row
    for thing, readers in AUDIENCES.items()
    for row in (
        get("practice:entry", readers, things=of(thing), anonymous=HIDDEN),
        get("practice:entry-pdf", readers, things=of(thing), anonymous=HIDDEN),
    )
]
FILES = [
    get("practice:entry-file", "everybody", things={"reference": "public", "number": "public.file"}),
    get("practice:entry-file", "police", things={"reference": "police", "number": "police.file"}, anonymous=HIDDEN),
    *(
        get("practice:entry-file", "", things={"reference": thing, "number": f"{thing}.file"}, anonymous=HIDDEN)
        for thing in ("draft", "sealed", "submitted", "again", "withdrawn", "revoked")
    ),
    get("practice:entry-file", "", things={"reference": "public", "number": "draft.file"}, anonymous=HIDDEN),
]
EARLIER = [
    get(
        "practice:entry-earlier",
        "readers raters",
        things={"reference": "twice", "number": "=1"},
        anonymous=HIDDEN,
    ),
    get("practice:entry-earlier", "", things={"reference": "twice", "number": "=2"}, anonymous=HIDDEN),
    get("practice:entry-earlier", "", things={"reference": "withdrawn", "number": "=1"}, anonymous=HIDDEN),
]
SEARCHES = [
    get("practice:searches", "signed-in"),
    get("practice:search-save", "signed-in", query="?q=visits"),
    post("practice:search-save", "signed-in", query="?q=visits", data={"name": "Visits", "alert": "on"}),
    post("practice:search-restore", "signed-in", data={"undo": "forged"}),
    get("practice:search-open", "owner", things=SEARCH),
    get("practice:search-change", "owner", things=SEARCH),
    post("practice:search-change", "owner", things=SEARCH, data={"name": "Other name"}),
    post("practice:search-alert", "owner", things=SEARCH, data={"alert": "on"}),
    post("practice:search-delete", "owner", things=SEARCH),
]
NUMBER = {"number": "search"}
PROGRAMS = [
    *(
        get(f"api:{name}", readers, things=of(thing), anonymous=HIDDEN)
        for thing, readers in AUDIENCES.items()
        for name in ("related", "citation")
    ),
    get("api:saved_searches", "signed-in"),
    post("api:saved_searches", "signed-in", data={"name": "Visits", "query": "q=visits"}),
    get("api:saved_search", "owner", things=NUMBER),
    Row("api:saved_search", "owner", method="patch", things=NUMBER, data={"alert": False}),
    Row("api:saved_search", "owner", method="delete", things=NUMBER),
]
ROWS = [
    get("practice:bank", "everybody"),
    get("practice:bank", "everybody", query="?q=visits&category=prevention&sort=title&page=1"),
    get("practice:feed", "everybody"),
    *ENTRIES,
    *FILES,
    *EARLIER,
    *SEARCHES,
    *PROGRAMS,
]
