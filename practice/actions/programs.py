"""What programs do beyond what people do in forms: start an example with its answers in one go, once per key."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practice.actions import authoring
from practice.models import Call, Practice, PracticeRevision, StartKey
from vkpp.accounts.models import User
from vkpp.core.exceptions import Conflict


@transaction.atomic
def start_filled(
    *, call: Call, values: Mapping[str, Any], by: Any, key: str = "", body_hash: str = ""
) -> tuple[Practice, bool]:
    """A new draft with these answers, all or nothing; and whether it is new: the same `key` gives the same draft."""
    if key:
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        known = StartKey.objects.select_related("practice").filter(owner=by, key=key).first()
        if known is not None:
            if known.body_hash != body_hash:
                raise Conflict(
                    _("This Idempotency-Key was used with other content. Use a new key for a new example."),
                    {"reference": known.practice.reference},
                )
            return known.practice, False
    practice = authoring.start(call=call, by=by)
    if values:
        authoring.save(
            practice=practice, values=values, version=practice.version, by=by, source=PracticeRevision.Source.API
        )
    if key:
        StartKey.objects.create(owner=by, key=key, body_hash=body_hash, practice=practice)
    return practice, True
