"""Writing the coded data into a workbook or into CSV files: a worker does it, the person watches and downloads."""

import csv
import io
import zipfile
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import coding_export, people
from reviews.models import CaseReview
from vkpp.core import jobs
from vkpp.core.csv_files import cell
from vkpp.core.job_progress import Progress
from vkpp.core.models import Job, Marking

EXPORT = "reviews.coding_export"
FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAY_EVERY = 500


def start(kind: str, by: Any) -> Job:
    """Have the coded data written, as `xlsx` or `csv`."""
    sensitive = CaseReview.objects.visible_to(by).in_catalogue().filter(marking=Marking.OFFICIAL_SENSITIVE).exists()
    marking = Marking.OFFICIAL_SENSITIVE if sensitive else Marking.OFFICIAL
    return jobs.start(
        EXPORT, title=_("Coded data of case reviews"), payload={"format": kind}, by=by, key=kind, marking=marking
    )


def may_read(user: Any, _job: Job) -> bool:
    """Whoever codes reviews."""
    return people.may_code(user)


@jobs.register(EXPORT, may_read=may_read)
def export(progress: Progress) -> None:
    """All tables, with what their owner may see at this moment."""
    if not people.may_code(progress.by):
        progress.fail(_("The coded data is for VKPP staff who code reviews."))
    name = f"coded-reviews-{timezone.localdate():%Y-%m-%d}"
    progress.total(len(coding_export.TABLES), _("Writing the tables"))
    if progress.payload.get("format") == "csv":
        progress.file(f"{name}.zip", _as_csv(progress), "application/zip")
    else:
        progress.file(f"{name}.xlsx", _as_workbook(progress), XLSX)


def _as_csv(progress: Progress) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in coding_export.TABLES:
            archive.writestr(f"{table.name}.csv", "\ufeff" + _table(table, progress))
            progress.step()
    return packed.getvalue()


def _table(table: coding_export.Table, progress: Progress) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    for number, row in enumerate(table.rows(progress.by)):
        writer.writerow([cell(value) for value in row])
        if number % SAY_EVERY == 0:
            progress.step(0)
    return text.getvalue()


def _as_workbook(progress: Progress) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    for table in coding_export.TABLES:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        sheet.append([column.name for column in table.columns])
        for number, row in enumerate(table.rows(progress.by)):
            values = [cell(value) for value in row]
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", one) if isinstance(one, str) else one for one in values])
            if number % SAY_EVERY == 0:
                progress.step(0)
        progress.step()
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
