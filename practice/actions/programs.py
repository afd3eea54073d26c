"""What programs do beyond what people do in forms: start an example in one go, repeat safely, change what they read."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practice.actions import attachments, authoring
from practice.actions.held import hold
from practice.models import Attachment, Call, Practice, PracticeRevision, StartKey
from vkpp.core import once
from vkpp.core.exceptions import Conflict


@transaction.atomic
def start_filled(
    *, call: Call, values: Mapping[str, Any], by: Any, key: str = "", body_hash: str = ""
) -> tuple[Practice, bool]:
    """A new draft with these answers, all or nothing; and whether it is new: the same `key` gives the same draft."""
    if key:
        once.one_at_a_time(by)
        known = StartKey.objects.select_related("practice").filter(owner=by, key=key).first()
        if known is not None and known.body_hash != body_hash:
            raise once.other_content(known.practice)
        if known is not None:
            return known.practice, False
    practice = authoring.start(call=call, by=by)
    if values:
        authoring.save(
            practice=practice, values=values, version=practice.version, by=by, source=PracticeRevision.Source.API
        )
    if key:
        StartKey.objects.create(owner=by, key=key, body_hash=body_hash, practice=practice)
    return practice, True


@contextmanager
def as_read(practice: Practice, version: int | None) -> Iterator[None]:
    """Go on only while the example is as the program has read it; nobody saves meanwhile. None: whatever it is."""
    with transaction.atomic():
        hold(practice)
        if version is not None and practice.version != version:
            sentence = _("Somebody changed this example since you read it. Read it again before you go on.")
            raise Conflict(sentence, {"version": practice.version})
        yield


@transaction.atomic
def attach_once(*, practice: Practice, upload: Any, by: Any, key: str = "") -> tuple[Attachment, bool]:
    """Add a file, and whether it is new: with a `key` the same content sent again is the file that is there already."""
    hold(practice)
    if key:
        known = _same_content(practice, upload)
        if known is not None and known.uploaded_by_id == by.pk:
            return known, False
    return attachments.add(practice=practice, upload=upload, by=by), True


def _same_content(practice: Practice, upload: Any) -> Attachment | None:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return practice.attachments.filter(sha256=digest.hexdigest(), removed_at=None).first()
