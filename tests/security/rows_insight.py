"""Who gets in: benchmarking. A force reads of itself and of groups; nobody else's answers, by no page and no address."""

from tests.security.rows_accounts import get
from tests.security.table import Row

OF_A = "nvap_lead@A chief_officer@A force_analyst@A"
OF_B = "nvap_lead@B chief_officer@B force_analyst@B"
PUBLISHED = "evidence_reviewer national_analyst"
READERS = f"{OF_A} {OF_B} staff {PUBLISHED}"
NOT_THEIRS = "signed-in -" + " -".join(READERS.split())
STAND = {"round": "round", "force": "force.A"}
OF_ROUND = {"round": "round"}


def api(route, allowed, forbidden="", query=""):
    return Row(route, allowed, forbidden, query=query)


ROWS = [
    get("search:everything", "everybody", query="?q=contact"),
    get("search:everything", "everybody", query="?q=contact&type=practice"),
    api("api:search", "everybody", query="?q=contact"),
    get("analytics:front", "signed-in"),
    get("analytics:stand", f"{OF_A} staff", NOT_THEIRS, things=STAND),
    get("analytics:stand", f"{OF_A} staff", NOT_THEIRS, things=STAND, query="?basis=signed&measure=impact"),
    get("analytics:stand-csv", f"{OF_A} staff", NOT_THEIRS, things=STAND),
    get("analytics:action", f"{OF_A} staff", NOT_THEIRS, things={**STAND, "code": "=2.1.1"}),
    get("analytics:national", "staff", NOT_THEIRS, things=OF_ROUND),
    get("analytics:national-csv", "staff", NOT_THEIRS, things=OF_ROUND),
    get("analytics:picture-newest", READERS, NOT_THEIRS),
    get("analytics:picture", "staff", NOT_THEIRS, things=OF_ROUND),
    get("analytics:picture", "staff", NOT_THEIRS, things=OF_ROUND, query="?show=practice&gaps=0"),
    get("analytics:picture-action", "staff", NOT_THEIRS, things={**OF_ROUND, "code": "=2.1.1"}),
    get("analytics:picture-csv", "staff", NOT_THEIRS, things=OF_ROUND),
    get("analytics:picture-pdf", "staff", NOT_THEIRS, things=OF_ROUND),
    api("api:summaries", f"{OF_A} {OF_B} staff", NOT_THEIRS),
    api("api:summaries", f"{OF_A} {OF_B} staff", NOT_THEIRS, query="?level=theme"),
    api("api:national-picture", "staff", NOT_THEIRS),
    api("api:national-picture", "staff", NOT_THEIRS, query="?round=2026&strand=all"),
    api("api:benchmarks", f"{OF_A} {OF_B} staff", f"{NOT_THEIRS} {PUBLISHED}"),
    api("api:benchmarks", f"{OF_A} staff", NOT_THEIRS, query="?force=norfolk"),
    api("api:benchmarks", f"{OF_A} staff", NOT_THEIRS, query="?force=norfolk&level=theme"),
]
