"""Who may do what with evaluators and introductions: the questions that workflow tables, pages and the API ask."""

from typing import Any

from django.db.models import Q, QuerySet

from nvap.telling import holders
from practice import people as practice_people
from practice.introductions.vocab import Side
from practice.models import BodyMember, EvaluatorBody, Introduction, Practice
from practice.people import belongs
from vkpp.accounts.models import User
from vkpp.accounts.permissions import can, force_ids, nationally
from vkpp.accounts.roles import Permission

READS = (
    Permission.BANK_READ_POLICE,
    Permission.BANK_READ_GOVERNMENT,
    Permission.EVALUATE,
    Permission.EVALUATORS_MANAGE,
)
WRITES = (Permission.PRACTICE_WRITE, Permission.PRACTICE_MANAGE_FORCE)


def reads_list(user: Any) -> bool:
    """Whether the list of evaluators is for the person: policing, government, evaluators, VKPP."""
    return any(can(user, permission) for permission in READS)


def manages(user: Any) -> bool:
    """VKPP staff, who keep the list and introduce."""
    return nationally(user, Permission.EVALUATORS_MANAGE)


def evaluates(user: Any) -> bool:
    """Whether the person has the role of an evaluator."""
    return nationally(user, Permission.EVALUATE)


def meets(user: Any) -> bool:
    """Whether introductions can concern the person at all."""
    return manages(user) or evaluates(user) or any(force_ids(user, permission) for permission in WRITES)


def manages_body(user: Any, _body: Any = None) -> bool:
    """Asked by the workflow table of a body's page."""
    return manages(user)


def body_of(user: Any) -> EvaluatorBody | None:
    """The body that the person belongs to."""
    if not evaluates(user):
        return None
    found: EvaluatorBody | None = EvaluatorBody.objects.of(user).first()
    return found


def is_of(user: Any, body: EvaluatorBody) -> bool:
    """Whether the person belongs to this body now."""
    return (
        evaluates(user) and BodyMember.objects.filter(body_id=body.pk, user_id=user.pk, ended_at__isnull=True).exists()
    )


def decides(user: Any, practice: Practice) -> bool:
    """The owner, or who decides for the force; for an import that no force owns, who keeps the register."""
    if practice.owner_id is None and practice.force_id is None:
        return user is not None and practice_people.may_permit(user, practice)
    return practice_people.may_decide_as_owner(user, practice)


def owns(user: Any, introduction: Introduction) -> bool:
    """The owner's side."""
    return decides(user, introduction.practice)


def evaluates_in(user: Any, introduction: Introduction) -> bool:
    """The body's side. Asked once for each person and introduction."""
    known: dict[int, bool] = introduction.__dict__.setdefault("_of_body", {})
    if user.pk not in known:
        known[user.pk] = evaluates(user) and is_of(user, introduction.body)
    return known[user.pk]


def introduces(user: Any, _introduction: Introduction) -> bool:
    """VKPP."""
    return manages(user)


def takes_part(user: Any, introduction: Introduction) -> bool:
    """Either side, and VKPP."""
    return side_of(user, introduction) != ""


def asked_it(user: Any, introduction: Introduction) -> bool:
    """The side that asked, and VKPP for it."""
    asks = {Side.OWNER: owns, Side.BODY: evaluates_in}.get(Side(introduction.asked_side), introduces)
    return asks(user, introduction) or manages(user)


def side_of(user: Any, introduction: Introduction) -> str:
    """For whom the person speaks; an empty text for nobody."""
    if owns(user, introduction):
        return Side.OWNER
    if manages(user):
        return Side.VKPP
    return Side.BODY if evaluates_in(user, introduction) else ""


def of_owner(practice: Practice) -> list[User]:
    """Who is told for the owner: the owner; when nobody owns the example any more, who decides for the force."""
    owner = practice.owner
    if owner is not None and owner.is_active and belongs(owner, practice):
        return [owner]
    if practice.force_id is None:
        return list(holders(Permission.PRACTICE_MODERATE))
    return list(holders(Permission.PRACTICE_MANAGE_FORCE, practice.force_id))


def of_body(body: EvaluatorBody) -> "QuerySet[User]":
    """The people of a body who still have the role."""
    members = BodyMember.objects.filter(body=body, ended_at=None).values("user_id")
    return holders(Permission.EVALUATE).filter(pk__in=members)


def known_bodies(user: Any) -> "QuerySet[EvaluatorBody]":
    """Whose introductions the person may ask for: bodies they see, and those of introductions they see."""
    met = Introduction.objects.visible_to(user).values("body")
    seen = EvaluatorBody.objects.visible_to(user).values("pk")
    return EvaluatorBody.objects.filter(Q(pk__in=seen) | Q(pk__in=met))


def staff() -> "QuerySet[User]":
    """Who introduces."""
    return holders(Permission.EVALUATORS_MANAGE)
