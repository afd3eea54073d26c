"""Data that leaves the portal: who took what, with which filter and marking, and long files that a worker makes."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.datasets.dataset import DataSet
from analytics.datasets.files import Format
from vkpp.core import audit, jobs
from vkpp.core.models import Job, Marking

EXPORT = "analytics.data_set"


@transaction.atomic
def note(*, data_set: DataSet, kind: Format, query: str, by: Any, rows: int | None = None) -> None:
    """Write into the trail that somebody takes this data set away."""
    facts = {"data_set": data_set.code, "format": kind.code, "filter": query, "marking": data_set.marking(by).value}
    audit.record(by=by, verb="data_set.export", target=by, after=facts | ({} if rows is None else {"rows": rows}))


@transaction.atomic
def look(*, data_set: DataSet, query: str, by: Any) -> None:
    """Log that somebody opened rows that are OFFICIAL-SENSITIVE, without taking them away."""
    if data_set.sensitive(by):
        facts = {"data_set": data_set.code, "filter": query, "marking": Marking.OFFICIAL_SENSITIVE.value}
        audit.record(by=by, verb="data_set.look", target=by, after=facts)


@transaction.atomic
def start(*, data_set: DataSet, kind: Format, query: str, by: Any) -> Job:
    """Have a worker make the file."""
    return jobs.start(
        EXPORT,
        title=_("%(data_set)s (%(format)s)") % {"data_set": data_set.title, "format": kind.label},
        payload={"data_set": data_set.code, "format": kind.code, "query": query},
        by=by,
        key=hashlib.sha256(f"{data_set.code}:{kind.code}:{query}".encode()).hexdigest(),
        marking=data_set.marking(by).value,
    )
