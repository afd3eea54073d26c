"""Demonstration: what teams saw, judged and found in two of the demonstration's peer reviews, and one final report.

All of it is made up. It goes through the actions of the people who would do it; the force corrects a figure on the way.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from nvap.models import Action
from nvap.telling import leads
from reviews import demo_peers
from reviews.actions import (
    asking,
    factual,
    field_notes,
    interviews,
    judging,
    peer_findings,
    peer_reporting,
    recommending,
    report_sections,
)
from reviews.models import Interview, PeerFinding, PeerReview, Supplied
from reviews.reference import DATA
from reviews.vocab import CommentState, PeerState
from vkpp.accounts.models import User

FILE = "demo_fieldwork.json"


def load() -> Iterator[str]:
    """Tells both reviews once; safe to run again."""
    spec = json.loads((DATA / FILE).read_text(encoding="utf-8"))
    for key, row in spec.items():
        review = PeerReview.objects.filter(title=demo_peers.title_of(key), state=PeerState.FIELDWORK).first()
        if review is None or review.interviews.exists():
            continue
        _Telling(review, row).tell()
        yield f"{review.reference}: {review.findings.count()} findings of its team."


class _Telling:
    """One review as its team and its force go through it."""

    def __init__(self, review: PeerReview, spec: dict[str, Any]) -> None:
        self.review, self.spec = review, spec
        rows = list(review.team.filter(ended_at=None).select_related("person"))
        self.people: dict[str, User] = {row.sector: row.person for row in rows}
        self.people["lead"] = next(row.person for row in rows if row.lead)
        self.actions = {scope.action.code: scope.action for scope in review.scopes.select_related("action")}
        self.talks: dict[str, Interview] = {}
        self.findings: list[tuple[PeerFinding, dict[str, Any]]] = []

    def tell(self) -> None:
        """Fieldwork, and where the file has them, recommendations and report."""
        lead = self.people["lead"]
        for row in self.spec["interviews"]:
            self._interview(row)
        for row in self.spec["notes"]:
            talk, action = self.talks[row["interview"]], self.actions[row["action"]]
            values = {"text": row["text"], "interview": talk, "action": action}
            field_notes.write(review=self.review, values=values, by=self.people[row["by"]])
        for row in self.spec["judgements"]:
            values = {name: row[name] for name in ("level", "evidence", "text")}
            judging.judge(review=self.review, action=self.actions[row["action"]], values=values, by=lead)
        for row in self.spec["findings"]:
            values = self._values(row, self.actions[row["action"]])
            found = peer_findings.add(review=self.review, values=values, by=self.people[row["by"]])
            self.findings.append((found, row))
        if "sections" in self.spec:
            self._report(lead)

    def _interview(self, row: dict[str, Any]) -> None:
        starts = None
        if "day" in row:
            day = timezone.localdate() + dt.timedelta(days=row["day"])
            starts = timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(row["time"])))
        values = {name: row[name] for name in ("kind", "whom", "minutes", "place", "topics")}
        about = [self.actions[code] for code in row["actions"]]
        values |= {"starts_at": starts, "leads": [self.people["lead"]], "actions": about}
        talk = interviews.plan(review=self.review, values=values, by=self.people["lead"])
        if state := row.get("state"):
            step = "hold" if state == "held" else "cancel"
            interviews.step(interview=talk, action=step, by=self.people["lead"])
        self.talks[row.get("key", str(talk.pk))] = talk

    def _values(self, row: dict[str, Any], action: Action, text: str = "") -> dict[str, Any]:
        pieces = Supplied.objects.filter(request__review=self.review) if row.get("pieces") else ()
        return {
            "action": action,
            "kind": row["kind"],
            "title": row["title"],
            "text": text or row["text"],
            "pieces": list(pieces),
            "interviews": [self.talks[key] for key in row["interviews"]],
        }

    def _report(self, lead: User) -> None:
        """Draft, a comment of the force, a second draft with the figure put right, and the final report."""
        for row in self.spec["advice"]:
            due = timezone.localdate() + dt.timedelta(days=row["due"])
            recommending.create(
                peer_review=self.review, action=self.actions[row["action"]], text=row["text"], due_on=due, by=lead
            )
        asking.write(review=self.review, by=lead)
        for row in self.spec["sections"]:
            values = {"heading": row["heading"], "text": row["text"], "after_findings": row["after"]}
            report_sections.add(review=self.review, values=values, by=lead)
        self._comment(lead)
        peer_reporting.redraft(review=self.review, reason=self.spec["redraft"], by=lead)
        for found, row in self.findings:
            if "correct" in row:
                values = self._values(row, found.action, row["correct"])
                peer_findings.change(finding=found, values=values, version=None, by=self.people[row["by"]])
        peer_reporting.send_draft(review=self.review, by=lead)
        factual.done(review=self.review, by=leads(self.review.force_id)[0])
        peer_reporting.finish(review=self.review, by=lead)

    def _comment(self, lead: User) -> None:
        said = self.spec["comment"]
        report = peer_reporting.send_draft(review=self.review, by=lead)
        about = next(found for found, row in self.findings if "correct" in row)
        comment = factual.comment(
            report=report, paragraph=f"f{about.pk}", text=said["text"], by=leads(self.review.force_id)[0]
        )
        factual.answer(comment=comment, state=CommentState.ACCEPTED, reply=said["reply"], by=lead)
