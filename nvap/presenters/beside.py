"""What stands beside an answer: checks, evidence, comments, and its history in differences."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from nvap.actions import comments
from nvap.form_spec import FormSpec
from nvap.models import Evidence, EvidenceUse, Finding, Response, ResponseComment, ResponseRevision
from nvap.presenters.tasks import Task
from nvap.presenters.waivers import letting_pass
from nvap.vocab import FindingState, ScanState, Severity
from nvap.wording import of_value
from vkpp.core.differences import sittings, words

SCAN_COLOURS: dict[str, str] = {ScanState.WAITING: "blue", ScanState.CLEAN: "green", ScanState.INFECTED: "red"}
SEVERITY_COLOURS: dict[str, str] = {Severity.BLOCK: "red", Severity.EXPLAIN: "yellow", Severity.INFORM: "blue"}
MOST_REUSED = 40


def of(user: Any, response: Response, task: Task | None) -> dict[str, Any]:
    """Checks, evidence and comments as the page shows them to this person; asked only for what the task has."""
    findings = checks(response) if task is None or task.findings else []
    return {
        "checks": findings,
        "seen": ",".join(str(row["finding"].pk) for row in findings if row["waits"]),
        "evidence": evidence(response) if task is None or task.evidence else [],
        "comments": talk(user, response) if task is None or task.comments else [],
        "audiences": [(one.value, one.label) for one in comments.audiences(user, response)],
    }


def checks(response: Response) -> list[dict[str, Any]]:
    """What the checks found and nobody has put right; what must be done first."""
    rows = list(Finding.objects.filter(response=response).exclude(state=FindingState.FIXED).select_related("rule"))
    waivers = letting_pass(response, rows)
    found = [
        {
            "finding": row,
            "waiver": waivers.get(row.rule_id),
            "colour": SEVERITY_COLOURS[row.rule.severity],
            "words": row.rule.get_severity_display() if row.state == FindingState.OPEN else row.get_state_display(),
            "waits": row.state == FindingState.OPEN and row.rule.severity != Severity.INFORM,
            "explains": row.rule.severity != Severity.BLOCK
            and row.state in (FindingState.OPEN, FindingState.EXPLAINED),
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: not row["waits"])


def evidence(response: Response) -> list[dict[str, Any]]:
    """The files and links beside the answer."""
    uses = EvidenceUse.objects.filter(response=response, evidence__removed_at=None).select_related("evidence")
    return [{"piece": use.evidence, "colour": SCAN_COLOURS[use.evidence.scan]} for use in uses.order_by("added_at")]


def reusable(user: Any, response: Response) -> list[Evidence]:
    """What the force has already added beside other answers, as far as this person may see it."""
    here = EvidenceUse.objects.filter(response=response).values("evidence")
    own = Evidence.objects.visible_to(user).filter(force=response.ret.force_id).exclude(scan=ScanState.INFECTED)
    return list(own.exclude(pk__in=here).order_by("-added_at")[:MOST_REUSED])


def talk(user: Any, response: Response) -> list[dict[str, Any]]:
    """The comments that this person may read, oldest first."""
    rows = ResponseComment.objects.visible_to(user).filter(response=response).select_related("by")
    return [
        {
            "by": row.by,
            "from_": "",
            "at": row.at,
            "audience": row.get_audience_display(),
            "text": row.text,
        }
        for row in rows
    ]


def history(form: FormSpec, revisions: Sequence[ResponseRevision]) -> list[dict[str, Any]]:
    """Saved changes, newest first; what one person saved in one go of writing is one entry."""
    return [_entry(group, form) for group in sittings(revisions)]


def _entry(group: list[ResponseRevision], form: FormSpec) -> dict[str, Any]:
    changes: dict[str, list[Any]] = {}
    for revision in reversed(group):
        for code, (before, after) in revision.changes.items():
            changes.setdefault(code, [before, after])[1] = after
    order = {code: place for place, code in enumerate(form.questions)}
    rows = []
    for code, (before, after) in sorted(changes.items(), key=lambda change: order.get(change[0], -1)):
        if before != after:
            question = form.questions.get(code)
            old, new = of_value(question, before), of_value(question, after)
            rows.append({"label": question.label if question else code, "parts": words(old, new)})
    last = group[0]
    return {
        "by": last.by,
        "at": last.at,
        "source": last.get_source_display(),
        "first": group[-1].version,
        "last": last.version,
        "rows": rows,
        "note": "" if rows else _("Confirmed as it was."),
    }
