"""Packs made by a worker, who says how far it is: the PDF alone, or a zip with everything."""

import tempfile
import zipfile
from typing import Any

from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from analytics.actions import packing
from analytics.packs import archive, document, names, people, said
from analytics.packs.choice import Choice
from vkpp.core import jobs
from vkpp.core.job_progress import Progress
from vkpp.core.models import Job

MOST = 2 << 30
PDF, ZIP = "application/pdf", "application/zip"


def may_read(user: Any, job: Job) -> bool:
    """Whoever may still read the force's whole return."""
    return people.forces(user).filter(pk=job.payload.get("force", 0)).exists()


@jobs.register(packing.PACK, may_read=may_read)
def make(progress: Progress) -> None:
    """The pack as its owner may read it at this moment."""
    wanted = Choice.of(progress.payload)
    if wanted is None:
        progress.fail(_("The questions are no longer there. Choose them again."))
    if not people.may_pack(progress.by, wanted.force):
        progress.fail(_("You may no longer read the return of this force."))
    progress.note(_("Gathering answers and evidence"))
    pack = said.build(wanted, progress.by)
    packing.note(wanted=wanted, counts=pack, by=progress.by)
    known = archive.pieces(pack)
    if progress.payload.get("whole"):
        _zip(progress, wanted, pack, known)
    else:
        archive.settle(pack, [{**piece, "path": ""} for piece in known])
        progress.file(names.of_pack(wanted, "evidence pack", "pdf"), document.made(pack, whole=False), PDF)


def _zip(progress: Progress, wanted: Choice, pack: said.Said, known: list[said.Said]) -> None:
    if pack["size"] > MOST:
        words = _("The files of evidence are %(size)s together, more than %(most)s. Choose fewer questions at once.")
        progress.fail(words % {"size": filesizeformat(pack["size"]), "most": filesizeformat(MOST)})
    progress.total(pack["files"] + 1, _("Copying the evidence"))

    def alive(title: str, finished: bool) -> None:
        progress.step(1 if finished else 0, title)

    with tempfile.TemporaryFile() as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            target.comment = pack["marking"].encode()
            archive.add_files(target, known, alive)
            archive.settle(pack, known)
            progress.note(_("Setting the pages"))
            target.writestr(names.of_pack(wanted, "evidence pack", "pdf"), document.made(pack, whole=True))
            target.writestr(names.of_pack(wanted, "manifest", "csv"), archive.manifest(pack, known))
            target.writestr(names.of_pack(wanted, "answers", "csv"), archive.answers(pack))
            target.writestr(names.of_pack(wanted, "missing and stale", "csv"), archive.concerns(pack))
        made.seek(0)
        progress.store(names.of_pack(wanted, "evidence pack", "zip"), File(made), ZIP)
    progress.step()
