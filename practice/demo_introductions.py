"""Demonstration: bodies that evaluated published practice, as the evaluations say, and made-up introductions.

Real bodies are listed with what their evaluations were about; they have no people here and no part in introductions.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from practice.actions import evaluators, introducing, sharing
from practice.introductions.vocab import BodyKind, Method
from practice.models import BankEntry, EvaluatorBody, Introduction, Practice
from practice.reference import DATA
from practice.vocab import Use
from vkpp.accounts.models import User
from vkpp.core.importing import read_json

BODIES = (
    ("University of Birmingham", BodyKind.UNIVERSITY),
    ("University of Bristol", BodyKind.UNIVERSITY),
    ("University College London", BodyKind.UNIVERSITY),
    ("University of Hull", BodyKind.UNIVERSITY),
    ("University of Exeter", BodyKind.UNIVERSITY),
    ("University of Northampton", BodyKind.UNIVERSITY),
    ("University of East Anglia", BodyKind.UNIVERSITY),
    ("University of Greenwich", BodyKind.UNIVERSITY),
    ("University of Nottingham", BodyKind.UNIVERSITY),
    ("Nottingham Trent University", BodyKind.UNIVERSITY),
    ("Liverpool John Moores University", BodyKind.UNIVERSITY),
    ("NatCen", BodyKind.RESEARCH),
    ("Ecorys", BodyKind.CONSULTANCY),
    ("Ipsos", BodyKind.CONSULTANCY),
    ("Cordis Bright", BodyKind.CONSULTANCY),
    ("JH Consulting", BodyKind.CONSULTANCY),
    ("Public Health Wales", BodyKind.PUBLIC),
    ("College of Policing", BodyKind.PUBLIC),
)
SIGNS = (
    ("theory of change", Method.THEORY),
    ("theory-based", Method.THEORY),
    ("feasibility", Method.FEASIBILITY),
    ("process", Method.PROCESS),
    ("implementation", Method.PROCESS),
    ("impact", Method.IMPACT),
    ("comparison", Method.IMPACT),
    ("quasi-experimental", Method.IMPACT),
    ("randomised", Method.TRIAL),
    ("cost-benefit", Method.ECONOMIC),
    ("economic", Method.ECONOMIC),
    ("interviews", Method.QUALITATIVE),
    ("focus groups", Method.QUALITATIVE),
)
"""Words of a published design, and the method they name."""
MADE_UP: tuple[dict[str, Any], ...] = (
    {
        "name": "Demonstration University, Centre for Vulnerability Research",
        "kind": BodyKind.UNIVERSITY,
        "about": "Made up to show how the portal works. Looks for practice that has been running for a year or more.",
        "strands": ["AAR", "DA", "MISSING", "VAWG"],
        "methods": [Method.THEORY, Method.PROCESS, Method.IMPACT],
        "contact_name": "Research office",
        "contact_email": "research.office@university.example",
        "available_note": "Two projects a year",
    },
    {
        "name": "Demonstration Research Institute",
        "kind": BodyKind.CHARITY,
        "about": "Made up to show how the portal works. Evaluates with people who have used a service.",
        "strands": ["AAR", "MISSING", "RASSO", "VAWG"],
        "methods": [Method.FEASIBILITY, Method.QUALITATIVE],
        "regions": ["Eastern"],
        "availability": "later",
        "contact_name": "Partnerships team",
        "contact_email": "partnerships@institute.example",
    },
)
NORFOLK = ("herbert-protocol-norfolk", "safer-places-norwich", "project-vigilant-norfolk")


def load() -> Iterator[str]:
    """Tells it once; safe to run again."""
    if EvaluatorBody.objects.exists():
        return
    staff = _person("adviser1@vkpp.example")
    rows = [row for row in read_json(DATA / "evaluations.json") if row.get("evaluator")]
    for name, kind in BODIES:
        _listed(_facts(name, kind, [row for row in rows if name in row["evaluator"]]), staff)
    university, institute = (_listed(values, staff) for values in MADE_UP)
    evaluators.add_person(body=university, email="evaluator@university.example", by=staff)
    evaluators.add(values={**MADE_UP[1], "name": "Demonstration Trust, not yet listed", "regions": []}, by=staff)
    _told(university, institute, staff)
    yield _("%(bodies)s evaluators, %(introductions)s introductions.") % {
        "bodies": EvaluatorBody.objects.count(),
        "introductions": Introduction.objects.count(),
    }


def _facts(name: str, kind: str, rows: list[Any]) -> dict[str, Any]:
    """What published evaluations tell of a body: strands, methods, and the studies themselves."""
    designs = " ".join(str(row["design"]).lower() for row in rows)
    studies = [f"{row['name']}, {row['year']}" if row["year"] else str(row["name"]) for row in rows]
    return {
        "name": name,
        "kind": kind,
        "about": _("Has evaluated: %(studies)s.") % {"studies": "; ".join(studies)},
        "strands": sorted({code for row in rows for code in row["strands"]}),
        "methods": sorted({method for sign, method in SIGNS if sign in designs}),
        "available_note": _("Availability made up"),
        "source_url": rows[0]["source"] if rows else "",
    }


def _listed(values: dict[str, Any], staff: User) -> EvaluatorBody:
    empty: dict[str, Any] = {"strands": [], "methods": [], "regions": []}
    body = evaluators.add(values={**empty, **values}, by=staff)
    evaluators.move(body=body, action="list", by=staff)
    return body


def _told(university: EvaluatorBody, institute: EvaluatorBody, staff: User) -> None:
    """Introductions in every state, with Norfolk's published practice; one asked for by the university itself."""
    owner, evaluator = _person("nvap.lead@norfolk.police.uk"), _person("evaluator@university.example")
    herbert, safer, vigilant = (Practice.objects.filter(import_key=key).first() for key in NORFOLK)
    if herbert is None or safer is None or vigilant is None:
        return
    for practice in (herbert, safer, vigilant):
        sharing.give(practice=practice, use=Use.CONTACT_EVALUATORS, by=owner)
    talks = _ask(herbert, university, owner, "Made up: does the form find people sooner? We have six years of data.")
    _step(talks, staff, "introduce")
    _step(talks, evaluator, "talk")
    introducing.write(introduction=talks, text="Made up: could you send the form and its guidance?", by=evaluator)
    introducing.write(introduction=talks, text="Made up: ask again in March.", audience="vkpp", by=staff)
    ended = _ask(herbert, institute, owner, "Made up: what do families think of it?")
    _step(ended, staff, "introduce")
    _step(ended, owner, "end", "Made up: one evaluation at a time. Thank you for your interest.")
    agreed = _ask(safer, institute, owner, "Made up: do people know where the safe places are?")
    for action, by in (("introduce", staff), ("talk", owner)):
        _step(agreed, by, action)
    _step(agreed, owner, "conclude", "Made up: interviews with forty people, report by the summer of 2027.")
    _ask(safer, university, owner, "Made up: we would like help with a theory of change.")
    _ask(vigilant, university, staff, "Made up: they look for practice in the night-time economy.")
    declined = _ask(vigilant, institute, staff, "Made up: they would like to watch a deployment.")
    _step(declined, owner, "decline", "Made up: not before the new team is trained.")
    _asked_by_body(university, evaluator)


def _asked_by_body(university: EvaluatorBody, evaluator: User) -> None:
    """The university asks the owner of an example that is open to everybody; its force has nobody here to answer."""
    rows = BankEntry.objects.filter(open_to_public=True, strands__contains=["DA"], practice__owner=None)
    rows = rows.exclude(stage="independently_evaluated").exclude(practice__import_key__in=NORFOLK)
    entry = rows.select_related("practice").order_by("title").first()
    if entry is None:
        return
    manager = _person("manager@vkpp.example")
    sharing.give(practice=entry.practice, use=Use.CONTACT_EVALUATORS, by=manager)
    _ask(entry.practice, university, evaluator, "Made up: we would like to compare it with two other forces.")


def _ask(practice: Practice, body: EvaluatorBody, by: User, text: str) -> Introduction:
    return introducing.ask(practice=practice, body=body, text=text, by=by)


def _step(introduction: Introduction, by: User, action: str, text: str = "") -> None:
    introducing.step(introduction=introduction, action=action, text=text, by=by)


def _person(email: str) -> User:
    return User.objects.get(email=email)
