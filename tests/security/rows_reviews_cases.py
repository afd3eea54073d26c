"""Who gets in: case reviews and their documents."""

from tests.security.rows_accounts import get, post

READS = "forces staff evidence_reviewer national_analyst"
SENDER = "owner staff"
SENT, CASE, SECRET = {"reference": "cr.sent"}, {"reference": "cr.case"}, {"reference": "cr.secret"}
EXCLUDED, ASSURED = {"reference": "cr.excluded"}, {"reference": "cr.assured"}
DOCUMENT = {**CASE, "number": "cr.document"}
OF_SENT = {**SENT, "number": "cr.sent.document"}
OF_SECRET = {**SECRET, "number": "cr.secret.document"}
HIDDEN_ONE = {**CASE, "number": "cr.case.secret"}
NEW = {"type": "DHR", "title": "A review of the table", "published": "2024"}
CHANGES = {"type": "DHR", "title": "Another title", "published": "2024", "police_before": "yes", "version": "1"}
INCLUDE = {"act": "include", "police_before": "yes", "published": "2024"}

LISTS = [
    get("reviews:front", "signed-in"),
    get("reviews:cases", READS),
    get("reviews:cases", READS, query="?type=DHR&strand=DA&state=assured&q=review&sort=title"),
    get("reviews:sent", "signed-in"),
    get("reviews:screening", "staff"),
    get("reviews:screening", "staff", query="?tab=all&q=review"),
]
SENDING = [
    get("reviews:send", "signed-in"),
    post("reviews:send", "signed-in", data=NEW),
    get("reviews:case", SENDER, things=SENT),
    get("reviews:case", READS, things=CASE),
    get("reviews:case", READS, things=ASSURED),
    get("reviews:case", "staff", things=SECRET),
    get("reviews:case", SENDER, things=EXCLUDED),
    get("reviews:case-change", SENDER, things=SENT),
    post("reviews:case-change", SENDER, things=SENT, data=CHANGES),
    get("reviews:case-change", "staff", "forces evidence_reviewer national_analyst", things=CASE),
    post("reviews:case-change", "staff", "forces evidence_reviewer national_analyst", things=CASE, data=CHANGES),
]
SCREENING = [
    get("reviews:screen", "staff", things=SENT),
    post("reviews:screen", "staff", things=SENT, data=INCLUDE),
    post("reviews:screen", "staff", things=SENT, data={"act": "exclude", "exclusion": "other", "reason": "No."}),
    post("reviews:case-reconsider", "staff", things=CASE),
    post("reviews:case-adopt", "staff", things=CASE),
]
DOCUMENTS = [
    get("reviews:documents", READS, things=CASE),
    post("reviews:documents", "staff", "forces evidence_reviewer national_analyst", things=CASE, data={"file": ""}),
    get("reviews:documents", SENDER, things=SENT),
    get("reviews:document", READS, things=DOCUMENT),
    get("reviews:document", SENDER, things=OF_SENT),
    get("reviews:document", "staff", things=OF_SECRET),
    get("reviews:document", "staff", things=HIDDEN_ONE),
    get("reviews:document-text", READS, things=DOCUMENT),
    get("reviews:document-text", SENDER, things=OF_SENT),
    get("reviews:document-text", "staff", things=HIDDEN_ONE),
    post("reviews:document-remove", "staff", "forces evidence_reviewer national_analyst", things=DOCUMENT),
    post("reviews:document-remove", SENDER, things=OF_SENT),
    post("reviews:document-put-back", "staff", "forces evidence_reviewer national_analyst", things=DOCUMENT),
    post("reviews:document-read-again", "staff", "forces evidence_reviewer national_analyst", things=DOCUMENT),
]
API = [
    get("api:review_types", "signed-in"),
    get("api:harm_types", "signed-in"),
    get("api:case_reviews", "signed-in"),
    get("api:case_reviews_removed", "signed-in"),
    post("api:case_reviews", "signed-in", data=NEW),
    get("api:case_review", SENDER, things={"case": "cr.sent"}),
    get("api:case_review", READS, things={"case": "cr.case"}),
    get("api:case_review", "staff", things={"case": "cr.secret"}),
]
ROWS = [*LISTS, *SENDING, *SCREENING, *DOCUMENTS, *API]
