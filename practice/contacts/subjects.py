"""What contact requests are about, in words, as far as each reader may read it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from practice.models import BankEntry, ContactRequest, Practice


@dataclass(frozen=True)
class Subject:
    """What a request is about: its words and, where there is one, the page to read."""

    words: str
    url: str = ""


def subjects(user: Any, requests: Iterable[ContactRequest]) -> dict[int, Subject]:
    """Request → subject. A title is shown only while the reader may read the example: in the bank, or as its author."""
    listed = list(requests)
    wanted = {request.practice_id for request in listed if request.practice_id}
    titles = _titles(user, wanted) if wanted else {}
    return {request.pk: _subject(request, titles) for request in listed}


def _titles(user: Any, wanted: set[int]) -> dict[int, Subject]:
    found = {}
    own = Practice.objects.visible_to(user).filter(pk__in=wanted)
    for pk, reference, title in own.values_list("pk", "reference", "title"):
        found[pk] = Subject(title, reverse("practice:example", args=[reference]))
    entries = BankEntry.objects.visible_to(user).filter(pk__in=wanted)
    for pk, reference, title in entries.values_list("pk", "reference", "title"):
        found[pk] = Subject(title, reverse("practice:entry", args=[reference]))
    return found


def _subject(request: ContactRequest, titles: dict[int, Subject]) -> Subject:
    if request.practice_id:
        return titles.get(request.practice_id) or Subject(_("An example that is no longer open to you"))
    about = [request.strand.label] if request.strand else []
    about += [f"{request.action.code} {request.action.title}"] if request.action else []
    return Subject(", ".join(about) or _("What the force works on"))
