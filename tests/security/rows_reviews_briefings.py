"""Who gets in: briefings and recommendations."""

from tests.security.rows_accounts import get, post

READERS = "forces staff evidence_reviewer national_analyst"
NOT_STAFF = "forces evidence_reviewer national_analyst"
RUN_A = "nvap_lead@A chief_officer@A"
OPEN = {"reference": "advice"}
OF_PEERS = {"reference": "peer-advice"}
CASE = {"review": "advice.case"}
WORDS = {"text": "Train the control room.", "body": "The College of Policing"}


def staffs(route, things, method=get, **more):
    """What VKPP staff do about a review that every reader sees."""
    return method(f"reviews:{route}", "staff", NOT_STAFF, things=things, **more)


RECOMMENDATIONS = [
    get("reviews:recommendations", f"{READERS} peer_reviewer"),
    get("reviews:recommendations", f"{READERS} peer_reviewer", query="?tab=all&owner=me&overdue=1&q=train"),
    get("reviews:recommendation", READERS, things=OPEN),
    get("reviews:recommendation", f"{RUN_A} staff", things=OF_PEERS),
    staffs("recommendation-new", CASE),
    staffs("recommendation-new", CASE, post, data=WORDS),
    staffs("recommendation-edit", OPEN),
    staffs("recommendation-edit", OPEN, post, data=WORDS),
    get("reviews:recommendation-edit", "", things=OF_PEERS),
    staffs("recommendation-report", OPEN, post, data={"text": "Begun."}),
    post("reviews:recommendation-report", RUN_A, "staff", things=OF_PEERS, data={"text": "Begun."}),
    staffs("recommendation-remove", OPEN, post),
    *(
        staffs("recommendation-step", {**OPEN, "action": f"={action}"}, post, data={"text": "It is not ours."})
        for action in ("begin", "finish", "refuse")
    ),
    post("reviews:recommendation-step", f"{RUN_A} staff", things={**OF_PEERS, "action": "=finish"}),
]

PUBLISHED = {"number": "briefing"}
REVIEWED = {"number": "briefing.review"}
DRAFT = {"number": "briefing.draft"}
SECTION = {**DRAFT, "pk": "briefing.draft.section"}
PERIOD = {"title": "Risk", "period_from": "2026-01-01", "period_to": "2026-03-31"}
NO_PROPOSERS = "forces evidence_reviewer national_analyst -leads -chiefs"

READING = [
    get("reviews:briefings", READERS),
    get("reviews:briefings", READERS, query="?tab=draft&q=risk&year=2026"),
    post("reviews:briefings-subscribe", READERS, data={"do": "subscribe"}),
    get("reviews:briefing", READERS, things=PUBLISHED),
    get("reviews:briefing", "staff", things=REVIEWED),
    get("reviews:briefing", "staff", things=DRAFT),
    get("reviews:briefing-pdf", READERS, things=PUBLISHED),
    get("reviews:briefing-pdf", "staff", things=DRAFT),
    post("reviews:briefing-feedback", READERS, things=PUBLISHED, data={"useful": "3", "text": "Thank you."}),
    get("reviews:briefing-propose", "leads chiefs staff", NO_PROPOSERS, things=PUBLISHED, query="?action=2.1.1"),
    post("reviews:briefing-propose", "leads chiefs staff", NO_PROPOSERS, things=PUBLISHED, data={"title": "More"}),
]

WRITING = [
    staffs("briefing-new", {}),
    staffs("briefing-new", {}, post, data=PERIOD),
    staffs("briefing-write", DRAFT),
    staffs("briefing-write", PUBLISHED),
    staffs("briefing-about", DRAFT),
    staffs("briefing-about", DRAFT, post, data=PERIOD),
    staffs("briefing-reviews", DRAFT),
    staffs("briefing-reviews", DRAFT, query="?tab=all&q=review"),
    staffs("briefing-choose", {**DRAFT, "review": "briefing.case"}, post, data={"do": "exclude", "reason": "Known."}),
    staffs("briefing-ask-review", DRAFT, post, data={"reviewer": "@admin"}),
    staffs("briefing-keep-text", DRAFT, post),
    *(staffs("briefing-step", {**REVIEWED, "action": f"={action}"}) for action in ("publish", "return")),
    staffs("briefing-step", {**PUBLISHED, "action": "=withdraw"}),
    staffs("briefing-step", {**DRAFT, "action": "=discard"}),
    staffs("briefing-step", {**DRAFT, "action": "=discard"}, post),
    post("reviews:briefing-step", "vkpp_admin interested", f"{NOT_STAFF} vkpp_staff",
         things={**REVIEWED, "action": "=publish"}),
    staffs("briefing-step", {**REVIEWED, "action": "=return"}, post, data={"reason": "Say more."}),
    staffs("briefing-step", {**PUBLISHED, "action": "=withdraw"}, post, data={"reason": "Wrong."}),
    *(staffs("briefing-section-new", {**DRAFT, "kind": f"={kind}"}) for kind in ("text", "figures", "points", "actions")),
    staffs("briefing-section-new", {**DRAFT, "kind": "=text"}, post, data={"heading": "More", "text": "Words."}),
    staffs("briefing-section", SECTION),
    staffs("briefing-section", SECTION, post, data={"heading": "More", "text": "Words.", "preview": "1"}),
    staffs("briefing-section-move", SECTION, post, data={"do": "down"}),
    staffs("briefing-action", DRAFT, post, data={"drop": "2.1.1"}),
]  # fmt: skip

API = [
    get("api:briefings", READERS, "nobody peer_reviewer evaluator"),
    get("api:briefings_removed", READERS, "nobody peer_reviewer evaluator"),
    get("api:briefing", READERS, "nobody peer_reviewer evaluator", things=PUBLISHED),
    get("api:briefing", "", "nobody peer_reviewer evaluator", things=DRAFT),
    get("api:recommendations", "signed-in", query="?state=open"),
    get("api:recommendations_removed", "signed-in"),
    get("api:recommendation", READERS, things=OPEN),
    get("api:recommendation", f"{RUN_A} staff", things=OF_PEERS),
]

ROWS = [*RECOMMENDATIONS, *READING, *WRITING, *API]
