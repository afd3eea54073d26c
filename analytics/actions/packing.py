"""Evidence packs: starting one, and writing down what was put together for whom."""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from analytics.packs import people
from analytics.packs.choice import Choice
from nvap.actions import reviewing
from nvap.models import Return
from vkpp.core import audit, jobs
from vkpp.core.models import Job, Marking
from vkpp.core.once import one_at_a_time, other_content

PACK = "analytics.evidence_pack"
COUNTED = ("answered", "signed", "files", "links", "missing", "stale")


@transaction.atomic
def start(*, wanted: Choice, whole: bool, by: Any, once: Mapping[str, str] = MappingProxyType({})) -> Job:
    """Have a worker make it: `whole` as a zip with the files of evidence, otherwise the PDF alone."""
    if not people.may_pack(by, wanted.force):
        raise PermissionDenied(_("Only who reads the force's whole return makes packs of it."))
    payload = {**wanted.payload, "whole": whole, **once}
    return jobs.start(
        PACK,
        title=f"{wanted.title} ({_('zip') if whole else 'PDF'})",
        payload=payload,
        by=by,
        about=wanted.force,
        key=hashlib.sha256(repr(sorted(payload.items())).encode()).hexdigest(),
        marking=Marking.OFFICIAL_SENSITIVE,
    )


@transaction.atomic
def start_once(*, key: str, body_hash: str, wanted: Choice, whole: bool, by: Any) -> tuple[Job, bool]:
    """`start` for a program: the same `key` gives the same pack while it is kept. Whether it is new."""
    if not key:
        return start(wanted=wanted, whole=whole, by=by), True
    one_at_a_time(by)
    known = Job.objects.visible_to(by).filter(kind=PACK, payload__request=key).first()
    if known is None:
        return start(wanted=wanted, whole=whole, by=by, once={"request": key, "body": body_hash}), True
    if known.payload["body"] != body_hash:
        raise other_content(known, number=known.pk)
    return known, False


@transaction.atomic
def look(*, ret: Return | None, by: Any) -> None:
    """Staff who see what would be in a pack have opened the return."""
    if ret is not None:
        reviewing.look(ret=ret, by=by)


@transaction.atomic
def note(*, wanted: Choice, counts: dict[str, Any], by: Any) -> None:
    """Write into the trail what was taken out of the portal, under which questions."""
    after = {
        "framework": wanted.edition.title,
        "questions": [item.code or item.pk for item in wanted.items],
        "marking": Marking.OFFICIAL_SENSITIVE.value,
        **{name: counts[name] for name in COUNTED},
    }
    audit.record(by=by, verb="force.evidence_pack", target=wanted.force, after=after)
