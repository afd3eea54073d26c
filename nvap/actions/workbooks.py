"""A return's workbook: made, taken, read, applied to the answers in one go, or dropped."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions import answering, open_return
from nvap.actions.held import hold, hold_row, insist
from nvap.models import Response, Return, WorkbookUpload
from nvap.vocab import Source, WorkbookState
from nvap.workbook import compare, safety
from nvap.workbook.outcome import Found, Unreadable
from vkpp.core import audit, jobs
from vkpp.core.exceptions import Conflict, Invalid, PortalError
from vkpp.core.models import Job

MAKE, READ = "nvap.workbook_make", "nvap.workbook_read"
KEEP_FILES = dt.timedelta(days=30)
ENDED = (WorkbookState.APPLIED, WorkbookState.DROPPED)
Values = Mapping[str, Mapping[str, Any]]


class NotApplied(PortalError):
    """Nothing was applied: what stood in the way, action code → sentence."""

    code = "not_applied"
    status = 409

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(_("Nothing was applied. See what stands in the way, then confirm again."))
        self.reasons = dict(reasons)


def mine(ret: Return, by: Any) -> list[Response]:
    """The answers that the person may fill in."""
    return [response for response in compare.answers_of(ret, by) if people.may_answer(by, response)]


@transaction.atomic
def ask_for(*, ret: Return, by: Any) -> Job:
    """Have the workbook of everything made that the person may fill in."""
    actions = [response.pk for response in mine(ret, by)]
    insist(bool(actions), _("Nothing in this return is assigned to you, so there is nothing to put into a workbook."))
    title = _("Workbook: %(round)s, %(force)s") % {"round": ret.round.title, "force": ret.force.short_name}
    payload = {"ret": ret.pk, "responses": actions}
    key = f"{ret.pk}:{hash(tuple(actions))}"
    return jobs.start(MAKE, title=title, payload=payload, by=by, about=ret, key=key, marking=ret.marking)


@transaction.atomic
def take(*, ret: Return, name: str, data: bytes, by: Any) -> WorkbookUpload:
    """Keep a filled in workbook and have it read. Invalid with a sentence when a glance shows that it is none."""
    insist(people.may_answer_some(by, ret), _("Nothing in this return is assigned to you, so you cannot upload to it."))
    try:
        name = safety.first_look(name, data)
    except Unreadable as refusal:
        raise Invalid({"file": [str(refusal)]}) from refusal
    upload = WorkbookUpload(ret=ret, uploaded_by=by, name=name, size=len(data))
    upload.sha256 = hashlib.sha256(data).hexdigest()
    upload.file.save(name, ContentFile(data), save=False)
    upload.save()
    after = {"upload": upload.pk, "name": name, "sha256": upload.sha256}
    audit.record(by=by, verb="workbook.upload", target=ret, after=after)
    title = _("Reading “%(name)s”") % {"name": name}
    jobs.start(READ, title=title, payload={"upload": upload.pk}, by=by, about=upload, marking=ret.marking)
    return upload


def settle_refused(*, upload: WorkbookUpload, sentence: str) -> None:
    """The file is not taken; it is removed, the sentence stays."""
    if _settle(upload, state=WorkbookState.REFUSED, refusal=sentence, file=""):
        upload.file.delete(save=False)


def settle_read(*, upload: WorkbookUpload, data: bytes, found: Found, responses: Iterable[Response]) -> None:
    """Keep what was read: what it would change, or the faults with an annotated copy of the file."""
    if found.faults:
        from nvap.workbook import report

        copy = report.annotated(data, found.faults)
        upload.annotated.save(upload.name, ContentFile(copy), save=False)
        faults = [asdict(fault) for fault in found.faults]
        if not _settle(upload, state=WorkbookState.FAULTY, faults=faults, annotated=upload.annotated.name):
            upload.annotated.delete(save=False)
        return
    content, unchanged = compare.content_of(found, responses)
    _settle(upload, state=WorkbookState.READY, content=content, unchanged=unchanged)


def _settle(upload: WorkbookUpload, **values: Any) -> bool:
    waiting = WorkbookUpload.objects.filter(pk=upload.pk, state=WorkbookState.READING)
    return bool(waiting.update(read_at=timezone.now(), **values))


def apply(*, upload: WorkbookUpload, resolved: Values, versions: Mapping[str, int], by: Any) -> list[str]:
    """Save every chosen answer of the workbook, all or nothing; the codes of the actions that changed.

    `resolved`: action → question → value for what was in conflict, empty meaning that the saved one stays; `versions`:
    the versions that the person saw. Confirming twice does nothing more. NotApplied says what stands in the way.
    """
    reasons: dict[str, str] = {}
    with transaction.atomic():
        hold(upload.ret)
        hold_row(upload)
        insist(upload.uploaded_by_id == by.pk, _("Only who uploaded a workbook can apply it."))
        if upload.state == WorkbookState.APPLIED:
            return list(upload.applied)
        if upload.state != WorkbookState.READY:
            raise Conflict(_("This workbook cannot be applied any more. Upload it again."), {"state": upload.state})
        open_return.check_open(upload.ret)
        changes = compare.changes(upload, compare.answers_of(upload.ret, by))
        before = {change.code: change.response.version for change in changes}
        reasons = _save_all(changes, resolved, versions, by)
        if reasons:
            transaction.set_rollback(True)
        else:
            codes = [change.code for change in changes if change.response.version != before[change.code]]
            _end(upload, WorkbookState.APPLIED, codes)
            audit.record(by=by, verb="workbook.apply", target=upload.ret, after={"upload": upload.pk, "actions": codes})
    if reasons:
        upload.ret.refresh_from_db(fields=["state", "version", "signed"])
        raise NotApplied(reasons)
    return list(upload.applied)


def _save_all(
    changes: Iterable[compare.Change], resolved: Values, versions: Mapping[str, int], by: Any
) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for change in changes:
        chosen = resolved.get(change.code, {})
        open_choices = [field for field in change.conflicts if field.question.code not in chosen]
        if open_choices or change.code not in versions:
            reasons[change.code] = _("This answer was changed meanwhile. Choose which text to keep.")
            continue
        values = {field.question.code: field.mine for field in change.fields} | dict(chosen)
        try:
            with transaction.atomic():
                answering.save(
                    response=change.response,
                    values=values,
                    version=versions[change.code],
                    by=by,
                    source=Source.WORKBOOK,
                    confirm=change.confirm,
                )
        except PortalError as refusal:
            reasons[change.code] = refusal.message
    return reasons


@transaction.atomic
def drop(*, upload: WorkbookUpload, by: Any) -> None:
    """Throw the workbook away without applying it."""
    hold_row(upload)
    insist(upload.uploaded_by_id == by.pk, _("Only who uploaded a workbook can drop it."))
    if upload.state in ENDED:
        return
    _end(upload, WorkbookState.DROPPED, [])
    audit.record(by=by, verb="workbook.drop", target=upload.ret, after={"upload": upload.pk})


def _end(upload: WorkbookUpload, state: str, codes: list[str]) -> None:
    upload.state, upload.ended_at, upload.applied = state, timezone.now(), codes
    upload.save(update_fields=["state", "ended_at", "applied"])


def clear_files(rows: QuerySet[WorkbookUpload]) -> None:
    """Remove the files of these uploads; what they said is kept."""
    for upload in rows:
        for stored in (upload.file, upload.annotated):
            if stored:
                stored.delete(save=False)
    rows.update(file="", annotated="")


def allowed_codes(ret: Return, by: Any) -> set[str]:
    """Codes of the actions that the person may fill in."""
    return {response.action_version.code for response in mine(ret, by)}


def read_file(upload: WorkbookUpload, step: Any) -> tuple[bytes, Found]:
    """The stored file and what it says."""
    from nvap.workbook import read

    with upload.file.open("rb") as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        raise OSError(f"The stored file of workbook {upload.pk} is not what was uploaded")
    wanted = read.expected(upload.ret, allowed_codes(upload.ret, upload.uploaded_by))
    return data, read.read(upload.name, data, wanted, step=step)
