"""What is fetched of reports on what was sent in and of collections, and how many times the floor they may cost."""

import datetime as dt

TARGETS = {"report, all forces": 8, "report of a period": 8, "report of a force": 8, "collection": 8, "collections": 8}
FORCES = ("norfolk", "kent", "essex", "durham", "surrey", "cheshire", "cleveland", "cumbria", "dorset", "gwent")
IN_ONE = 20


def kinds(pages, rounds):
    """Name, whose session, and paths. The tallies are settled first, as beat does each minute."""
    from django.utils import timezone

    from practice.actions import reporting

    _triaged()
    reporting.settle()
    slug = _collection()
    months = [f"{timezone.localdate() - dt.timedelta(days=30 * n):%Y-%m}" for n in range(rounds)]
    yield "report, all forces", pages.staff, [f"/practice/reports/?to={month}" for month in months[:6] * 10]
    yield "report of a period", pages.staff, [f"/practice/reports/?from={month}" for month in months]
    forces = [FORCES[n % len(FORCES)] for n in range(rounds)]
    yield "report of a force", pages.staff, [f"/practice/reports/?force={force}" for force in forces]
    yield "collection", pages.officer, [f"/practice/collections/{slug}/"] * rounds
    yield "collections", pages.officer, ["/practice/collections/"] * rounds


def _triaged():
    """Triage answered most examples of the database within two weeks; noted once."""
    from django.db.models import F

    from practice.models import SentExample

    if SentExample.objects.filter(triaged_at__isnull=False).exists():
        return
    for days in range(15):
        some = SentExample.objects.exclude(state="submitted").annotate(day=F("practice_id") % 15).filter(day=days)
        some.update(
            triaged_at=F("sent_at") + dt.timedelta(days=days),
            outcome="taken_forward" if days % 5 else "not_taken_forward",
        )


def _collection():
    """A published collection, made once."""
    from django.contrib.auth import get_user_model

    from practice.actions import collections
    from practice.models import BankEntry, PracticeCollection

    known = PracticeCollection.objects.first()
    if known:
        return known.slug
    staff = get_user_model().objects.get(email="staff@portal.example")
    made = collections.create(values={"title": "Measured", "intro": "To be measured."}, by=staff)
    for reference in BankEntry.objects.filter(open_to_police=True).values_list("reference", flat=True)[:IN_ONE]:
        collections.add(collection=made, reference=reference, note="Why it is here.", by=staff)
    collections.step(collection=made, action="publish", by=staff)
    return made.slug
