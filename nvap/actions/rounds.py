"""Rounds of benchmarking: prepare, announce, give one force more time, publish."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from nvap import links, telling
from nvap.actions import forms, returns
from nvap.actions.held import check_version
from nvap.actions.plans import check_manager
from nvap.models import Extension, FormVersion, PlanVersion, Round
from nvap.vocab import PlanState, RoundState
from vkpp.accounts.models import Force
from vkpp.core import audit, outbox, plain_text, publication
from vkpp.core.exceptions import Conflict, Invalid

COLUMNS = (
    *("code", "title", "plan", "form", "previous", "always_open", "opens_at", "due_at", "closes_at"),
    *("publishes_at", "grace_minutes"),
)
WHILE_RUNNING = ("title", "due_at", "closes_at", "publishes_at", "grace_minutes")
TITLE = _l("Title")
LONGEST_GRACE = 7 * 24 * 60


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Any) -> Round:
    """A round in preparation: plan and form, when it opens, is due, closes and is to be published."""
    check_manager(by)
    made = Round()
    _fill(made, values)
    made.save()
    audit.record(by=by, verb="round.create", target=made, after=_shown(made))
    return made


@transaction.atomic
def change(*, round: Round, values: Mapping[str, Any], by: Any, version: int | None = None) -> Round:  # noqa: A002 - the field's own word
    """Change a round: everything in preparation, only its title and later times once it is announced."""
    check_manager(by)
    held = Round.objects.select_for_update().get(pk=round.pk)
    before = _shown(held)
    check_version(held, version, lambda: before)
    if held.state == RoundState.PUBLISHED:
        raise Conflict(_("This round is published and stays as it is."))
    if held.state == RoundState.RUNNING:
        _check_running(held, values)
        values = {name: value for name, value in values.items() if name in WHILE_RUNNING}
    _fill(held, values)
    held.version += 1
    held.save()
    after = _shown(held)
    changed = [name for name in COLUMNS if before[name] != after[name]]
    audit.record(
        by=by,
        verb="round.change",
        target=held,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    round.refresh_from_db()
    return round


def _check_running(held: Round, values: Mapping[str, Any]) -> None:
    closes = values.get("closes_at", held.closes_at)
    if held.closes_at and closes and closes < held.closes_at:
        raise Invalid({"closes_at": [_("Forces rely on the closing time. It can be moved later, not earlier.")]})


def _fill(made: Round, values: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        if name in values:
            setattr(made, name, values[name])
    errors: dict[str, list[str]] = {}
    try:
        made.title = plain_text.text(made.title, TITLE, 120, one_line=True)
    except plain_text.Refused as refusal:
        errors["title"] = [str(refusal)]
    if not made.title.strip():
        errors["title"] = [_("Enter a title, for example “2026 return”.")]
    if not made.code:
        errors["code"] = [_("Enter a code for the address, for example “2026”.")]
    elif Round.objects.filter(code=made.code).exclude(pk=made.pk).exists():
        errors["code"] = [_("There is a round with this code already. Choose another.")]
    if made.previous_id is not None and made.previous_id == made.pk:
        errors["previous"] = [_("A round does not follow itself.")]
    errors |= _time_errors(made)
    if errors:
        raise Invalid(errors)


def _time_errors(made: Round) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if made.opens_at is None:
        errors["opens_at"] = [_("Say when the round opens.")]
        return errors
    if made.always_open:
        made.closes_at = None
    elif made.due_at is None or made.closes_at is None:
        errors["due_at" if made.due_at is None else "closes_at"] = [
            _("A round that ends needs a due time and a closing time.")
        ]
    if made.due_at is not None and made.due_at <= made.opens_at:
        errors["due_at"] = [_("Returns must be due after the round opens.")]
    if made.due_at is not None and made.closes_at is not None and made.closes_at < made.due_at:
        errors["closes_at"] = [_("The round cannot close before returns are due.")]
    if not 0 <= made.grace_minutes <= LONGEST_GRACE:
        errors["grace_minutes"] = [_("The grace is between 0 minutes and a week.")]
    return errors


def missing_for_announcement(round: Round) -> list[str]:  # noqa: A002 - the field's own word
    """What must be settled before forces are asked, each as a sentence."""
    found = []
    if round.plan.state != PlanState.PUBLISHED:
        found.append(_("Publish the plan “%(plan)s” first.") % {"plan": round.plan.title})
    if round.closes_at is not None and round.closes_at <= timezone.now():
        found.append(_("The closing time has passed. Set a later one."))
    return found


@transaction.atomic
def announce(*, round: Round, by: Any, backdated: bool = False) -> int:  # noqa: A002 - the field's own word
    """Fix the form, make the returns of all benchmarked forces, and tell their leads. Returns how many were made.

    `backdated` lets a round be entered whose time has passed, and sends no mail.
    """
    check_manager(by)
    problems = [] if backdated and round.plan.state == PlanState.PUBLISHED else missing_for_announcement(round)
    if problems:
        raise Invalid({"": problems})
    won = Round.objects.filter(pk=round.pk, state=RoundState.DRAFT).update(
        state=RoundState.RUNNING, version=F("version") + 1
    )
    if not won:
        raise Conflict(_("This round has been announced already."))
    round.refresh_from_db()
    forms.fix(form=round.form, by=by)
    audit.record(by=by, verb="round.announce", target=round, after={"opens_at": round.opens_at.isoformat()})
    made = returns.open_returns(round=round, by=by)
    if not backdated:
        for ret in round.returns.select_related("force", "round"):
            everybody = telling.leads(ret.force_id)
            telling.tell(everybody, "nvap_round_announced", about=ret, link=links.return_page(ret), by=by)
    return made


@transaction.atomic
def extend(*, round: Round, force: Force, until: dt.datetime, reason: str, by: Any) -> Extension:  # noqa: A002 - the field's own word
    """Give one force more time, with the reason; also after the round has closed for the others."""
    check_manager(by)
    held = Round.objects.select_for_update().get(pk=round.pk)
    end = held.end_for(force.pk)
    errors: dict[str, list[str]] = {}
    if held.state != RoundState.RUNNING or end is None:
        raise Conflict(_("Only a round that is running and has a closing time can be extended."))
    ret = held.returns.select_related("force", "round").filter(force=force).first()
    if ret is None:
        errors["force"] = [_("This force has no return in this round.")]
    if until <= end:
        errors["until"] = [
            _("This force has until %(end)s already. Choose a later time.")
            % {"end": date_format(timezone.localtime(end), "j F Y, H:i")}
        ]
    elif until <= timezone.now():
        errors["until"] = [_("Choose a time that lies ahead.")]
    try:
        reason = plain_text.text(reason, _("Reason"), 1000)
    except plain_text.Refused as refusal:
        errors["reason"] = [str(refusal)]
    if not reason.strip():
        errors["reason"] = [_("Give the reason. It is kept with the extension.")]
    if errors or ret is None:
        raise Invalid(errors)
    made = Extension.objects.create(round=held, force=force, until=until, reason=reason, by=by)
    values = {"force": force.code, "until": until.isoformat()}
    audit.record(by=by, verb="round.extend", target=held, after=values, reason=reason)
    everybody = telling.leads(force.pk)
    telling.tell(everybody, "nvap_round_extended", about=ret, link=links.return_page(ret), by=by, until=until)
    return made


@transaction.atomic
def publish(*, round: Round, by: Any) -> None:  # noqa: A002 - the field's own word
    """End the round for everybody and freeze its national baseline; what is missing then stays missing."""
    check_manager(by)
    held = Round.objects.select_for_update().get(pk=round.pk)
    if held.state != RoundState.RUNNING:
        raise Conflict(_("This round is published already, or was never announced."))
    if still_open := too_early_to_publish(held):
        raise Conflict(still_open)
    now = timezone.now()
    Round.objects.filter(pk=held.pk).update(
        state=RoundState.PUBLISHED, published_at=now, published_by=by, version=F("version") + 1
    )
    round.refresh_from_db()
    audit.record(by=by, verb="round.publish", target=round)
    outbox.owe("nvap.round_published", {"round": round.pk}, key=f"nvap.round_published:{round.pk}")
    publication.tell("round.published", round)


def too_early_to_publish(round: Round) -> str:  # noqa: A002 - the field's own word
    """Why the round cannot be published yet; empty when every force's time is over."""
    last = _last_end(round)
    if last is None:
        return _("An always-open round has no end, so it is never published.")
    if last > timezone.now():
        return _("Forces may still answer until %(end)s. Publish the round after that.") % {
            "end": date_format(timezone.localtime(last), "j F Y, H:i")
        }
    return ""


def _last_end(held: Round) -> dt.datetime | None:
    """When the last force may answer, grace included; None: never ends."""
    if held.closes_at is None:
        return None
    ends = [held.closes_at, *held.extensions.values_list("until", flat=True)]
    return max(ends) + dt.timedelta(minutes=held.grace_minutes)


def _shown(made: Round) -> dict[str, Any]:
    values = {name: getattr(made, name) for name in COLUMNS}
    for name, value in values.items():
        if isinstance(value, dt.datetime):
            values[name] = value.isoformat()
        elif isinstance(value, PlanVersion | FormVersion | Round):
            values[name] = value.code
    return values
