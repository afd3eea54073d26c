"""Demonstration: the real published practice in the bank, and examples on their way so that every queue has work."""

from collections.abc import Iterator
from typing import Any

from practice import demo_collections, demo_shortlist, demo_theory
from practice.actions import authoring, coauthors, decisions, rating, searches, sharing, triage
from practice.filters import from_query
from practice.importer import import_file
from practice.models import Call, CoAuthor, Practice, SavedSearch, TriageCheck
from practice.reference import DATA
from practice.vocab import Use
from vkpp.accounts.models import User

CALL = "open-call"
KEPT = (
    ("nvap_lead", "norfolk", "Stalking, whatever force", "q=stalking"),
    ("contributor", "norfolk", "Domestic abuse", "focus=DA"),
    ("vkpp_staff", None, "What works", "rating=works"),
)
"""Role, force, name and search of what somebody looks for again and again."""


def load() -> Iterator[str]:
    """Imports practices.json with its evaluations, then writes the made-up examples once; safe to run again."""
    call = Call.objects.get(slug=CALL)
    more = {"evaluations": DATA / "evaluations.json", "actions": DATA / "example_actions.json"}
    more["theories"] = DATA / "theories.json"
    report = import_file(DATA / "practices.json", call=call, by=None, **more)
    yield from report.lines()
    if Practice.objects.filter(import_key=None).exists():
        return
    for step in (_draft, _returned, _waiting, _waiting_duplicate, _being_rated, _decided):
        step(call)
    demo_theory.load(_who("vkpp_staff"))
    yield from demo_shortlist.load(_who, call, COMMON)
    demo_collections.load(_who, COMMON)
    _keep_searches()
    yield f"{Practice.objects.filter(import_key=None).count()} made-up examples on their way."


def _keep_searches() -> None:
    """The searches that people have kept."""
    for role, force, name, query in KEPT:
        owner = _who(role, force)
        if not SavedSearch.objects.filter(owner=owner, name=name).exists():
            searches.save(name=name, wanted=from_query(query), alert=True, by=owner)


def _who(role: str, force: str | None = None, place: int = 0) -> User:
    """The demo person (number `place`) who holds `role`."""
    people = User.objects.filter(memberships__role=role, memberships__force__code=force, memberships__ended_at=None)
    if force is None:
        people = User.objects.filter(
            memberships__role=role, memberships__force__isnull=True, memberships__ended_at=None
        )
    return people.order_by("pk")[place]


def _write(call: Call, owner: User, values: dict[str, Any]) -> Practice:
    practice = authoring.start(call=call, by=owner)
    return authoring.save(practice=practice, values=COMMON | values, version=practice.version, by=owner)


def _send(call: Call, owner: User, values: dict[str, Any], *uses: Use) -> Practice:
    practice = _write(call, owner, values)
    for use in uses:
        sharing.give(practice=practice, use=use, by=owner)
    authoring.submit(practice=practice, by=owner)
    return practice


def _take_forward(practice: Practice, staff: User) -> None:
    triage.claim(practice=practice, by=staff)
    for kind in TriageCheck.Kind:
        triage.check(practice=practice, kind=kind, result=TriageCheck.Result.FINE, by=staff)
    triage.take_forward(practice=practice, by=staff)


def _draft(call: Call) -> None:
    owner = _who("contributor", "norfolk")
    practice = _write(
        call,
        owner,
        {
            "title": "Demonstration: evening safe spaces at the bus station",
            "summary": "Staffed spaces near the bus station on weekend evenings where young people can wait and talk.",
            "strands": ["CCE", "MISSING"],
            "aim": "",
            "description": "",
        },
    )
    coauthors.add(practice=practice, email=_who("contributor", "norfolk", 1).email, level=CoAuthor.Level.EDIT, by=owner)


def _returned(call: Call) -> None:
    practice = _send(
        call,
        _who("contributor", "norfolk"),
        {
            "title": "Demonstration: call-back within a day for repeat callers",
            "summary": "A small team rings people who have called three times in a month, and agrees with partners who helps.",
            "strands": ["AAR", "MH"],
        },
        Use.SHARE_FORCES,
    )
    staff = _who("vkpp_staff")
    triage.claim(practice=practice, by=staff)
    triage.return_to_author(
        practice=practice,
        questions="How do you choose whom to ring first? And how many people have you reached?",
        by=staff,
    )


def _waiting(call: Call) -> None:
    _send(
        call,
        _who("contributor", "kent"),
        {
            "title": "Demonstration: one page of support for victims of stalking",
            "summary": "Every victim who reports stalking gets one page with safety advice and the name of their contact on the day.",
            "strands": ["SH", "VAWG"],
            "actions": ["2.4.1"],
        },
        Use.SHARE_FORCES,
        Use.DISCUSS_STAKEHOLDERS,
    )


def _waiting_duplicate(call: Call) -> None:
    known = Practice.objects.get(import_key="safer-places-norwich")
    _send(
        call,
        _who("contributor", "norfolk", 1),
        {
            "title": "Demonstration: Norfolk Safer Places in market towns",
            "summary": known.summary,
            "strands": known.strands,
            "categories": known.categories,
        },
        Use.SHARE_FORCES,
        Use.PUBLISH_PUBLIC,
    )


def _being_rated(call: Call) -> None:
    practice = _send(
        call,
        _who("contributor", "kent"),
        {
            "title": "Demonstration: knife-carrying conversations in hospital",
            "summary": "A youth worker and an officer meet young people within an hour of a stabbing injury.",
            "strands": ["KNIFE"],
            "serious_violence": True,
            "categories": ["diversion"],
        },
        Use.SHARE_FORCES,
        Use.CONTACT_EVALUATORS,
    )
    _take_forward(practice, _who("vkpp_staff"))
    raters = [_who("vkpp_staff"), _who("evidence_reviewer")]
    rating.assign(practice=practice, raters=raters, by=raters[0])
    _rate(practice, raters[0])


def _decided(call: Call) -> None:
    practice = _send(
        call,
        _who("contributor", "kent"),
        {
            "title": "Demonstration: plain-English letters to witnesses",
            "summary": "Letters to witnesses rewritten with people who had received them.",
            "strands": ["VAWG"],
            "actions": ["2.4.1"],
            "categories": ["organisational"],
        },
        Use.SHARE_FORCES,
        Use.PUBLISH_PUBLIC,
    )
    staff = _who("vkpp_staff")
    _take_forward(practice, staff)
    rating.assign(practice=practice, raters=[staff], by=staff)
    _rate(practice, staff)
    decisions.stage(practice=practice, rating="new_innovative", rationale="New, cheap, and easy to copy.", by=staff)


def _rate(practice: Practice, rater: User) -> None:
    rating.rate(
        practice=practice,
        overall="new_innovative",
        scores={"evidence": 1, "transferability": 3, "implementation": 2},
        rationale="Clear idea and steps; nothing measured yet.",
        by=rater,
    )


COMMON: dict[str, Any] = {
    "contact_name": "Practice team",
    "contact_email": "practice.team@portal.example",
    "categories": ["prevention"],
    "serious_violence": False,
    "scale": "local",
    "stage": "untested",
    "started": "2025-09",
    "target_groups": ["adults"],
    "partners": ["police", "local-authority"],
    "aim": "People who need help get it sooner, from whoever is closest to them.",
    "description": "Made up to show how the portal works. Two officers and a partner agency work one evening a week.",
    "learning": "Agree first who decides when partners see it differently.",
}
