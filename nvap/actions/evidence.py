"""Evidence beside answers: a file or link of the force, added once and used at as many answers as it supports."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import news
from nvap.actions import checking, open_return
from nvap.actions.answering import check_may_answer, hold_answer
from nvap.actions.held import words
from nvap.links import answer_page
from nvap.models import Evidence, EvidenceUse, Response
from nvap.telling import tell
from nvap.vocab import EvidenceKind, ScanState
from vkpp.core import audit, outbox, uploads, virus
from vkpp.core.exceptions import Invalid

SCAN = "nvap.scan_evidence"
is_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_file(*, response: Response, upload: "UploadedFile[Any]", by: Any, title: str = "") -> Evidence:
    """Take a file beside an answer, or Invalid with the sentence that says why not. It waits for the virus check."""
    hold_answer(response)
    check_may_answer(response, by)
    data = upload.read(uploads.LIMIT + 1)
    try:
        checked = uploads.check(upload.name or "", data)
    except uploads.Refused as refusal:
        raise Invalid({"file": [str(refusal)]}) from refusal
    title = words(title, "title", _("The title"), limit=160, one_line=True) or checked.name[:160]
    same = Evidence.objects.filter(force=response.ret.force_id, sha256=checked.sha256, removed_at=None)
    known: Evidence | None = same.first()
    if known is not None:
        _use(response, known, by, "file")
        return known
    _check_room(response, "file")
    evidence = Evidence(
        force_id=response.ret.force_id,
        kind=EvidenceKind.FILE,
        title=title,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        scan=ScanState.WAITING,
        added_by=by,
    )
    evidence.file.save(checked.name, ContentFile(data), save=False)
    evidence.save()
    outbox.owe(SCAN, {"evidence": evidence.pk, "response": response.pk}, key=f"{SCAN}:{evidence.pk}")
    _use(response, evidence, by, "file")
    return evidence


@transaction.atomic
def add_link(*, response: Response, url: str, by: Any, title: str = "") -> Evidence:
    """Put a link beside an answer."""
    hold_answer(response)
    check_may_answer(response, by)
    address = words(
        url, "url", _("The address"), limit=400, one_line=True, required=_("Enter the address of the page.")
    )
    try:
        is_address(address)
    except ValidationError as error:
        words_ = _("Enter a web address in full, for example https://www.norfolk.police.uk/strategy.")
        raise Invalid({"url": [words_]}) from error
    title = words(title, "title", _("The title"), limit=160, one_line=True) or address[:160]
    known = Evidence.objects.filter(force=response.ret.force_id, url=address, removed_at=None).first()
    evidence = known or Evidence.objects.create(
        force_id=response.ret.force_id, kind=EvidenceKind.LINK, title=title, url=address, added_by=by
    )
    _use(response, evidence, by, "url")
    return evidence


@transaction.atomic
def use(*, evidence: Evidence, response: Response, by: Any) -> None:
    """Put something the force has already added beside another answer."""
    hold_answer(response)
    check_may_answer(response, by)
    if not Evidence.objects.visible_to(by).filter(pk=evidence.pk, force=response.ret.force_id).exists():
        raise Invalid({"evidence": [_("Choose evidence of your force.")]})
    _use(response, evidence, by, "evidence")


@transaction.atomic
def unuse(*, evidence: Evidence, response: Response, by: Any) -> None:
    """Take it away from this answer; other answers keep it, and `use` brings it back."""
    hold_answer(response)
    check_may_answer(response, by)
    gone, _rows = EvidenceUse.objects.filter(evidence=evidence, response=response).delete()
    if gone:
        _changed(response, by)
        before = {"evidence": evidence.pk, "title": evidence.title}
        audit.record(by=by, verb="answer.evidence_removed", target=response, before=before)


@transaction.atomic
def remove(*, evidence: Evidence, by: Any) -> None:
    """Take it away from every answer of the force that can be changed now; refused when one cannot."""
    for used in evidence.uses.select_related(*("response__ret__round__form", "response__action_version")):
        unuse(evidence=evidence, response=used.response, by=by)
    Evidence.objects.filter(pk=evidence.pk).update(removed_at=timezone.now())


def _use(response: Response, evidence: Evidence, by: Any, field: str) -> None:
    if EvidenceUse.objects.filter(evidence=evidence, response=response).exists():
        raise Invalid({field: [_("“%(title)s” stands beside this answer already.") % {"title": evidence.title}]})
    _check_room(response, field)
    EvidenceUse.objects.create(evidence=evidence, response=response, added_by=by)
    _changed(response, by)
    after = {"evidence": evidence.pk, "title": evidence.title, "sha256": evidence.sha256}
    audit.record(by=by, verb="answer.evidence_added", target=response, after=after)


def _check_room(response: Response, field: str) -> None:
    if EvidenceUse.objects.filter(response=response, evidence__removed_at=None).count() >= uploads.MOST:
        raise Invalid({field: [_("An answer can have %(most)s pieces of evidence.") % {"most": uploads.MOST}]})


def _changed(response: Response, by: Any) -> None:
    checking.run(response)
    words_ = _("The evidence on %(code)s was changed.") % {"code": response.action_version.code}
    open_return.changed(response.ret, by=by, reason=words_)
    news.answer_changed(response)


@outbox.handler(SCAN)
def scan(payload: dict[str, Any]) -> None:
    """Check one file for viruses. When the scanner cannot be reached the file stays waiting and is tried again."""
    waiting = Evidence.objects.select_for_update(of=("self",)).select_related("added_by")
    evidence = waiting.filter(pk=payload["evidence"], scan=ScanState.WAITING).first()
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
    _refuse(evidence, found, payload["response"])


def _refuse(evidence: Evidence, found: str, response_id: int) -> None:
    Evidence.objects.filter(pk=evidence.pk).update(scan=ScanState.INFECTED)
    response = Response.objects.select_related("ret__round", "ret__force", "action_version").get(pk=response_id)
    after = {"evidence": evidence.pk, "name": evidence.name, "found": found}
    audit.record(by=None, verb="answer.evidence_infected", target=response, after=after)
    stored = evidence.file
    transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
    link = answer_page(response.ret, response.action_version.code)
    tell([evidence.added_by], "nvap_evidence_refused", about=response, link=link, by=None, name=evidence.name)
