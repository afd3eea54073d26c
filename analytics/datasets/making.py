"""Making the file of a data set: at once as an answer in pieces, or by a worker who says how far it is."""

import tempfile
from collections.abc import Iterator
from typing import Any

from django.core.files import File
from django.http import QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from analytics.actions import exporting
from analytics.datasets import dataset
from analytics.datasets.columns import Flavour
from analytics.datasets.dataset import DataSet
from analytics.datasets.files import FORMATS, About, Format, name_of
from analytics.datasets.sources import Row, Source
from vkpp.core import jobs
from vkpp.core.job_progress import ROLES, Progress
from vkpp.core.models import Job


def about(data_set: DataSet, asked: QueryDict, user: Any) -> About:
    """What the file says about itself, at this moment."""
    return About(data_set, data_set.marking(user), asked.urlencode(), timezone.now())


def streamed(data_set: DataSet, kind: Format, source: Source, asked: QueryDict, user: Any) -> StreamingHttpResponse:
    """The file as an answer that is sent while it is read; written into the trail before."""
    facts = about(data_set, asked, user)
    exporting.note(data_set=data_set, kind=kind, query=facts.filter, by=user)
    response = StreamingHttpResponse(kind.write(source, facts), content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name_of(facts, kind)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Marking"] = facts.marking.value
    return response


def may_read(user: Any, job: Job) -> bool:
    """Whoever may still read the data set; a file that does not say for which roles it was made is given to nobody."""
    found = dataset.find(user, str(job.payload.get("data_set", "")))
    return found is not None and (not job.file or ROLES in job.payload)


@jobs.register(exporting.EXPORT, may_read=may_read)
def export(progress: Progress) -> None:
    """The rows that its owner may see at this moment."""
    found = dataset.find(progress.by, str(progress.payload.get("data_set", "")))
    kind = FORMATS.get(str(progress.payload.get("format", "")))
    if found is None or kind is None:
        progress.fail(_("Your role no longer includes this data set. Ask for a role that does."))
    asked = QueryDict(str(progress.payload.get("query", "")))
    try:
        source = found.source(progress.by, asked)
    except ValidationError:
        progress.fail(
            _("The filter names something that is no longer there. Start again from the page of the data set.")
        )
    facts = about(found, asked, progress.by)
    watched = Watched(source, progress)
    with tempfile.TemporaryFile() as made:
        for piece in kind.write(watched, facts, apart=True):
            made.write(piece)
        made.seek(0)
        progress.store(name_of(facts, kind), File(made), kind.content_type)
    exporting.note(data_set=found, kind=kind, query=facts.filter, by=progress.by, rows=watched.rows)


class Watched:
    """Rows on their way into a file; the person sees how far it is, and the portal that the worker lives."""

    def __init__(self, source: Source, progress: Progress) -> None:
        self.columns, self._source, self._progress = source.columns, source, progress
        self.rows = source.count()
        self._left = self.rows
        progress.total(self.rows, _("Writing %(rows)s rows") % {"rows": f"{self.rows:,}"})

    def count(self) -> int:
        """How many rows there are."""
        return self.rows

    def first(self, number: int) -> list[Row]:
        """The first rows."""
        return self._source.first(number)

    def csv(self, flavour: Flavour, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as CSV."""
        return self._told(self._source.csv(flavour, apart=apart))

    def lines(self, *, apart: bool = False) -> Iterator[bytes]:
        """All rows as JSON objects."""
        return self._told(self._source.lines(apart=apart))

    def _told(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            done = min(piece.count(b"\n"), self._left)  # texts of several lines count several times, so never too many
            self._left -= done
            self._progress.step(done)
            yield piece
