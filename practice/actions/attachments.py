"""Files with an example: added after a look at their content, served only when the virus check found them clean."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.actions.held import hold
from practice.actions.saving import check_may_change
from practice.mails import tell
from practice.models import Attachment, Practice
from vkpp.core import audit, outbox, uploads, virus
from vkpp.core.exceptions import Conflict, Invalid

SCAN = "practice.scan_attachment"


@transaction.atomic
def add(*, practice: Practice, upload: "UploadedFile[Any]", by: Any) -> Attachment:
    """Take a file, or Invalid with the sentence that says why not. It waits for the virus check."""
    hold(practice)
    check_may_change(practice, by)
    data = upload.read(uploads.LIMIT + 1)
    try:
        checked = uploads.check(upload.name or "", data)
    except uploads.Refused as refusal:
        raise Invalid({"file": [str(refusal)]}) from refusal
    _check_room(practice, checked.sha256)
    attachment = Attachment(
        practice=practice,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        uploaded_by=by,
    )
    attachment.file.save(checked.name, ContentFile(data), save=False)
    attachment.save()
    audit.record(
        by=by,
        verb="practice.attachment_added",
        target=practice,
        after={"attachment": attachment.pk, "name": checked.name, "sha256": checked.sha256},
    )
    outbox.owe(SCAN, {"attachment": attachment.pk}, key=f"{SCAN}:{attachment.pk}")
    return attachment


@transaction.atomic
def remove(*, attachment: Attachment, by: Any) -> None:
    """Take a file away; `put_back` undoes it."""
    practice = attachment.practice
    hold(practice)
    check_may_change(practice, by)
    won = Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=timezone.now(), removed_by=by)
    if won:
        audit.record(
            by=by,
            verb="practice.attachment_removed",
            target=practice,
            before={"attachment": attachment.pk, "name": attachment.name},
        )


@transaction.atomic
def put_back(*, attachment: Attachment, by: Any) -> None:
    """Undo `remove`."""
    practice = attachment.practice
    hold(practice)
    check_may_change(practice, by)
    attachment.refresh_from_db(fields=["removed_at", "scan"])
    if attachment.removed_at is None:
        return
    if attachment.scan == Attachment.Scan.INFECTED:
        raise Conflict(_("A virus was found in this file, so it cannot come back."))
    _check_room(practice, attachment.sha256)
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=None, removed_by=None)
    audit.record(
        by=by,
        verb="practice.attachment_put_back",
        target=practice,
        after={"attachment": attachment.pk, "name": attachment.name},
    )


def _check_room(practice: Practice, sha256: str) -> None:
    present = practice.attachments.filter(removed_at=None)
    twin = present.filter(sha256=sha256).values_list("name", flat=True).first()
    if twin is not None:
        raise Invalid({"file": [_("This very file is attached already as “%(name)s”.") % {"name": twin}]})
    if present.count() >= uploads.MOST:
        raise Invalid({"file": [_("An example can have %(most)s files. Remove one first.") % {"most": uploads.MOST}]})


@outbox.handler(SCAN, looks_first=True)
def scan(payload: dict[str, Any]) -> None:
    """Check one file for viruses. When the scanner cannot be reached the file stays waiting and is tried again."""
    attachment = (
        Attachment.objects.select_for_update(of=("self",))
        .filter(pk=payload["attachment"], scan=Attachment.Scan.WAITING)
        .first()
    )
    if attachment is None:
        return
    with attachment.file.open("rb") as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != attachment.sha256:
        raise OSError(f"The stored file of attachment {attachment.pk} is not what was uploaded")
    found = virus.find(data)
    if not found:
        Attachment.objects.filter(pk=attachment.pk).update(scan=Attachment.Scan.CLEAN)
        return
    _refuse(attachment, found)


def _refuse(attachment: Attachment, found: str) -> None:
    practice = attachment.practice
    Attachment.objects.filter(pk=attachment.pk).update(scan=Attachment.Scan.INFECTED)
    audit.record(
        by=None,
        verb="practice.attachment_infected",
        target=practice,
        after={"attachment": attachment.pk, "name": attachment.name, "found": found},
    )
    stored = attachment.file
    transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
    if attachment.uploaded_by is not None:
        tell(attachment.uploaded_by, practice, "practice_attachment_refused", by=None, name=attachment.name)
