"""What the record of one example shows to staff."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice import duplicates, people, privacy, rules, sheet, snapshot
from practice.fields import FIELDS, SECTIONS
from practice.forms.triage import CommentForm
from practice.models import Attachment, Comment, Practice, TriageCheck
from practice.theory import store, words
from practice.vocab import PracticeState, Use
from practice.workflow import PRACTICE
from vkpp.core import audit
from vkpp.core.personal_data import Finding
from vkpp.core.workflow import Step

TRIAGE_STEPS = ("take_forward", "republish", "return", "not_take_forward", "reopen")
EVENTS = {
    "practice.start": gettext_lazy("Draft started"),
    "practice.submit": gettext_lazy("Sent to VKPP"),
    "practice.withdraw": gettext_lazy("Withdrawn"),
    "practice.revise": gettext_lazy("Taken up again by its authors"),
    "practice.return": gettext_lazy("Returned with questions"),
    "practice.take_forward": gettext_lazy("Taken forward"),
    "practice.not_take_forward": gettext_lazy("Not taken forward"),
    "practice.reopen": gettext_lazy("Looked at again"),
    "practice.republish": gettext_lazy("Change published"),
    "practice.decide": gettext_lazy("Decision staged"),
    "practice.undecide": gettext_lazy("Decision taken back"),
    "practice.release": gettext_lazy("Decision released"),
    "practice.register": gettext_lazy("Entered as published elsewhere"),
    "triage.claim": gettext_lazy("Claimed"),
    "triage.unclaim": gettext_lazy("Put back"),
    "triage.hand_over": gettext_lazy("Handed over"),
    "triage.check": gettext_lazy("Check recorded"),
    "triage.mark": gettext_lazy("Marking changed"),
    "triage.comment": gettext_lazy("Comment written"),
    "theory.comment_resolved": gettext_lazy("Comment on the theory of change settled"),
    "theory.comment_reopened": gettext_lazy("Comment on the theory of change opened again"),
    "triage.look": gettext_lazy("Sensitive example opened"),
    "rating.assign": gettext_lazy("Rater asked"),
    "rating.unassign": gettext_lazy("Rater let off"),
    "rating.declare_conflict": gettext_lazy("Interest declared"),
    "evidence.link": gettext_lazy("Evidence linked"),
    "evidence.unlink": gettext_lazy("Evidence removed"),
    "practice.publish": gettext_lazy("Published"),
    "practice.keep_personal_data": gettext_lazy("Likely personal data kept by the authors"),
    "practice.move_to_call": gettext_lazy("Moved to another call"),
}
AUDIENCE_COLOURS = {"staff": "grey", "raters": "purple", "authors": "orange"}


def context(user: Any, practice: Practice) -> dict[str, Any]:
    """Everything the template prints."""
    findings = privacy.findings(practice)
    alike = duplicates.similar(practice, user)
    possible = {step.action: step for step in PRACTICE.available(practice, user)}
    talk = comments(practice, user)
    missing = rules.missing_for_taking_forward(practice).get("checks", []) if "take_forward" in possible else []
    return {
        "practice": practice,
        "state": PRACTICE.state(practice.state),
        "overdue": practice.due_at is not None and practice.due_at < timezone.now(),
        "pages": sheet.pages(practice, findings),
        "theory": words.shown(store.load(practice)),
        "theory_talk": sum(row["open_on_theory"] for row in talk),
        "attachments": files(practice),
        "permitted": _permitted(practice),
        "checks": _checks(practice, findings, alike),
        "alike": alike,
        "steps": [
            _step(practice, possible[action])
            for action in TRIAGE_STEPS
            if action in possible and not (missing and possible[action].missing)
        ],
        "missing": missing,
        "comments": talk,
        "comment_form": CommentForm(),
        "events": timeline(practice),
        "colleagues": [person for person in people.triage_staff() if person.pk != practice.claimed_by_id],
        "in_triage": practice.state in ("submitted", "returned"),
        "being_rated": practice.state in ("taken_forward", "decided", "published"),
        "has_conflict": people.has_conflict(user, practice),
    }


def _step(practice: Practice, step: Step) -> dict[str, Any]:
    """One button: at once, or by way of a page that asks for the reason."""
    address = reverse(f"practice:triage-{step.action.replace('_', '-')}", args=[practice.reference])
    kind = "primary" if step.action == "take_forward" else "secondary"
    return {"label": step.label, "hint": step.hint, "href": address, "asks": step.needs_reason, "button": kind}


def comments(practice: Practice, user: Any) -> list[dict[str, Any]]:
    """The talk about an example as far as this person may read it, oldest first."""
    rows = practice.comments.visible_to(user).select_related("author").prefetch_related("author__memberships__force")
    return [
        {
            "by": row.author,
            "from_": _works_for(row.author),
            "at": row.at,
            "text": row.text,
            "question": row.question,
            "audience": Comment.Audience(row.audience).label,
            "colour": AUDIENCE_COLOURS[row.audience],
            "code": row.audience,
            "about_theory": bool(row.about),
            "open_on_theory": bool(row.about) and row.answers_id is None and row.resolved_at is None,
        }
        for row in rows
    ]


def _works_for(person: Any) -> str:
    """The person's force, else their organisation, from memberships that were read along."""
    forces = [held.force for held in person.memberships.all() if held.ended_at is None and held.force is not None]
    place = forces[0].short_name if forces else person.organisation
    return "" if place in str(person) else place


def timeline(practice: Practice) -> list[dict[str, Any]]:
    """What happened, newest first, from the audit trail; who rated what is not part of it."""
    rows = audit.events_about(practice).filter(verb__in=EVENTS)
    return [{"title": EVENTS[row.verb], "by": row.actor_label, "at": row.at, "text": row.reason} for row in rows[:100]]


def files(practice: Practice) -> list[dict[str, Any]]:
    """The attached files, those checked and clean with their address."""
    return [_file(row) for row in practice.attachments.filter(removed_at=None)]


def _file(row: Attachment) -> dict[str, Any]:
    clean = row.scan == Attachment.Scan.CLEAN
    return {
        "name": row.name,
        "href": reverse("practice:file", args=[row.practice.reference, row.pk]) if clean else "",
        "size": row.size,
        "state": "" if clean else row.get_scan_display(),
        "colour": "red" if row.scan == Attachment.Scan.INFECTED else "grey",
    }


def _permitted(practice: Practice) -> list[dict[str, Any]]:
    given = set(practice.permissions.filter(revoked_at=None).values_list("use", flat=True))
    return [{"key": use.label, "value": _("Yes") if use.value in given else _("No")} for use in Use]


def _checks(practice: Practice, findings: list[Finding], alike: list[duplicates.Similar]) -> list[dict[str, Any]]:
    """The four checks: what the portal found, and what staff recorded on this version."""
    recorded = {row.kind: row for row in practice.checks.select_related("by")}
    hints = {
        TriageCheck.Kind.PERSONAL_DATA: _about_findings(practice, findings),
        TriageCheck.Kind.DUPLICATES: _about_alike(alike),
        TriageCheck.Kind.SENSITIVITY: _("Marked %(marking)s.") % {"marking": practice.get_marking_display()},
        TriageCheck.Kind.COMPLETENESS: _about_completeness(practice),
    }
    current = {kind for kind, row in recorded.items() if row.of_version == practice.version}
    undone = [kind for kind in TriageCheck.Kind if kind.value not in current]
    next_one = undone[0] if undone and practice.state == PracticeState.SUBMITTED else None
    return [
        {
            "kind": kind.value,
            "label": kind.label,
            "hint": hints[kind],
            "row": recorded.get(kind.value),
            "current": kind.value in current,
            "opened": kind == next_one,
        }
        for kind in TriageCheck.Kind
    ]


def _about_findings(practice: Practice, findings: list[Finding]) -> str:
    if not findings:
        return _("Nothing found that looks like personal data. Read it all the same.")
    kept = sum(finding.fingerprint in practice.personal_data_kept for finding in findings)
    found = ngettext("%(n)s place looks like personal data", "%(n)s places look like personal data", len(findings))
    words = found % {"n": len(findings)}
    return _("%(found)s, marked in the text; the authors looked at %(kept)s and kept it.") % {
        "found": words,
        "kept": kept,
    }


def _about_alike(alike: list[duplicates.Similar]) -> str:
    if not alike:
        return _("No other example looks like this one.")
    most = {"percent": alike[0].percent, "reference": alike[0].practice.reference}
    return _("The most alike is %(reference)s with %(percent)s%%. See the list below the text.") % most


def _about_completeness(practice: Practice) -> str:
    empty = [str(field.label) for name, field in FIELDS.items() if getattr(practice, name) in ("", None, [])]
    if not empty:
        return _("Every question is answered.")
    return _("Not answered: %(fields)s.") % {"fields": "; ".join(empty)}


def comparison(practice: Practice, other: Practice) -> dict[str, Any]:
    """Two examples, answer by answer."""
    left, right = snapshot.content(practice), snapshot.content(other)
    rows = []
    for section in SECTIONS:
        for field in section.fields:
            one, two = sheet.words(field, left), sheet.words(field, right)
            if one or two:
                rows.append({"label": field.label, "left": one, "right": two, "same": one == two})
    likeness = duplicates.likeness(practice, other)
    return {"practice": practice, "other": other, "rows": rows, "likeness": likeness}
