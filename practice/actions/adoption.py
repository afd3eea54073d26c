"""A force records what it does with a practice of another, changes it, notes what came of it, ends and removes it."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.adopting import people, tree
from practice.adopting.links import adoption_page
from practice.adopting.vocab import AdoptionKind, AdoptionResult, AdoptionState, Shared
from practice.mails import authors, tell
from practice.models import Adoption, BankEntry, Practice
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.once import once
from vkpp.core.references import take

NUMBER = ("AD", "practice_adoption_number")
LONGEST = 4000
WRITES = ("kind", "reason", "plan", "source", "decided_on", "started_on", "shared_to")
Errors = dict[str, list[str]]


@transaction.atomic
def record(*, practice: Practice, values: Mapping[str, Any], by: Any) -> Adoption:
    """The person's force adopts, adapts or rejects the practice. `values`: WRITES; `source` is another adoption of it."""
    _hold(practice)
    if not BankEntry.objects.visible_to(by).filter(practice=practice).exists():
        raise Invalid({"": [_("This example is no longer in the practice bank.")]})
    force = people.recording_force(by)
    if force is None or not people.may_record(by, practice):
        raise NotAllowed(_("Contributors and leads of a force record what it does with practice of another force."))
    adoption = Adoption(practice=practice, force=force, recorded_by=by, reference=take(NUMBER))
    _fill(adoption, values, by)
    try:
        with transaction.atomic():
            adoption.save()
    except IntegrityError as error:
        raise Invalid({"": [_("Your force has recorded this already. Change what is there.")]}) from error
    audit.record(by=by, verb="adoption.record", target=adoption, after=_trail(adoption))
    _tell_owner(adoption, "practice_adopted", by)
    return adoption


@transaction.atomic
def record_once(*, key: str, body_hash: str, by: Any, **asked: Any) -> tuple[Adoption, bool]:
    """`record` for a program: the same `key` gives the same adoption, also when it is sent again. Whether it is new."""
    sent = Adoption.objects.filter(recorded_by=by)
    return once(sent, key=key, body_hash=body_hash, by=by, make=partial(record, by=by, **asked))


@transaction.atomic
def change(*, adoption: Adoption, values: Mapping[str, Any], version: int | None = None, by: Any) -> None:
    """Change what is recorded; values that are not named stay."""
    _held(adoption, version, by)
    before = _trail(adoption)
    _fill(adoption, {name: getattr(adoption, name) for name in WRITES} | dict(values), by)
    after = _trail(adoption)
    if before == after:
        return
    _save(adoption, *WRITES)
    audit.record(by=by, verb="adoption.change", target=adoption, **_moved(before, after))


@transaction.atomic
def note_result(*, adoption: Adoption, result: str, text: str = "", version: int | None = None, by: Any) -> None:
    """Note what came of it; noting it again replaces it, the earlier one stays in the history."""
    _held(adoption, version, by)
    said = words(text, "text", _("What came of it"), limit=LONGEST)
    if adoption.state == AdoptionState.REJECTED:
        raise Conflict(_("Your force decided against it, so there is no result to note."), {"state": adoption.state})
    if result not in AdoptionResult.values:
        raise Invalid({"result": [_("Choose what came of it.")]})
    before = {"result": adoption.result, "result_text": adoption.result_text}
    adoption.result, adoption.result_text = result, said
    adoption.result_at, adoption.result_by = timezone.now(), by
    _save(adoption, "result", "result_text", "result_at", "result_by")
    after = {"result": result, "result_text": said}
    audit.record(by=by, verb="adoption.result", target=adoption, before=before, after=after)
    _tell_owner(adoption, "adoption_result", by)


@transaction.atomic
def end(*, adoption: Adoption, ended_on: dt.date | None, reason: str, version: int | None = None, by: Any) -> None:
    """The force does it no longer, since `ended_on` (none: today)."""
    _held(adoption, version, by, decides=True)
    day = ended_on or timezone.localdate()
    required = _("Say why: others who think of it learn from that.")
    said = words(reason, "reason", _("The reason"), limit=LONGEST, required=required)
    if adoption.state not in (AdoptionState.PLANNED, AdoptionState.RUNNING):
        raise Conflict(_("It has ended already, or was decided against."), {"state": adoption.state})
    if not (adoption.started_on or adoption.decided_on) <= day <= timezone.localdate():
        raise Invalid({"ended_on": [_("Enter a day after the start that is not in the future.")]})
    adoption.ended_on, adoption.end_reason = day, said
    _save(adoption, "ended_on", "end_reason")
    audit.record(by=by, verb="adoption.end", target=adoption, after={"ended_on": day.isoformat()}, reason=said)


@transaction.atomic
def resume(*, adoption: Adoption, version: int | None = None, by: Any) -> None:
    """It has not ended after all, or goes on again."""
    _held(adoption, version, by, decides=True)
    if adoption.state != AdoptionState.ENDED:
        raise Conflict(_("It has not ended."), {"state": adoption.state})
    adoption.ended_on, adoption.end_reason = None, ""
    _save(adoption, "ended_on", "end_reason")
    audit.record(by=by, verb="adoption.resume", target=adoption)


@transaction.atomic
def remove(*, adoption: Adoption, reason: str, version: int | None = None, by: Any) -> None:
    """Take a record away that should not be there; `put_back` undoes it."""
    _held(adoption, version, by, decides=True)
    required = _("Say why it is removed. The reason is kept.")
    said = words(reason, "reason", _("The reason"), limit=LONGEST, required=required)
    adoption.removed_at, adoption.removed_by = timezone.now(), by
    _save(adoption, "removed_at", "removed_by")
    audit.record(by=by, verb="adoption.remove", target=adoption, reason=said)


@transaction.atomic
def put_back(*, adoption: Adoption, by: Any) -> None:
    """Bring a removed record back, unless the force has recorded another since."""
    _hold(adoption.practice)
    hold_row(adoption)
    insist(people.may_decide(by, adoption), _("The force's NVAP lead puts it back."))
    if adoption.removed_at is None:
        return
    if Adoption.objects.standing().filter(practice=adoption.practice_id, force=adoption.force_id).exists():
        raise Conflict(_("Your force has recorded this practice anew since. Change that record."))
    adoption.removed_at = adoption.removed_by = None
    _save(adoption, "removed_at", "removed_by")
    audit.record(by=by, verb="adoption.put_back", target=adoption)


def _hold(practice: Practice) -> None:
    """One writer at a time for one practice, so that of two forces that name one another the second sees the first."""
    Practice.objects.select_for_update(of=("self",), no_key=True).values_list("pk").get(pk=practice.pk)


def _held(adoption: Adoption, version: int | None, by: Any, *, decides: bool = False) -> None:
    _hold(adoption.practice)
    hold_row(adoption)
    if decides:
        insist(people.may_decide(by, adoption), _("The force's NVAP lead ends and removes adoptions."))
    else:
        insist(people.may_write(by, adoption), _("Contributors and leads of the force change what it recorded."))
    if adoption.removed_at is not None:
        raise Conflict(
            _("This record was removed. Put it back first."), {"removed_at": adoption.removed_at.isoformat()}
        )
    check_version(adoption, version)


def _fill(adoption: Adoption, values: Mapping[str, Any], by: Any) -> None:
    """Put cleaned values into the row, or refuse all that is wrong with them at once."""
    errors: Errors = {}
    for name, label in (("reason", _("The reason")), ("plan", _("The plan"))):
        try:
            setattr(adoption, name, words(values.get(name) or "", name, label, limit=LONGEST))
        except Invalid as refusal:
            errors |= refusal.errors
    adoption.kind = values.get("kind") or ""
    adoption.decided_on = values.get("decided_on") or timezone.localdate()
    adoption.started_on = values.get("started_on")
    adoption.shared_to = Shared.POLICE if values.get("shared_to") is None else values["shared_to"]
    errors |= _wrong_kind(adoption) | _wrong_days(adoption) | _wrong_source(adoption, values.get("source"), by)
    if adoption.shared_to not in Shared.values:
        errors["shared_to"] = [_("Choose who may read it.")]
    if errors:
        raise Invalid(errors)
    adoption.source = values.get("source")


def _wrong_kind(adoption: Adoption) -> Errors:
    if adoption.kind not in AdoptionKind.values:
        return {"kind": [_("Choose what your force does with it.")]}
    if adoption.kind != AdoptionKind.REJECT:
        return {}
    if adoption.ended_on or adoption.result:
        return {"kind": [_("Your force has tried it. End it with a reason instead of deciding against it.")]}
    if adoption.started_on:
        return {"started_on": [_("Leave this empty: your force decides against it.")]}
    return {} if adoption.reason else {"reason": [_("Say why your force decides against it. Others learn from that.")]}


def _wrong_days(adoption: Adoption) -> Errors:
    today, errors = timezone.localdate(), {}
    if adoption.decided_on > today:
        errors["decided_on"] = [_("Enter a day that is not in the future.")]
    if adoption.started_on and not adoption.decided_on <= adoption.started_on <= today:
        errors["started_on"] = [
            _("Enter a day from the decision on, not in the future. A day to come belongs in the plan.")
        ]
    if adoption.ended_on and adoption.ended_on < (adoption.started_on or adoption.decided_on):
        errors["started_on"] = [_("It ended before that day.")]
    return errors


def _wrong_source(adoption: Adoption, source: Adoption | None, by: Any) -> Errors:
    """The source is an adoption of the same practice that the person may read, and did not learn from this one."""
    if source is None or source.pk == adoption.source_id:
        return {}
    known = Adoption.objects.visible_to(by).standing().filter(pk=source.pk, practice=adoption.practice_id)
    if not known.exclude(kind=AdoptionKind.REJECT).exclude(force=adoption.force_id).exists():
        return {"source": [_("Choose a force that adopted or adapted this practice.")]}
    if adoption.pk in tree.above(source):
        return {"source": [_("%(force)s learned from your force. Choose another one.") % {"force": source.force.name}]}
    return {}


def _save(adoption: Adoption, *names: str) -> None:
    adoption.version += 1
    adoption.save(update_fields=[*names, "version", "updated_at"])
    adoption.refresh_from_db(fields=["state", "updated_at"])


def _trail(adoption: Adoption) -> dict[str, Any]:
    """What the history keeps of what is recorded."""
    days = {name: str(getattr(adoption, name) or "") for name in ("decided_on", "started_on")}
    texts = {name: getattr(adoption, name) for name in ("kind", "reason", "plan")}
    return {
        **texts,
        **days,
        "practice": adoption.practice.reference,
        "source": adoption.source.reference if adoption.source else "",
        "shared_to": Shared(adoption.shared_to).name,
    }


def _moved(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in after if before[name] != after[name]]
    return {"before": {name: before[name] for name in names}, "after": {name: after[name] for name in names}}


def _tell_owner(adoption: Adoption, kind: str, by: Any) -> None:
    """The practice's authors learn of it while it is shared with policing."""
    if adoption.shared_to >= Shared.POLICE:
        for author in authors(adoption.practice):
            tell(author, adoption.practice, kind, by=by, link=adoption_page(adoption), adoption=adoption)
