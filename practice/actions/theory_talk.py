"""Talk about a theory of change: comments on a box or all of it, answers, and settling what was said."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import people
from practice.actions import triage
from practice.models import Comment, Practice
from practice.theory.vocab import ALL_KEYS
from vkpp.core import audit
from vkpp.core.exceptions import Invalid, NotAllowed
from vkpp.core.held import hold_row

WHOLE = "theory"


@transaction.atomic
def comment(*, practice: Practice, about: str, text: str, by: Any, audience: str = "") -> Comment:
    """Remark on a box of the theory (its key) or on all of it (`theory`); among colleagues unless said otherwise."""
    if about != WHOLE and about not in ALL_KEYS:
        raise Invalid({"about": [_("Choose the box that you comment on, or all of it.")]})
    narrowest = next((value for value, _label in audiences(practice, by)), "")
    return triage.comment(practice=practice, text=text, by=by, audience=audience or narrowest, about=about)


@transaction.atomic
def answer(*, comment: Comment, text: str, by: Any) -> Comment:
    """Answer a comment, for the readers that it has."""
    return triage.comment(
        practice=comment.practice, text=text, by=by, audience=comment.audience, about=comment.about, answers=comment
    )


def audiences(practice: Practice, user: Any) -> list[tuple[str, str]]:
    """For whom the person may comment, the fewest first."""
    allowed = triage.audiences(practice, user)
    return [(value, str(label)) for value, label in Comment.Audience.choices if value in allowed]


def may_settle(user: Any, comment: Comment) -> bool:
    """Whoever wrote it, and VKPP staff."""
    return comment.author_id == user.pk or people.may_triage(user, comment.practice)


@transaction.atomic
def resolve(*, comment: Comment, by: Any) -> None:
    """Say that nothing is left to do about a comment; `reopen` takes that back. Twice changes nothing."""
    _settle(comment, by, done=True)


@transaction.atomic
def reopen(*, comment: Comment, by: Any) -> None:
    """There is something left to do after all."""
    _settle(comment, by, done=False)


def _settle(comment: Comment, by: Any, *, done: bool) -> None:
    hold_row(comment)
    if not may_settle(by, comment):
        raise NotAllowed(_("A comment is settled by whoever wrote it or by VKPP staff."))
    if (comment.resolved_at is not None) == done:
        return
    comment.resolved_at, comment.resolved_by = (timezone.now(), by) if done else (None, None)
    comment.save(update_fields=["resolved_at", "resolved_by"])
    verb = "theory.comment_resolved" if done else "theory.comment_reopened"
    audit.record(by=by, verb=verb, target=comment.practice, after={"comment": comment.pk})
