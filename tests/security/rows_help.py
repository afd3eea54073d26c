"""Who gets in: help between forces. Of requests only the two forces and VKPP learn; offers are for policing."""

from tests.security.rows_accounts import get, post
from tests.security.rows_insight import OF_A, OF_B, PUBLISHED
from tests.security.table import Row

SPEAKS_A = "nvap_lead@A chief_officer@A"
SPEAK = "leads chiefs"
ANALYSTS = "force_analyst@A force_analyst@B"
READ_A = f"{OF_A} staff"
LISTEN_A = "force_analyst@A staff"
MEET = f"{OF_A} {OF_B} staff"
FORCE = {"force": "force.A"}
GAP = {**FORCE, "code": "=2.1.1"}
OTHER_GAP = {**FORCE, "code": "=2.2.1", "helper": "help.force"}
OFFER = {"pk": "help.offer"}
OTHERS = "force_analyst@A staff " + OF_B
ASKED, INCOMING = {"reference": "help.asked"}, {"reference": "help.incoming"}
TEXT = {"text": "Come on Tuesday."}
MATCH = "?force=norfolk&action=2.1.1"
ASK = {"force": "norfolk", "helper": "@help.force", "action": "2.2.1", "need": "A visit."}
IF = {"If-Match": '"1"'}


def step(thing, action):
    """Both methods of a step that force A takes."""
    things = {**thing, "action": f"={action}"}
    return [
        get("analytics:help-step", SPEAKS_A, LISTEN_A, things=things),
        post("analytics:help-step", SPEAKS_A, LISTEN_A, things=things, data=TEXT),
    ]


def api_step(thing, action):
    """The same by program."""
    things = {**thing, "step": f"={action}"}
    return Row("api:help_step", SPEAKS_A, LISTEN_A, method="post", things=things, data=TEXT, headers=IF)


PAGES = [
    get("analytics:help", MEET),
    get("analytics:help", MEET, query="?tab=in"),
    get("analytics:help-gaps", READ_A, things=FORCE),
    get("analytics:help-gap", READ_A, things=GAP),
    get("analytics:help-ask", SPEAKS_A, LISTEN_A, things=OTHER_GAP),
    post("analytics:help-ask", SPEAKS_A, LISTEN_A, things=OTHER_GAP, data=TEXT),
    get("analytics:help-offers", f"{OF_A} {OF_B}"),
    get("analytics:help-offer-new", SPEAK, ANALYSTS),
    post("analytics:help-offer-new", SPEAK, ANALYSTS, data={"action": "@help.action", "text": "A visit."}),
    get("analytics:help-offer", SPEAKS_A, OTHERS, things=OFFER),
    post("analytics:help-offer", SPEAKS_A, OTHERS, things=OFFER, data=TEXT),
    post("analytics:help-offer-end", SPEAKS_A, OTHERS, things=OFFER),
    get("analytics:help-unmet", f"{MEET} {PUBLISHED}"),
    get("analytics:help-unmet-csv", f"{MEET} {PUBLISHED}"),
    get("analytics:help-request", READ_A, things=ASKED),
    get("analytics:help-request", READ_A, things=INCOMING),
    post("analytics:help-message", f"{SPEAKS_A} staff", "force_analyst@A", things=ASKED, data=TEXT),
    *step(INCOMING, "agree"),
    *step(INCOMING, "decline"),
    *step(ASKED, "withdraw"),
]

API = [
    get("api:help_matches", READ_A, query=MATCH),
    get("api:help_offers", "signed-in"),
    get("api:help_offers_removed", "signed-in"),
    get("api:help_requests", "signed-in"),
    post("api:help_requests", SPEAKS_A, LISTEN_A, data=ASK),
    get("api:help_request", READ_A, things=ASKED),
    get("api:help_request", READ_A, things=INCOMING),
    api_step(INCOMING, "agree"),
    api_step(ASKED, "withdraw"),
]

ROWS = [*PAGES, *API]
