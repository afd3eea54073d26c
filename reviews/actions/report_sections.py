"""The sections of a report around its findings: introduction, what was looked at, closing words."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reviews.actions.team_work import WRITING, hold_for_team, save_changed, save_new
from reviews.models import PeerReview, ReportSection
from vkpp.core import audit
from vkpp.core.held import hold_row, words

LONGEST = 20_000


@transaction.atomic
def add(*, review: PeerReview, values: Mapping[str, Any], by: Any) -> ReportSection:
    """A new section at the end of its part. `values`: heading, text, after_findings."""
    hold_for_team(review, by, WRITING)
    cleaned = _cleaned(values)
    section = ReportSection(review=review, order=_end(review, cleaned["after_findings"]), **cleaned)
    save_new(section, "report_section.add", by)
    return section


@transaction.atomic
def change(*, section: ReportSection, values: Mapping[str, Any], version: int | None, by: Any) -> ReportSection:
    """Change what it says, or on which side of the findings it stands."""
    hold_for_team(section.review, by, WRITING)
    save_changed(section, _cleaned(values), version=version, verb="report_section.change", by=by)
    return section


@transaction.atomic
def move(*, section: ReportSection, up: bool, by: Any) -> None:
    """Change places with the section before or after it in its part."""
    hold_for_team(section.review, by, WRITING)
    rows = list(section.review.sections.filter(after_findings=section.after_findings).order_by("order", "id"))
    place = next(at for at, row in enumerate(rows) if row.pk == section.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows):
        row.order = order
    ReportSection.objects.bulk_update(rows, ["order"])
    audit.record(by=by, verb="report_section.move", target=section, after={"up": up})


@transaction.atomic
def remove(*, section: ReportSection, by: Any) -> None:
    """Take it out; its words stay in the trail."""
    hold_for_team(section.review, by, WRITING)
    hold_row(section)
    before = {"heading": section.heading, "text": section.text}
    audit.record(by=by, verb="report_section.remove", target=section, before=before)
    section.delete()


@transaction.atomic
def begin(*, review: PeerReview, by: Any) -> None:
    """The sections that a report usually has; nothing when there are some already."""
    hold_for_team(review, by, WRITING)
    if review.sections.exists():
        return
    headings = ((_("Introduction"), False), (_("What we looked at"), False), (_("Closing words"), True))
    ReportSection.objects.bulk_create(
        ReportSection(review=review, heading=heading, after_findings=after, order=place)
        for place, (heading, after) in enumerate(headings)
    )
    audit.record(by=by, verb="report_section.begin", target=review, after={"sections": len(headings)})


def _end(review: PeerReview, after_findings: bool) -> int:
    last = review.sections.filter(after_findings=after_findings).aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    required = _("Enter a heading.")
    return {
        "heading": words(values["heading"], "heading", _("The heading"), limit=160, one_line=True, required=required),
        "text": words(values.get("text") or "", "text", _("The text"), limit=LONGEST),
        "after_findings": bool(values.get("after_findings")),
    }
