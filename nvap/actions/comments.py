"""Remarks on an answer: among colleagues of the force, between the force and VKPP, or within VKPP."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions.held import insist, words
from nvap.models import Response, ResponseComment
from nvap.vocab import CommentAudience
from vkpp.core import audit
from vkpp.core.exceptions import Invalid


def audiences(user: Any, response: Response) -> list[CommentAudience]:
    """For whom this person may write on this answer."""
    if people.may_check(user, response.ret):
        return [CommentAudience.VKPP, CommentAudience.STAFF]
    if people.may_talk(user, response):
        return [CommentAudience.FORCE, CommentAudience.VKPP]
    return []


@transaction.atomic
def add(*, response: Response, text: str, by: Any, audience: str = CommentAudience.FORCE) -> ResponseComment:
    """Write a remark; it never changes the answer."""
    allowed = audiences(by, response)
    insist(bool(allowed), _("Only colleagues who work on this answer, and VKPP, comment on it."))
    if audience not in allowed:
        raise Invalid({"audience": [_("Choose who may read the comment.")]})
    kept = words(text, "text", _("The comment"), limit=2000, required=_("Write a comment first."))
    comment = ResponseComment.objects.create(response=response, text=kept, audience=audience, by=by)
    audit.record(by=by, verb="answer.comment", target=response, after={"comment": comment.pk, "audience": audience})
    return comment


@transaction.atomic
def remove(*, comment: ResponseComment, by: Any) -> None:
    """Take one's own remark away."""
    insist(comment.by_id == by.pk, _("Only who wrote a comment can take it away."))
    if ResponseComment.objects.filter(pk=comment.pk, removed_at=None).update(removed_at=timezone.now()):
        audit.record(by=by, verb="answer.comment_removed", target=comment.response, before={"comment": comment.pk})
