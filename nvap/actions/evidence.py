"""Evidence beside answers: a file or link of the force, added once and used at as many answers as it supports."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import news
from nvap.actions import checking, library, open_return
from nvap.actions.answering import check_may_answer, hold_answer
from nvap.links import answer_page
from nvap.models import Evidence, EvidenceUse, Response
from vkpp.core import audit, uploads
from vkpp.core.exceptions import Invalid


@transaction.atomic
def add_file(*, response: Response, upload: "UploadedFile[Any]", by: Any, title: str = "") -> Evidence:
    """Take a file beside an answer, or Invalid with the sentence that says why not. It waits for the virus check."""
    hold_answer(response)
    check_may_answer(response, by)
    checked, data = library.read(upload)
    title = library.title_of(title)
    force_id = response.ret.force_id
    if (known := library.known_file(force_id, checked)) is not None:
        _use(response, known, by, "file")
        return known
    _check_room(response, "file")
    code = response.action_version.code
    where = {"link": answer_page(response.ret, code), "place": code}
    evidence = library.keep_file(force_id, checked, data, title=title, by=by, **where)
    _use(response, evidence, by, "file")
    return evidence


@transaction.atomic
def add_link(*, response: Response, url: str, by: Any, title: str = "") -> Evidence:
    """Put a link beside an answer."""
    hold_answer(response)
    check_may_answer(response, by)
    evidence = library.keep_link(response.ret.force_id, url, title=title, by=by)
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
