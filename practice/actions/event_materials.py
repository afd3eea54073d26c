"""What is handed out at an event: files after a virus check, and links."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.events import people
from practice.events.vocab import MaterialAudience, MaterialScan
from practice.models import EventMaterial, LearningEvent, Practice
from vkpp.core import audit, outbox, uploads, virus, web_addresses
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

SCAN = "practice.scan_event_material"
MOST = 20


@transaction.atomic
def add_file(
    *,
    event: LearningEvent,
    upload: "UploadedFile[Any]",
    audience: str,
    title: str = "",
    practice: Practice | None = None,
    by: Any,
) -> EventMaterial:
    """A file, or Invalid with the sentence that says why not. It waits for the virus check."""
    material = _new(event, audience, practice, by)
    data = upload.read(uploads.LIMIT + 1)
    try:
        checked = uploads.check(upload.name or "", data)
    except uploads.Refused as refusal:
        raise Invalid({"file": [str(refusal)]}) from refusal
    if event.materials.filter(removed_at=None, sha256=checked.sha256).exists():
        raise Invalid({"file": [_("This very file is among the materials already.")]})
    material.title = words(title, "title", _("The title"), limit=160, one_line=True) or checked.name
    material.name = checked.name
    material.content_type, material.size, material.sha256 = checked.content_type, checked.size, checked.sha256
    material.file.save(checked.name, ContentFile(data), save=False)
    material.save()
    _done(material, by, name=checked.name, sha256=checked.sha256)
    outbox.owe(SCAN, {"material": material.pk}, key=f"{SCAN}:{material.pk}")
    return material


@transaction.atomic
def add_link(
    *, event: LearningEvent, url: str, title: str, audience: str, practice: Practice | None = None, by: Any
) -> EventMaterial:
    """A link to something that lies elsewhere."""
    material = _new(event, audience, practice, by)
    url = words(url, "url", _("The address"), limit=500, one_line=True)
    if wrong := web_addresses.fault(url):
        raise Invalid({"url": [wrong]})
    required = _("Say what the link leads to.")
    material.title = words(title, "title", _("The title"), limit=160, one_line=True, required=required)
    material.url, material.scan = url, MaterialScan.CLEAN
    material.save()
    _done(material, by, url=url)
    return material


@transaction.atomic
def remove(*, material: EventMaterial, by: Any) -> None:
    """Take it away; `put_back` undoes it."""
    _insist(by)
    won = EventMaterial.objects.filter(pk=material.pk, removed_at=None).update(removed_at=timezone.now(), removed_by=by)
    if won:
        audit.record(by=by, verb="event.material_removed", target=material.event, before={"material": material.pk})


@transaction.atomic
def put_back(*, material: EventMaterial, by: Any) -> None:
    """Undo `remove`."""
    _insist(by)
    hold_row(material.event)
    material.refresh_from_db(fields=["removed_at", "scan"])
    if material.removed_at is None:
        return
    if material.scan == MaterialScan.INFECTED:
        raise Conflict(_("A virus was found in this file, so it cannot come back."))
    _check_room(material.event)
    EventMaterial.objects.filter(pk=material.pk).update(removed_at=None, removed_by=None)
    audit.record(by=by, verb="event.material_put_back", target=material.event, after={"material": material.pk})


def _new(event: LearningEvent, audience: str, practice: Practice | None, by: Any) -> EventMaterial:
    _insist(by)
    hold_row(event)
    _check_room(event)
    if audience not in MaterialAudience.values:
        raise Invalid({"audience": [_("Choose who may open it.")]})
    if practice is not None and not event.featured.filter(practice=practice).exists():
        raise Invalid({"practice": [_("The event does not feature this example.")]})
    return EventMaterial(event=event, audience=audience, practice=practice, added_by=by)


def _insist(by: Any) -> None:
    insist(people.arranges(by), _("VKPP staff arrange learning events."))


def _check_room(event: LearningEvent) -> None:
    if event.materials.filter(removed_at=None).count() >= MOST:
        raise Invalid({"": [_("An event has at most %(most)s materials. Remove one first.") % {"most": MOST}]})


def _done(material: EventMaterial, by: Any, **after: Any) -> None:
    trail = {"material": material.pk, "audience": material.audience, **after}
    audit.record(by=by, verb="event.material_added", target=material.event, after=trail)


@outbox.handler(SCAN, looks_first=True)
def scan(payload: dict[str, Any]) -> None:
    """Check one file for viruses. When the scanner cannot be reached the file stays waiting and is tried again."""
    waiting = EventMaterial.objects.select_for_update(of=("self",)).filter(scan=MaterialScan.WAITING)
    material = waiting.filter(pk=payload["material"]).first()
    if material is None:
        return
    with material.file.open("rb") as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != material.sha256:
        raise OSError(f"The stored file of material {material.pk} is not what was uploaded")
    found = virus.find(data)
    state = MaterialScan.INFECTED if found else MaterialScan.CLEAN
    EventMaterial.objects.filter(pk=material.pk).update(scan=state)
    if found:
        trail = {"material": material.pk, "found": found}
        audit.record(by=None, verb="event.material_infected", target=material.event, after=trail)
        stored_file = material.file
        transaction.on_commit(lambda: stored_file.storage.delete(str(stored_file.name)))
