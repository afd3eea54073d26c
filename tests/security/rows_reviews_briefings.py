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

ROWS = [*RECOMMENDATIONS]
