"""Who may do what with one example: the questions that the workflow table, pages and the API ask."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from practice.models import CoAuthor, Practice
from vkpp.accounts.models import Membership, User
from vkpp.accounts.permissions import can, force_ids, force_of, memberships, nationally
from vkpp.accounts.roles import ROLES, Permission


def belongs(user: Any, practice: Practice) -> bool:
    """Whether the person still holds a role in the example's force: authors' rights end with it, at once."""
    return practice.force_id is None or any(held.force_id == practice.force_id for held in memberships(user))


def level(user: Any, practice: Practice) -> str:
    """`owner`, a co-author's level, or an empty text. Co-authors are read once per example object."""
    if not getattr(user, "is_authenticated", False) or not belongs(user, practice):
        return ""
    if practice.owner_id == user.pk:
        return "owner"
    known: dict[int, str] | None = practice.__dict__.get("_levels")
    if known is None:
        known = dict(CoAuthor.objects.filter(practice=practice).values_list("user_id", "level"))
        practice.__dict__["_levels"] = known
    return known.get(user.pk, "")


def may_write_at_all(user: Any, practice: Practice) -> bool:
    """Whether the person still holds a role that writes practice for the example's force."""
    return can(user, Permission.PRACTICE_WRITE, practice if practice.force_id else None)


def may_edit(user: Any, practice: Practice) -> bool:
    """The owner and co-authors with the level edit, while they hold a writing role in the force."""
    return level(user, practice) in {"owner", CoAuthor.Level.EDIT} and may_write_at_all(user, practice)


def may_comment_as_author(user: Any, practice: Practice) -> bool:
    """Authors who may answer questions and remark."""
    return level(user, practice) in {"owner", CoAuthor.Level.EDIT, CoAuthor.Level.COMMENT}


def may_read_history(user: Any, practice: Practice) -> bool:
    """Every version ever saved, also what was taken out before sending: the authors and who reads all of their force."""
    return bool(level(user, practice)) or practice.force_id in force_ids(user, Permission.PRACTICE_READ_FORCE)


def may_read_as_author(user: Any, practice: Practice) -> bool:
    """The authors' pages: who reads the history, and VKPP staff, who answer the authors' questions about them."""
    return may_read_history(user, practice) or nationally(user, Permission.PRACTICE_TRIAGE)


def may_decide_as_owner(user: Any, practice: Practice) -> bool:
    """Permissions, co-authors and withdrawal: the owner, or who decides for the force."""
    owns = practice.owner_id == getattr(user, "pk", None) and may_write_at_all(user, practice)
    return owns or (practice.force_id is not None and can(user, Permission.PRACTICE_MANAGE_FORCE, practice))


def has_conflict(user: Any, practice: Practice) -> bool:
    """Whether the person must keep away from judging the example. Read once per person and example object."""
    known: dict[int, bool] = practice.__dict__.setdefault("_conflicts", {})
    if user.pk not in known:
        known[user.pk] = not Practice.objects.filter(pk=practice.pk).without_conflict(user).exists()
    return known[user.pk]


def forget(practice: Practice) -> None:
    """Read anew next time who writes the example and who has an interest in it."""
    practice.__dict__.pop("_levels", None)
    practice.__dict__.pop("_conflicts", None)


def raters() -> "QuerySet[User]":
    """Everybody whose present roles let them rate."""
    return _national(Permission.PRACTICE_RATE)


def triage_staff() -> "QuerySet[User]":
    """Everybody whose present roles let them do triage."""
    return _national(Permission.PRACTICE_TRIAGE)


def free_to_triage(user: Any) -> Q:
    """Examples that nobody of the present triage staff has claimed, or that the person has."""
    return Q(claimed_by=None) | Q(claimed_by=user) | ~Q(claimed_by__in=triage_staff().values("pk"))


def _national(permission: Permission) -> "QuerySet[User]":
    codes = [role.code for role in ROLES if role.national and permission in role.permissions]
    held = Membership.objects.filter(role__in=codes, ended_at=None, user=OuterRef("pk"))
    return User.objects.filter(Exists(held), is_active=True).order_by("display_name", "pk")


def is_told_all(user: Any) -> bool:
    """Staff and raters read the internal states; authors learn of a decision when it is released."""
    return nationally(user, Permission.PRACTICE_TRIAGE) or nationally(user, Permission.PRACTICE_RATE)


def may_triage(user: Any, practice: Practice) -> bool:  # noqa: ARG001 - asked like the others in the workflow table
    """Staff of the national team."""
    return nationally(user, Permission.PRACTICE_TRIAGE)


def may_rate(user: Any, practice: Practice) -> bool:
    """Raters without an interest in the example."""
    return nationally(user, Permission.PRACTICE_RATE) and not has_conflict(user, practice)


def may_decide(user: Any, practice: Practice) -> bool:
    """Staff who stage decisions: triage staff without an interest in the example."""
    return nationally(user, Permission.PRACTICE_TRIAGE) and not has_conflict(user, practice)


def may_release(user: Any, practice: Practice) -> bool:
    """Who moderates and releases decisions, without an interest in the example."""
    return nationally(user, Permission.PRACTICE_MODERATE) and not has_conflict(user, practice)


def may_keep_register(user: Any) -> bool:
    """Who enters examples published elsewhere, which nobody here owns: VKPP administrators, or (None) the portal."""
    return user is None or nationally(user, Permission.PRACTICE_MODERATE)


def may_permit(user: Any, practice: Practice) -> bool:
    """Permissions of use: who decides as owner; for imported examples that nobody owns, who keeps the register."""
    imported = practice.import_key is not None and practice.owner_id is None
    return may_decide_as_owner(user, practice) or (imported and may_keep_register(user))


def may_start(user: Any) -> bool:
    """Whether the person may start an example: a writing role in some force."""
    return can(user, Permission.PRACTICE_WRITE) and force_of(user) is not None
