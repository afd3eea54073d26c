"""Who gets in: calls, writing an example, and the authors' pages."""

from tests.security.rows_accounts import get, post
from tests.security.rows_bank import of
from tests.security.table import HIDDEN

EDITS = "owner editor"
READS_ONLY = "readers -owner -editor"
DECIDES = "owner nvap_lead@A"
SENT = ("submitted", "returned", "refused")
JUDGED = ("forward", "differs", "decided", "public", "police", "shut", "revoked")
FILE = {"reference": "draft", "number": "draft.file"}
GONE = {"reference": "draft", "number": "draft.removed"}

CALLS = [
    get("practice:calls", "everybody"),
    get("practice:call", "everybody", things={"slug": "open"}),
    get("practice:call", "everybody", things={"slug": "closed"}),
    get("practice:call", "vkpp_admin", things={"slug": "prepared"}, anonymous=HIDDEN),
    get("practice:start", "signed-in", things={"slug": "open"}),
    get("practice:start", "vkpp_admin", things={"slug": "prepared"}, anonymous=HIDDEN),
    post("practice:start", "writers", "signed-in", things={"slug": "open"}),
    post("practice:start", "", "vkpp_admin", things={"slug": "prepared"}, anonymous=HIDDEN),
]

NEW_CALL = {"title": "A new call", "description": "Tell us.", "grace_minutes": "15", "opens_on_0": "1"}
CALL, QUESTION = {"slug": "prepared"}, {"slug": "prepared", "code": "=two"}
TEAM = "vkpp_staff interested evidence_reviewer"


def managed(name, things=None, data=None, methods=("get", "post")):
    """Rows of a page for administrators: the national team is told so, for everybody else there is none."""
    row = {"get": get, "post": post}
    return [
        row[method](f"practice:{name}", "vkpp_admin", TEAM, things=things or {}, data=data or {}) for method in methods
    ]


MANAGED_CALLS = [
    *managed("manage_calls", methods=["get"]),
    *managed("create_call", data=NEW_CALL),
    *managed("manage_call", CALL, methods=["get"]),
    *managed("change_call", CALL, data=NEW_CALL),
    *managed("announce_call", CALL, methods=["post"]),
    *managed("extend_call", CALL, data={"reason": "Holidays"}),
    *managed("close_call", CALL, data={"reason": "Enough"}),
    *managed("late_entries", {"slug": "closed"}, data={"email": "a@b.example", "reason": "Ill"}),
    *managed("remove_late_entry", {"slug": "closed", "number": "late"}, methods=["post"]),
    *managed("call_questions", CALL, methods=["get"]),
    *managed("add_question", CALL, data={"text": "Who?", "kind": "text"}),
    *managed("change_question", QUESTION, data={"text": "Who?", "kind": "text"}),
    *managed("move_question", QUESTION, data={"way": "up"}, methods=["post"]),
    *managed("delete_question", QUESTION, methods=["post"]),
]

READ = [
    get("practice:mine", "signed-in"),
    get("practice:write_home", "everybody"),
    get("practice:mine", "signed-in", query="?tab=force&sort=title"),
    get("practice:example", "readers", things=of("draft")),
    get("practice:example", "owner editor viewer nvap_lead@A", things=of("discarded")),
    get("practice:example", "readers", things=of("sealed")),
    *(get("practice:example", "readers staff", things=of(thing)) for thing in SENT),
    *(get("practice:example", "readers staff", "evidence_reviewer", things=of(thing)) for thing in JUDGED),
    get("practice:history", "readers", things=of("draft")),
    get("practice:history", "readers", "staff", things=of("submitted")),
    get("practice:history", "readers", "raters", things=of("forward")),
    get("practice:sent", "readers staff", things=of("submitted")),
    get("practice:file", "readers", things=FILE),
    get("practice:file", "", things=GONE),
    get("practice:file", "readers", things={"reference": "sealed", "number": "sealed.file"}),
    get("practice:file", "readers staff", things={"reference": "submitted", "number": "submitted.file"}),
    get("practice:file", "", things={"reference": "submitted", "number": "draft.file"}),
    get("practice:file", "readers raters", things={"reference": "public", "number": "public.file"}),
    get("practice:files", "readers", things=of("draft")),
    get("practice:people", "readers", things=of("draft")),
    get("practice:permissions", "readers", things=of("draft")),
    get("practice:files", "readers staff", things=of("submitted")),
    get("practice:people", "readers staff", things=of("submitted")),
    get("practice:permissions", "readers staff", things=of("submitted")),
]

SAVED = {"title": "Another title", "version": "2", "fields": ["title"]}
SECTION = {"reference": "draft", "code": "=basics"}
SENT_SECTION = {"reference": "submitted", "code": "=basics"}
CO_AUTHOR = {"email": "zzqpersoncontributorA@norfolk.police.uk", "level": "view"}
WRITE = [
    get("practice:write", EDITS, READS_ONLY, things=of("draft")),
    get("practice:write", EDITS, f"{READS_ONLY} staff", things=of("returned")),
    get("practice:write_section", EDITS, READS_ONLY, things=SECTION),
    get("practice:write_section", EDITS, f"{READS_ONLY} staff", things=SENT_SECTION),
    post("practice:write_section", EDITS, READS_ONLY, things=SECTION, data=SAVED),
    post("practice:write_section", EDITS, f"{READS_ONLY} staff", things=SENT_SECTION, data=SAVED),
    post("practice:autosave", EDITS, READS_ONLY, things=SECTION, data=SAVED),
    post("practice:autosave", EDITS, f"{READS_ONLY} staff", things=SENT_SECTION, data=SAVED),
    get("practice:write_compare", EDITS, READS_ONLY, things=SECTION),
    post("practice:write_compare", EDITS, READS_ONLY, things=SECTION, data={"choice-title": "mine", "mine-title": "x"}),
    get("practice:check", EDITS, READS_ONLY, things=of("draft")),
    post("practice:check", EDITS, READS_ONLY, things=of("draft"), data={"declaration": "on"}),
    get("practice:move", EDITS, READS_ONLY, things=of("draft")),
    post("practice:move", EDITS, READS_ONLY, things=of("draft"), data={"call": "sealed"}),
    post("practice:files", EDITS, READS_ONLY, things=of("draft"), data={"file": lambda _things: upload()}),
    post("practice:remove_file", EDITS, READS_ONLY, things=FILE),
    post("practice:put_back", EDITS, READS_ONLY, things=GONE),
    post("practice:people", DECIDES, "readers", things=of("draft"), data=CO_AUTHOR),
    post("practice:people", DECIDES, "readers", things=of("draft"), data={"new_owner": CO_AUTHOR["email"]}),
    post("practice:people", DECIDES, "readers staff", things=of("submitted"), data=CO_AUTHOR),
    post("practice:remove_co_author", "owner nvap_lead@A viewer", "readers",
         things={"reference": "draft", "number": "draft.viewer"}),
    post("practice:permit", DECIDES, "readers", things={"reference": "draft", "use": "=share_forces"},
         data={"wish": "give"}),
    post("practice:permit", DECIDES, "readers staff", things={"reference": "submitted", "use": "=share_forces"}),
]  # fmt: skip

STEPS = [
    post("practice:reply", "owner editor staff", "readers", things=of("submitted"), data={"text": "An answer."}),
    post("practice:reply", "owner editor", "readers", things=of("draft"), data={"text": "A remark."}),
    get("practice:withdraw", DECIDES, "readers staff", things=of("submitted")),
    post("practice:withdraw", DECIDES, "readers staff", things=of("submitted"), data={"reason": "Old."}),
    post("practice:withdraw", DECIDES, "readers raters", things=of("public")),
    post("practice:revise", EDITS, "readers raters", things=of("public")),
    post("practice:discard", DECIDES, "readers", things=of("draft")),
    post("practice:restore", DECIDES, "editor viewer", things=of("discarded")),
]


def upload():
    """A small file."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("notes.txt", b"Notes on how we do it.")


ROWS = [*CALLS, *MANAGED_CALLS, *READ, *WRITE, *STEPS]
