"""Reports as files, made by workers with progress: one force, the nation, or a pack for every force."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _

from analytics.reports import document, force_report, national_report, people
from analytics.vocab import Basis
from nvap.actions import reviewing
from nvap.models import Return, Round
from vkpp.core import audit, jobs
from vkpp.core.job_progress import Progress
from vkpp.core.models import Job, Marking

FORCE, NATIONAL, PACK = "analytics.force_report", "analytics.national_report", "analytics.report_pack"
PDF, ZIP = "application/pdf", "application/zip"


def start_force(*, ret: Return, basis: Basis, by: Any) -> Job:
    """The feedback report of one force as PDF."""
    return jobs.start(
        FORCE,
        title=_("Feedback report of %(force)s, %(round)s, %(basis)s")
        % {"force": ret.force.short_name, "round": ret.round.title, "basis": basis.label},
        payload={"ret": ret.pk, "basis": basis.value},
        by=by,
        about=ret,
        key=f"{ret.pk}:{basis.value}",
        marking=ret.marking,
    )


def start_national(*, round_: Round, basis: Basis, by: Any) -> Job:
    """The national report as PDF."""
    return jobs.start(
        NATIONAL,
        title=_("National report, %(round)s, %(basis)s") % {"round": round_.title, "basis": basis.label},
        payload={"round": round_.pk, "basis": basis.value},
        by=by,
        about=round_,
        key=f"{round_.pk}:{basis.value}",
        marking=Marking.OFFICIAL if basis == Basis.PUBLISHED else Marking.OFFICIAL_SENSITIVE,
    )


def start_pack(*, round_: Round, basis: Basis, by: Any) -> Job:
    """The feedback reports of all forces in one file."""
    return jobs.start(
        PACK,
        title=_("Feedback reports of all forces, %(round)s, %(basis)s") % {"round": round_.title, "basis": basis.label},
        payload={"round": round_.pk, "basis": basis.value},
        by=by,
        about=round_,
        key=f"{round_.pk}:{basis.value}",
        marking=Marking.OFFICIAL_SENSITIVE,
    )


def _returns() -> Any:
    return Return.objects.select_related("force", "round__plan", "round__form", "round__previous__plan")


def _round(job: Job) -> Round:
    found: Round = Round.objects.select_related("plan", "form", "previous__plan").get(pk=job.payload["round"])
    return found


def _may_read_force(user: Any, job: Job) -> bool:
    ret = _returns().filter(pk=job.payload["ret"]).first()
    return ret is not None and people.may_read_force(user, ret)


def _may_read_national(user: Any, job: Job) -> bool:
    return Basis(job.payload["basis"]) in people.national_bases(user, _round(job))


def _may_read_pack(user: Any, job: Job) -> bool:  # noqa: ARG001 - jobs ask every kind in the same way
    return people.may_pack(user)


@jobs.register(FORCE, may_read=_may_read_force)
def make_force(progress: Progress) -> None:
    """One force's report."""
    ret = _returns().get(pk=progress.payload["ret"])
    if not people.may_read_force(progress.by, ret):
        progress.fail(_("You may no longer read the return of this force."))
    reviewing.look(ret=ret, by=progress.by)
    progress.total(2, _("Gathering the figures"))
    report = force_report.build(ret, Basis(progress.payload["basis"]))
    progress.step(note=_("Setting the pages"))
    progress.file(document.name(report), document.made(report), PDF)
    progress.step()


@jobs.register(NATIONAL, may_read=_may_read_national)
def make_national(progress: Progress) -> None:
    """The national report, as who asked for it may read it."""
    round_, basis = _round(progress.job), Basis(progress.payload["basis"])
    if basis not in people.national_bases(progress.by, round_):
        progress.fail(_("You may no longer read this report."))
    progress.total(2, _("Gathering the figures"))
    report = national_report.build(round_, basis, people.reader_of(progress.by), progress.by)
    progress.step(note=_("Setting the pages"))
    progress.file(document.name(report), document.made(report), PDF)
    progress.step()


@jobs.register(PACK, may_read=_may_read_pack)
def make_pack(progress: Progress) -> None:
    """Every force's report in a zip file, each as that force itself would see it."""
    round_, basis = _round(progress.job), Basis(progress.payload["basis"])
    if not people.may_pack(progress.by):
        progress.fail(_("Only VKPP staff may have the reports of all forces."))
    rets = list(_returns().filter(round=round_).order_by("force__code"))
    progress.total(len(rets), _("Making the reports"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as pack:
        for ret in rets:
            report = force_report.build(ret, basis)
            pack.writestr(f"{ret.force.code}/{document.name(report)}", document.made(report))
            progress.step(note=ret.force.short_name)
    after = {"basis": basis.value, "reports": len(rets)}
    audit.record(by=progress.by, verb="round.report_pack", target=round_, after=after)
    progress.file(f"feedback-reports-{round_.code}-{basis.value}.zip", packed.getvalue(), ZIP)
