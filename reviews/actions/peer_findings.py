"""What a review team found on an action: strengths, areas to consider, promising practice, each with what shows it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from practice.actions import authoring
from practice.fields import FIELDS
from practice.models import Call, Practice
from reviews.actions.team_work import WRITING, hold_for_team, in_scope, save_changed, save_new
from reviews.models import Interview, PeerFinding, PeerReview, Supplied
from reviews.vocab import PEER_OVER, FindingKind
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words


@transaction.atomic
def add(*, review: PeerReview, values: Mapping[str, Any], by: Any) -> PeerFinding:
    """A new finding. `values`: action, kind, title, text, pieces (supplied evidence), interviews."""
    hold_for_team(review, by, WRITING)
    own, pieces, interviews = _cleaned(review, values)
    last = review.findings.aggregate(last=Max("order"))["last"] or 0
    finding = PeerFinding(review=review, made_by=by, order=last + 1, **own)
    save_new(finding, "peer_finding.add", by, kind=finding.kind, action=finding.action.code)
    finding.pieces.set(pieces)
    finding.interviews.set(interviews)
    return finding


@transaction.atomic
def change(*, finding: PeerFinding, values: Mapping[str, Any], version: int | None, by: Any) -> PeerFinding:
    """Change what it says and what shows it."""
    hold_for_team(finding.review, by, WRITING)
    own, pieces, interviews = _cleaned(finding.review, values, finding.action_id)
    if finding.removed_at is not None:
        raise Conflict(_("Somebody has removed this finding. Bring it back first."))
    links: dict[str, list[Any]] = {"pieces": pieces, "interviews": interviews}
    verb = "peer_finding.change"
    save_changed(finding, own, version=version, verb=verb, by=by, stamps=["changed_at"], links=links)
    return finding


@transaction.atomic
def remove(*, finding: PeerFinding, by: Any) -> None:
    """Take it out of the report; it can be brought back."""
    _set_removed(finding, by, gone=True)


@transaction.atomic
def restore(*, finding: PeerFinding, by: Any) -> None:
    """Bring it back."""
    _set_removed(finding, by, gone=False)


def may_make_draft(user: Any, finding: PeerFinding) -> bool:
    """Who writes practice for the reviewed force and reads the final report, once it is there."""
    review = finding.review
    reads = can(user, Permission.PEER_REVIEWS_READ_FORCE, review) and can(user, Permission.PRACTICE_WRITE, review.force)
    return reads and review.state in PEER_OVER and finding.kind == FindingKind.PROMISING and finding.removed_at is None


@transaction.atomic
def make_draft(*, finding: PeerFinding, by: Any) -> Practice:
    """Of a promising practice a draft in the practice bank, owned by who makes it in the force; pressed twice it is one."""
    insist(may_make_draft(by, finding), _("The force makes an example of it, once the final report is there."))
    hold_row(finding)
    made: Practice | None = Practice.objects.filter(reference=finding.practice_reference).first()
    if made is not None:
        return made
    call = Call.objects.open_now().order_by(F("closes_at").desc(nulls_first=True), "pk").first()
    if call is None:
        raise Conflict(_("No call for practice is open now. Try again when one has opened."))
    practice = authoring.start(call=call, by=by, force=finding.review.force)
    values = {
        "title": Truncator(finding.title).chars(FIELDS["title"].limit or 100, truncate="…"),
        "description": finding.text,
        "actions": [finding.action.code],
    }
    authoring.save(practice=practice, values=values, version=practice.version, by=by)
    finding.practice_reference = practice.reference
    finding.save(update_fields=["practice_reference"])
    audit.record(by=by, verb="peer_finding.make_draft", target=finding, after={"practice": practice.reference})
    return practice


def _set_removed(finding: PeerFinding, by: Any, *, gone: bool) -> None:
    hold_for_team(finding.review, by, WRITING)
    hold_row(finding)
    if (finding.removed_at is not None) == gone:
        return
    if gone and finding.recommendations.exists():
        raise Conflict(_("A recommendation rests on this finding. Change or remove the recommendation first."))
    finding.removed_at = timezone.now() if gone else None
    finding.save(update_fields=["removed_at", "changed_at"])
    audit.record(by=by, verb="peer_finding.remove" if gone else "peer_finding.restore", target=finding)


def _cleaned(
    review: PeerReview, values: Mapping[str, Any], stored: int | None = None
) -> tuple[dict[str, Any], list[Supplied], list[Interview]]:
    """Own columns, and the pieces and conversations of this review that show it."""
    if values.get("kind") not in FindingKind.values:
        raise Invalid({"kind": [_("Choose what it is: a strength, an area to consider or promising practice.")]})
    pieces, interviews = list(values.get("pieces") or ()), list(values.get("interviews") or ())
    if any(piece.request.review_id != review.pk for piece in pieces):
        raise Invalid({"pieces": [_("This piece was not supplied for this review.")]})
    if any(interview.review_id != review.pk for interview in interviews):
        raise Invalid({"interviews": [_("This conversation belongs to another review.")]})
    own = {
        "action": in_scope(review, values.get("action"), stored=stored),
        "kind": values["kind"],
        "title": words(
            values["title"], "title", _("The title"), limit=160, one_line=True, required=_("Say it in one line.")
        ),
        "text": words(
            values["text"], "text", _("The finding"), limit=10_000, required=_("Describe what the team found.")
        ),
    }
    return own, pieces, interviews
