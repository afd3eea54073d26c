"""What the report of a peer review says now, as plain values: for the preview, and frozen when it is sent to the force.

Paragraphs are {"id", "number", "kind", "source", "text", …}. Kinds: `heading`, `text`, `question`, `judgement`, `finding`
(with `action`, `label`, `colour`, `title`, `shown_by`), `recommendation` (with `reference`, `due`). `source` names the section,
finding, judgement or recommendation that it comes of; ids are made of it, so that the same paragraph keeps its id.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import self_assessment
from reviews.models import Judgement, PeerFinding, PeerReview, PeerScope, Recommendation, ReportSection
from reviews.vocab import EvidenceStrength, FindingKind

FORMAT = 1
COLOURS: dict[str, str] = {FindingKind.STRENGTH: "green", FindingKind.CONSIDER: "orange", FindingKind.PROMISING: "teal"}
ORDER = {kind: place for place, kind in enumerate(FindingKind.values)}
Paragraph = dict[str, Any]


def content(review: PeerReview) -> dict[str, Any]:
    """The whole report: facts, picture of strength, numbered paragraphs; ten queries, whatever its length."""
    material = _Material(review)
    sections = list(review.sections.all())
    paragraphs = [
        *(part for one in sections if not one.after_findings for part in _section(one)),
        *(part for scope in material.scopes for part in _action(scope, material)),
        *_recommendations(material),
        *(part for one in sections if one.after_findings for part in _section(one)),
    ]
    return {
        "format": FORMAT,
        "reference": review.reference,
        "title": review.title,
        "force": review.force.name,
        "plan": review.plan.title,
        "fieldwork": [day.isoformat() if day else "" for day in (review.fieldwork_from, review.fieldwork_to)],
        "team": _team(review),
        "picture": [_picture_row(scope, material) for scope in material.scopes],
        "paragraphs": list(_numbered(paragraphs)),
    }


def picture(review: PeerReview) -> list[dict[str, Any]]:
    """The picture of strength alone: a row per action in scope."""
    material = _Material(review)
    return [_picture_row(scope, material) for scope in material.scopes]


class _Material:
    """What the team has written, by action."""

    def __init__(self, review: PeerReview) -> None:
        self.levels = self_assessment.level_words()
        self.scopes = list(review.scopes.select_related("action"))
        self.judgements: dict[int, Judgement] = {row.action_id: row for row in review.judgements.all()}
        self.findings: dict[int, list[PeerFinding]] = {}
        rows = review.findings.filter(removed_at=None).prefetch_related("pieces__evidence", "interviews")
        for row in sorted(rows, key=lambda row: (ORDER[row.kind], row.order, row.pk)):
            self.findings.setdefault(row.action_id, []).append(row)
        self.recommendations = list(review.recommendations.select_related("action").order_by("action__code", "id"))


def _team(review: PeerReview) -> list[dict[str, Any]]:
    rows = review.team.filter(ended_at=None).select_related("person")
    return [{"name": str(row.person), "sector": str(row.get_sector_display()), "lead": row.lead} for row in rows]


def _picture_row(scope: PeerScope, material: _Material) -> dict[str, Any]:
    judgement = material.judgements.get(scope.action_id)
    kinds = [finding.kind for finding in material.findings.get(scope.action_id, [])]
    level = judgement.level if judgement else None
    evidence = judgement.evidence if judgement else None
    return {
        "code": scope.action.code,
        "title": scope.action.title,
        "level": level,
        "level_label": material.levels.get(level, str(level)) if level is not None else "",
        "evidence": evidence,
        "evidence_label": str(EvidenceStrength(evidence).label) if evidence is not None else "",
        **{kind: kinds.count(kind) for kind in FindingKind.values},
    }


def _section(section: ReportSection) -> Iterator[Paragraph]:
    """A section with its heading; one that says nothing yet does not stand in the report."""
    source, texts = f"s{section.pk}", split(section.text)
    if texts:
        yield {"id": source, "kind": "heading", "level": 2, "source": source, "text": section.heading}
    for number, text in enumerate(texts, start=1):
        yield {"id": f"{source}-{number}", "kind": "text", "source": source, "text": text}


def _action(scope: PeerScope, material: _Material) -> Iterator[Paragraph]:
    source = f"a{scope.action_id}"
    heading = _("Action %(code)s: %(title)s") % {"code": scope.action.code, "title": scope.action.title}
    yield {"id": source, "kind": "heading", "level": 2, "source": source, "text": heading}
    if scope.question:
        yield {"id": f"{source}-q", "kind": "question", "source": source, "text": scope.question}
    judgement = material.judgements.get(scope.action_id)
    if judgement is not None and (judgement.level is not None or judgement.text):
        yield from _judgement(judgement, material)
    for finding in material.findings.get(scope.action_id, []):
        yield from _finding(finding, scope.action.code)


def _judgement(judgement: Judgement, material: _Material) -> Iterator[Paragraph]:
    source = f"j{judgement.action_id}"
    if judgement.level is not None:
        strength = EvidenceStrength(judgement.evidence).label if judgement.evidence is not None else ""
        text = _("The team sees this as: %(level)s. What stands behind it: %(strength)s.") % {
            "level": material.levels.get(judgement.level, str(judgement.level)),
            "strength": str(strength).lower(),
        }
        yield {"id": source, "kind": "judgement", "source": source, "text": text}
    for number, text in enumerate(split(judgement.text), start=1):
        yield {"id": f"{source}-{number}", "kind": "text", "source": source, "text": text}


def _finding(finding: PeerFinding, code: str) -> Iterator[Paragraph]:
    source = f"f{finding.pk}"
    first, *more = split(finding.text) or [""]
    yield {
        "id": source,
        "kind": "finding",
        "source": source,
        "finding": finding.pk,
        "action": code,
        "finding_kind": finding.kind,
        "label": str(finding.get_kind_display()),
        "colour": COLOURS[finding.kind],
        "title": finding.title,
        "text": first,
        "shown_by": _shown_by(finding),
    }
    for number, text in enumerate(more, start=2):
        yield {"id": f"{source}-{number}", "kind": "text", "source": source, "text": text}


def _shown_by(finding: PeerFinding) -> list[str]:
    """What stands behind a finding: titles of documents; conversations only as a number, so that nobody is known by them."""
    words = [piece.evidence.title for piece in finding.pieces.all()]
    if held := len(finding.interviews.all()):
        words.append(ngettext("%(n)s conversation", "%(n)s conversations", held) % {"n": held})
    return words


def _recommendations(material: _Material) -> Iterator[Paragraph]:
    if not material.recommendations:
        return
    heading = _("Recommendations")
    yield {"id": "recommendations", "kind": "heading", "level": 2, "source": "recommendations", "text": heading}
    for row in material.recommendations:
        yield _recommendation(row)


def _recommendation(row: Recommendation) -> Paragraph:
    source = f"r{row.pk}"
    return {
        "id": source,
        "kind": "recommendation",
        "source": source,
        "reference": row.reference,
        "action": row.action.code if row.action else "",
        "due": row.due_on.isoformat() if row.due_on else "",
        "text": row.text,
    }


def _numbered(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Headings 1, 2, 3; what stands under the second of them 2.1, 2.2."""
    part, place = 0, 0
    for paragraph in paragraphs:
        if paragraph["kind"] == "heading":
            part, place = part + 1, 0
            yield {**paragraph, "number": str(part)}
        else:
            place += 1
            yield {**paragraph, "number": f"{part}.{place}"}


def split(text: str) -> list[str]:
    """The paragraphs of a text: what empty lines part."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
