"""Who sees what of returns and improvement plans; every read starts at one of these."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission


def assigned_to(user: Any) -> Q:
    """Condition on responses: the action, or its theme, is assigned to the person now."""
    from nvap.models import Assignment

    mine = Assignment.objects.filter(
        Q(action_version=OuterRef("action_version")) | Q(theme=OuterRef("action_version__theme")),
        ret=OuterRef("ret"),
        person=user,
        ended_at=None,
    )
    return Q(Exists(mine))


class ReturnQuerySet(models.QuerySet[Any]):
    """Returns of forces."""

    def visible_to(self, user: Any) -> Self:
        """VKPP staff all, a force's lead, chief officer and analyst their own, contributors those with work for them."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if permissions.nationally(user, Permission.RETURN_CHECK):
            return self.filter(~Q(round__state="draft"))
        whole = permissions.force_ids(user, Permission.RETURN_READ_FORCE)
        seen = Q(force__in=whole)
        if forces := permissions.force_ids(user, Permission.RETURN_ANSWER) - whole:
            seen |= Q(
                pk__in=user.nvap_assignments.filter(ended_at=None).values("ret"),
                force__in=forces,
            )
        return self.filter(seen, ~Q(round__state="draft"))

    def under_way(self) -> Self:
        """Those of rounds that run, and those that VKPP gave back, whatever has become of their round."""
        given_back = Q(submitted_at__isnull=False) & ~Q(state__in=["submitted", "accepted"])
        return self.filter(Q(round__state="running") | given_back)


class ResponseQuerySet(models.QuerySet[Any]):
    """Answers on actions."""

    def visible_to(self, user: Any) -> Self:
        """Of the returns one sees: all answers for lead, chief officer, analyst and VKPP; contributors those assigned."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if permissions.nationally(user, Permission.RETURN_CHECK):
            return self.filter(~Q(ret__round__state="draft"))
        whole = permissions.force_ids(user, Permission.RETURN_READ_FORCE)
        seen = Q(ret__force__in=whole)
        if forces := permissions.force_ids(user, Permission.RETURN_ANSWER) - whole:
            seen |= Q(ret__force__in=forces) & assigned_to(user)
        return self.filter(seen, ~Q(ret__round__state="draft"))

    def of_return(self, ret: Any) -> Self:
        """The answers of one return, in the order of the plan, with what every page of them shows."""
        return (
            self.filter(ret=ret)
            .select_related("action_version", "action_version__theme")
            .order_by(F("action_version__theme__order"), "action_version__order", "action_version__code")
        )


class EvidenceQuerySet(models.QuerySet[Any]):
    """Files and links that show what answers say."""

    def visible_to(self, user: Any) -> Self:
        """What stands beside an answer one sees; all of the force for who reads its whole return; what one added."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        from nvap.models import EvidenceUse, Response

        beside = EvidenceUse.objects.filter(evidence=OuterRef("pk"), response__in=Response.objects.visible_to(user))
        whole = permissions.force_ids(user, Permission.RETURN_READ_FORCE)
        working = permissions.force_ids(user, Permission.RETURN_ANSWER)
        seen = Exists(beside) | Q(force__in=whole) | Q(added_by=user, force__in=working)
        return self.filter(seen, removed_at=None)


class QueryQuerySet(models.QuerySet[Any]):
    """Queries about answers."""

    def visible_to(self, user: Any) -> Self:
        """Those about answers one sees, and for somebody who answers for the force those given to them."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        from nvap.models import Response

        seen = Q(response__in=Response.objects.visible_to(user))
        working = permissions.force_ids(user, Permission.RETURN_ANSWER)
        return self.filter(seen | Q(assignee=user, response__ret__force__in=working))

    def overdue(self, today: Any) -> Self:
        """Open, and past their day."""
        return self.filter(state="open", due_on__lt=today)


class CommentQuerySet(models.QuerySet[Any]):
    """Remarks on answers."""

    def visible_to(self, user: Any) -> Self:
        """Those on answers one sees: what is between force and VKPP, and what one's own side says to itself."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        from nvap.models import Response

        inside = "staff" if permissions.nationally(user, Permission.RETURN_CHECK) else "force"
        seen = Response.objects.visible_to(user)
        return self.filter(response__in=seen, audience__in=["vkpp", inside], removed_at=None)


class WaiverQuerySet(models.QuerySet[Any]):
    """What VKPP lets forces pass."""

    def visible_to(self, user: Any) -> Self:
        """VKPP staff all; those who read the force's whole return their force's."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if permissions.nationally(user, Permission.RETURN_CHECK):
            return self
        return self.filter(force__in=permissions.force_ids(user, Permission.RETURN_READ_FORCE))

    def in_force(self) -> Self:
        """Those that count today."""
        return self.filter(ended_at=None, expires_on__gte=timezone.localdate())


class ImprovementQuerySet(models.QuerySet[Any]):
    """Improvement actions of forces."""

    def visible_to(self, user: Any) -> Self:
        """A force's lead, chief officer and analyst all of their force's; owners theirs; VKPP staff all."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if permissions.nationally(user, Permission.RETURN_CHECK):
            return self
        own = permissions.force_ids(user, Permission.RETURN_READ_FORCE)
        working = permissions.force_ids(user, Permission.RETURN_ANSWER)
        return self.filter(Q(force__in=own) | (Q(force__in=working) & (Q(owner=user) | Q(accountable=user))))


class WorkbookQuerySet(models.QuerySet[Any]):
    """Uploaded workbooks."""

    def visible_to(self, user: Any) -> Self:
        """One's own, of returns one may still see."""
        from nvap.models import Return

        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(uploaded_by=user, ret__in=Return.objects.visible_to(user))
