"""Who gets in: collections of practice, references to an example, and reports on what was sent in."""

from tests.security.rows_accounts import get, post
from tests.security.table import HIDDEN, Row

REPORTERS = "leads chiefs force_analyst@A force_analyst@B staff"
OTHERS = "signed-in -staff"
DRAFT, POLICE, PUBLIC = ({"slug": f"collection.{name}"} for name in ("draft", "police", "public"))
ITEM = {**PUBLIC, "reference": "public"}
WORDS = {"title": "First steps", "intro": "Start here.", "audience": "public"}
IF = {"If-Match": '"1"'}
CALL = "?call=always-open"

READERS = [
    get("practice:collections", "everybody"),
    get("practice:collection", "everybody", things=PUBLIC),
    get("practice:collection", "police", things=POLICE, anonymous=HIDDEN),
    get("practice:collection", "staff", things=DRAFT, anonymous=HIDDEN),
    get("practice:collection-feed", "everybody", things=PUBLIC),
    get("practice:collection-feed", "", things=POLICE, anonymous=HIDDEN),
    *(
        get(f"practice:entry-{kind}", readers, things={"reference": thing}, anonymous=HIDDEN)
        for kind in ("bibtex", "ris")
        for thing, readers in (("public", "everybody"), ("police", "police"), ("revoked", ""), ("draft", ""))
    ),
]
CURATORS = [
    get("practice:collection-new", "staff"),
    post("practice:collection-new", "staff", data=WORDS),
    get("practice:collection-add", "staff", things={"reference": "police"}),
    post("practice:collection-add", "staff", things={"reference": "police"}, data={"collection": "none"}),
    get("practice:collection-add", "", things={"reference": "draft"}),
    get("practice:collection-change", "staff", things=DRAFT),
    post("practice:collection-change", "staff", things=DRAFT, data=WORDS),
    get("practice:collection-work", "staff", things=PUBLIC),
    post("practice:collection-work", "staff", things=PUBLIC, data={"reference": "@again"}),
    get("practice:collection-note", "staff", things=ITEM),
    post("practice:collection-note", "staff", things=ITEM, data={"note": "Cheap."}),
    post("practice:collection-move", "staff", things=ITEM, data={"place": "2"}),
    post("practice:collection-remove", "staff", things=ITEM),
    post("practice:collection-restore", "staff", things=PUBLIC, data={"undo": "forged"}),
    get("practice:collection-step", "staff", things={**DRAFT, "action": "=publish"}),
    post("practice:collection-step", "staff", things={**DRAFT, "action": "=publish"}),
]
REPORTS = [
    get("practice:reports", REPORTERS),
    get("practice:reports", REPORTERS, query=CALL),
    get("practice:reports-csv", REPORTERS, query=CALL),
    get("practice:reports-pdf", REPORTERS, query=CALL),
    get("practice:report-answers", REPORTERS, things={"code": "=text"}, query=CALL),
]
API = [
    get("api:practice_collections", "everybody"),
    get("api:practice_collections_removed", "everybody"),
    post("api:practice_collections", "staff", OTHERS, data=WORDS),
    get("api:practice_collection", "everybody", things=PUBLIC),
    get("api:practice_collection", "police", things=POLICE, anonymous=HIDDEN),
    get("api:practice_collection", "staff", things=DRAFT, anonymous=HIDDEN),
    Row("api:practice_collection", "staff", OTHERS, method="patch", things=PUBLIC, data=WORDS, headers=IF),
    Row("api:practice_collection", "staff", method="patch", things=DRAFT, data=WORDS, headers=IF),
    Row(
        "api:practice_collection_items",
        "staff",
        OTHERS,
        method="put",
        things=PUBLIC,
        data={"items": [{"reference": "VP-2026-00001", "note": ""}]},
        headers=IF,
    ),
    Row(
        "api:practice_collection_step",
        "staff",
        OTHERS,
        method="post",
        things={**PUBLIC, "step": "=retire"},
        data={"reason": "Old."},
        headers=IF,
    ),
    get("api:practice_report", REPORTERS, query=CALL),
]
ROWS = [*READERS, *CURATORS, *REPORTS, *API]
