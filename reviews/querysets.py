"""Who sees what of case reviews, codings, briefings and peer reviews; every read starts at one of these."""

from typing import Any, Self

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest

from nvap.vocab import ScanState
from reviews.vocab import BriefingState, CaseState, CodingRole, PeerState
from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission
from vkpp.core.models import Marking

IN_CATALOGUE = (CaseState.INCLUDED, CaseState.CODING, CaseState.COMPARING, CaseState.CODED, CaseState.ASSURED)
BY_TWO = (CodingRole.FIRST, CodingRole.SECOND)
REPORTED = (PeerState.FACTUAL, PeerState.FINAL, PeerState.FOLLOWED_UP)
"""States in which the force has a report before it."""


def _in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


def reads(user: Any) -> bool:
    """Whether the person reads the catalogue of case reviews and what was learned."""
    return permissions.can(user, Permission.REVIEWS_READ)


def codes(user: Any) -> bool:
    """Whether the person is of the national team that screens and codes."""
    return permissions.nationally(user, Permission.REVIEWS_CODE)


class CaseReviewQuerySet(models.QuerySet[Any]):
    """Case reviews."""

    def visible_to(self, user: Any) -> Self:
        """Staff all; readers what was included and is not sensitive; everybody what they sent in."""
        if not _in(user):
            return self.none()
        if codes(user):
            return self
        seen = Q(sent_by=user)
        if reads(user):
            seen |= Q(state__in=IN_CATALOGUE, marking=Marking.OFFICIAL)
        return self.filter(seen)

    def gone_for(self, user: Any) -> Self:
        """Those that readers could read once, as far as anybody can tell, and this person does not see now."""
        if not reads(user) or codes(user):
            return self.none()
        return self.exclude(screened_at=None).exclude(pk__in=type(self)(self.model).visible_to(user).values("pk"))

    def in_catalogue(self) -> Self:
        """Those that met the inclusion rule."""
        return self.filter(state__in=IN_CATALOGUE)

    def with_words(self, text: str) -> Self:
        """Those whose title, board or summary has the words, or that have this reference."""
        words = Q(search=SearchQuery(text, config="english", search_type="websearch"))
        return self.filter(words | Q(reference__iexact=text) | Q(title__icontains=text))


class DocumentQuerySet(models.QuerySet[Any]):
    """Files of case reviews."""

    def visible_to(self, user: Any) -> Self:
        """Files of the reviews one sees; sensitive ones only for staff, and for who sent them in."""
        from reviews.models import CaseReview

        seen = self.filter(review__in=CaseReview.objects.visible_to(user), removed_at=None)
        return seen if codes(user) else seen.filter(Q(marking=Marking.OFFICIAL) | Q(added_by=user.pk))

    def readable(self) -> Self:
        """Those that passed the virus check."""
        return self.filter(scan=ScanState.CLEAN, removed_at=None)


class CodingQuerySet(models.QuerySet[Any]):
    """Readings of reviews."""

    def visible_to(self, user: Any) -> Self:
        """Staff their own; those of others only when both coders are done, so that nobody is swayed.

        Who is coding a review sees no other reading of it, also none of an earlier round or of a file. What was handed
        back shows itself when the round it belongs to has come to its end.
        """
        from reviews.models import Agreement

        if not _in(user) or not codes(user):
            return self.none()
        in_round = {"review": OuterRef("review"), "round": OuterRef("round")}
        waiting = self.model.objects.filter(**in_round, role__in=BY_TWO, ended_at=None, done_at=None)
        mine = self.model.objects.filter(
            review=OuterRef("review"), coder=user, role__in=BY_TWO, ended_at=None, review__state=CaseState.CODING
        )
        settled = Q(ended_at=None) | Exists(Agreement.objects.filter(**in_round))
        return self.filter(Q(coder=user) | (~Exists(waiting) & ~Exists(mine) & settled))

    def of_two(self) -> Self:
        """The readings of the first and the second coder that count."""
        return self.filter(role__in=BY_TWO, ended_at=None)


class PointQuerySet(models.QuerySet[Any]):
    """Learning points."""

    def visible_to(self, user: Any) -> Self:
        """Readers the agreed points of quality-assured reviews; staff also those of the codings they see."""
        from reviews.models import CaseReview, Coding

        if not _in(user):
            return self.none()
        if codes(user):
            return self.filter(coding__in=Coding.objects.visible_to(user))
        if not reads(user):
            return self.none()
        return self.counted().filter(review__in=CaseReview.objects.visible_to(user))

    def gone_for(self, user: Any) -> Self:
        """Of all there ever were: those that counted once, as far as anybody can tell, and that the person cannot read."""
        seen = self.model.objects.visible_to(user).counted().values("pk")
        agreed = Q(coding__role__in=(CodingRole.RESOLVED, CodingRole.IMPORTED), coding__done_at__isnull=False)
        return self.filter(agreed).exclude(pk__in=seen)

    def changed(self) -> Self:
        """With the moment of their last change, or of their review's: whether one may be read follows its review."""
        return self.annotate(changed=Greatest("updated_at", "review__updated_at"))

    def counted(self) -> Self:
        """The agreed points of quality-assured reviews: the only ones that figures count."""
        return self.filter(final=True, review__state=CaseState.ASSURED)


class PointManager(models.Manager.from_queryset(PointQuerySet)):  # type: ignore[misc]  # made by Django
    """Learning points that their coder has not removed."""

    def get_queryset(self) -> PointQuerySet:
        """Without the removed ones; `everything` has those too."""
        found: PointQuerySet = super().get_queryset().filter(removed_at=None)
        return found


class RecommendationQuerySet(models.QuerySet[Any]):
    """Recommendations of case reviews and of peer reviews."""

    def visible_to(self, user: Any) -> Self:
        """Of case reviews: with the assured review; of peer reviews: with the review, for the force once it is reported.

        Its owner and who runs the improvement plan of its force see it even where the case review is sensitive; staff see
        all of case reviews.
        """
        from reviews.models import CaseReview, PeerReview

        if not _in(user):
            return self.none()
        cases = CaseReview.objects.visible_to(user)
        if not codes(user):
            cases = cases.filter(state=CaseState.ASSURED)
        peers = PeerReview.objects.visible_to(user)
        team = PeerReview.objects.worked_on_by(user)
        seen = Q(review__in=cases) if codes(user) or reads(user) else Q(pk__in=[])
        seen |= Q(peer_review__in=team) | Q(peer_review__in=peers.filter(state__in=REPORTED))
        forces = permissions.force_ids(user, Permission.IMPROVEMENT_MANAGE_FORCE)
        seen |= Q(review__state=CaseState.ASSURED, force__in=forces)
        return self.filter(seen | (Q(owner=user) & (Q(review__isnull=False) | Q(peer_review__state__in=REPORTED))))

    def gone_for(self, user: Any) -> Self:
        """Of all there ever were: those that the person may have read and does not see now."""
        from reviews.models import PeerReview

        if not _in(user):
            return self.none()
        forces = permissions.force_ids(user, Permission.IMPROVEMENT_MANAGE_FORCE)
        once = Q(review__isnull=False, force__in=forces) | Q(owner=user) | Q(peer_review__in=_ever_seen(user))
        if codes(user) or reads(user):
            once |= Q(review__isnull=False)
        seen = PeerReview._meta.apps.get_model("reviews", "Recommendation").objects.visible_to(user)
        return self.filter(once).exclude(pk__in=seen.values("pk"))

    def changed(self) -> Self:
        """With the moment of their last change, or of their review's: what is read of it follows its review."""
        own = Greatest("updated_at", "review__updated_at", "peer_review__updated_at")
        return self.annotate(changed=own)


class RecommendationManager(models.Manager.from_queryset(RecommendationQuerySet)):  # type: ignore[misc]  # made by Django
    """Recommendations that nobody has taken back."""

    def get_queryset(self) -> RecommendationQuerySet:
        """Without those; `everything` has them too."""
        found: RecommendationQuerySet = super().get_queryset().filter(removed_at=None)
        return found


def _ever_seen(user: Any) -> "models.QuerySet[Any]":
    """Peer reviews that the person sees, or whose team they were on once."""
    from reviews.models import PeerReview, TeamMember

    once = TeamMember.objects.filter(person=user.pk).values("review")
    seen = PeerReview.objects.visible_to(user).values("pk")
    return PeerReview.objects.filter(Q(pk__in=seen) | Q(pk__in=once))


class BriefingQuerySet(models.QuerySet[Any]):
    """Briefings."""

    def visible_to(self, user: Any) -> Self:
        """Published ones for readers; all for who writes them."""
        if not _in(user):
            return self.none()
        if permissions.nationally(user, Permission.BRIEFINGS_WRITE):
            return self
        return self.filter(state=BriefingState.PUBLISHED) if reads(user) else self.none()

    def gone_for(self, user: Any) -> Self:
        """Those that readers could read once and that were withdrawn."""
        return self.filter(state=BriefingState.WITHDRAWN) if reads(user) else self.none()


class PeerReviewQuerySet(models.QuerySet[Any]):
    """Peer reviews."""

    def visible_to(self, user: Any) -> Self:
        """The national team all; the force's lead and chief officers theirs; members of a team the reviews they are on."""
        if not _in(user):
            return self.none()
        if permissions.nationally(user, Permission.PEER_REVIEWS_MANAGE):
            return self
        forces = permissions.force_ids(user, Permission.PEER_REVIEWS_READ_FORCE)
        return self.filter(Q(force__in=forces) | Q(Exists(_on_team(user, OuterRef("pk")))))

    def gone_for(self, user: Any) -> Self:
        """Those that the person could read while on their team."""
        return self.filter(pk__in=_ever_seen(user)).exclude(pk__in=type(self)(self.model).visible_to(user).values("pk"))

    def worked_on_by(self, user: Any) -> Self:
        """Reviews whose notes, judgements and drafts the person sees: the cleared team and the national team.

        Nobody of the reviewed force, whatever other role they hold.
        """
        if not _in(user):
            return self.none()
        own = {held.force_id for held in permissions.memberships(user) if held.force_id is not None}
        seen = self.exclude(force__in=own)
        if permissions.nationally(user, Permission.PEER_REVIEWS_MANAGE):
            return seen
        return seen.filter(Exists(_on_team(user, OuterRef("pk"), cleared=True)))


def _on_team(user: Any, review: OuterRef, *, cleared: bool = False) -> "models.QuerySet[Any]":
    from reviews.models import TeamMember

    if not permissions.can(user, Permission.PEER_REVIEWS_TAKE_PART):
        return TeamMember.objects.none()
    own = TeamMember.objects.filter(person=user.pk, review=review, ended_at=None)
    return own.filter(Q(interest="none") | Q(interest="conflict", waived_at__isnull=False)) if cleared else own


class EvidenceRequestQuerySet(models.QuerySet[Any]):
    """What teams ask forces for."""

    def visible_to(self, user: Any) -> Self:
        """The team and the national team, the force's lead and chief officers, and who was asked to find it."""
        from reviews.models import PeerReview

        if not _in(user):
            return self.none()
        forces = permissions.force_ids(user, Permission.PEER_REVIEWS_READ_FORCE)
        working = permissions.force_ids(user, Permission.RETURN_ANSWER)
        team = PeerReview.objects.worked_on_by(user)
        mine = Q(assignee=user, review__force__in=working)
        return self.filter(Q(review__in=team) | Q(review__force__in=forces) | mine)


class TeamOnlyQuerySet(models.QuerySet[Any]):
    """Notes, judgements, findings and sections of a report while the team works on them."""

    def visible_to(self, user: Any) -> Self:
        """Only the cleared team and the national team; the force reads what a report says, never this."""
        from reviews.models import PeerReview

        return self.filter(review__in=PeerReview.objects.worked_on_by(user))


class PeerReportQuerySet(models.QuerySet[Any]):
    """Reports as they were sent to forces."""

    def visible_to(self, user: Any) -> Self:
        """The cleared team, the national team, and the force's lead and chief officers: every version sent."""
        from reviews.models import PeerReview

        if not _in(user):
            return self.none()
        forces = permissions.force_ids(user, Permission.PEER_REVIEWS_READ_FORCE)
        return self.filter(Q(review__in=PeerReview.objects.worked_on_by(user)) | Q(review__force__in=forces))
