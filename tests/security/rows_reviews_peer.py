"""Who gets in: peer reviews of force A: request, scope, terms, team, evidence and self-assessment."""

from tests.security.rows_accounts import get, post

LEAD, CHIEF, PEER = "nvap_lead@A", "chief_officer@A", "peer_reviewer"
FORCE = f"{LEAD} {CHIEF}"
SEES = f"{FORCE} {PEER} staff"
MEETS = f"forces -force_analyst@A -force_analyst@B {PEER} staff"
WORKS = f"{PEER} staff"
FINDS = f"{FORCE} contributor@A"
ONE, ASKED, SCOPED = ({"reference": name} for name in ("peer", "peer.asked", "peer.scoped"))
MEMBER = {**ONE, "pk": "peer.member"}
REQUEST = {**ONE, "pk": "peer.request"}
WANTED = {**ONE, "pk": "peer.wanted"}
PIECE = {**REQUEST, "piece": "peer.piece"}
WHY = {"reason": "It changed."}
TERMS = {"terms": "Three days.", "act": "save"}


def step(action, allowed, forbidden, things=ONE, data=None):
    """Both methods of a step."""
    place = {**things, "action": f"={action}"}
    return [
        get("reviews:peer-step", allowed, forbidden, things=place),
        post("reviews:peer-step", allowed, forbidden, things=place, data=data or {}),
    ]


def act(action, allowed, forbidden, things=REQUEST, **data):
    """A step of a request for evidence."""
    return post("reviews:peer-request-act", allowed, forbidden, things={**things, "action": f"={action}"}, data=data)


ASKING = [
    get("reviews:peers", MEETS),
    get("reviews:peers", MEETS, query="?tab=all&q=peer&force=norfolk&sort=fieldwork&mine=1"),
    get("reviews:peer-calendar", MEETS, query="?year=2027"),
    get("reviews:peer-calendar-file", MEETS),
    get("reviews:peer-new", "leads chiefs", f"{MEETS} -leads -chiefs"),
    post("reviews:peer-new", "leads chiefs", f"{MEETS} -leads -chiefs", data={"title": "New"}),
    get("reviews:peer", SEES, things=ONE),
    get("reviews:peer", f"{FORCE} staff", things=ASKED),
    get("reviews:peer-ics", SEES, things=ONE),
    get("reviews:peer-change", FORCE, "staff", things=ASKED),
    post("reviews:peer-change", FORCE, "staff", things=ASKED, data={"title": "New"}),
    get("reviews:peer-arrange", "staff", f"{FORCE} {PEER}", things=ONE),
    post("reviews:peer-arrange", "staff", FORCE, things=ASKED, data={"manager": ""}),
    *step("decline", "staff", FORCE, ASKED, WHY),
    *step("withdraw", FORCE, WORKS, data=WHY),
    *step("prepare", "staff", FORCE, SCOPED),
    *step("rescope", "staff", f"{FORCE} {PEER}", data=WHY),
    *step("start", WORKS, FORCE),
    *step("write", WORKS, FORCE),
    *step("go_back", WORKS, FORCE),
]

SCOPE = [
    get("reviews:peer-scope", SEES, things=ONE),
    get("reviews:peer-scope", f"{FORCE} staff", things=SCOPED),
    get("reviews:peer-scope-edit", "staff", FORCE, things=SCOPED),
    post("reviews:peer-scope-edit", "staff", FORCE, things=SCOPED, data=TERMS),
    post("reviews:peer-terms-agree", FORCE, "staff", things=SCOPED, data={"terms_version": "1"}),
    get("reviews:peer-terms-version", SEES, things={**ONE, "number": "=1"}),
    get("reviews:peer-standing", SEES, things=ONE),
]

TEAM = [
    get("reviews:peer-team", SEES, things=ONE),
    get("reviews:peer-team-add", "staff", f"{FORCE} {PEER}", things=ONE),
    post("reviews:peer-team-add", "staff", f"{FORCE} {PEER}", things=ONE,
         data={"person": "@peer.second", "sector": "voluntary"}),
    get("reviews:peer-declare", PEER, things=ONE),
    post("reviews:peer-declare", PEER, things=ONE, data={"interest": "none"}),
    get("reviews:peer-member-remove", "staff", f"{FORCE} {PEER}", things=MEMBER),
    post("reviews:peer-member-remove", "staff", f"{FORCE} {PEER}", things=MEMBER, data=WHY),
    post("reviews:peer-lead", "staff", f"{FORCE} {PEER}", things=MEMBER),
    get("reviews:peer-waive", "vkpp_admin", f"{FORCE} {PEER} vkpp_staff interested", things=MEMBER),
    post("reviews:peer-waive", "vkpp_admin", f"{FORCE} {PEER} vkpp_staff interested", things=MEMBER, data=WHY),
]  # fmt: skip

EVIDENCE = [
    get("reviews:peer-evidence", SEES, things=ONE),
    get("reviews:peer-evidence", SEES, things=ONE, query="?state=supplied"),
    get("reviews:peer-request-new", WORKS, FORCE, things=ONE),
    post("reviews:peer-request-new", WORKS, FORCE, things=ONE, data={"text": "The policy."}),
    get("reviews:peer-request", f"{SEES} contributor@A", things=REQUEST),
    get("reviews:peer-request", SEES, things=WANTED),
    get("reviews:peer-request-change", WORKS, FINDS, things=REQUEST),
    post("reviews:peer-request-change", WORKS, FINDS, things=REQUEST, data={"text": "The rota."}),
    post("reviews:peer-supply", FINDS, WORKS, things=REQUEST, data={"url": "https://www.norfolk.police.uk/a"}),
    post("reviews:peer-request-assign", FORCE, f"{WORKS} contributor@A", things=REQUEST),
    act("accept", WORKS, FINDS),
    act("cancel", WORKS, FORCE, things=WANTED),
    act("ask-again", WORKS, FINDS, reason="Too old."),
    act("not-held", FORCE, WORKS, things=WANTED, reason="None."),
    get("reviews:peer-request-act", WORKS, FINDS, things={**REQUEST, "action": "=ask-again"}),
    get("reviews:peer-request-act", FORCE, WORKS, things={**WANTED, "action": "=not-held"}),
    get("reviews:peer-piece", f"{SEES} contributor@A", things=PIECE),
    post("reviews:peer-take-back", FINDS, WORKS, things=PIECE),
]

ROWS = [*ASKING, *SCOPE, *TEAM, *EVIDENCE]
