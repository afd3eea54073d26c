"""Demonstration: two published briefings over the register's real reviews, one in the making, and recommendations."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from nvap.models import Action
from reviews.actions import briefing_parts, briefings, reading_briefings, recommending
from reviews.models import Briefing, CaseReview, LearningPoint
from reviews.reference import DATA
from vkpp.accounts.models import Force, User

FILE = "demo_briefings.json"


def load() -> Iterator[str]:
    """Writes, reviews and publishes once; safe to run again."""
    if Briefing.objects.exists() or not CaseReview.objects.filter(state="assured").exists():
        return
    spec = json.loads((DATA / FILE).read_text(encoding="utf-8"))
    author, reviewer = _holders("vkpp_staff")[:2]
    readers = [*_holders("nvap_lead", "norfolk"), *_holders("force_analyst", "norfolk"), *_holders("nvap_lead", "kent")]
    for reader in readers:
        reading_briefings.subscribe(by=reader)
    for row in spec["briefings"]:
        made = _written(row, author)
        if row["published"]:
            briefings.ask_review(briefing=made, reviewer=reviewer, by=author)
            briefings.publish(briefing=made, by=reviewer)
            _read(made, readers, row["feedback"])
    made_of = sum(_recommended(row, author) for row in spec["recommendations"])
    yield f"{Briefing.objects.count()} briefings, {made_of} recommendations."


def _holders(role: str, force: str = "") -> list[User]:
    where = {"memberships__force__code": force} if force else {}
    people = User.objects.filter(memberships__role=role, memberships__ended_at=None, **where)
    return list(people.order_by("pk").distinct())


def _written(row: dict[str, Any], author: User) -> Briefing:
    period = {name: dt.date.fromisoformat(row[name]) for name in ("period_from", "period_to")}
    values = {name: row[name] for name in ("title", "summary", "theme_code")}
    made = briefings.create(values=values | period, by=author)
    for section in row["sections"]:
        values = {name: value for name, value in section.items() if name != "kind"}
        briefing_parts.add_section(briefing=made, kind=section["kind"], values=values, by=author)
    for code, why in row["actions"].items():
        briefing_parts.name_action(briefing=made, action=Action.objects.get(code=code), why=why, by=author)
    return made


def _read(briefing: Briefing, readers: list[User], said: list[dict[str, Any]]) -> None:
    for reader in readers:
        reading_briefings.opened(briefing=briefing, by=reader)
    for reader, row in zip(readers, said, strict=False):
        reading_briefings.feedback(briefing=briefing, useful=row["useful"], text=row["text"], by=reader)


def _recommended(row: dict[str, Any], author: User) -> int:
    """One recommendation from a learning point on a theme, for a force or a body."""
    points = LearningPoint.objects.counted().filter(theme__code=row["theme"]).select_related("review")
    point = points.order_by("-review__published", "pk").first()
    if point is None:
        return 0
    owner = _holders(*row["owner"])[:1] if row["owner"] else []
    made = recommending.create(
        review=point.review,
        point=point,
        action=Action.objects.filter(code=row["action"]).first(),
        text=row["text"],
        force=Force.objects.filter(code=row["force"]).first() if row["force"] else None,
        body=row["body"],
        owner=owner[0] if owner else None,
        due_on=timezone.localdate() + dt.timedelta(days=row["days"]),
        by=author,
    )
    for report in row["reports"]:
        recommending.report(recommendation=made, text=report, by=author)
    if row["done"]:
        recommending.step(recommendation=made, action="finish", by=author)
    return 1
