"""Who gets in: the workbook of a return. Others of the force are told who may; an upload is for who made it."""

from tests.security.rows_accounts import get, post

RETURN = {"round_code": "round", "force_code": "force.A"}
READY, FAULTY = ({**RETURN, "number": f"workbook.{name}"} for name in ("ready", "faulty"))
ANSWERS = "nvap_lead@A contributor@A"
READS = "chief_officer@A force_analyst@A staff"

ROWS = [
    get("nvap:workbook", ANSWERS, READS, things=RETURN),
    post("nvap:workbook", ANSWERS, READS, things=RETURN),
    post("nvap:workbook-make", ANSWERS, READS, things=RETURN),
    get("nvap:workbook-upload", "nvap_lead@A", READS, things=READY),
    get("nvap:workbook-upload", "nvap_lead@A", READS, things=FAULTY),
    get("nvap:workbook-annotated", "nvap_lead@A", READS, things=FAULTY),
    get("nvap:workbook-annotated", "", READS, things=READY),
    post("nvap:workbook-confirm", "nvap_lead@A", READS, things=READY, data={"version-2.1.1": "@workbook.version"}),
    post("nvap:workbook-confirm", "nvap_lead@A", READS, things=FAULTY),
    post("nvap:workbook-drop", "nvap_lead@A", READS, things=READY),
]
