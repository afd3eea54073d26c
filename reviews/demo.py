"""Demonstration: the real published reviews of the register, most of them screened, some with their learning assured.

What the sources are silent about is set for the demonstration, and the trail says so: that police were involved before,
and which actions of the plan a theme concerns. Two made-up reviews with made-up reports wait for coders.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.text import slugify

from reviews import rules
from reviews.actions import documents, resolving, screening, sending
from reviews.importer import import_rows
from reviews.models import CaseReview
from reviews.reference import DATA
from reviews.vocab import CaseState, Exclusion, Known
from vkpp.accounts.models import User
from vkpp.core import pdf

REPORT = DATA.parent / "pdf" / "demo_report.typ"
SAID = "Set for the demonstration: the source does not say."
ACTIONS = {
    "identification and management of risk": ["2.2.1"],
    "risk assessment": ["2.2.1"],
    "professional curiosity": ["2.1.1"],
    "whole-family risk assessment and support": ["2.2.1", "2.2.3"],
    "vulnerability of babies": ["2.2.1"],
    "risks outside the family": ["2.3.2"],
    "victim engagement and care": ["2.4.1", "2.2.2"],
    "voice of the child": ["2.4.1"],
    "race, ethnicity and culture and lived experience": ["2.7.2"],
    "disabled children and parenting capacity": ["2.1.1"],
    "evidence and investigation": ["2.4.2"],
    "collaborative working": ["2.2.3"],
    "information sharing": ["2.3.1"],
    "leadership and culture supporting critical thinking and challenge": ["2.5.1"],
    "domestic abuse and harm to children across services": ["2.2.3"],
}


def load() -> Iterator[str]:
    """Imports case_reviews.json, then screens, assures and sends once; safe to run again."""
    rows = json.loads((DATA / "case_reviews.json").read_text(encoding="utf-8"))
    yield from import_rows([_with_actions(row) for row in rows], by=None).lines()
    if CaseReview.objects.exclude(state=CaseState.SENT).exists():
        return
    first, second = _staff()
    _screen(first)
    assured = _assure(first, second)
    _send(first)
    waiting = CaseReview.objects.filter(state=CaseState.SENT).count()
    yield f"{assured} reviews with learning points, {waiting} to screen."


def _staff() -> tuple[User, User]:
    people = User.objects.filter(memberships__role="vkpp_staff", memberships__ended_at=None).order_by("pk")
    return people[0], people[1]


def _with_actions(row: dict[str, Any]) -> dict[str, Any]:
    points = [{**point, "actions": ACTIONS.get(point["theme"], [])} for point in row["learning_points"]]
    return {**row, "learning_points": points}


def _screen(staff: User) -> None:
    """Those published since 2016 are included, earlier ones are not; those without a day of publication wait."""
    dated = CaseReview.objects.filter(state=CaseState.SENT).exclude(published="")
    for review in dated.order_by("pk"):
        if review.published < rules.SINCE:
            reason = f"Published {review.published[:4]}."
            screening.exclude(review=review, exclusion=Exclusion.TOO_OLD, reason=reason, by=staff)
        elif review.police_before == Known.YES:
            screening.include(review=review, by=staff)
        else:
            values = {"police_before": Known.YES.value}
            screening.include(review=review, values=values, reason=SAID, by=staff)


def _assure(first: User, second: User) -> int:
    """Those that came with learning points: one adviser takes these over, another assures them."""
    coded = CaseReview.objects.filter(Q(codings__role="imported"), state=CaseState.INCLUDED).distinct()
    reviews = list(coded.order_by("pk"))
    for review in reviews:
        screening.adopt(review=review, by=first)
        resolving.assure(review=review, by=second)
    return len(reviews)


def _send(staff: User) -> None:
    """Two made-up reviews with their reports, sent in by forces and included; and one that is here already."""
    for made_up in json.loads((DATA / "demo_reviews.json").read_text(encoding="utf-8")):
        values = made_up["values"]
        sender = _sender(values["force"])
        review = sending.send(values=values, by=sender)
        report = {"title": values["title"], "author": values["partnership"], "sections": made_up["sections"]}
        data = pdf.made(REPORT, report=report)
        name = f"{slugify(values['title'].partition(': ')[2])}.pdf"
        upload = UploadedFile(ContentFile(data), name, "application/pdf", len(data))
        documents.add(review=review, upload=upload, by=sender)
        screening.include(review=review, by=staff)
    known = CaseReview.objects.get(import_key="dhr-case-3-devon")
    twin = {
        "type": known.type.code,
        "title": known.title,
        "partnership": known.partnership,
        "published": known.published,
    }
    sending.send(values=twin, although_similar=True, by=_sender("norfolk"))


def _sender(force: str) -> User:
    return User.objects.filter(
        memberships__role="contributor", memberships__force__code=force, memberships__ended_at=None
    ).order_by("pk")[0]
