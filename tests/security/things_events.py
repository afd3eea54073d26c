"""Learning events: one ahead with a booking of force A, one in preparation. Readers learn neither who booked nor how to join."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from practice.actions import event_bookings, event_materials, event_practice, events, sharing
from practice.models import Practice
from practice.vocab import Use
from tests.factories.events import values
from tests.security.checks import TYPED


def add_events(build):
    """`event` (ahead, booked by the owner), `event.draft`, `event.file`, `event.link`, `event.booking`."""
    staff = build.staff
    told = {"title": f"A day of practice {TYPED}", "description": f"About {TYPED}", "place": f"A hall {TYPED}"}
    made = events.create(
        values=values(**told, region="", online_link="https://meet.example/zzqjoin", contact=""), by=staff
    )
    shown = [Practice.objects.get(reference=build.things[name]) for name in ("public", "police")]
    for practice in shown:
        sharing.give(practice=practice, use=Use.FEATURE_EVENTS, by=build.owner)
    event_practice.feature(event=made, references=[row.reference for row in shown], by=staff)
    events.publish(event=made, by=staff)
    booking = event_bookings.book(event=made, access_needs=f"Zzqneeds {TYPED}", by=build.owner)
    upload = SimpleUploadedFile("zzqslides.txt", b"zzqslidescontents")
    file = event_materials.add_file(event=made, upload=upload, audience="booked", by=staff)
    event_materials.scan({"material": file.pk})
    link = event_materials.add_link(
        event=made, url="https://example.org/paper", title=f"A paper {TYPED}", audience="readers", by=staff
    )
    draft = events.create(
        values=values(
            title=f"Zzxevent in preparation {TYPED}", starts_at=made.starts_at, ends_at=made.ends_at + dt.timedelta(1)
        ),
        by=staff,
    )
    build.things |= {
        "event": made.reference,
        "event.draft": draft.reference,
        "event.file": file.pk,
        "event.link": link.pk,
        "event.booking": booking.pk,
    }
