"""Publishing an example and keeping its row in the bank true to what the owner permits."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from practice import bank_text, snapshot
from practice.actions.held import hold
from practice.models import BankEntry, Practice, Publication, SharePermission, Upkeep
from practice.vocab import Audience, PracticeState, Use
from vkpp.core import audit
from vkpp.core import publication as publication_news
from vkpp.core.models import ClockTimestamp, Marking

GONE = (PracticeState.WITHDRAWN, PracticeState.DISCARDED)
COPIED = (
    *("title", "summary", "lead_organisation", "region", "categories", "strands", "actions", "topics"),
    *("target_groups", "stage", "scale", "serious_violence", "started"),
)

_followers: list[Callable[[Practice], None]] = []


def follow(function: Callable[[Practice], None]) -> None:
    """Call `function` in each transaction that may change who reads a published example or what its owner permits."""
    if function not in _followers:
        _followers.append(function)


@transaction.atomic
def publish(
    *,
    practice: Practice,
    rating: str,
    rationale: str,
    released_to: int,
    review_by: dt.date,
    by: Any,
    published_at: dt.datetime | None = None,
) -> Publication:
    """Freeze the example as it is now under the next publication number, and put it into the bank.

    Asks no permission: its callers (release of a decision, republishing, the import) have done so.
    """
    hold(practice)
    latest = practice.publications.first()
    frozen = snapshot.content(practice)
    publication = Publication.objects.create(
        practice=practice,
        number=latest.number + 1 if latest else 1,
        content=frozen,
        content_hash=snapshot.fingerprint(frozen),
        rating=rating,
        rationale=rationale,
        released_to=released_to,
        review_by=review_by,
        published_at=published_at or timezone.now(),
        published_by=by,
    )
    _write_entry(practice, publication)
    refresh(practice=practice)
    audit.record(by=by, verb="practice.publish", target=practice, after=_trail(publication))
    event = "practice.changed" if latest else "practice.published"
    publication_news.tell(event, practice)
    return publication


def _trail(publication: Publication) -> dict[str, Any]:
    """What the audit trail keeps of a publication."""
    return {
        "publication": publication.number,
        "hash": publication.content_hash,
        "rating": publication.rating,
        "released_to": Audience(publication.released_to).name,
        "review_by": publication.review_by.isoformat(),
    }


@transaction.atomic
def refresh(*, practice: Practice) -> None:
    """Write anew who may read the published example: what staff released, cut down to what the owner permits now.

    Belongs in the transaction of whatever changed a permission or the example's state.
    """
    _hold(practice)
    entry = BankEntry.objects.select_related("publication").filter(practice=practice).first()
    if entry is None:
        return
    opened = _open_to(entry.publication, *_permitted(practice, entry.publication))
    was = {name: getattr(entry, name) for name in opened}
    if was != opened:
        wider = any(now and not before for now, before in zip(opened.values(), was.values(), strict=True))
        times = {"opened_at": ClockTimestamp()} if wider else {}
        BankEntry.objects.filter(practice=practice).update(**opened, **times)
        if not any(opened.values()):
            publication_news.tell("practice.removed", practice)
    for follower in _followers:
        follower(practice)


def keep(*, practice: Practice, review_by: dt.date, archived: bool) -> None:
    """Write anew until when the published example counts as looked at, and whether it is archived."""
    BankEntry.objects.filter(practice=practice).update(review_by=review_by, archived=archived)
    publication_news.tell("practice.changed", practice)


def look(*, practice: Practice, by: Any) -> None:
    """Log that somebody read a published example that is OFFICIAL-SENSITIVE."""
    audit.record(by=by, verb="practice.read", target=practice)


def _hold(practice: Practice) -> None:
    """One writer at a time for one example, so that what is derived from several rows is derived from all of them."""
    Practice.objects.select_for_update(of=("self",), no_key=True).values_list("pk").get(pk=practice.pk)


def _permitted(practice: Practice, publication: Publication) -> tuple[set[str], str]:
    """The uses permitted now, and the marking now. None of what was withdrawn, also when it was taken up again since."""
    now = Practice.objects.values("state", "withdrawn_at", "marking").get(pk=practice.pk)
    withdrawn = now["withdrawn_at"] is not None and publication.published_at <= now["withdrawn_at"]
    if now["state"] in GONE or withdrawn:
        return set(), now["marking"]
    permissions = SharePermission.objects.filter(practice=practice, revoked_at=None)
    return set(permissions.values_list("use", flat=True)), now["marking"]


def _open_to(publication: Publication, permitted: set[str], marking: str) -> dict[str, bool]:
    """Nothing marked OFFICIAL-SENSITIVE is open to the public, whatever was released and permitted."""
    released = publication.released_to >= Audience.POLICE
    public = (
        publication.released_to >= Audience.PUBLIC and Use.PUBLISH_PUBLIC in permitted and marking == Marking.OFFICIAL
    )
    return {
        "open_to_public": public,
        "open_to_police": public or (released and Use.SHARE_FORCES in permitted),
        "open_to_government": public or (released and Use.DISCUSS_STAKEHOLDERS in permitted),
    }


def _write_entry(practice: Practice, publication: Publication) -> None:
    """Copy out of the snapshot what lists, facets and search need."""
    content = publication.content
    values = {
        **{name: content["fields"][name] for name in COPIED},
        "publication": publication,
        "reference": content["reference"],
        "force_id": practice.force_id,
        "force_name": (content["force"] or {}).get("name", ""),
        "call_id": practice.call_id,
        "rating": publication.rating,
        "review_by": publication.review_by,
        "archived": False,
        "published_at": publication.published_at,
    }
    Upkeep.objects.filter(practice=practice).update(review_by=None, archived_at=None, archived_by=None)
    BankEntry.objects.update_or_create(
        practice=practice,
        defaults=values,
        create_defaults={**values, "first_published_at": publication.published_at},
    )
    bank_text.write(practice.pk, content)
