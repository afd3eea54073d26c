"""Who gets in: map and pages of forces are for everybody; of a contact request only the two sides and VKPP learn."""

from tests.security.rows_accounts import get, post
from tests.security.table import HIDDEN, Row

SENT, INCOMING = {"reference": "contact.sent"}, {"reference": "contact.incoming"}
ASKS = "forces staff evidence_reviewer national_analyst"
OF_OTHERS = f"{ASKS} -contributor@B -nvap_lead@B -chief_officer@B -force_analyst@B"
READ_ALL_A = "nvap_lead@A chief_officer@A force_analyst@A"
READ_SENT = f"owner {READ_ALL_A} staff"
READ_INCOMING = f"{READ_SENT} editor"
ANSWER, LISTEN = "owner editor nvap_lead@A", "chief_officer@A force_analyst@A staff"
TEXT = {"text": "Ring us on Tuesday."}
IF = {"If-Match": '"1"'}
KENT = "?force=kent"

PAGES = [
    get("practice:map", "everybody"),
    get("practice:map", "everybody", query="?q=visits&category=prevention&force=norfolk"),
    get("practice:force", "everybody", things={"code": "force.A"}),
    get("practice:force", "", things={"code": "=no-such-force"}, anonymous=HIDDEN),
    get("practice:contacts", ASKS),
    get("practice:contacts", ASKS, query="?tab=all&state=asked&sort=oldest"),
    get("practice:contact-new", OF_OTHERS, "force-B", query=KENT),
    post("practice:contact-new", OF_OTHERS, "force-B", query=KENT, data=TEXT),
    get("practice:contact-times", "staff"),
    get("practice:contact-times-csv", "staff"),
    get("practice:contact", READ_SENT, things=SENT),
    get("practice:contact", READ_INCOMING, things=INCOMING),
    post("practice:contact-message", "owner staff", READ_ALL_A, things=SENT, data=TEXT),
    post("practice:contact-message", f"{ANSWER} staff", "chief_officer@A force_analyst@A", things=INCOMING, data=TEXT),
]


def step(thing, action, allowed, forbidden):
    """Both methods of a step."""
    things = {**thing, "action": f"={action}"}
    return [
        get("practice:contact-step", allowed, forbidden, things=things),
        post("practice:contact-step", allowed, forbidden, things=things, data=TEXT),
    ]


def api_step(thing, action, allowed, forbidden, data):
    """The same by program."""
    things = {**thing, "step": f"={action}"}
    return Row("api:contact_step", allowed, forbidden, method="post", things=things, data=data, headers=IF)


STEPS = [
    *step(INCOMING, "answer", ANSWER, LISTEN),
    *step(INCOMING, "pass_on", ANSWER, LISTEN),
    *step(INCOMING, "decline", ANSWER, LISTEN),
    *step(SENT, "withdraw", "owner", f"{READ_ALL_A} staff"),
]
API = [
    get("api:by_force", "everybody"),
    get("api:contact_requests", "signed-in"),
    post(
        "api:contact_requests",
        OF_OTHERS,
        "force-B nobody peer_reviewer evaluator",
        data={"force": "kent", "question": "Who leads on this?"},
    ),
    get("api:contact_times", "staff"),
    get("api:contact_request", READ_SENT, things=SENT),
    get("api:contact_request", READ_INCOMING, things=INCOMING),
    api_step(INCOMING, "answer", ANSWER, LISTEN, TEXT),
    api_step(SENT, "withdraw", "owner", f"{READ_ALL_A} staff", {}),
    Row("api:contact_messages", "owner staff", READ_ALL_A, method="post", things=SENT, data=TEXT, headers=IF),
]
ROWS = [*PAGES, *STEPS, *API]
