"""Demonstration: peer reviews of four forces: one asked for, one in preparation, two in fieldwork. All of it is made up.

What teams found in fieldwork, and the final report of one of them, is told in demo_fieldwork.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nvap.models import Action, PlanVersion
from reviews.actions import asking, evidence_requests, scoping, team
from reviews.models import EvidenceRequest, PeerReview, TeamMember
from reviews.reference import DATA
from vkpp.accounts import actions as accounts
from vkpp.accounts.models import Force, User
from vkpp.accounts.roles import RoleCode

FILE = "demo_peers.json"
TERMS = """Purpose
To help the force see how the chosen actions work in practice. Peers are critical friends: this is no inspection.

How it works
Documents come first. Then the team spends two to three days with the force: interviews, focus groups and visits.

What the force provides
One person to ask, a room, and the evidence on the list until ten days before fieldwork.

Report
The force gets a draft to say what is wrong in fact, then the final report. Recommendations go into its improvement plan.

Who reads it
The force's lead and chief officers, the team and VKPP. The force decides who else does.
"""


def load() -> Iterator[str]:
    """Tells the reviews once; safe to run again."""
    if PeerReview.objects.exists():
        return
    spec = json.loads((DATA / FILE).read_text(encoding="utf-8"))
    for row in spec["people"]:
        _person(row)
    for row in spec["reviews"]:
        _review(row)
    yield f"{PeerReview.objects.count()} peer reviews of forces."


def title_of(key: str) -> str:
    """The title under which a review of the demonstration is found: prepared, fieldwork, final or asked."""
    spec = json.loads((DATA / FILE).read_text(encoding="utf-8"))
    return next(str(row["title"]) for row in spec["reviews"] if row["key"] == key)


def _person(row: dict[str, str]) -> None:
    """A peer without a password: nobody signs in as them."""
    if User.objects.filter(email=row["email"]).exists():
        return
    user = accounts.open_account(
        email=row["email"],
        display_name=row["name"],
        password=None,
        by=None,
        sector=row["sector"],
        organisation=row["organisation"],
    )
    accounts.grant(user=user, role=RoleCode.PEER_REVIEWER, force=None, by=None)


def _review(row: dict[str, Any]) -> None:
    force, plan = Force.objects.get(code=row["force"]), PlanVersion.objects.in_force().first()
    lead = _holder(RoleCode.NVAP_LEAD, force)
    actions = {action.code: action for action in Action.objects.filter(code__in=row["actions"])}
    values = {"title": row["title"], "reason": row["reason"], "plan": plan, "actions": list(actions.values())}
    today = timezone.localdate()
    wanted = {"wanted_from": today + dt.timedelta(days=60), "wanted_to": today + dt.timedelta(days=120)}
    review = asking.ask(force=force, values=values | wanted, by=lead)
    if row["until"] == "requested":
        return
    staff = _holder(RoleCode.VKPP_STAFF)
    asking.accept(review=review, manager=staff, by=staff)
    questions = {actions[code]: question for code, question in row["actions"].items()}
    scoping.change(review=review, questions=questions, terms=TERMS, version=None, by=staff, send=True)
    scoping.agree(review=review, terms_version=review.terms_version, by=_holder(RoleCode.CHIEF_OFFICER, force))
    asking.prepare(review=review, by=staff)
    days = {name: today + dt.timedelta(days=number) for name, number in row["days"].items()}
    asking.arrange(review=review, values={"manager": staff, **days}, version=None, by=staff)
    for joining in row["team"]:
        _member(review, joining, staff)
    for asked in row["requests"]:
        _request(review, asked, lead, today)
    if row["until"] == "fieldwork":
        asking.start(review=review, by=staff)


def _member(review: PeerReview, row: dict[str, Any], staff: User) -> TeamMember:
    person = User.objects.get(email=row["email"])
    lead = row.get("lead", False)
    member = team.add(review=review, person=person, sector=row["sector"], lead=lead, by=staff)
    team.declare(member=member, interest=row["interest"], text=row.get("text", ""), by=person)
    if reason := row.get("waive"):
        team.waive(member=member, reason=reason, by=_holder(RoleCode.VKPP_ADMIN))
    return member


def _request(review: PeerReview, row: dict[str, Any], lead: User, today: dt.date) -> None:
    by = review.team.get(lead=True, ended_at=None).person
    action = Action.objects.get(code=row["action"]) if "action" in row else None
    due = today + dt.timedelta(days=row["due"]) if "due" in row else None
    request: EvidenceRequest = evidence_requests.make(review=review, text=row["text"], action=action, due_on=due, by=by)
    if "assign" in row:
        evidence_requests.assign(request=request, assignee=User.objects.get(email=row["assign"]), by=lead)
    if "not_held" in row:
        evidence_requests.not_held(request=request, note=row["not_held"], by=lead)
    if "file" in row:
        name, text = row["file"]
        evidence_requests.supply_file(request=request, upload=SimpleUploadedFile(name, text.encode()), by=lead)
    if row.get("accept"):
        evidence_requests.accept(request=request, by=by)


def _holder(role: str, force: Force | None = None) -> User:
    """Somebody who holds the role in the demonstration."""
    rows = User.objects.filter(memberships__role=role, memberships__force=force, memberships__ended_at=None)
    return rows.order_by("pk")[0]
