"""Who gets in: reports of a force and of the nation, and having them made as files.

The round of the table is running, so the nation's figures are VKPP's alone; once it is published others read them too
(tests/analytics/test_report_pages.py).
"""

from tests.security.rows_accounts import get, post
from tests.security.rows_insight import NOT_THEIRS, OF_ROUND, STAND

READS = "nvap_lead@A chief_officer@A force_analyst@A staff"
ASSIGNED = "contributor@A"  # answers a part of the return, so knows that it is there

FORCE = [
    get("analytics:report-force", READS, ASSIGNED, things=STAND),
    get("analytics:report-force", READS, ASSIGNED, things=STAND, query="?basis=signed"),
    post("analytics:report-force-pdf", READS, ASSIGNED, things=STAND, data={"basis": "live"}),
]
NATION = [
    get("analytics:report-national", "staff", NOT_THEIRS, things=OF_ROUND),
    post("analytics:report-national-pdf", "staff", NOT_THEIRS, things=OF_ROUND, data={"basis": "live"}),
    post("analytics:report-pack", "staff", NOT_THEIRS, things=OF_ROUND, data={"basis": "live"}),
]
ROWS = [*FORCE, *NATION]
