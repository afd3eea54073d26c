"""Colleagues who write an example together, and handing it over to another owner."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practice import people
from practice.actions.held import hold
from practice.mails import tell
from practice.models import CoAuthor, Practice
from vkpp.accounts.models import User
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed


@transaction.atomic
def add(*, practice: Practice, email: str, level: str, by: Any) -> CoAuthor:
    """Let a colleague of the force view, comment on or edit the example; naming them again changes the level."""
    _check(practice, by)
    if level not in CoAuthor.Level.values:
        raise Invalid({"level": [_("Choose what the colleague may do.")]})
    person = colleague(practice, email)
    if person.pk == practice.owner_id:
        raise Invalid({"email": [_("This is the owner, who may do everything already.")]})
    if level == CoAuthor.Level.EDIT and not can(person, Permission.PRACTICE_WRITE, practice):
        raise Invalid(
            {"level": [_("%(person)s has no role that may edit. Choose view or comment.") % {"person": person}]}
        )
    before = CoAuthor.objects.filter(practice=practice, user=person).values_list("level", flat=True).first()
    co_author, new = CoAuthor.objects.update_or_create(
        practice=practice, user=person, defaults={"level": level}, create_defaults={"level": level, "added_by": by}
    )
    audit.record(
        by=by,
        verb="practice.co_author_added" if new else "practice.co_author_changed",
        target=practice,
        before={"level": before} if before else {},
        after={"person": person.pk, "name": str(person), "level": level},
    )
    if new:
        tell(person, practice, "practice_co_author", by=by, level=co_author.get_level_display())
    return co_author


@transaction.atomic
def remove(*, co_author: CoAuthor, by: Any) -> None:
    """End a co-author's rights at once. Co-authors may also leave by themselves."""
    practice = co_author.practice
    if by.pk != co_author.user_id:
        _check(practice, by)
    audit.record(
        by=by,
        verb="practice.co_author_removed",
        target=practice,
        before={"person": co_author.user_id, "name": str(co_author.user), "level": co_author.level},
    )
    co_author.delete()


@transaction.atomic
def hand_over(*, practice: Practice, email: str, by: Any, field: str = "email") -> None:
    """Make a colleague of the force the owner; the owner before stays as a co-author who may edit.

    `field` is the name under which a refusal is told.
    """
    _check(practice, by)
    person = colleague(practice, email, field)
    if not can(person, Permission.PRACTICE_WRITE, practice):
        raise Invalid(
            {field: [_("%(person)s has no role that may write examples for the force.") % {"person": person}]}
        )
    old = practice.owner
    if old is not None and person.pk == old.pk:
        raise Invalid({field: [_("This person owns the example already.")]})
    CoAuthor.objects.filter(practice=practice, user=person).delete()
    won = Practice.objects.filter(pk=practice.pk, owner=old).update(owner=person)
    if not won:
        raise Conflict(_("Somebody else handed this example over meanwhile. Look at it again."))
    practice.owner = person
    if old is not None and people.belongs(old, practice):
        CoAuthor.objects.get_or_create(
            practice=practice, user=old, defaults={"level": CoAuthor.Level.EDIT, "added_by": by}
        )
    audit.record(
        by=by,
        verb="practice.hand_over",
        target=practice,
        before={"owner": str(old) if old else ""},
        after={"owner": str(person)},
    )
    tell(person, practice, "practice_owner_changed", by=by)


def colleague(practice: Practice, email: str, field: str = "email") -> User:
    """The person of the example's force with this address, or the sentence that says why not."""
    if practice.force is None:
        raise Invalid({field: [_("This example belongs to no force, so it has no colleagues.")]})
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or not people.belongs(person, practice):
        raise Invalid(
            {
                field: [
                    _(
                        "Nobody in %(force)s has an account with this address. "
                        "Ask the force's NVAP lead to invite them first."
                    )
                    % {"force": practice.force}
                ]
            }
        )
    return person


def _check(practice: Practice, by: Any) -> None:
    hold(practice)
    if not people.may_decide_as_owner(by, practice):
        raise NotAllowed(_("Only the owner or the force's lead decides who works on this example."))
