"""Who gets in: evidence packs, for who reads the whole return of the force; a pack is for who had it made."""

from tests.security.rows_accounts import get, post
from tests.security.rows_insight import OF_A, OF_B
from tests.security.table import Row

OF_FORCE = {"force": "force.A"}
NUMBER = {"number": "pack"}
MAKERS = f"{OF_A} {OF_B} staff"
ASK = {"force": "norfolk", "framework": "peel", "edition": "2025"}

ROWS = [
    get("analytics:packs", MAKERS, "signed-in -" + " -".join(MAKERS.split())),
    get("analytics:pack-choose", f"{OF_A} staff", things=OF_FORCE),
    get("analytics:pack-preview", f"{OF_A} staff", things=OF_FORCE),
    post("analytics:pack-make", f"{OF_A} staff", things=OF_FORCE),
    post("analytics:pack-make", f"{OF_A} staff", things=OF_FORCE, data={"item": "1", "whole": "1"}),
    Row("api:evidence_packs", "signed-in"),
    Row("api:evidence_packs", f"{OF_A} staff", method="post", data=ASK),
    Row("api:evidence_pack", "nvap_lead@A", things=NUMBER),
    Row("api:evidence_pack_file", "nvap_lead@A", things=NUMBER),
]
