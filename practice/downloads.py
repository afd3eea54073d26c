"""Who may download which file: readers those of the published snapshot, authors and staff those of the working copy.

A file is served only while the virus check holds it clean, always as a download, never opened in the page.
"""

from typing import Any

from django.db import models
from django.http import FileResponse

from practice.models import Attachment, BankEntry, Practice
from vkpp.core import serving


def published(user: Any, reference: str, number: int) -> Attachment | None:
    """The file `number` of the example as it is published, if this person may read that now."""
    entry = BankEntry.objects.visible_to(user).filter(practice__reference=reference)
    frozen = entry.values_list("publication__content__attachments", flat=True).first()
    if number not in {row["id"] for row in frozen or ()}:
        return None
    return _clean(reference, number).first()


def working(user: Any, reference: str, number: int) -> Attachment | None:
    """The file `number` of the working copy, if this person may see that."""
    seen = Practice.objects.visible_to(user).filter(reference=reference)
    return _clean(reference, number).filter(practice__in=seen, removed_at=None).first()


def _clean(reference: str, number: int) -> "models.QuerySet[Attachment]":
    files = Attachment.objects.select_related("practice")
    return files.filter(practice__reference=reference, pk=number, scan=Attachment.Scan.CLEAN)


def served(attachment: Attachment) -> FileResponse:
    """The file as a download that no browser opens by itself."""
    return serving.served(
        attachment.file, name=attachment.name, content_type=attachment.content_type, size=attachment.size
    )
