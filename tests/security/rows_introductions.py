"""Who gets in: evaluators are for policing, government and evaluators; an introduction for its two sides and VKPP."""

from tests.security.rows_accounts import get, post
from tests.security.table import Row

READERS = "police government evaluator"
DECIDES = "owner nvap_lead@A"
SIDES = f"{DECIDES} staff evaluator"
BODY, DRAFT = {"slug": "body.slug"}, {"slug": "body.draft"}
PROPOSAL, MEMBER = {**BODY, "pk": "body.proposal"}, {**BODY, "pk": "body.member"}
MADE, ASKED = {"reference": "intro.made"}, {"reference": "intro.asked"}
EXAMPLE = {"reference": "public"}
OTHER, OWN = {**EXAMPLE, "slug": "body.other"}, {**EXAMPLE, "slug": "body.slug"}
TEXT = {"text": "Does it work elsewhere?"}
NAME = {"name": "A new centre", "kind": "charity"}
ASK = {"practice": "@public", "evaluator": "@body.other", **TEXT}
IF = {"If-Match": '"1"'}
NOWHERE = "?practice=VP-2019-99999"


def kept(route, things, data):
    """Both methods of a page that VKPP alone works with, and other readers are told so."""
    return [get(route, "staff", READERS, things=things), post(route, "staff", READERS, things=things, data=data)]


def step(thing, action, allowed, forbidden):
    """Both methods of a step."""
    things = {**thing, "action": f"={action}"}
    return [
        get("practice:introduction-step", allowed, forbidden, things=things),
        post("practice:introduction-step", allowed, forbidden, things=things, data=TEXT),
    ]


def api_step(thing, action, allowed, forbidden):
    """The same by program."""
    things = {**thing, "step": f"={action}"}
    return Row("api:introduction_step", allowed, forbidden, method="post", things=things, data=TEXT, headers=IF)


PAGES = [
    get("practice:evaluators", READERS),
    get("practice:evaluators", READERS, query="?q=university&kind=university&waiting=1"),
    get("practice:evaluator", READERS, things=BODY),
    get("practice:evaluator", "staff", things=DRAFT),
    *kept("practice:evaluator-new", {}, NAME),
    *kept("practice:evaluator-change", BODY, NAME),
    *kept("practice:evaluator-proposal", PROPOSAL, {"accept": "yes"}),
    *kept("practice:evaluator-people", BODY, {"email": "nobody@university.example"}),
    *kept("practice:evaluator-step", {**BODY, "action": "=retire"}, {}),
    post("practice:evaluator-person-end", "staff", READERS, things=MEMBER),
    get("practice:evaluator-propose", "evaluator", READERS, things=BODY),
    post("practice:evaluator-propose", "evaluator", READERS, things=BODY, data={"note": "From May."}),
    get("practice:evaluating", "evaluator"),
    get("practice:introductions", "writers staff evaluator"),
    get("practice:introductions", "writers staff evaluator", query="?tab=all&body=university"),
    get("practice:introduction", SIDES, things=MADE),
    get("practice:introduction", f"{DECIDES} staff", things=ASKED),
    post("practice:introduction-note", SIDES, things=MADE, data=TEXT),
    *step(MADE, "talk", SIDES, ""),
    *step(MADE, "introduce", "staff", SIDES),
    *step(ASKED, "agree", DECIDES, "staff"),
    get("practice:introduction-find", SIDES, "writers", things=EXAMPLE),
    get("practice:introduction-ask", f"{DECIDES} staff", "writers evaluator", things=OTHER),
    get("practice:introduction-ask", SIDES, "writers", things=OWN),
    post("practice:introduction-ask", f"{DECIDES} staff", "writers evaluator", things=OTHER, data=TEXT),
]

API = [
    get("api:evaluators", "signed-in"),
    get("api:evaluators_removed", "signed-in"),
    post("api:evaluators", "staff", READERS, data=NAME),
    get("api:evaluator", READERS, things=BODY),
    get("api:evaluator", "staff", things=DRAFT),
    Row("api:evaluator", "staff", READERS, method="patch", things=BODY, data={"about": "Evaluates."}, headers=IF),
    Row("api:evaluator_step", "staff", READERS, method="post", things={**BODY, "step": "=retire"}, headers=IF),
    get("api:evaluator_matches", "signed-in"),
    get("api:evaluator_matches", "", query=NOWHERE),
    get("api:evaluator_chosen", "signed-in"),
    get("api:introductions", "signed-in"),
    post("api:introductions", f"{DECIDES} staff", "writers evaluator", data=ASK),
    get("api:introductions_removed", "signed-in"),
    get("api:introduction", SIDES, things=MADE),
    get("api:introduction", f"{DECIDES} staff", things=ASKED),
    Row("api:introduction_notes", SIDES, method="post", things=MADE, data=TEXT, headers=IF),
    api_step(MADE, "introduce", "staff", SIDES),
    api_step(ASKED, "agree", DECIDES, "staff"),
]

ROWS = [*PAGES, *API]
