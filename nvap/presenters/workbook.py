"""What the pages of a return's workbook show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from nvap.actions import open_return, workbooks
from nvap.models import Return, WorkbookUpload
from nvap.vocab import ReturnState, WorkbookState
from nvap.workbook import compare, outcome
from vkpp.core import jobs
from vkpp.core.models import Job, JobState

SHOWN = 10
COLOURS: dict[str, str] = {
    WorkbookState.READING.value: "blue",
    WorkbookState.REFUSED.value: "red",
    WorkbookState.FAULTY.value: "orange",
    WorkbookState.READY.value: "yellow",
    WorkbookState.APPLIED.value: "green",
    WorkbookState.DROPPED.value: "grey",
}
TEMPLATES: dict[str, str] = {
    WorkbookState.READING.value: "nvap/workbook_reading.html",
    WorkbookState.REFUSED.value: "nvap/workbook_refused.html",
    WorkbookState.FAULTY.value: "nvap/workbook_faults.html",
    WorkbookState.READY.value: "nvap/workbook_preview.html",
    WorkbookState.APPLIED.value: "nvap/workbook_ended.html",
    WorkbookState.DROPPED.value: "nvap/workbook_ended.html",
}


@dataclass
class Chosen:
    """What the person chose on the preview: versions seen, values of contested answers, and the raw choices."""

    versions: dict[str, int] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def address(upload: WorkbookUpload) -> str:
    """The page of one upload."""
    return reverse("nvap:workbook-upload", args=[upload.ret.round.code, upload.ret.force.code, upload.pk])


def watched(upload: WorkbookUpload, user: Any) -> str:
    """Where the person watches the upload being read."""
    job = jobs.about(upload, user, workbooks.READ).first()
    return jobs.address(job) if job is not None else address(upload)


def _place(ret: Return) -> dict[str, Any]:
    here = [ret.round.code, ret.force.code]
    return {
        "ret": ret,
        "return_url": reverse("nvap:return", args=here),
        "workbook_url": reverse("nvap:workbook", args=here),
        "make_url": reverse("nvap:workbook-make", args=here),
    }


def workbook(user: Any, ret: Return, errors: list[str]) -> dict[str, Any]:
    """The page with the three steps: make, fill in, upload."""
    uploads = WorkbookUpload.objects.visible_to(user).filter(ret=ret)[:SHOWN]
    for upload in uploads:
        upload.ret = ret
    made = jobs.about(ret, user, workbooks.MAKE).first()
    return _place(ret) | {
        "errors": [{"text": text, "href": "#id_file"} for text in errors],
        "closed": open_return.closed_sentence(ret),
        "made": _made(made),
        "uploads": [_row(upload) for upload in uploads],
        "actions": len(workbooks.mine(ret, user)),
    }


def _made(job: Job | None) -> dict[str, Any] | None:
    """The workbook made last, while it is being made or can be downloaded."""
    if job is None or not (job.is_open or (job.state == JobState.DONE and job.file)):
        return None
    return {"job": job, "ready": job.state == JobState.DONE, "url": jobs.address(job)}


def _row(upload: WorkbookUpload) -> dict[str, Any]:
    return {"upload": upload, "url": address(upload), "colour": COLOURS[upload.state]}


def upload(
    user: Any, found: WorkbookUpload, *, chosen: Chosen | None = None, reasons: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The page of one upload, whatever its state."""
    here = [found.ret.round.code, found.ret.force.code, found.pk]
    context = _place(found.ret) | _row(found)
    context["drop_url"] = reverse("nvap:workbook-drop", args=here)
    if found.state == WorkbookState.READING:
        context["watch_url"] = watched(found, user)
    elif found.state == WorkbookState.FAULTY:
        context["annotated_url"] = reverse("nvap:workbook-annotated", args=here)
        context["sheets"] = outcome.by_sheet(found.faults)
    elif found.state == WorkbookState.READY:
        context["confirm_url"] = reverse("nvap:workbook-confirm", args=here)
        context |= _preview(user, found, chosen or Chosen(), reasons or {})
    elif found.state == WorkbookState.APPLIED:
        context["applied"] = [(code, reverse("nvap:answer", args=[*here[:2], code])) for code in found.applied]
    return context


def _preview(user: Any, found: WorkbookUpload, chosen: Chosen, reasons: Mapping[str, str]) -> dict[str, Any]:
    changes = compare.changes(found, compare.answers_of(found.ret, user))
    rows = [
        {
            "change": change,
            "reason": reasons.get(change.code, ""),
            "fields": [_field(item, chosen) for item in change.fields],
        }
        for change in changes
    ]
    return {
        "rows": rows,
        "errors": [{"text": f"{code}: {text}", "href": f"#action-{code}"} for code, text in reasons.items()],
        "conflicts": sum(len(change.conflicts) for change in changes),
        "closed": open_return.closed_sentence(found.ret),
        "voids": found.ret.state == ReturnState.SIGNED,
    }


def _field(item: compare.Field, chosen: Chosen) -> dict[str, Any]:
    return {
        "item": item,
        "id": item.name.replace(".", "-"),
        "choice": chosen.choices.get(item.name, ""),
        "joined": chosen.texts.get(item.name, item.joined),
    }


def chosen(user: Any, found: WorkbookUpload, sent: Mapping[str, str]) -> Chosen:
    """Read the form of the preview."""
    result = Chosen()
    if found.state != WorkbookState.READY:
        return result
    for change in compare.changes(found, compare.answers_of(found.ret, user)):
        version = sent.get(f"version-{change.code}", "")
        if version.isascii() and version.isdigit() and len(version) < 9:
            result.versions[change.code] = int(version)
        for item in change.conflicts:
            _read_choice(result, change.code, item, sent)
    return result


def _read_choice(result: Chosen, code: str, item: compare.Field, sent: Mapping[str, str]) -> None:
    choice, text = sent.get(f"choice-{item.name}", ""), sent.get(f"joined-{item.name}", "")
    offered = {"mine": item.mine, "theirs": item.theirs}
    if item.is_text:
        offered["joined"] = text
    if choice in offered:
        result.choices[item.name] = choice
        result.values.setdefault(code, {})[item.question.code] = offered[choice]
    if text:
        result.texts[item.name] = text
