"""Who gets in: peer reviews: interviews, notes, findings, report, follow-up."""

from tests.security.rows_accounts import get, post

FORCE, PEER = "nvap_lead@A chief_officer@A", "peer_reviewer"
WORKS = f"{PEER} staff"
BOTH = f"{FORCE} {WORKS}"
FIELD, CHECKED, ENDED = ({"reference": name} for name in ("field", "checked", "ended"))
SENT = {**CHECKED, "number": "=1"}
COMMENT = {**CHECKED, "pk": "checked.comment"}


def page(route, things=FIELD, **more):
    """A page of the team; the force is told whose it is."""
    return get(f"reviews:{route}", WORKS, FORCE, things=things, **more)


def send(route, things=FIELD, **data):
    """What the team sends."""
    return post(f"reviews:{route}", WORKS, FORCE, things=things, data=data)


def of(name):
    """Something of the review that is being written, by its number."""
    return {**FIELD, "pk": f"field.{name}"}


TALK = {"kind": "interview", "whom": "Sergeants", "minutes": "30"}
FINDING = {"action": "@field.action", "kind": "strength", "title": "New", "text": "New."}
FIELDWORK = [
    page("peer-interviews"),
    page("peer-interview-new"),
    send("peer-interview-new", **TALK),
    page("peer-interview", of("interview")),
    send("peer-interview", of("interview"), **TALK, version="1"),
    *(send(f"peer-interview-{step}", of("interview")) for step in ("hold", "cancel", "reopen")),
    page("peer-notes"),
    page("peer-notes", query="?q=zz&action=2.1.1&by=1"),
    send("peer-notes", text="New."),
    page("peer-note", of("note")),
    send("peer-note", of("note"), text="Other.", version="1"),
    post("reviews:peer-note-remove", PEER, f"{FORCE} staff", things=of("note")),
    send("peer-note-restore", of("gone")),
    page("peer-findings"),
    page("peer-action", {**FIELD, "code": "=2.1.1"}),
    send("peer-action", {**FIELD, "code": "=2.1.1"}, level="3", evidence="2", version="1"),
    page("peer-finding-new", query="?action=2.1.1"),
    send("peer-finding-new", **FINDING),
    page("peer-finding", of("finding")),
    send("peer-finding", of("finding"), **FINDING, version="1"),
    send("peer-finding-remove", of("finding")),
    send("peer-finding-restore", of("finding")),
    page("peer-advice-new"),
    send("peer-advice-new", text="New.", action="@field.action"),
    page("peer-advice", {**FIELD, "advice": "field.advice"}),
    send("peer-advice", {**FIELD, "advice": "field.advice"}, text="Other.", version="1"),
    send("peer-advice-remove", {**FIELD, "advice": "field.advice"}),
]
REPORT = [
    get("reviews:peer-report", WORKS, things=FIELD),
    get("reviews:peer-report", BOTH, things=CHECKED),
    get("reviews:peer-report", BOTH, things=ENDED),
    send("peer-sections-begin"),
    page("peer-section-new"),
    send("peer-section-new", heading="New"),
    page("peer-section", of("section")),
    send("peer-section", of("section"), heading="Other", version="1"),
    send("peer-section-move", of("section"), way="up"),
    send("peer-section-remove", of("section")),
    send("peer-send-draft"),
    page("peer-report-redraft", CHECKED),
    send("peer-report-redraft", CHECKED, reason="The force is right."),
    send("peer-finish", CHECKED),
    get("reviews:peer-report-version", BOTH, things=SENT),
    get("reviews:peer-report-pdf", BOTH, things=SENT),
    get("reviews:peer-comment-new", FORCE, WORKS, things={**SENT, "paragraph": "checked.place"}),
    post(
        "reviews:peer-comment-new",
        FORCE,
        WORKS,
        things={**SENT, "paragraph": "checked.place"},
        data={"text": "Not so."},
    ),
    get("reviews:peer-comment", FORCE, WORKS, things=COMMENT),
    post("reviews:peer-comment", FORCE, WORKS, things=COMMENT, data={"text": "Not so.", "version": "1"}),
    post("reviews:peer-comment-remove", FORCE, WORKS, things=COMMENT),
    post("reviews:peer-comments-done", FORCE, WORKS, things=CHECKED),
    page("peer-comment-answer", COMMENT),
    send("peer-comment-answer", COMMENT, state="accepted", version="1"),
]
AFTER = [
    post("reviews:peer-finding-practice", "nvap_lead@A", f"chief_officer@A {WORKS}",
         things={**ENDED, "pk": "ended.promising"}),
    get("reviews:peer-calibration", BOTH, things=ENDED),
    post("reviews:peer-calibration-share", FORCE, WORKS, things=ENDED),
    get("reviews:peer-follow-up", BOTH, things=ENDED),
    post("reviews:peer-follow-up", WORKS, FORCE, things=ENDED, data={"summary": "More.", "held_on": "2026-11-01"}),
    post("reviews:peer-follow-up-close", WORKS, FORCE, things=ENDED),
    post("reviews:peer-feedback", FORCE, WORKS, things=ENDED, data={"helpful": "4"}),
]  # fmt: skip

API = [
    get("api:peer_reviews", "signed-in"),
    get("api:peer_reviews_removed", "signed-in"),
    get("api:peer_review", BOTH, things={"review": "field"}),
    get("api:peer_review", BOTH, things={"review": "ended"}),
]

ROWS = [*FIELDWORK, *REPORT, *AFTER, *API]
