"""Evidence that a review team asks for: the force gives it from its one library, or says that it does not have it."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.actions import library
from nvap.models import Action, Evidence
from nvap.telling import tell
from reviews import people
from reviews.actions.asking import force_side, our_side
from reviews.models import EvidenceRequest, PeerReview, Supplied
from reviews.peer_links import request_page
from reviews.vocab import PeerState, RequestState
from reviews.workflow import EVIDENCE_REQUEST
from vkpp.accounts.models import User
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.models import Marking

ASKED_IN = (PeerState.SCOPING, PeerState.PREPARING, PeerState.FIELDWORK, PeerState.DRAFTING, PeerState.FACTUAL)
"""While a team asks and a force gives."""
MOST = 20
"""So many pieces belong to one request."""


@transaction.atomic
def make(
    *,
    review: PeerReview,
    text: str,
    by: Any,
    action: Action | None = None,
    due_on: dt.date | None = None,
    assignee: User | None = None,
) -> EvidenceRequest:
    """The team asks the force for a document, policy, audit or figures until a day."""
    insist(people.may_work_on(by, review), _("The cleared team and VKPP staff ask for evidence."))
    hold_row(review)
    _insist_open(review)
    request = EvidenceRequest.objects.create(
        review=review,
        text=_text(text),
        action=_in_scope(review, action),
        due_on=_day(due_on),
        assignee=_of_force(review, assignee),
        made_by=by,
    )
    audit.record(by=by, verb="evidence_request.make", target=request, after=_stored(request))
    _tell_force(request, "evidence_asked", by)
    return request


@transaction.atomic
def change(
    *,
    request: EvidenceRequest,
    text: str,
    action: Action | None,
    due_on: dt.date | None,
    version: int | None,
    by: Any,
) -> None:
    """The team says more clearly what it wants, or moves the day."""
    insist(people.may_judge_request(by, request), _("The cleared team and VKPP staff change what is asked for."))
    _hold(request)
    check_version(request, version)
    before = _stored(request)
    moved = due_on != request.due_on
    request.text, request.action = _text(text), _in_scope(request.review, action)
    request.due_on = _day(due_on) if moved else due_on
    if _stored(request) == before:
        return
    request.version += 1
    request.save(update_fields=["text", "action", "due_on", "version"])
    audit.record(by=by, verb="evidence_request.change", target=request, before=before, after=_stored(request))


@transaction.atomic
def assign(*, request: EvidenceRequest, assignee: User | None, by: Any) -> None:
    """The force says who finds it."""
    insist(people.may_ask(by, request.review), _("The force's NVAP lead or a chief officer says who finds it."))
    _hold(request)
    before = str(request.assignee or "")
    told = assignee is not None and assignee.pk != request.assignee_id
    request.assignee = _of_force(request.review, assignee)
    request.save(update_fields=["assignee"])
    after = {"assignee": str(assignee or "")}
    audit.record(by=by, verb="evidence_request.assign", target=request, before={"assignee": before}, after=after)
    if told:
        _tell_force(request, "evidence_asked", by)


@transaction.atomic
def supply_file(*, request: EvidenceRequest, upload: "UploadedFile[Any]", by: Any, title: str = "") -> Supplied:
    """Give a file. One that the force has added before, anywhere, is not stored a second time."""
    _hold_to_supply(request, by)
    checked, data = library.read(upload)
    title, force_id = library.title_of(title), request.review.force_id
    evidence = library.known_file(force_id, checked)
    if evidence is None:
        where = {"link": request_page(request), "place": request.review.reference}
        marking = Marking.OFFICIAL_SENSITIVE
        evidence = library.keep_file(force_id, checked, data, title=title, by=by, marking=marking, **where)
    return _give(request, evidence, by, "file")


@transaction.atomic
def supply_link(*, request: EvidenceRequest, url: str, by: Any, title: str = "") -> Supplied:
    """Give a link."""
    _hold_to_supply(request, by)
    evidence = library.keep_link(request.review.force_id, url, title=title, by=by)
    return _give(request, evidence, by, "url")


@transaction.atomic
def supply(*, request: EvidenceRequest, evidence: Evidence, by: Any) -> Supplied:
    """Give something that stands in the force's library already."""
    _hold_to_supply(request, by)
    own = Evidence.objects.visible_to(by).filter(pk=evidence.pk, force=request.review.force_id)
    if not own.exists():
        raise Invalid({"evidence": [_("Choose evidence of your force.")]})
    return _give(request, evidence, by, "evidence")


@transaction.atomic
def take_back(*, supplied: Supplied, by: Any) -> None:
    """Take a piece away from the team; it stays in the force's library. Refused once a finding refers to it."""
    request = supplied.request
    insist(people.may_answer_request(by, request), _("The force takes back what it gave."))
    _hold(request)
    if request.state != RequestState.SUPPLIED:
        raise Conflict(_("The team has looked at it: it can no longer be taken back."), {"state": request.state})
    if supplied.findings.filter(removed_at=None).exists():
        raise Conflict(_("The team refers to it in a finding: it can no longer be taken back."))
    before = {"evidence": supplied.evidence_id, "title": supplied.evidence.title}
    supplied.delete()
    audit.record(by=by, verb="evidence_request.taken_back", target=request, before=before)
    if not request.supplied.exists():
        EVIDENCE_REQUEST.move(request, "take_back", by=by, changes={"version": request.version + 1})


@transaction.atomic
def not_held(*, request: EvidenceRequest, note: str, by: Any) -> None:
    """The force does not have it, and says what it has instead or why."""
    _hold(request)
    note = words(note, "reason", _("The reason"), limit=2000)
    changes = {"note": note, "version": request.version + 1}
    EVIDENCE_REQUEST.move(request, "not_held", by=by, reason=note, changes=changes)
    _tell_team(request, "evidence_not_held", by)


@transaction.atomic
def accept(*, request: EvidenceRequest, by: Any) -> None:
    """The team has looked at what came."""
    _hold(request)
    EVIDENCE_REQUEST.move(request, "accept", by=by, changes={"version": request.version + 1})


@transaction.atomic
def ask_again(*, request: EvidenceRequest, reason: str, by: Any) -> None:
    """What came is not enough, or something is needed after all."""
    _hold(request)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    EVIDENCE_REQUEST.move(request, "ask_again", by=by, reason=reason, changes={"version": request.version + 1})
    _tell_force(request, "evidence_again", by)


@transaction.atomic
def cancel(*, request: EvidenceRequest, by: Any) -> None:
    """The team no longer needs it."""
    _hold(request)
    EVIDENCE_REQUEST.move(request, "cancel", by=by, changes={"version": request.version + 1})
    _tell_force(request, "evidence_cancelled", by)


@transaction.atomic
def opened(*, supplied: Supplied, by: Any) -> None:
    """Log that somebody outside the force opened a file of it."""
    request = supplied.request
    if not people.belongs(by, request.review):
        after = {"evidence": supplied.evidence_id, "title": supplied.evidence.title}
        audit.record(by=by, verb="evidence_request.opened", target=request, after=after)


def _give(request: EvidenceRequest, evidence: Evidence, by: Any, field: str) -> Supplied:
    if request.supplied.filter(evidence=evidence).exists():
        raise Invalid({field: [_("“%(title)s” was given already.") % {"title": evidence.title}]})
    if request.supplied.count() >= MOST:
        raise Invalid({field: [_("A request can have %(most)s pieces of evidence.") % {"most": MOST}]})
    first = request.state != RequestState.SUPPLIED
    supplied = Supplied.objects.create(request=request, evidence=evidence, by=by)
    after = {"evidence": evidence.pk, "title": evidence.title, "sha256": evidence.sha256}
    if first:
        EVIDENCE_REQUEST.move(request, "supply", by=by, changes={"version": request.version + 1}, after=after)
        _tell_team(request, "evidence_supplied", by)
    else:
        audit.record(by=by, verb="evidence_request.supply", target=request, after=after)
    return supplied


def _hold(request: EvidenceRequest) -> None:
    hold_row(request)
    _insist_open(request.review)


def _hold_to_supply(request: EvidenceRequest, by: Any) -> None:
    insist(
        people.may_answer_request(by, request),
        _("The force's NVAP lead, a chief officer, or whom they asked to find it gives evidence."),
    )
    _hold(request)
    if request.state not in {RequestState.OPEN, RequestState.SUPPLIED, RequestState.NOT_HELD}:
        state = EVIDENCE_REQUEST.state(request.state).label
        raise Conflict(_("This request is “%(state)s”: nothing more is needed.") % {"state": state})


def _insist_open(review: PeerReview) -> None:
    if review.state not in ASKED_IN:
        raise Conflict(_("Evidence can no longer be asked for or given in this review."), {"state": review.state})


def _text(text: str) -> str:
    return words(
        *(text, "text", _("The request")),
        limit=2000,
        required=_("Say what you would like to see, for example “The training record of the last two years”."),
    )


def _in_scope(review: PeerReview, action: Action | None) -> Action | None:
    if action is not None and not review.scopes.filter(action=action).exists():
        raise Invalid({"action": [_("%(code)s is not in the scope of the review.") % {"code": action.code}]})
    return action


def _day(due_on: dt.date | None) -> dt.date | None:
    if due_on is not None and due_on < timezone.localdate():
        raise Invalid({"due_on": [_("Choose a day that is not in the past.")]})
    return due_on


def _of_force(review: PeerReview, assignee: User | None) -> User | None:
    if assignee is not None and not can(assignee, Permission.RETURN_ANSWER, review):
        sentence = _("%(who)s has no role that answers for %(force)s. Choose somebody else.")
        raise Invalid({"assignee": [sentence % {"who": assignee, "force": review.force.short_name}]})
    return assignee


def _stored(request: EvidenceRequest) -> dict[str, Any]:
    return {
        "text": request.text,
        "action": request.action.code if request.action else "",
        "due_on": str(request.due_on or ""),
    }


def finders(request: EvidenceRequest) -> list[User]:
    """Who was asked to find it while they answer for the force, else its leads and chief officers."""
    asked = request.assignee
    if asked is not None and can(asked, Permission.RETURN_ANSWER, request.review):
        return [asked]
    return force_side(request.review)


def _tell_force(request: EvidenceRequest, what: str, by: Any) -> None:
    tell(finders(request), f"reviews_peer_{what}", about=request, link=request_page(request), by=by)


def _tell_team(request: EvidenceRequest, what: str, by: Any) -> None:
    """Who asked for it, while they work on the review, and who looks after it."""
    asker = [request.made_by] if people.may_work_on(request.made_by, request.review) else []
    manager = request.review.manager
    everybody = [*asker, *([manager] if manager else our_side(request.review))]
    tell(everybody, f"reviews_peer_{what}", about=request, link=request_page(request), by=by)
