"""Who gets in: the theory of change of an example, its preview, and the talk about it."""

from tests.security.rows_accounts import get, post
from tests.security.rows_bank import of
from tests.security.table import Row

EDITS, READS_ONLY = "owner editor", "readers -owner -editor"
BOX = {"theory-text-input-1": "Time of a worker", "version": "2", "action": "stay"}
KEY = {"reference": "draft", "key": "=activity-1"}
ABOUT = {"reference": "submitted", "number": "theory.authors"}
INSIDE = {"reference": "submitted", "number": "theory.staff"}
SAID = {"about": "theory", "text": "A remark."}
DRAWN = {"theory": {"input": [{"text": "Time of a worker"}]}}

WRITE = [
    get("practice:theory-write", EDITS, READS_ONLY, things=of("draft")),
    get("practice:theory-write", EDITS, f"{READS_ONLY} staff", things=of("returned")),
    post("practice:theory-write", EDITS, READS_ONLY, things=of("draft"), data=BOX),
    post("practice:theory-write", EDITS, f"{READS_ONLY} staff", things=of("submitted"), data=BOX),
    post("practice:theory-preview", EDITS, READS_ONLY, things=of("draft"), data=BOX),
    post("practice:theory-preview", EDITS, READS_ONLY, things=of("draft"), data=BOX, query="?part=links"),
    post("practice:theory-put-back", EDITS, READS_ONLY, things=KEY),
]
TALK = [
    get("practice:theory", "readers", things=of("draft")),
    get("practice:theory-pdf", "readers", things=of("draft")),
    get("practice:theory-pdf", "readers staff", things=of("submitted")),
    get("practice:theory", "readers staff", things=of("submitted")),
    get("practice:theory", "readers staff evidence_reviewer", things=of("forward")),
    get("practice:theory", "readers staff evidence_reviewer", things=of("shut")),
    post("practice:theory-comment", "owner editor", "readers", things=of("draft"), data=SAID),
    post("practice:theory-comment", "owner editor staff", "readers", things=of("submitted"), data=SAID),
    post("practice:theory-answer", "owner editor staff", "readers", things=ABOUT, data={"text": "An answer."}),
    post("practice:theory-answer", "staff", things=INSIDE, data={"text": "An answer."}),
    post("practice:theory-settle", "staff", "readers", things=ABOUT),
    post("practice:theory-settle", "staff", things=INSIDE),
]
API = [
    get("api:theory", "", things=of("draft"), anonymous="hidden"),
    get("api:theory", "readers", things=of("draft"), query="?scope=working"),
    get("api:theory", "everybody", things=of("public"), anonymous="open"),
    get("api:theory", "police", things=of("police"), anonymous="hidden"),
    get("api:theory", "", things=of("revoked"), anonymous="hidden"),
    Row("api:theory", EDITS, READS_ONLY, method="put", things=of("draft"), data=DRAWN, headers={"If-Match": '"2"'}),
]

ROWS = [*WRITE, *TALK, *API]
