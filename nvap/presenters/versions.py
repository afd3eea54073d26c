"""Every version of a return that was put before a chief officer: the list, one of them, the difference between two."""

from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nvap import comparison, people
from nvap.actions.amending import ASKED_IN
from nvap.form_spec import spec
from nvap.models import Return, Submission
from nvap.presenters import answer_sheet
from nvap.presenters.reading import frame
from nvap.presenters.signing import groups
from nvap.vocab import AmendmentState


def listing(user: Any, ret: Return) -> dict[str, Any]:
    """All versions with their signature, and what was asked to be amended."""
    versions = list(ret.submissions.select_related("sign_off__voided_by").defer("content"))
    amendments = list(ret.amendments.select_related("asked_by", "decided_by", "base", "result"))
    asked = any(row.state == AmendmentState.ASKED for row in amendments)
    sent = ret.state in ASKED_IN and (ret.validated_id or ret.signed_id)
    return {
        **frame(user, ret),
        "rows": [_row(version, ret) for version in versions],
        "numbers": [version.number for version in versions],
        "compare_url": reverse("nvap:versions-compare", args=[ret.round.code, ret.force.code]),
        "amendments": [_amendment(row) for row in amendments],
        "may_ask": bool(sent) and not asked and people.may_lead_or_sign(user, ret),
        "may_decide": people.may_check(user, ret),
    }


def _row(version: Submission, ret: Return) -> dict[str, Any]:
    sign_off = getattr(version, "sign_off", None)
    marks = []
    if version.pk == ret.validated_id:
        marks.append((_("Accepted"), "green"))
    if version.pk == ret.signed_id:
        marks.append((_("Signature holds"), "teal"))
    if sign_off is None:
        marks.append((_("Not signed"), "grey"))
    elif sign_off.voided_at and version.pk != ret.signed_id:
        marks.append((_("Signature ended"), "grey"))
    return {
        "version": version,
        "sign_off": sign_off,
        "marks": marks,
        "href": reverse("nvap:version", args=[ret.round.code, ret.force.code, version.number]),
    }


def _amendment(row: Any) -> dict[str, Any]:
    colours = {"asked": "yellow", "approved": "green", "refused": "red"}
    return {
        "amendment": row,
        "state": row.get_state_display(),
        "colour": colours[row.state],
        "open": row.state == "asked",
    }


def one(user: Any, ret: Return, version: Submission) -> dict[str, Any]:
    """A version as it was put before the chief officer, from its own frozen text."""
    form = spec(ret.round.form)
    rows = [
        {**row, "sections": answer_sheet.sections(form, row["code"], row["answers"])}
        for row in version.content["answers"]
    ]
    return {
        **frame(user, ret),
        "version": version,
        "sign_off": getattr(version, "sign_off", None),
        "themes": [{"title": title, "rows": list(part)} for title, part in groupby(rows, key=lambda row: row["theme"])],
    }


def difference(user: Any, ret: Return, older: Submission, newer: Submission) -> dict[str, Any]:
    """What reads differently from one version to the other."""
    compared = comparison.between(ret, older, newer)
    return {
        **frame(user, ret),
        "older": older,
        "newer": newer,
        "compared": compared,
        "groups": groups(compared),
    }
