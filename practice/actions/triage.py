"""Triage: claim an example, check it, talk about it, and send it on its way."""

import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import deadlines, people, rules
from practice.actions import bank
from practice.actions.held import check_triage, hold, words
from practice.links import triage_record
from practice.mails import tell, tell_authors
from practice.models import Comment, Practice, Publication, TriageCheck
from practice.vocab import PracticeState
from practice.workflow import PRACTICE
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Marking

IN_TRIAGE = (PracticeState.SUBMITTED, PracticeState.RETURNED)
UNCLAIMED = {"claimed_by": None, "claimed_at": None}


@transaction.atomic
def claim(*, practice: Practice, by: Any) -> None:
    """Take an example on. Of two people at once one gets it; claiming one's own again changes nothing."""
    check_triage(by)
    hold(practice)
    if practice.claimed_by_id == by.pk:
        return
    if practice.claimed_by is not None:
        raise Conflict(
            _("%(who)s has claimed %(reference)s already. Speak to them, or take it over.")
            % {"who": practice.claimed_by, "reference": practice.reference},
            {"claimed_by": practice.claimed_by_id},
        )
    _give(practice, by, by)


@transaction.atomic
def unclaim(*, practice: Practice, by: Any) -> None:
    """Put a claimed example back into the queue for everybody."""
    check_triage(by)
    hold(practice)
    if practice.claimed_by_id is None:
        return
    if practice.claimed_by_id != by.pk:
        raise NotAllowed(
            _("Only %(who)s can put it back. You can take it over instead.") % {"who": practice.claimed_by}
        )
    audit.record(
        by=by, verb="triage.unclaim", target=practice, before={"claimed_by": by.pk}, after={"claimed_by": None}
    )
    _write(practice, UNCLAIMED)


@transaction.atomic
def hand_over(*, practice: Practice, to: Any, by: Any) -> None:
    """Give an example to a colleague, or take it over from one. Both who lose it and who get it are told."""
    check_triage(by)
    if not nationally(to, Permission.PRACTICE_TRIAGE):
        raise Invalid({"to": [_("%(who)s does not do triage. Choose somebody of VKPP staff.") % {"who": to}]})
    seen = practice.claimed_by_id
    hold(practice)
    if practice.claimed_by_id == to.pk:
        return
    before = practice.claimed_by
    if practice.claimed_by_id != seen:
        raise Conflict(
            _("%(reference)s was claimed by %(who)s meanwhile. Look at it again before you hand it over.")
            % {"reference": practice.reference, "who": before or _("nobody")},
            {"claimed_by": practice.claimed_by_id},
        )
    _give(practice, to, by)
    for person in (before, to):
        if person is not None and person.pk != by.pk:
            tell(person, practice, "practice_handed_over", by=by, link=triage_record(practice), now_with=to)


def _give(practice: Practice, to: Any, by: Any) -> None:
    if practice.state not in IN_TRIAGE:
        raise Conflict(
            _("%(reference)s is no longer in triage: it is now “%(state)s”.")
            % {"reference": practice.reference, "state": PRACTICE.state(practice.state).label},
            {"state": practice.state},
        )
    before = practice.claimed_by_id
    _write(practice, {"claimed_by": to, "claimed_at": timezone.now()})
    verb = "triage.claim" if to.pk == by.pk else "triage.hand_over"
    audit.record(by=by, verb=verb, target=practice, before={"claimed_by": before}, after={"claimed_by": to.pk})


@transaction.atomic
def check(*, practice: Practice, kind: str, result: str, by: Any, note: str = "") -> TriageCheck:
    """Record what one of the checks found on the example as it is now. A concern says what it is."""
    check_triage(by)
    hold(practice)
    errors = {}
    if kind not in TriageCheck.Kind.values:
        errors["kind"] = [_("Choose one of the checks.")]
    if result not in TriageCheck.Result.values:
        errors["result"] = [_("Say whether there is a concern.")]
    if errors:
        raise Invalid(errors)
    needed = _("Say what the concern is.") if result == TriageCheck.Result.CONCERN else ""
    note = words(note, "note", _("The note"), limit=2000, required=needed)
    row, _created = TriageCheck.objects.update_or_create(
        practice=practice,
        kind=kind,
        defaults={"result": result, "note": note, "by": by, "of_version": practice.version},
    )
    after = {"check": kind, "result": result, "of_version": practice.version}
    audit.record(by=by, verb="triage.check", target=practice, after=after, reason=note)
    return row


@transaction.atomic
def mark(*, practice: Practice, marking: str, reason: str, by: Any) -> None:
    """Set the security marking of the example."""
    check_triage(by)
    if marking not in Marking.values:
        raise Invalid({"marking": [_("Choose one of the markings.")]})
    reason = words(reason, "reason", _("The reason"), required=_("Give a reason. It is kept with the marking."))
    hold(practice)
    if practice.marking == marking:
        return
    audit.record(
        by=by,
        verb="triage.mark",
        target=practice,
        before={"marking": practice.marking},
        after={"marking": marking},
        reason=reason,
    )
    _write(practice, {"marking": marking})
    bank.refresh(practice=practice)


@transaction.atomic
def look(*, practice: Practice, by: Any) -> None:
    """Log that somebody opened an OFFICIAL-SENSITIVE example."""
    if practice.marking == Marking.OFFICIAL_SENSITIVE:
        audit.record(by=by, verb="triage.look", target=practice, after={"marking": practice.marking})


@transaction.atomic
def comment(
    *,
    practice: Practice,
    text: str,
    by: Any,
    audience: str = Comment.Audience.STAFF,
    about: str = "",
    answers: Comment | None = None,
) -> Comment:
    """Remark on the example. Authors write to staff; raters to raters and staff; staff to whom they choose.

    `about` names a box of the theory of change, or all of it; `answers` the comment that this one answers.
    """
    if audience not in audiences(practice, by):
        raise NotAllowed(_("You cannot comment on this example for these readers."))
    text = words(text, "text", _("The comment"), required=_("Enter a comment."))
    row = Comment.objects.create(
        practice=practice, author=by, audience=audience, text=text, about=about, answers=answers
    )
    audit.record(by=by, verb="triage.comment", target=practice, after={"comment": row.pk, "audience": audience})
    if audience == Comment.Audience.AUTHORS:
        _tell_about_comment(practice, by)
    return row


def audiences(practice: Practice, by: Any) -> set[str]:
    """For whom a person may comment."""
    allowed = set()
    if people.may_comment_as_author(by, practice):
        allowed.add(Comment.Audience.AUTHORS.value)
    elif nationally(by, Permission.PRACTICE_TRIAGE):
        allowed |= set(Comment.Audience.values)
    elif people.may_rate(by, practice):
        allowed |= {Comment.Audience.STAFF.value, Comment.Audience.RATERS.value}
    return allowed


def _tell_about_comment(practice: Practice, by: Any) -> None:
    if not people.may_comment_as_author(by, practice):
        tell_authors(practice, "practice_comment", by=by)
    elif practice.claimed_by is not None and practice.claimed_by_id != by.pk:
        tell(practice.claimed_by, practice, "practice_author_comment", by=by, link=triage_record(practice))


@transaction.atomic
def return_to_author(*, practice: Practice, questions: str, by: Any) -> None:
    """Send the example back; each paragraph of `questions` is one question to the authors."""
    hold(practice)
    questions = words(questions, "reason", _("The questions"))
    PRACTICE.move(practice, "return", by=by, reason=questions, changes={"due_at": None, "updated_at": timezone.now()})
    for question in re.split(r"\n\s*\n", questions):
        Comment.objects.create(
            practice=practice, author=by, audience=Comment.Audience.AUTHORS, question=True, text=question.strip()
        )
    tell_authors(practice, "practice_returned", by=by)


@transaction.atomic
def take_forward(*, practice: Practice, by: Any) -> None:
    """Pass the example on to be rated. One that was decided before starts a new round of rating."""
    hold(practice)
    now = timezone.now()
    again = practice.decisions.exists() or practice.ratings.filter(round=practice.rating_round).exists()
    changes = {
        **UNCLAIMED,
        "due_at": deadlines.rating_due(now),
        "rating_round": practice.rating_round + again,
        "updated_at": now,
    }
    PRACTICE.move(practice, "take_forward", by=by, changes=changes, after={"version": practice.version})
    tell_authors(practice, "practice_taken_forward", by=by)


@transaction.atomic
def not_take_forward(*, practice: Practice, reason: str, by: Any) -> None:
    """End triage without rating; the authors read the reason."""
    hold(practice)
    reason = words(reason, "reason", _("The reason"))
    changes = {**UNCLAIMED, "due_at": None, "updated_at": timezone.now()}
    PRACTICE.move(practice, "not_take_forward", by=by, reason=reason, changes=changes)
    Comment.objects.create(practice=practice, author=by, audience=Comment.Audience.AUTHORS, text=reason)
    tell_authors(practice, "practice_not_taken_forward", by=by)


@transaction.atomic
def reopen(*, practice: Practice, by: Any, reason: str = "") -> None:
    """Look again at an example that was not taken forward."""
    hold(practice)
    now = timezone.now()
    changes = {"due_at": deadlines.triage_due(now), "updated_at": now}
    PRACTICE.move(practice, "reopen", by=by, reason=words(reason, "reason", _("The reason")), changes=changes)


@transaction.atomic
def republish(*, practice: Practice, by: Any) -> Publication:
    """Publish the changed text of an example that was published before, with the rating and audience it had."""
    hold(practice)
    latest = practice.publications.first()
    now = timezone.now()
    changes = {**UNCLAIMED, "due_at": None, "updated_at": now}
    PRACTICE.move(practice, "republish", by=by, changes=changes, after={"version": practice.version})
    if latest is None:
        raise Conflict(_("%(reference)s was never published.") % {"reference": practice.reference})
    if errors := rules.evidence_missing(practice, latest.rating):
        raise Invalid(errors)
    publication = bank.publish(
        practice=practice,
        rating=latest.rating,
        rationale=latest.rationale,
        released_to=latest.released_to,
        review_by=max(latest.review_by, deadlines.review_by()),
        by=by,
        published_at=now,
    )
    tell_authors(practice, "practice_published", by=by)
    return publication


def _write(practice: Practice, values: dict[str, Any]) -> None:
    Practice.objects.filter(pk=practice.pk).update(**values)
    for name, value in values.items():
        setattr(practice, name, value)
