"""A force's one library of evidence: a file or link is kept once, wherever it is used, and checked for viruses once."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from nvap.models import Evidence
from nvap.telling import tell
from nvap.vocab import EvidenceKind, ScanState
from vkpp.core import audit, outbox, uploads, virus, web_addresses
from vkpp.core.exceptions import Invalid
from vkpp.core.held import words
from vkpp.core.models import Marking

SCAN = "nvap.scan_evidence"
REFUSED = "nvap.evidence_refused"
"""{"evidence"}: a virus was found in it, so answers that stood on it are looked at again."""


def read(upload: "UploadedFile[Any]") -> tuple[uploads.Checked, bytes]:
    """What was uploaded, looked through, with its content; Invalid with the sentence that says why not."""
    data = upload.read(uploads.LIMIT + 1)
    try:
        return uploads.check(upload.name or "", data), data
    except uploads.Refused as refusal:
        raise Invalid({"file": [str(refusal)]}) from refusal


def known_file(force_id: int, checked: uploads.Checked) -> Evidence | None:
    """The same file, when the force has added it before."""
    same = Evidence.objects.filter(force=force_id, sha256=checked.sha256, removed_at=None)
    found: Evidence | None = same.exclude(scan=ScanState.INFECTED).first()
    return found


def keep_file(
    force_id: int,
    checked: uploads.Checked,
    data: bytes,
    *,
    title: str,
    by: Any,
    link: str,
    place: str,
    marking: str = Marking.OFFICIAL,
) -> Evidence:
    """Put a new file into the library; it waits for the virus check. `link`, `place`: the page it was given on."""
    evidence = Evidence(
        force_id=force_id,
        kind=EvidenceKind.FILE,
        title=title or checked.name[:160],
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        scan=ScanState.WAITING,
        marking=marking,
        added_by=by,
    )
    evidence.file.save(checked.name, ContentFile(data), save=False)
    evidence.save()
    outbox.owe(SCAN, {"evidence": evidence.pk, "link": link, "place": place}, key=f"{SCAN}:{evidence.pk}")
    return evidence


def keep_link(force_id: int, url: str, *, title: str, by: Any) -> Evidence:
    """The link in the library, put there unless the force has it; Invalid when it is no web address."""
    address = words(
        url, "url", _("The address"), limit=400, one_line=True, required=_("Enter the address of the page.")
    )
    if wrong := web_addresses.fault(address):
        raise Invalid({"url": [wrong]})
    title = title_of(title) or address[:160]
    known = Evidence.objects.filter(force=force_id, url=address, removed_at=None).first()
    return known or Evidence.objects.create(
        force_id=force_id, kind=EvidenceKind.LINK, title=title, url=address, added_by=by
    )


def title_of(title: str) -> str:
    """A title as it is stored."""
    return words(title, "title", _("The title"), limit=160, one_line=True)


@outbox.handler(SCAN, looks_first=True)
def scan(payload: dict[str, Any]) -> None:
    """Check one file for viruses. When the scanner cannot be reached the file stays waiting and is tried again."""
    waiting = Evidence.objects.select_for_update(of=("self",)).select_related("added_by")
    evidence = waiting.filter(pk=payload["evidence"], scan=ScanState.WAITING, removed_at=None).first()
    if evidence is None:
        return
    with evidence.file.open("rb") as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != evidence.sha256:
        raise OSError(f"The stored file of evidence {evidence.pk} is not what was uploaded")
    found = virus.find(data)
    if not found:
        Evidence.objects.filter(pk=evidence.pk).update(scan=ScanState.CLEAN)
        return
    _refuse(evidence, found, payload)


def _refuse(evidence: Evidence, found: str, payload: dict[str, Any]) -> None:
    Evidence.objects.filter(pk=evidence.pk).update(scan=ScanState.INFECTED)
    audit.record(by=None, verb="evidence.infected", target=evidence, after={"name": evidence.name, "found": found})
    outbox.owe(REFUSED, {"evidence": evidence.pk})
    forget_file(evidence)
    context = {"name": evidence.name, "place": payload["place"]}
    tell([evidence.added_by], "nvap_evidence_refused", about=evidence, link=payload["link"], by=None, **context)


def forget_file(evidence: Evidence) -> None:
    """Delete what is stored of it once the change is committed."""
    stored = evidence.file
    transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
