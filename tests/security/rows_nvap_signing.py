"""Who gets in: signature, reading, versions, queries, VKPP's desk and the improvement plan of force A."""

from tests.security.rows_accounts import get, post

RETURN = {"round_code": "signed.round", "force_code": "force.A"}
ANSWER = {**RETURN, "code": "=2.1.1"}
QUERY = {"reference": "signed.query"}
PLAN = {"reference": "improvement"}
LEAD, CHIEF, ANALYST = "nvap_lead@A", "chief_officer@A", "force_analyst@A"
FINDING = {"round_code": "waiver.round", "force_code": "force.A", "code": "=2.1.1", "pk": "waiver.finding"}
OWN = f"{LEAD} {CHIEF} {ANALYST}"
SEES = f"{OWN} staff"
WHY = {"reason": "The figure was wrong."}
TEXT = {"text": "Forty of fifty."}

SIGNATURE = [
    get("nvap:sign", SEES, things=RETURN),
    get("nvap:sign", SEES, things=RETURN, query="?since=signature"),
    post("nvap:sign", CHIEF, f"{LEAD} {ANALYST} staff", things=RETURN, data={"content_hash": "@signed.hash"}),
    post("nvap:sign-confirm", CHIEF, f"{LEAD} {ANALYST} staff", things=RETURN, data={"content_hash": "@signed.hash"}),
    post("nvap:sign-send", LEAD, f"{CHIEF} {ANALYST} staff", things=RETURN),
    post("nvap:sign-recall", LEAD, f"{CHIEF} {ANALYST} staff", things=RETURN),
    get("nvap:sign-return", CHIEF, f"{LEAD} {ANALYST} staff", things=RETURN),
    post("nvap:sign-return", CHIEF, f"{LEAD} {ANALYST} staff", things=RETURN, data=WHY),
    post("nvap:submit", f"{LEAD} {CHIEF}", f"{ANALYST} staff", things=RETURN),
    get("nvap:versions", SEES, things=RETURN),
    get("nvap:version", SEES, things={**RETURN, "number": "=1"}),
    get("nvap:versions-compare", SEES, things=RETURN, query="?from=1&to=1"),
    get("nvap:amend", f"{LEAD} {CHIEF}", f"{ANALYST} staff", things=RETURN),
    post("nvap:amend", f"{LEAD} {CHIEF}", f"{ANALYST} staff", things=RETURN, data=WHY),
    get("nvap:amendment", "staff", OWN, things={**RETURN, "pk": "signed.amendment"}),
    post("nvap:amendment", "staff", OWN, things={**RETURN, "pk": "signed.amendment"}, data={**WHY, "approve": "no"}),
]

CHECKING = [
    get("nvap:desk", "staff"),
    get("nvap:desk", "staff", query="?round=signed-round&q=nor&state=submitted&late=1&sort=late"),
    get("nvap:reading", SEES, things=RETURN),
    get("nvap:reading-answer", SEES, things=ANSWER),
    post("nvap:query-raise", "staff", OWN, things=ANSWER, data={**TEXT, "subject": "Numbers"}),
    post("nvap:code", "staff", OWN, things=ANSWER, data={**TEXT, "kind": "gap"}),
    post("nvap:uncode-gap", "staff", OWN, things={**ANSWER, "pk": "signed.gap"}),
    post("nvap:uncode-practice", "staff", OWN, things={**ANSWER, "pk": "signed.practice"}),
    get("nvap:waive", "staff", OWN, things=FINDING),
    post("nvap:waive", "staff", OWN, things=FINDING, data={"scope": "answer"}),
    get("nvap:waivers", "staff"),
    get("nvap:waivers", "staff", query="?tab=ended&force=norfolk"),
    post("nvap:waiver-end", "staff", things={"pk": "waiver"}),
    post("nvap:send-back", "staff", OWN, things=RETURN),
    post("nvap:accept", "staff", OWN, things=RETURN),
    get("nvap:reopen", "staff", OWN, things=RETURN),
    post("nvap:reopen", "staff", OWN, things=RETURN, data=WHY),
    get("nvap:queries", "signed-in"),
    get("nvap:queries", "signed-in", query="?tab=all&mine=1&overdue=1&force=norfolk"),
    get("nvap:return-queries", SEES, things=RETURN),
    get("nvap:query", SEES, things=QUERY),
    post("nvap:query", f"{LEAD} staff", f"{CHIEF} {ANALYST}", things=QUERY, data={**TEXT, "act": "add"}),
    post("nvap:query", LEAD, f"{CHIEF} {ANALYST} staff", things=QUERY, query="?answer", data={**TEXT, "act": "answer"}),
    post("nvap:query-change", f"{LEAD} staff", f"{CHIEF} {ANALYST}", things=QUERY, data={"version": "1"}),
]

IMPROVING = [
    get("nvap:improvements", "forces staff"),
    get("nvap:improvements", "forces staff", query="?tab=all&owner=me&source=gap&overdue=1&q=zzq&force=norfolk"),
    get("nvap:improvement-new", "leads chiefs", "forces -leads -chiefs"),
    post("nvap:improvement-new", "leads chiefs", "forces -leads -chiefs", data={"title": "Better"}),
    post("nvap:improvement-from-gap", f"{LEAD} {CHIEF}", f"{ANALYST} staff", things={"pk": "own.gap"}),
    get("nvap:improvement", SEES, things=PLAN),
    get("nvap:improvement-edit", f"{LEAD} {CHIEF}", f"{ANALYST} staff", things=PLAN),
    post("nvap:improvement-edit", f"{LEAD} {CHIEF}", f"{ANALYST} staff", things=PLAN, data={"title": "New"}),
    post("nvap:improvement-step", f"{LEAD} {CHIEF}", f"{ANALYST} staff",
         things={**PLAN, "pk": "improvement.step"}, data={"do": "done"}),
    *(
        post(f"nvap:improvement-{slug}", f"{LEAD} {CHIEF}", f"{ANALYST} staff", things=PLAN, data=TEXT)
        for slug in ("report", "add-step", "finish", "drop", "begin", "resume")
    ),
    post("practice:from-return", LEAD, f"{CHIEF} {ANALYST} staff", things={"pk": "own.practice"}),
    get("accounts:notification_choices", "signed-in"),
    post("accounts:notification_choices", "signed-in", data={"topic": ["nvap_turn"]}),
]  # fmt: skip

ROWS = [*SIGNATURE, *CHECKING, *IMPROVING]
