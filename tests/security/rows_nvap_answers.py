"""Who gets in: a force's return and its answers. Contributors meet what is assigned to them and nothing else."""

from tests.security.rows_accounts import get, post

RETURN = {"round_code": "round", "force_code": "force.A"}
ANSWER = {**RETURN, "code": "=2.1.1"}
ASSIGNED = {**RETURN, "code": "=2.2.1"}
THEME = {**RETURN, "theme_code": "=2.1"}
LEAD = "nvap_lead@A"
READS = "chief_officer@A force_analyst@A staff"
SEES = f"{LEAD} {READS}"
TYPED = {"version": "@answer.version", "q-now": "We train everybody."}
CHOSEN = {"version": "@answer.version", "choice-q-now": "mine", "mine-q-now": "We train everybody."}

ROWS = [
    get("nvap:returns", "signed-in"),
    get("nvap:return", f"{SEES} contributor@A", things=RETURN),
    get("nvap:return", f"{SEES} contributor@A", things=RETURN, query="?show=mine"),
    get("nvap:assign", LEAD, f"{READS} contributor@A", things=RETURN),
    post("nvap:assign", LEAD, f"{READS} contributor@A", things=RETURN, data={"person": "1", "themes": ["1"]}),
    post("nvap:unassign", LEAD, f"{READS} contributor@A", things={**RETURN, "number": "assignment"}),
    get("nvap:confirm_theme", f"{SEES} contributor@A", things=THEME),
    post("nvap:confirm_theme", f"{SEES} contributor@A", things=THEME, data={"read": ["1:1"]}),
    get("nvap:answer", SEES, things=ANSWER),
    get("nvap:answer", f"{SEES} contributor@A", things=ASSIGNED),
    post("nvap:answer", LEAD, READS, things=ANSWER, data=TYPED),
    post("nvap:answer", f"{LEAD} contributor@A", READS, things=ASSIGNED, data={"version": "0", "q-now": "We ask."}),
    post("nvap:save_answer", LEAD, READS, things=ANSWER, data={**TYPED, "fields": "q-now"}),
    get("nvap:compare_answer", SEES, things=ANSWER),
    post("nvap:compare_answer", LEAD, READS, things=ANSWER, data=CHOSEN),
    get("nvap:answer_history", SEES, things=ANSWER),
    get("nvap:answer_here", SEES, things=ANSWER),
    get("nvap:answer_here", f"{SEES} contributor@A", things=ASSIGNED),
    post(
        *("nvap:comment_answer", f"{LEAD} chief_officer@A staff", "force_analyst@A"),
        things=ANSWER,
        data={"text": "When?", "audience": "vkpp"},
    ),
    post("nvap:remove_comment", LEAD, things={**ANSWER, "number": "comment"}),
    post("nvap:explain", LEAD, READS, things={**ANSWER, "number": "finding"}, data={"explanation": "Audited."}),
    get("nvap:answer_evidence", SEES, things=ANSWER),
    post(
        *("nvap:answer_evidence", LEAD, READS),
        things=ANSWER,
        data={"url": "https://www.norfolk.police.uk/plan", "title": "Plan"},
    ),
    get("nvap:evidence_file", SEES, things={**ANSWER, "number": "evidence"}),
    post("nvap:unuse_evidence", LEAD, READS, things={**ANSWER, "number": "evidence"}),
    get("nvap:remove_evidence", LEAD, READS, things={**ANSWER, "number": "evidence"}),
    post("nvap:remove_evidence", LEAD, READS, things={**ANSWER, "number": "evidence"}),
]
