"""Loading the forces."""

import csv
from pathlib import Path
from typing import Any

from django.db import transaction

from vkpp.accounts.models import Force
from vkpp.core import audit

DATA = Path(__file__).resolve().parent.parent / "data" / "forces.csv"
KINDS = {
    "territorial": Force.Kind.TERRITORIAL,
    "special": Force.Kind.SPECIAL,
    "outside_E&W": Force.Kind.OUTSIDE,
}


@transaction.atomic
def load_forces(*, path: Path = DATA, by: Any = None) -> int:
    """Add the forces of the file that are not there yet, by code; what is there stays as it was edited."""
    known = set(Force.objects.values_list("code", flat=True))
    with path.open(encoding="utf-8", newline="") as lines:
        missing = [_force(row) for row in csv.DictReader(lines) if row["force_id"] not in known]
    for force in Force.objects.bulk_create(missing):
        audit.record(by=by, verb="force.add", target=force, after={"code": force.code})
    return len(missing)


def _force(row: dict[str, str]) -> Force:
    return Force(
        code=row["force_id"],
        name=row["name"],
        short_name=row["short_name"],
        kind=KINDS[row["force_type"]],
        ons_code=row["ons_code"],
        region=row["policing_region"],
        ons_region=row["ons_region"],
        email_domains=[domain for domain in (row["email_domain"], *row["email_domains_alt"].split(";")) if domain],
        website=row["website"],
        tile_label=row["tile_label"],
        tile_row=int(row["grid_row"]) if row["grid_row"] else None,
        tile_col=int(row["grid_col"]) if row["grid_col"] else None,
        benchmarked=row["in_44_benchmark"] == "Y",
    )
