"""Who gets in: the API, as somebody signed in to the portal. Without signing in, what is not public asks for a token."""

from tests.security.rows_accounts import get, post
from tests.security.rows_bank import AUDIENCES, of
from tests.security.table import HIDDEN, Row

EDITS = "owner editor"
READS_ONLY = "readers -owner -editor"
DECIDES = "owner nvap_lead@A"
DRAFT = of("draft")
WORKING = {"query": "?scope=working"}


def put(route, allowed, forbidden="", **more):
    return Row(route, allowed, forbidden, method="put", **more)


def delete(route, allowed, forbidden="", **more):
    return Row(route, allowed, forbidden, method="delete", **more)


def patch(route, allowed, forbidden="", **more):
    return Row(route, allowed, forbidden, method="patch", headers={"If-Match": '"2"'}, **more)


OPEN_LISTS = [
    *(get(f"api:{name}", "everybody") for name in ("start", "forces", "strands", "actions", "calls", "terms")),
    *(
        get(f"api:{name}", "everybody")
        for name in ("practices", "facets", "removed", "schema", "docs", "problems", "get_started")
    ),
    get("api:get_started_with", "everybody", things={"tool": "=python"}),
    get("api:problem", "everybody", things={"code": "=not_found"}),
    get("api:force", "everybody", things={"code": "=norfolk"}),
    get("api:call", "everybody", things={"slug": "open"}),
    get("api:call", "vkpp_admin", things={"slug": "prepared"}, anonymous=HIDDEN),
    get("api:me", "signed-in"),
    get("api:nothing", "", anonymous=HIDDEN, query="nowhere/"),
]
LISTS = [
    get("api:practices", "signed-in", query="?scope=mine"),
    get("api:practices", "signed-in", query="?scope=all"),
    get(
        "api:practices",
        "leads chiefs force_analyst@A force_analyst@B",
        "signed-in",
        query="?scope=force",
    ),
]
# Of VKPP's staff nobody holds the permission in a force of their own, so they have no list of "the force's" either.
BANK = [get("api:practice", readers, things=of(thing), anonymous=HIDDEN) for thing, readers in AUDIENCES.items()]
WORKING_COPIES = [
    get("api:practice", "readers", things=DRAFT, **WORKING),
    get("api:practice", "readers", things=of("sealed"), **WORKING),
    get("api:practice", "readers staff", things=of("submitted"), **WORKING),
    get("api:practice", "readers raters", things=of("forward"), **WORKING),
    get("api:practice", "readers raters", things=of("decided"), **WORKING),
    patch("api:practice", EDITS, READS_ONLY, things=DRAFT, data={"title": "Another title"}),
    patch("api:practice", EDITS, f"{READS_ONLY} staff", things=of("submitted"), data={"title": "Another title"}),
    post("api:practices", "writers", "signed-in", data={"call": "@open", "title": "A new example"}),
    post("api:practices", "signed-in -vkpp_admin", "vkpp_admin", data={"call": "@prepared"}),
    post("api:submit", EDITS, READS_ONLY, things=DRAFT),
    post("api:submit", EDITS, f"{READS_ONLY} raters", things=of("forward")),
    post("api:withdraw", DECIDES, "readers staff", things=of("submitted")),
    post("api:withdraw", DECIDES, "readers raters", things=of("public")),
    post("api:revise", EDITS, "readers raters", things=of("public")),
    post("api:discard", DECIDES, "readers", things=DRAFT),
    post("api:restore", DECIDES, "editor viewer", things=of("discarded")),
]
PERMISSIONS = [
    get("api:permissions", "readers", things=DRAFT),
    get("api:permissions", "readers staff", things=of("submitted")),
    put("api:permission", DECIDES, "readers", things={**DRAFT, "use": "=share_forces"}),
    put("api:permission", DECIDES, "readers staff", things={**of("submitted"), "use": "=share_forces"}),
    delete("api:permission", DECIDES, "readers", things={**DRAFT, "use": "=publish_public"}),
    delete("api:permission", DECIDES, "readers raters", things={**of("public"), "use": "=publish_public"}),
]
FILE = {"reference": "draft", "number": "draft.file"}
FILES = [
    get("api:attachments", "readers", things=DRAFT),
    get("api:attachments", "readers staff", things=of("submitted")),
    post("api:attachments", EDITS, READS_ONLY, things=DRAFT, data={"file": lambda _things: upload()}),
    delete("api:attachment", EDITS, READS_ONLY, things=FILE),
    delete("api:attachment", "", things={"reference": "submitted", "number": "draft.file"}),
    get("api:attachment_file", "readers", things=FILE, anonymous=HIDDEN),
    get("api:attachment_file", "", things={"reference": "draft", "number": "draft.removed"}, anonymous=HIDDEN),
    get("api:attachment_file", "readers", things={"reference": "sealed", "number": "sealed.file"}, anonymous=HIDDEN),
    get("api:attachment_file", "everybody", things={"reference": "public", "number": "public.file"}),
    get("api:attachment_file", "police", things={"reference": "police", "number": "police.file"}, anonymous=HIDDEN),
    get(
        "api:attachment_file", "readers staff", things={"reference": "again", "number": "again.file"}, anonymous=HIDDEN
    ),
    get("api:attachment_file", "", things={"reference": "public", "number": "draft.file"}, anonymous=HIDDEN),
]


def upload():
    """A small file."""
    from tests.security.rows_authors import upload as small

    return small()


ROWS = [*OPEN_LISTS, *LISTS, *BANK, *WORKING_COPIES, *PERMISSIONS, *FILES]
