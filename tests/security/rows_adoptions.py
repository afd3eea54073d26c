"""Who gets in: what forces do with practice of others, and whether published practice is still so."""

from tests.security.rows_accounts import get, post
from tests.security.table import Row

WRITE_A = "owner editor viewer contributor@A nvap_lead@A"
LISTEN_A = "chief_officer@A force_analyst@A staff"
NOT_LEAD = "force-A staff -nvap_lead@A"
KEPT, SHARED, REMOVED = ({"reference": f"adoption.{name}"} for name in ("kept", "shared", "removed"))
FREE, EXAMPLE = {"reference": "adoption.free"}, {"reference": "police"}
BODY = {"kind": "adopt", "plan": "Two officers.", "decided_on": "2026-06-01", "shared_to": "1"}
RESULT = {"result": "worked", "text": "Start small."}
WHY = {"reason": "No money."}
OWNS = "owner nvap_lead@A vkpp_admin"
READS = "readers raters -owner -nvap_lead@A -vkpp_admin"
IF = {"If-Match": '"1"'}

ADOPTIONS = [
    get("practice:adoptions", "forces staff"),
    get("practice:adoptions", "forces staff", query="?tab=all&sort=decided&force=norfolk"),
    get("practice:adoption", "force-A staff", things=KEPT),
    get("practice:adoption", "police", things=SHARED),
    get("practice:adoption", "nvap_lead@A", things=REMOVED),
    get("practice:adopt", "writers", "police -writers", things=FREE),
    post("practice:adopt", "writers", "police -writers", things=FREE, data=BODY),
    get("practice:adoption-change", WRITE_A, LISTEN_A, things=KEPT),
    post("practice:adoption-change", WRITE_A, LISTEN_A, things=KEPT, data=BODY),
    get("practice:adoption-result", WRITE_A, LISTEN_A, things=KEPT),
    post("practice:adoption-result", WRITE_A, LISTEN_A, things=KEPT, data=RESULT),
    *(get(f"practice:adoption-{step}", "nvap_lead@A", NOT_LEAD, things=KEPT) for step in ("end", "remove")),
    *(
        post(f"practice:adoption-{step}", "nvap_lead@A", NOT_LEAD, things=KEPT, data=WHY)
        for step in ("end", "remove", "resume")
    ),
    post("practice:adoption-put-back", "nvap_lead@A", things=REMOVED),
]
UPKEEP = [
    get("practice:review", OWNS, READS, things=EXAMPLE),
    post("practice:review", OWNS, READS, things=EXAMPLE, data={"answer": "current"}),
    post("practice:take-up", OWNS, READS, things=EXAMPLE),
    get("practice:reviews-due", "staff", "evidence_reviewer"),
    get("practice:reviews-due", "staff", "evidence_reviewer", query="?tab=soon&sort=title&force=norfolk"),
    post("practice:review-ask", "staff", "evidence_reviewer", things=EXAMPLE),
]
API = [
    get("api:adoptions", "signed-in"),
    get("api:adoptions_removed", "signed-in"),
    Row(
        "api:adoptions",
        "writers",
        "signed-in -writers",
        method="post",
        data={**BODY, "practice": "@adoption.free", "shared_to": "police"},
    ),
    get("api:adoption", "force-A staff", things=KEPT),
    get("api:adoption", "police", things=SHARED),
    Row("api:adoption", WRITE_A, LISTEN_A, method="patch", things=KEPT, data={"plan": "One."}, headers=IF),
    Row(
        "api:adoption_step",
        WRITE_A,
        LISTEN_A,
        method="post",
        things={**KEPT, "step": "=result"},
        data=RESULT,
        headers=IF,
    ),
    *(
        Row(
            "api:adoption_step",
            "nvap_lead@A",
            NOT_LEAD,
            method="post",
            things={**KEPT, "step": f"={step}"},
            data=data,
            headers=IF,
        )
        for step, data in (("end", WHY), ("remove", WHY), ("resume", {}))
    ),
    get("api:upkeep", "readers raters", things=EXAMPLE),
    *(
        Row(f"api:{step}", OWNS, READS, method="post", things=EXAMPLE, data=data, headers=IF)
        for step, data in (("confirm", {}), ("archive", WHY), ("take_up", {}))
    ),
]
ROWS = [*ADOPTIONS, *UPKEEP, *API]
