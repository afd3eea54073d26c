"""How long uploads of workbooks are kept; returns themselves stay."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from nvap.actions import workbooks
from nvap.models import WorkbookUpload
from vkpp.core import personal, retention
from vkpp.core.retention import Kept, Rule


def _uploads(before: dt.datetime) -> models.QuerySet[WorkbookUpload]:
    return WorkbookUpload.objects.filter(uploaded_at__lt=before).exclude(file="", annotated="")


def register() -> None:
    """Called once when the app is ready."""
    retention.register(
        Rule(
            code="workbooks",
            what=_("Workbooks that were uploaded; what was taken over from them stays in the return"),
            keep=workbooks.KEEP_FILES,
            since=_("after they were uploaded"),
            why=_("to look again at what was in a file that could not be read"),
            rows=_uploads,
            age="uploaded_at",
            forget=workbooks.clear_files,
            order=45,
        )
    )
    retention.register_kept(
        Kept(
            what=_("Returns, signatures, queries and improvement plans, with who wrote them"),
            how_long=_("as long as the portal"),
            why=_("they are the force’s record, and later rounds are compared with them"),
            order=12,
        )
    )
    personal.gives_way("nvap.ResponseRevision:response_revision_stays")
