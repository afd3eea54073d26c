"""Who gets in: the plan and returns in the API. Of a return of force A nobody outside it and the national team learns."""

from tests.security.rows_accounts import get, post
from tests.security.table import Row

PLAN = {"plan": "api.plan"}
RETURN = {"round": "api.round", "force": "force.A"}
ANSWER = {**RETURN, "action": "=2.1.1"}
ASSIGNED = {**RETURN, "action": "=2.2.1"}
WHOLE = "nvap_lead@A chief_officer@A force_analyst@A staff"
SOME = f"{WHOLE} contributor@A"
READS_ONLY = "chief_officer@A force_analyst@A staff"


def change(method, allowed, things):
    """A row of saving an answer."""
    headers, data = {"If-Match": '"1"'}, {"answers": {"headline": "In one line"}}
    return Row("api:answer", allowed, READS_ONLY, method=method, things=things, data=data, headers=headers)


ROWS = [
    *(get(f"api:{name}", "signed-in") for name in ("plans", "themes", "successions", "crosswalks", "rounds")),
    *(
        get(f"api:{name}", "signed-in")
        for name in ("returns", "queries", "measures", "measure_values", "measure_values_removed")
    ),
    get("api:plan", "signed-in", things=PLAN),
    get("api:plan_actions", "signed-in", things=PLAN),
    get("api:plan_action", "signed-in", things={**PLAN, "action": "=2.1.1"}),
    get("api:round", "signed-in", things={"round": "api.round"}),
    get("api:round_form", "signed-in", things={"round": "api.round"}),
    *(get(f"api:{name}", SOME, things=RETURN) for name in ("return", "answers", "findings", "comments")),
    get("api:answer", WHOLE, things=ANSWER),
    get("api:answer", SOME, things=ASSIGNED),
    *(change(method, "nvap_lead@A", ANSWER) for method in ("patch", "put")),
    *(change(method, "nvap_lead@A contributor@A", ASSIGNED) for method in ("patch", "put")),
    get("api:submissions", WHOLE, "contributor@A", things=RETURN),
    get("api:submission", WHOLE, "contributor@A", things={**RETURN, "submission": "=1"}),
    get("api:query", WHOLE, things={"query": "api.query"}),
    post("api:query_answer", "nvap_lead@A", READS_ONLY, things={"query": "api.query"}, data={"text": "Both."}),
]
