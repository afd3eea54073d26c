"""Who gets in: the register of national data collections, overlaps, and the check before a question is added."""

from tests.security.rows_accounts import get, post
from tests.security.rows_api import delete, put
from tests.security.table import Row

READS = "forces staff evidence_reviewer national_analyst"
NOT_STAFF = "forces evidence_reviewer national_analyst"
ONE, ITEM = {"code": "collection"}, {"code": "collection", "number": "collection.item"}
PAIR, SETTLED = {"reference": "overlap"}, {"reference": "overlap.settled"}
VALUES = {"name": "Arrests", "owner": "Home Office", "items": "arrests by age"}
WHY = {"reason": "No longer asked for."}
READ = {"headers": {"If-Match": '"2"'}}
ASKED = {"text": "Arrests", "kind": "count"}


def kept(route, things=None, forbidden=NOT_STAFF, **data):
    """What VKPP staff send."""
    return post(f"analytics:{route}", "staff", forbidden, things=things or {}, data=data)


ROWS = [
    *(get(f"analytics:{page}", READS, "signed-in") for page in ("collections", "collections-csv", "overlaps")),
    get("analytics:collections", READS, "signed-in", query="?q=zzditem&state=all&sort=overlaps&known=no"),
    get("analytics:collections-csv", READS, "signed-in", query="?strand=DA&rhythm=none&basis=none"),
    get("analytics:collection-check", READS, "signed-in"),
    get("analytics:collection-check", READS, "signed-in", query="?text=stalking+reports"),
    get("analytics:collection", READS, things=ONE),
    get("analytics:collection-new", "staff", "signed-in"),
    kept("collection-new", forbidden="signed-in", **VALUES),
    get("analytics:collection-change", "staff", NOT_STAFF, things=ONE),
    kept("collection-change", ONE, **VALUES),
    kept("collection-move", ONE, action="end", **WHY),
    get("analytics:collection-item-new", "staff", NOT_STAFF, things=ONE),
    kept("collection-item-new", ONE, text="Arrests", kind="count"),
    get("analytics:collection-item", "staff", NOT_STAFF, things=ITEM),
    kept("collection-item", ITEM, text="Arrests", kind="count"),
    kept("collection-item-remove", ITEM),
    get("analytics:overlaps", READS, "signed-in", query="?tab=all&q=zzditem"),
    kept("overlaps-look-again", forbidden="signed-in"),
    get("analytics:overlap", READS, things=PAIR),
    get("analytics:overlap", READS, things=SETTLED),
    kept("overlap", PAIR, decision="keep_both", **WHY),
    kept("overlap-step", {**SETTLED, "action": "=finish"}, **WHY),
    kept("overlap-step", {**SETTLED, "action": "=undo"}, **WHY),
    *(get(f"api:{name}", READS, "signed-in") for name in ("collections", "overlaps")),
    get("api:collections", READS, "signed-in", query="?strand=DA&verified=false&updated_since=2020-01-01T00:00:00Z"),
    get("api:overlaps", READS, "signed-in", query="?state=merge&other_kind=item"),
    get("api:collection", READS, "signed-in", things=ONE),
    get("api:overlap", READS, "signed-in", things=PAIR),
    post("api:collections", "staff", "signed-in", data={**VALUES, "items": ["arrests by age"]}),
    Row("api:collection", "staff", "signed-in", method="patch", things=ONE, data={"purpose": "To know."}, **READ),
    post("api:collection_items", "staff", "signed-in", things=ONE, data=ASKED, **READ),
    put("api:collection_item", "staff", "signed-in", things=ITEM, data=ASKED, **READ),
    delete("api:collection_item", "staff", "signed-in", things=ITEM, **READ),
    post("api:collection_step", "staff", "signed-in", things={**ONE, "step": "=end"}, data=WHY, **READ),
    post("api:overlap_step", "staff", "signed-in", things={**PAIR, "step": "=keep_both"}, data=WHY),
]
