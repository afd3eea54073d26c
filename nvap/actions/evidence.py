"""Evidence beside answers: a file or link of the force, added once and used at as many answers as it supports."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import news, people
from nvap.actions import library, open_return
from nvap.actions.answering import check_may_answer, derived, follow, hold_answer
from nvap.actions.held import insist
from nvap.derived import Derived
from nvap.links import answer_page
from nvap.models import Evidence, EvidenceUse, Response, Submission
from nvap.vocab import ReturnState
from nvap.workflow import EDITABLE
from vkpp.core import audit, outbox, uploads
from vkpp.core.exceptions import Conflict, Invalid

HELD_BY_VKPP = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


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
    was = derived(response)
    gone, _rows = EvidenceUse.objects.filter(evidence=evidence, response=response).delete()
    if gone:
        _changed(response, was, by)
        before = {"evidence": evidence.pk, "title": evidence.title}
        audit.record(by=by, verb="answer.evidence_removed", target=response, before=before)


@transaction.atomic
def remove(*, evidence: Evidence, response: Response, by: Any) -> bool:
    """Take it out of the force's library for good, from the page of this answer; whether nothing is stored any more.

    Refused while it stands beside an answer that this person cannot change now. A file that a version of a return names
    stays in the storage, where nobody is given it: what was put before a chief officer can be proved.
    """
    hold_answer(response)
    check_may_answer(response, by)
    for used in _uses(evidence):
        _check_comes_off(used.response, by)
        unuse(evidence=evidence, response=used.response, by=by)
    kept = bool(evidence.file) and _named(evidence)
    gone = {"removed_at": timezone.now()} | ({} if kept else {"file": ""})
    if not Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(**gone):
        raise Conflict(_("Somebody has done this already."))
    if evidence.file and not kept:
        library.forget_file(evidence)
    before = {"title": evidence.title, "sha256": evidence.sha256}
    audit.record(by=by, verb="evidence.remove", target=evidence, before=before, after={"stored": kept})
    return not kept


def places(evidence: Evidence) -> list[Response]:
    """The answers it stands beside."""
    return [used.response for used in _uses(evidence)]


def _uses(evidence: Evidence) -> Any:
    related = ("response__ret__round__form", "response__ret__force", "response__action_version")
    return evidence.uses.select_related(*related).order_by("response__ret", "response")


def _check_comes_off(response: Response, by: Any) -> None:
    where = {"code": response.action_version.code, "ret": response.ret}
    insist(
        people.may_answer(by, response),
        _("It stands beside %(code)s in %(ret)s too. Ask your NVAP lead to remove it.") % where,
    )
    if closed := open_return.closed_sentence(response.ret):
        words = _("It stands beside %(code)s in %(ret)s. %(closed)s")
        raise Conflict(words % {**where, "closed": closed}, {"state": response.ret.state})


def _named(evidence: Evidence) -> bool:
    piece = [{"evidence": [{"sha256": evidence.sha256}]}]
    return Submission.objects.filter(ret__force=evidence.force_id, content__answers__contains=piece).exists()


@outbox.handler(library.REFUSED)
def settle_refused(payload: dict[str, Any]) -> None:
    """A file with a virus shows nothing: answers that VKPP does not hold yet are looked at again without it."""
    for used in _uses(Evidence.objects.get(pk=payload["evidence"])):
        response = used.response
        hold_answer(response)
        if response.ret.state in HELD_BY_VKPP:
            continue
        follow(response, derived(response, lost=1), by=response.updated_by)
        if response.ret.state in EDITABLE:
            words = _("A virus was found in a file beside %(code)s.") % {"code": response.action_version.code}
            open_return.changed(response.ret, by=None, reason=words)
        news.answer_changed(response)


def _use(response: Response, evidence: Evidence, by: Any, field: str) -> None:
    if EvidenceUse.objects.filter(evidence=evidence, response=response).exists():
        raise Invalid({field: [_("“%(title)s” stands beside this answer already.") % {"title": evidence.title}]})
    _check_room(response, field)
    was = derived(response)
    EvidenceUse.objects.create(evidence=evidence, response=response, added_by=by)
    _changed(response, was, by)
    after = {"evidence": evidence.pk, "title": evidence.title, "sha256": evidence.sha256}
    audit.record(by=by, verb="answer.evidence_added", target=response, after=after)


def _check_room(response: Response, field: str) -> None:
    if EvidenceUse.objects.filter(response=response, evidence__removed_at=None).count() >= uploads.MOST:
        raise Invalid({field: [_("An answer can have %(most)s pieces of evidence.") % {"most": uploads.MOST}]})


def _changed(response: Response, was: Derived | None, by: Any) -> None:
    follow(response, was, by=by)
    words = _("The evidence on %(code)s was changed.") % {"code": response.action_version.code}
    open_return.changed(response.ret, by=by, reason=words)
    news.answer_changed(response)
