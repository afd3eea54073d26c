"""Who gets in: triage, rating, decisions and their mails."""

from tests.security.rows_accounts import get, post
from tests.security.rows_bank import of
from tests.security.table import signed_for_bulk

RATER = "evidence_reviewer"
JUDGES = "vkpp_staff vkpp_admin"
ONE = of("submitted")
CHOSEN = {
    "selection": signed_for_bulk(lambda things: {"action": "claim", "picked": [things["submitted.pk"]], "back": ""})
}
SEEN = {
    "preview": signed_for_bulk(
        lambda things: {
            "action": "claim",
            "reason": "",
            "to": None,
            "frozen": {str(things["submitted.pk"]): "1.submitted.0"},
            "key": "a-key",
            "back": "",
        }
    )
}


TRIAGE = [
    get("practice:triage", "staff", RATER),
    get("practice:triage", "staff", RATER, query="?tab=all&q=zzq&force=norfolk"),
    post("practice:triage-bulk", "staff", RATER, data={"pick": ["@submitted.pk"], "action": "claim"}),
    post("practice:triage-bulk", "staff", RATER, data={"scope": "all", "action": "not_take_forward"}),
    post("practice:triage-bulk-preview", "staff", RATER, data=CHOSEN),
    post("practice:triage-bulk-confirm", "staff", RATER, data=SEEN),
    get("practice:triage-bulk-result", "vkpp_staff", f"{RATER}", things={"key": "bulk"}),
    get("practice:triage-record", "staff", RATER, things=ONE),
    *(
        get("practice:triage-record", "", RATER, things=of(thing))
        for thing in ("draft", "discarded", "sealed")
    ),
    get("practice:triage-record", "staff", RATER, things=of("withdrawn")),
    post("practice:triage-claim", "staff", RATER, things=of("again")),
    post("practice:triage-claim", "", RATER, things=of("sealed")),
    post("practice:triage-unclaim", "vkpp_staff", f"vkpp_admin interested {RATER}", things=ONE),
    post("practice:triage-hand-over", "staff", RATER, things=ONE, data={"to": "@admin"}),
    post("practice:triage-check", "staff", RATER, things={**ONE, "kind": "=duplicates"}, data={"result": "fine"}),
    get("practice:triage-mark", "staff", RATER, things=ONE),
    post("practice:triage-mark", "staff", RATER, things=ONE,
         data={"marking": "official_sensitive", "reason": "Names of places."}),
    get("practice:triage-comment", "staff", RATER, things=ONE),
    post("practice:triage-comment", "staff", RATER, things=ONE, data={"text": "A remark.", "audience": "staff"}),
    post("practice:triage-comment", "", RATER, things=of("draft"), data={"text": "A remark."}),
    get("practice:triage-compare", "staff", RATER, things={**ONE, "other": "returned"}),
    get("practice:triage-compare", "", RATER, things={**ONE, "other": "draft"}),
    *(
        row
        for slug in ("return", "not-take-forward")
        for row in (
            get(f"practice:triage-{slug}", "staff", RATER, things=ONE),
            post(f"practice:triage-{slug}", "staff", RATER, things=ONE, data={"reason": "Which partners?"}),
            post(f"practice:triage-{slug}", "", RATER, things=of("sealed"), data={"reason": "Which partners?"}),
        )
    ),
    *(
        row
        for slug, thing in (("take-forward", "submitted"), ("reopen", "refused"))
        for row in (
            get(f"practice:triage-{slug}", "staff", RATER, things=of(thing)),
            post(f"practice:triage-{slug}", "staff", RATER, things=of(thing)),
        )
    ),
    get("practice:triage-republish", "staff", RATER, things=of("again")),
    post("practice:triage-republish", JUDGES, f"interested {RATER}", things=of("again")),
]  # fmt: skip

FORWARD, DIFFERS = of("forward"), of("differs")
SCORES = ("evidence", "effect", "mechanism", "moderators", "implementation", "economics", "transferability", "reach")
RATED = {**dict.fromkeys(SCORES, "2"), "overall": "promising", "rationale": "As described."}
STUDY = {"kind": "source", "title": "A study"}
RATING = [
    get("practice:rating", "raters"),
    get("practice:rating", "raters", query="?tab=all"),
    get("practice:rating-assign", "staff", RATER),
    get("practice:rating-assign", "staff", RATER, query="?pick=1&pick=2"),
    post("practice:rating-assign", "staff", RATER, data={"ask": []}),
    get("practice:agreement", "staff", RATER),
    get("practice:rating-example", "raters", things=FORWARD),
    get("practice:rating-example", "raters", things=of("public")),
    *(get("practice:rating-example", "", things=of(thing)) for thing in ("draft", "sealed", "submitted", "withdrawn")),
    get("practice:rating-rate", "raters", things=FORWARD),
    post("practice:rating-rate", f"{JUDGES} {RATER}", "interested", things=FORWARD, data=RATED),
    post("practice:rating-rate", "", things=of("submitted"), data=RATED),
    get("practice:rating-interest", "raters", things=FORWARD),
    post("practice:rating-interest", "raters", things=FORWARD, data={"reason": "I advised them."}),
    get("practice:rating-comment", f"{JUDGES} {RATER}", "interested", things=FORWARD),
    post("practice:rating-comment", f"{JUDGES} {RATER}", "interested", things=FORWARD,
         data={"text": "Who counted?", "audience": "raters"}),
    get("practice:rating-settle", "vkpp_admin", f"vkpp_staff interested {RATER}", things=DIFFERS),
    post("practice:rating-settle", "vkpp_admin", f"vkpp_staff interested {RATER}", things=DIFFERS,
         data={"overall": "promising", "rationale": "The local evaluation is sound."}),
    post("practice:rating-ask", "staff", RATER, things=FORWARD, data={"rater": "@staff"}),
    post("practice:rating-let-off", "staff", RATER, things={**FORWARD, "pk": "rater"}),
    get("practice:rating-evidence", "raters", things=FORWARD),
    post("practice:rating-evidence", f"{JUDGES} {RATER}", "interested", things=FORWARD, data=STUDY),
    post("practice:rating-evidence", "", things=of("submitted"), data=STUDY),
    post("practice:rating-evidence-remove", f"{JUDGES} {RATER}", "interested",
         things={**FORWARD, "pk": "forward.evidence"}),
    post("practice:rating-evidence-remove", "", things={**FORWARD, "pk": "differs.evidence"}),
]  # fmt: skip

OUTCOME = {"rating": "", "audience": "1", "review_by_0": "1", "review_by_1": "2", "review_by_2": "2099"}
DECISIONS = [
    get("practice:decisions", "staff", RATER),
    get("practice:decisions", "staff", RATER, query="?tab=released"),
    get("practice:decision-stage", JUDGES, f"interested {RATER}", things=FORWARD),
    post("practice:decision-stage", JUDGES, f"interested {RATER}", things=FORWARD,
         data={**OUTCOME, "rationale": "New and easy to copy."}),
    post("practice:decision-stage", "", RATER, things=of("submitted"), data=OUTCOME),
    post("practice:decision-undecide", JUDGES, RATER, things={"pk": "decided.decision"}),
    post("practice:decisions-look-over", "staff", RATER, data={"pick": ["@decided.decision"]}),
    post("practice:decisions-release", "vkpp_admin", f"vkpp_staff interested {RATER}",
         data={"pick": ["@decided.decision"]}),
    get("practice:outbox", "staff", RATER),
    get("practice:outbox", "staff", RATER, query="?tab=history"),
    post("practice:outbox-confirm", "staff", RATER, data={"pick": ["@public.mail"], "act": "send"}),
    post("practice:outbox-act", "vkpp_admin", f"vkpp_staff interested {RATER}",
         data={"pick": ["@public.mail"], "act": "send"}),
]  # fmt: skip

ROWS = [*TRIAGE, *RATING, *DECISIONS]
