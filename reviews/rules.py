"""What must be there before a case review, a briefing or a peer review takes its next step; sentences that say what to do."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import briefing_private
from reviews.models import Briefing, CaseReview, FactualComment, PeerReview
from reviews.querysets import BY_TWO
from reviews.vocab import CodingRole, CommentState, Known, ReportKind, Sector
from vkpp.accounts.models import Membership

SINCE = "2016"
"""Reviews published before this year are not included."""
NEEDED = (Sector.POLICING, Sector.ACADEMIA, Sector.VOLUNTARY)
Missing = Mapping[str, list[str]]


def missing_for_inclusion(review: CaseReview) -> Missing:
    """The inclusion rule: police were involved before the incident, and the review is published since 2016."""
    errors: dict[str, list[str]] = {}
    if review.police_before != Known.YES:
        errors["police_before"] = [
            _("Say that police were involved before the incident: only such reviews are included.")
        ]
    if not review.published:
        errors["published"] = [_("Enter when it was published: only published reviews are included.")]
    elif review.published < SINCE:
        errors["published"] = [_("Only reviews published since 1 January 2016 are included.")]
    return errors


def missing_for_adopting(review: CaseReview) -> Missing:
    """A coding came along in the file that the review was loaded from."""
    if review.codings.filter(role=CodingRole.IMPORTED, ended_at=None, points__isnull=False).exists():
        return {}
    return {"codings": [_("No coding came with this review. Give it to two coders.")]}


def missing_for_comparing(review: CaseReview) -> Missing:
    """Both coders must be done."""
    done = review.codings.filter(role__in=BY_TWO, ended_at=None, done_at__isnull=False).count()
    return {} if done == len(BY_TWO) else {"codings": [_("Wait until both coders are done.")]}


def missing_for_review(briefing: Briefing) -> Missing:
    """A briefing goes to its reviewer with a summary, a reviewer and at least one section."""
    errors: dict[str, list[str]] = {}
    if not briefing.summary.strip():
        errors["summary"] = [_("Write the summary.")]
    if briefing.reviewer_id is None:
        errors["reviewer"] = [_("Choose who reviews it.")]
    if not briefing.sections.exists():
        errors["sections"] = [_("Add at least one section.")]
    if briefing_private.undecided(briefing):
        errors["personal_data"] = [_("Look at what may be personal data: change it, or say that it is none.")]
    return errors


def missing_for_scoping(review: PeerReview) -> Missing:
    """Somebody of the national team must look after it."""
    return {} if review.manager_id else {"manager": [_("Choose who of the national team looks after the review.")]}


def missing_for_preparing(review: PeerReview) -> Missing:
    """Scope and terms of reference, agreed by the force."""
    errors: dict[str, list[str]] = {}
    if not review.scopes.exists():
        errors["scope"] = [_("Choose at least one action to look at.")]
    if not review.terms.strip():
        errors["terms"] = [_("Write the terms of reference.")]
    elif review.terms_agreed_at is None:
        errors["terms"] = [_("The force has not agreed the terms of reference yet.")]
    return errors


def missing_for_fieldwork(review: PeerReview) -> Missing:
    """A team from policing, academia and the voluntary sector, with a lead, all of them declared and cleared; and dates."""
    team = list(review.team.filter(ended_at=None).select_related("person"))
    sectors = {member.sector for member in team}
    errors = [_("Add a member from: %(sector)s.") % {"sector": one.label} for one in NEEDED if one not in sectors]
    if not any(member.lead for member in team):
        errors += [_("Choose who leads the team.")]
    local = set(
        Membership.objects.filter(
            user__in=[member.person_id for member in team], force=review.force_id, ended_at=None
        ).values_list("user", flat=True)
    )
    for member in team:
        if member.person_id in local:
            errors += [_("%(person)s works for the force now: end their place.") % {"person": member.person}]
        elif member.interest == "undeclared":
            errors += [_("%(person)s has not declared their interests yet.") % {"person": member.person}]
        elif member.interest == "conflict" and member.waived_at is None:
            errors += [
                _("%(person)s has a conflict of interest: end their place, or have it waived.")
                % {"person": member.person}
            ]
    found: dict[str, list[str]] = {"team": errors} if errors else {}
    if review.fieldwork_from is None or review.fieldwork_to is None:
        found["fieldwork_from"] = [_("Enter the first and the last day of fieldwork.")]
    return found


def missing_for_draft(review: PeerReview) -> Missing:
    """Every action in scope has a judgement or a finding."""
    seen = set(review.judgements.filter(level__isnull=False).values_list("action_id", flat=True))
    seen |= set(review.findings.filter(removed_at=None).values_list("action_id", flat=True))
    left = [scope.action.code for scope in review.scopes.select_related("action") if scope.action_id not in seen]
    if not left:
        return {}
    return {"findings": [_("Give a judgement or a finding on: %(codes)s.") % {"codes": ", ".join(left)}]}


def missing_for_final(review: PeerReview) -> Missing:
    """The force has had its time with the latest draft, and every factual-accuracy comment is answered."""
    draft = review.reports.filter(kind=ReportKind.DRAFT).first()
    if draft is None:
        return {"report": [_("Send the force a draft first.")]}
    left = FactualComment.objects.filter(report__review=review, state=CommentState.OPEN, removed_at=None).count()
    if left:
        sentence = ngettext(
            "Answer the factual-accuracy comment that is still open.",
            "Answer the %(count)s factual-accuracy comments that are still open.",
            left,
        )
        return {"comments": [sentence % {"count": left}]}
    if draft.comments.filter(state=CommentState.ACCEPTED, removed_at=None).exists():
        return {"comments": [_("You have accepted comments on this draft. Work on it again, so that it says so.")]}
    due = review.comments_due_on
    if review.comments_done_at is None and due is not None and due >= timezone.localdate():
        until = {"day": date_format(due, "j F Y")}
        return {"comments": [_("The force may comment until %(day)s, and has not said yet that it is done.") % until]}
    return {}


def missing_for_follow_up(review: PeerReview) -> Missing:
    """A follow-up was held and written down."""
    return {} if review.follow_ups.exists() else {"follow_up": [_("Write down the follow-up first.")]}
