"""Demonstration: forces take up real practice of others, in every state; examples past their review date and archived."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from nvap.telling import holders
from practice.actions import adoption as actions
from practice.actions import authoring, decisions, rating, sharing, triage, upkeep
from practice.demo import CALL, COMMON
from practice.models import Adoption, BankEntry, Call, Practice, TriageCheck, Upkeep
from practice.vocab import Use
from vkpp.accounts.models import Force, User
from vkpp.accounts.roles import Permission

STALE, ARCHIVED = "Demonstration: leaflets in waiting rooms", "Demonstration: fax alerts to pharmacies"


def load() -> Iterator[str]:
    """Tells it once; safe to run again."""
    if Adoption.objects.exists():
        return
    yield from _taken_up()
    yield from _kept_up()


def _taken_up() -> Iterator[str]:
    forces = {force.code: force for force in Force.objects.filter(code__in=["norfolk", "kent", "essex", "suffolk"])}
    writers = {code: writer for code, force in forces.items() if (writer := _writer(force)) is not None}
    entries = BankEntry.objects.filter(open_to_police=True, archived=False).exclude(title__startswith="Demonstration")
    others = entries.exclude(force_id__in=[force.pk for force in forces.values()]).order_by("reference")
    examples = [entry.practice for entry in others.select_related("practice")[:4]]
    if len(examples) < 4 or not {"norfolk", "kent"} <= set(writers):
        return
    norfolk, kent = writers["norfolk"], writers["kent"]
    first = _record(examples[0], writers.get("essex", kent), "adopt", "Made up: as it is, in one district.", 420, 400)
    _result(first, "worked", "Made up: begin with one station and one sergeant who wants it.")
    second = _record(examples[0], norfolk, "adapt", "Made up: with our own leaflet.", 230, 200, source=first)
    if "suffolk" in writers:
        third = _record(examples[0], writers["suffolk"], "adapt", "Made up: evenings only.", 120, 100, source=second)
        _result(third, "too_early", "Made up: the numbers are still small.")
    _record(examples[1], norfolk, "adopt", "Made up: training in spring, then two teams.", 30, None)
    reason = "Made up: our partners run the same thing already."
    _record(examples[1], kent, "reject", "", 60, None, reason=reason)
    ended = _record(examples[2], kent, "adopt", "Made up: a pilot of six months.", 500, 480)
    _result(ended, "did_not", "Made up: nobody had time to look at the list each morning.")
    lead = next(iter(holders(Permission.PRACTICE_MANAGE_FORCE, ended.force_id)), None)
    if lead is not None:
        actions.end(adoption=ended, ended_on=_ago(250), reason="Made up: the pilot was over.", by=lead)
    partly = _record(examples[3], norfolk, "adopt", "Made up: in the custody suite.", 300, 290)
    _result(partly, "partly", "Made up: works by day, not at night.")
    yield f"{Adoption.objects.count()} practices taken up by forces."


def _kept_up() -> Iterator[str]:
    """Two made-up examples: one past its review date, one archived by its owner."""
    owner = _writer(Force.objects.filter(code="norfolk").first())
    staff, admin = _national("vkpp_staff"), _national("vkpp_admin")
    if owner is None or staff is None or admin is None:
        return
    stale = _published(owner, staff, admin, STALE, "Leaflets about support services in doctors' waiting rooms.")
    day = _ago(20)
    kept = Upkeep.objects.get_or_create(practice=stale)[0]
    kept.review_by, kept.confirmed_at, kept.confirmed_by = day, timezone.now() - dt.timedelta(days=400), owner
    kept.save()
    BankEntry.objects.filter(practice=stale).update(review_by=day)
    archived = _published(owner, staff, admin, ARCHIVED, "Pharmacies were told by fax of stolen prescriptions.")
    upkeep.archive(practice=archived, reason="Made up: no pharmacy has a fax machine any more.", by=owner)
    yield "2 made-up examples past their review date and archived."


def _record(
    practice: Practice, by: User, kind: str, plan: str, decided: int, started: int | None, **more: Any
) -> Adoption:
    values = {
        "kind": kind,
        "plan": plan,
        "decided_on": _ago(decided),
        "started_on": _ago(started) if started else None,
        "shared_to": 2 if kind != "reject" else 1,
        **more,
    }
    return actions.record(practice=practice, values=values, by=by)


def _result(adoption: Adoption, result: str, text: str) -> None:
    actions.note_result(adoption=adoption, result=result, text=text, by=adoption.recorded_by)


def _published(owner: User, staff: User, admin: User, title: str, summary: str) -> Practice:
    """Written, sent, rated and released as by people."""
    practice = authoring.start(call=Call.objects.get(slug=CALL), by=owner)
    values = COMMON | {"title": title, "summary": summary, "strands": ["DA"]}
    practice = authoring.save(practice=practice, values=values, version=practice.version, by=owner)
    sharing.give(practice=practice, use=Use.SHARE_FORCES, by=owner)
    authoring.submit(practice=practice, by=owner)
    triage.claim(practice=practice, by=staff)
    for kind in TriageCheck.Kind:
        triage.check(practice=practice, kind=kind, result=TriageCheck.Result.FINE, by=staff)
    triage.take_forward(practice=practice, by=staff)
    rating.assign(practice=practice, raters=[staff], by=staff)
    scores = {"evidence": 1, "transferability": 3, "implementation": 2}
    rating.rate(practice=practice, overall="new_innovative", scores=scores, rationale="Cheap and clear.", by=staff)
    decision = decisions.stage(practice=practice, rating="new_innovative", rationale="Easy to copy.", by=staff)
    decisions.release(decisions=[decision], by=admin)
    practice.refresh_from_db()
    return practice


def _ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def _writer(force: Force | None) -> User | None:
    """Somebody of the force who writes practice and does not decide for it, else its lead."""
    if force is None:
        return None
    everybody = list(holders(Permission.PRACTICE_WRITE, force.pk))
    leads = set(holders(Permission.PRACTICE_MANAGE_FORCE, force.pk).values_list("pk", flat=True))
    return next((one for one in everybody if one.pk not in leads), next(iter(everybody), None))


def _national(role: str) -> User | None:
    found = User.objects.filter(memberships__role=role, memberships__ended_at=None, memberships__force=None)
    return found.order_by("pk").first()
