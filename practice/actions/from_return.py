"""Promising practice that a force named in its return becomes a draft in the practice bank, once."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nvap.actions import promising as returns
from nvap.models import PromisingPractice
from practice.actions import authoring
from practice.fields import FIELDS
from practice.models import Call, Practice
from vkpp.core.exceptions import Conflict


@transaction.atomic
def make_draft(*, promising: PromisingPractice, by: Any) -> Practice:
    """A draft with the words of the answer and its action, in the call that is always open; pressed twice it is one."""
    if known := returns.hold(promising=promising, by=by):
        made: Practice | None = Practice.objects.filter(reference=known).first()
        if made is not None:
            return made
        returns.unlink(reference=known)
    call = Call.objects.open_now().order_by(F("closes_at").desc(nulls_first=True), "pk").first()
    if call is None:
        raise Conflict(_("No call for practice is open now. Try again when one has opened."))
    response = promising.response
    practice = authoring.start(call=call, by=by, force=response.ret.force)
    authoring.save(practice=practice, values=_values(promising), version=practice.version, by=by)
    returns.link(promising=promising, reference=practice.reference, by=by)
    return practice


def _values(promising: PromisingPractice) -> dict[str, Any]:
    action = promising.response.action_version.action
    first = promising.text.strip().split("\n")[0]
    return {
        "title": Truncator(first).chars(FIELDS["title"].limit or 100, truncate="…"),
        "description": promising.text,
        "actions": [action.code],
    }
