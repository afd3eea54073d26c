"""Who gets in: events and regions are for everybody, places for policing and government, bookings for who made them."""

from tests.security.rows_accounts import get, post
from tests.security.table import HIDDEN, Row

BOOKS = "forces staff evidence_reviewer national_analyst"
NOT = "nobody peer_reviewer evaluator"
AHEAD, DRAFT = {"reference": "event"}, {"reference": "event.draft"}
NEEDS = {"access_needs": "A ramp"}
IF = {"If-Match": '"1"'}
ADD = {"add": "@public"}
STAFF_PAGES = ("change", "practice", "people", "people-csv", "results", "materials", "cancel")
FILE, LINK = {**AHEAD, "number": "event.file"}, {**AHEAD, "number": "event.link"}
BOOKING = {**AHEAD, "number": "event.booking"}
NEW = {
    "title": "A day",
    "description": "About it.",
    "place": "Leeds",
    "starts_at": "2027-03-04T10:00:00Z",
    "ends_at": "2027-03-04T15:00:00Z",
    "places": 40,
}

PAGES = [
    get("practice:events", "everybody"),
    get("practice:events", "everybody", query="?tab=past&region=eastern"),
    get("practice:events-calendar", "everybody"),
    get("practice:event", "everybody", things=AHEAD),
    get("practice:event", "staff", things=DRAFT, anonymous=HIDDEN),
    get("practice:event-calendar", "everybody", things=AHEAD),
    get("practice:event-calendar", "staff", things=DRAFT, anonymous=HIDDEN),
    get("practice:regions", "everybody"),
    get("practice:region", "everybody", things={"slug": "=eastern"}),
    get("practice:region", "", things={"slug": "=atlantis"}, anonymous=HIDDEN),
    get("practice:event-mine", "signed-in"),
    get("practice:event-book", BOOKS, NOT, things=AHEAD),
    post("practice:event-book", BOOKS, NOT, things=AHEAD, data=NEEDS),
    post("practice:event-book", "staff", "", things=DRAFT, data=NEEDS),
    *(
        row
        for name in ("booking", "booking-cancel", "feedback")
        for row in [get(f"practice:event-{name}", "owner", things=AHEAD)]
    ),
    post("practice:event-booking-cancel", "owner", things=AHEAD),
    post("practice:event-feedback", "owner", things=AHEAD, data={"useful": "5"}),
    get("practice:event-material", "owner staff", things=FILE, anonymous=HIDDEN),
    get("practice:event-material", BOOKS, things=LINK, anonymous=HIDDEN),
]
STAFF = [
    get("practice:event-new", "staff"),
    post("practice:event-new", "staff", data={"title": "A day"}),
    *(get(f"practice:event-{name}", "staff", things=AHEAD) for name in STAFF_PAGES),
    get("practice:event-publish", "staff", things=DRAFT),
    get("practice:event-reinstate", "staff", things=AHEAD),
    get("practice:event-finish", "staff", things=AHEAD),
    post("practice:event-publish", "staff", things=DRAFT),
    post("practice:event-cancel", "staff", things=AHEAD, data={"reason": "Ill."}),
    post("practice:event-reinstate", "staff", things=AHEAD),
    post("practice:event-finish", "staff", things=AHEAD),
    post("practice:event-change", "staff", things=AHEAD, data={"title": "Another"}),
    post("practice:event-practice", "staff", things=AHEAD, data=ADD),
    post("practice:event-attendance", "staff", things=AHEAD, data={"came": ["@event.booking"]}),
    get("practice:event-people-cancel", "staff", things=BOOKING),
    post("practice:event-people-cancel", "staff", things=BOOKING),
    post("practice:event-materials", "staff", things=AHEAD, data={"url": "https://example.org", "title": "A link"}),
    post("practice:event-material-remove", "staff", things=FILE),
    post("practice:event-material-put-back", "staff", things=FILE),
]
API = [
    get("api:events", "everybody"),
    get("api:event", "everybody", things=AHEAD),
    get("api:event", "staff", things=DRAFT, anonymous=HIDDEN),
    post("api:events", "staff", "signed-in", data=NEW),
    Row("api:event", "staff", "signed-in", method="patch", things=AHEAD, data={"places": 50}, headers=IF),
    Row(
        "api:event_step",
        "staff",
        "signed-in",
        method="post",
        things={**AHEAD, "step": "=cancel"},
        data={"reason": "Ill."},
        headers=IF,
    ),
    Row(
        "api:event_practices",
        "staff",
        "signed-in",
        method="put",
        things=AHEAD,
        data={"practices": ["@public"]},
        headers=IF,
    ),
    Row("api:event_attendance", "staff", "signed-in", method="put", things=AHEAD, data={"came": ["@event.booking"]}),
    get("api:bookings", "signed-in"),
    get("api:event_booking", "owner", things=AHEAD),
    Row("api:event_booking", BOOKS, NOT, method="put", things=AHEAD, data=NEEDS),
    Row("api:event_booking", "owner", method="delete", things=AHEAD),
    Row(
        "api:event_feedback",
        "owner",
        method="put",
        things=AHEAD,
        data={"useful": 5, "relevant": 5, "organised": 5},
    ),
]
ROWS = [*PAGES, *STAFF, *API]
