"""National actions with milestones and progress, and proposals to change the plan with what was decided."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from nvap import people, references
from nvap.actions.plans import check_manager
from nvap.models import Action, ChangeProposal, Milestone, NationalAction, NationalProgress, PlanVersion
from nvap.vocab import NationalState, ProposalState
from vkpp.core import audit, plain_text
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

NATIONAL = ("NA", "nvap_national_number")
PROPOSAL = ("CP", "nvap_proposal_number")
TEXTS = {"title": (_l("Title"), 160), "description": (_l("Description"), 5000), "owner": (_l("Owner"), 120)}
MOST_EVIDENCE = 20


def _check_reporter(by: Any) -> None:
    if not people.may_edit_toolkit(by):
        raise NotAllowed(_("Only VKPP staff report on national actions."))


def _text(errors: dict[str, list[str]], name: str, value: Any, label: Any, limit: int, missing: str = "") -> str:
    try:
        words = plain_text.text(value or "", label, limit)
    except plain_text.Refused as refusal:
        errors[name] = [str(refusal)]
        return ""
    if missing and not words:
        errors[name] = [missing]
    return words


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    needed = {"title": _("Enter a title."), "owner": _("Enter the body or role that owns it.")}
    found = {
        name: _text(errors, name, values.get(name), label, limit, needed.get(name, ""))
        for name, (label, limit) in TEXTS.items()
    }
    if errors:
        raise Invalid(errors)
    return {**found, "action": values.get("action"), "due_on": values.get("due_on")}


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Any) -> NationalAction:
    """Something that is done nationally: who owns it and until when."""
    check_manager(by)
    made = NationalAction.objects.create(reference=references.take(NATIONAL), **_checked(values))
    audit.record(by=by, verb="national.create", target=made, after={"title": made.title, "owner": made.owner})
    return made


@transaction.atomic
def change(*, national: NationalAction, values: Mapping[str, Any], version: int, by: Any) -> None:
    """Word it anew, or move its date; `version` is the one the person saw."""
    check_manager(by)
    words = _checked(values)
    before = {name: str(getattr(national, name) or "") for name in ("title", "owner", "due_on")}
    won = NationalAction.objects.filter(pk=national.pk, version=version).update(**words, version=F("version") + 1)
    if not won:
        raise Conflict(_("Somebody changed this national action meanwhile. Look at it again, and change it anew."))
    national.refresh_from_db()
    audit.record(
        by=by,
        verb="national.change",
        target=national,
        before=before,
        after={name: str(words[name] or "") for name in before},
    )


@transaction.atomic
def add_milestone(*, national: NationalAction, title: str, due_on: dt.date | None, by: Any) -> Milestone:
    """A step with its date."""
    _check_reporter(by)
    errors: dict[str, list[str]] = {}
    title = _text(errors, "title", title, _("Milestone"), 200, _("Say what is reached with this milestone."))
    if errors:
        raise Invalid(errors)
    made = Milestone.objects.create(national_action=national, title=title, due_on=due_on)
    audit.record(by=by, verb="national.milestone", target=national, after={"milestone": title})
    return made


@transaction.atomic
def finish_milestone(*, milestone: Milestone, by: Any) -> None:
    """The step is done today."""
    _check_reporter(by)
    if not Milestone.objects.filter(pk=milestone.pk, done_on=None).update(done_on=timezone.localdate()):
        raise Conflict(_("This milestone is marked as done already."))
    audit.record(
        by=by, verb="national.milestone_done", target=milestone.national_action, after={"milestone": milestone.title}
    )


@transaction.atomic
def report(*, national: NationalAction, text: str, state: str, by: Any) -> NationalProgress:
    """Say how far it is."""
    _check_reporter(by)
    errors: dict[str, list[str]] = {}
    text = _text(errors, "text", text, _("Report"), 5000, _("Say what has happened since the last report."))
    if state not in NationalState.values:
        errors["state"] = [_("Choose where it stands.")]
    if errors:
        raise Invalid(errors)
    made = NationalProgress.objects.create(national_action=national, text=text, by=by)
    before = national.state
    NationalAction.objects.filter(pk=national.pk).update(state=state, version=F("version") + 1)
    national.refresh_from_db()
    audit.record(by=by, verb="national.report", target=national, before={"state": before}, after={"state": state})
    return made


def may_propose(user: Any) -> bool:
    """VKPP staff, and the people who run or sign a force's return."""
    return people.may_edit_toolkit(user) or people.may_propose_changes(user)


@transaction.atomic
def propose(
    *,
    plan: PlanVersion,
    action: Action | None,
    title: str,
    proposal: str,
    evidence: Sequence[Mapping[str, str]],
    by: Any,
) -> ChangeProposal:
    """Propose to change the plan, with what prompts it: learning from reviews, research, practice."""
    if not may_propose(by):
        raise NotAllowed(_("Changes are proposed by VKPP staff, NVAP leads and chief officers."))
    errors: dict[str, list[str]] = {}
    title = _text(errors, "title", title, _("Title"), 160, _("Enter a title."))
    proposal = _text(errors, "proposal", proposal, _("Proposal"), 5000, _("Say what should change, and how."))
    if not evidence:
        errors["evidence"] = [_("Name at least one thing that prompts the change.")]
    elif len(evidence) > MOST_EVIDENCE:
        errors["evidence"] = [_("Name at most 20 pieces of evidence.")]
    if errors:
        raise Invalid(errors)
    made = ChangeProposal.objects.create(
        reference=references.take(PROPOSAL),
        plan=plan,
        action=action,
        title=title,
        proposal=proposal,
        evidence=[dict(row) for row in evidence],
        proposed_by=by,
    )
    audit.record(by=by, verb="proposal.create", target=made)
    return made


@transaction.atomic
def decide(*, proposal: ChangeProposal, accept: bool, reason: str, by: Any) -> None:
    """Accept or decline, with the reason; of two people deciding at once one is told."""
    check_manager(by)
    errors: dict[str, list[str]] = {}
    reason = _text(errors, "reason", reason, _("Reason"), 5000, _("Give the reason. It is kept with the decision."))
    if errors:
        raise Invalid(errors)
    state = ProposalState.ACCEPTED if accept else ProposalState.DECLINED
    won = ChangeProposal.objects.filter(pk=proposal.pk, state=ProposalState.OPEN).update(
        state=state, decided_at=timezone.now(), decided_by=by, decision_reason=reason
    )
    if not won:
        raise Conflict(_("This proposal is decided already. Look at it again."))
    proposal.refresh_from_db()
    audit.record(by=by, verb="proposal.decide", target=proposal, after={"state": state}, reason=reason)


@transaction.atomic
def done(*, proposal: ChangeProposal, by: Any) -> None:
    """An accepted change is in the plan now."""
    check_manager(by)
    won = ChangeProposal.objects.filter(pk=proposal.pk, state=ProposalState.ACCEPTED).update(state=ProposalState.DONE)
    if not won:
        raise Conflict(_("Only an accepted proposal can be marked as done."))
    proposal.refresh_from_db()
    audit.record(by=by, verb="proposal.done", target=proposal)
